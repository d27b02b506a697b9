"""Counting schools by attribute, in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import CTE, Select, func, literal, select, union_all

from api.core.context import Context
from api.organizations import rules
from api.organizations.queries.filters import ATTRIBUTES, SCHOOLS, UNIT, UNKNOWN, chosen, matching_besides_attributes
from api.organizations.queries.tree import within_reach
from api.organizations.schemas import FacetsByAttribute, FacetValue, SchoolFacets, SchoolFilter

_TOTAL = "total"

# The words of each facet, in the order in which people read them.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "type": tuple(rules.SchoolType),
    "stage": tuple(rules.Stage),
    "ownership": tuple(rules.Ownership),
    "boarding": ("true", "false", UNKNOWN),
    "canteen": (*rules.Canteen, UNKNOWN),
    "area": (*rules.Area, UNKNOWN),
    "party_organization": (*rules.PartyOrganization, UNKNOWN),
    "party_coverage": (*rules.PartyCoverage, UNKNOWN),
    "status": tuple(rules.Status),
    "has_code": ("true", "false"),
    "complete": ("true", "false"),
}


def count_facets(ctx: Context, wanted: SchoolFilter) -> SchoolFacets:
    """How many schools match, by each value of each attribute; a facet leaves its own filter aside."""
    found = _found(ctx, wanted)
    filters = chosen(wanted)
    branches = [_count(found, name, filters) for name in (_TOTAL, *_WORDS)]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, word, count in ctx.session.execute(union_all(*branches)):
        counts[facet][word] = count
    total = sum(counts.pop(_TOTAL, {}).values())
    counts["stage"] = _by_stage(counts["stage"])
    facets = {name: _values(words, counts[name]) for name, words in _WORDS.items()}
    return SchoolFacets(total=total, facets=FacetsByAttribute(**facets))


def _found(ctx: Context, wanted: SchoolFilter) -> CTE:
    """The attributes, as words, of every school that matches besides its attributes; read once, counted many times."""
    dialect = ctx.session.get_bind().dialect.name
    words = [func.coalesce(column, literal(UNKNOWN)).label(name) for name, column in ATTRIBUTES.items()]
    stmt = select(*words).select_from(SCHOOLS).where(*matching_besides_attributes(dialect, wanted))
    return within_reach(ctx, stmt, UNIT.c.path).cte("found")


def _count(found: CTE, facet: str, filters: Mapping[str, Iterable[str]]) -> Select[str, str, int]:
    """One branch: a facet's words with their counts under all filters but its own. Stages are counted by type."""
    conditions = [_column(found, name).in_(words) for name, words in filters.items() if name != facet]
    if facet == _TOTAL:
        return select(literal(_TOTAL), literal(""), func.count()).select_from(found).where(*conditions)
    word = _column(found, facet)
    return select(literal(facet), word, func.count()).where(*conditions).group_by(word)


def _column(found: CTE, name: str) -> Any:
    return found.c["type" if name == "stage" else name]


def _by_stage(by_type: Mapping[str, int]) -> dict[str, int]:
    """A school counts for each stage that its type teaches."""
    counts: dict[str, int] = defaultdict(int)
    for school_type, count in by_type.items():
        for stage in rules.STAGES[rules.SchoolType(school_type)]:
            counts[stage] += count
    return counts


def _values(words: Iterable[str], counts: Mapping[str, int]) -> list[FacetValue]:
    return [FacetValue(value=word, count=counts[word]) for word in words if word in counts]
