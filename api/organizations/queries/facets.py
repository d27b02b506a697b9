"""Counting schools by attribute: from the roll-up where it knows what is asked, else in one statement over all rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CTE, CompoundSelect, Row, Select, func, literal, select, union_all

from api.core.context import Context
from api.organizations import rules
from api.organizations.figures import DIMENSIONS, WORDS
from api.organizations.queries.figures import Columns, Question, scope_of, sum_figures
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

# Filters under which the roll-up can answer.
_ROLLED_UP = {"unit", "stage", *DIMENSIONS}
_FLAGS = {"has_code": "coded", "complete": "complete"}
_MEASURES = ("schools", *_FLAGS.values(), *(f"{field}_{word}" for field, words in WORDS.items() for word in words))

Counts = Mapping[str, Mapping[str, int]]


def count_facets(ctx: Context, wanted: SchoolFilter) -> SchoolFacets:
    """How many schools match, by each value of each attribute; a facet leaves its own filter aside."""
    narrowed = {name for name, value in wanted if value not in (None, ())}
    counts = _read(ctx, wanted) if narrowed <= _ROLLED_UP else _count_rows(ctx, wanted)
    facets = {name: _values(words, counts[name]) for name, words in _WORDS.items()}
    return SchoolFacets(total=sum(counts[_TOTAL].values()), facets=FacetsByAttribute(**facets))


def _values(words: Iterable[str], counts: Mapping[str, int]) -> list[FacetValue]:
    return [FacetValue(value=word, count=counts[word]) for word in words if counts.get(word)]


def _by_stage(by_type: Mapping[str, int]) -> dict[str, int]:
    """A school counts for each stage that its type teaches."""
    counts: dict[str, int] = defaultdict(int)
    for school_type, count in by_type.items():
        for stage in rules.STAGES[rules.SchoolType(school_type)]:
            counts[stage] += count
    return counts


# --- From the roll-up ------------------------------------------------------------------------------------------------


def _read(ctx: Context, wanted: SchoolFilter) -> Counts:
    scope = scope_of(ctx, wanted.unit)
    rows = ctx.session.execute(_sums(scope.shape), scope.bounds).all()
    filters = chosen(wanted)
    return {facet: _counts_of(facet, _matching(rows, facet, filters)) for facet in (_TOTAL, *_WORDS)}


@cache
def _sums(shape: tuple[int, bool]) -> CompoundSelect[*tuple[Any, ...]]:
    return sum_figures(Question(_named(DIMENSIONS), _named(_MEASURES)), shape)


def _named(names: Iterable[str]) -> Columns:
    return lambda table: [table.c[name] for name in names]


def _matching(rows: Sequence[Row[Any]], facet: str, filters: Mapping[str, Iterable[str]]) -> list[Row[Any]]:
    """The rows under all filters but the facet's own."""
    others = [("type" if name == "stage" else name, words) for name, words in filters.items() if name != facet]
    return [row for row in rows if all(getattr(row, name) in words for name, words in others)]


def _counts_of(facet: str, rows: Iterable[Row[Any]]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(_words_of(facet, row))
    return _by_stage(counts) if facet == "stage" else counts


def _words_of(facet: str, row: Any) -> dict[str, int]:
    """How many of the schools in a row of the roll-up are counted under each word of a facet."""
    if facet in WORDS:
        known = {word: getattr(row, f"{facet}_{word}") for word in WORDS[facet]}
        return {**known, UNKNOWN: row.schools - sum(known.values())}
    if facet in _FLAGS:
        held = getattr(row, _FLAGS[facet])
        return {"true": held, "false": row.schools - held}
    return {"" if facet == _TOTAL else getattr(row, "type" if facet == "stage" else facet): row.schools}


# --- Row by row ------------------------------------------------------------------------------------------------------


def _count_rows(ctx: Context, wanted: SchoolFilter) -> Counts:
    found = _found(ctx, wanted)
    filters = chosen(wanted)
    branches = [_count(found, name, filters) for name in (_TOTAL, *_WORDS)]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, word, count in ctx.session.execute(union_all(*branches)):
        counts[facet][word] = count
    counts["stage"] = _by_stage(counts["stage"])
    return counts


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
