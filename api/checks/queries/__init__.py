"""Every select of checks and findings; narrowed by reach."""

from api.checks.queries.findings import (
    Standing,
    get_finding,
    is_barred,
    list_findings,
    list_owners,
    load_finding,
    load_findings,
    open_by_record,
)
from api.checks.queries.metrics import evaluability, find_due, open_findings
from api.checks.queries.references import count_findings_at
from api.checks.queries.results import find_people, get_evaluability, list_counts, list_results, list_schools
from api.checks.queries.rules import get_rule, get_sound_record, list_rules
from api.checks.queries.units import find_unit, get_unit, names_of

__all__ = [
    "Standing",
    "count_findings_at",
    "evaluability",
    "find_due",
    "find_people",
    "find_unit",
    "get_evaluability",
    "get_finding",
    "get_rule",
    "get_sound_record",
    "get_unit",
    "is_barred",
    "list_counts",
    "list_findings",
    "list_owners",
    "list_results",
    "list_rules",
    "list_schools",
    "load_finding",
    "load_findings",
    "names_of",
    "open_by_record",
    "open_findings",
]
