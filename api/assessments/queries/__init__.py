"""Every select of assessments; narrowed by reach."""

from api.assessments.queries.campaigns import (
    Held,
    count_campaigns,
    find_place,
    get_campaign,
    get_held,
    has_enrolments,
    list_campaigns,
    list_history,
    load_campaign,
)
from api.assessments.queries.enrolments import (
    Candidate,
    Entry,
    count_admitted,
    deletions_of,
    find_candidate,
    list_all,
    list_candidates,
    list_enrolments,
    load_entry,
)
from api.assessments.queries.frameworks import scorer_by_hash, scorer_of
from api.assessments.queries.rounds import get_enrolment, get_of_unit, has_rounds

__all__ = [
    "Candidate",
    "Entry",
    "Held",
    "count_admitted",
    "count_campaigns",
    "deletions_of",
    "find_candidate",
    "find_place",
    "get_campaign",
    "get_enrolment",
    "get_held",
    "get_of_unit",
    "has_enrolments",
    "has_rounds",
    "list_all",
    "list_campaigns",
    "list_candidates",
    "list_enrolments",
    "list_history",
    "load_campaign",
    "load_entry",
    "scorer_by_hash",
    "scorer_of",
]
