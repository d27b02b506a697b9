"""Every select of assessments; narrowed by reach."""

from api.assessments.queries.campaigns import (
    Held,
    count_campaigns,
    find_place,
    get_campaign,
    get_held,
    has_enrolments,
    hold_campaign,
    hold_campaign_of,
    list_campaigns,
    list_history,
    load_campaign,
    version_of,
)
from api.assessments.queries.enrolments import (
    Candidate,
    Entry,
    count_admitted,
    deletions_of,
    find_candidate,
    ids_in,
    list_all,
    list_candidates,
    list_enrolments,
    load_entry,
)
from api.assessments.queries.former import get_former_round, list_former
from api.assessments.queries.frameworks import scorer_by_hash, scorer_of
from api.assessments.queries.matrix import get_heat_map, list_progress
from api.assessments.queries.migrating import list_migrations, preview_migration
from api.assessments.queries.people import read_assignments, read_recusals
from api.assessments.queries.readiness import check_readiness
from api.assessments.queries.rounds import get_enrolment, get_of_unit, has_rounds, untouched_rounds
from api.assessments.queries.scores import explain_round, get_round, points_by_round
from api.assessments.queries.side_by_side import compare_rounds
from api.assessments.queries.slots import list_slots

__all__ = [
    "Candidate",
    "Entry",
    "Held",
    "check_readiness",
    "compare_rounds",
    "count_admitted",
    "count_campaigns",
    "deletions_of",
    "explain_round",
    "find_candidate",
    "find_place",
    "get_campaign",
    "get_enrolment",
    "get_former_round",
    "get_heat_map",
    "get_held",
    "get_of_unit",
    "get_round",
    "has_enrolments",
    "has_rounds",
    "hold_campaign",
    "hold_campaign_of",
    "ids_in",
    "list_all",
    "list_campaigns",
    "list_candidates",
    "list_enrolments",
    "list_former",
    "list_history",
    "list_migrations",
    "list_progress",
    "list_slots",
    "load_campaign",
    "load_entry",
    "points_by_round",
    "preview_migration",
    "read_assignments",
    "read_recusals",
    "scorer_by_hash",
    "scorer_of",
    "untouched_rounds",
    "version_of",
]
