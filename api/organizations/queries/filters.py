"""From a `SchoolFilter` to SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from api.organizations.models import SEARCH, School, Unit
from api.organizations.rules import EXPECTED_FIELDS, UnitKind, types_at
from api.organizations.schemas import SchoolFilter

UNKNOWN = "unknown"

# Lists read tables, not entities: a plain row costs half of what the ORM takes for it.
UNIT, SCHOOL = Unit.__table__, School.__table__
SCHOOLS = UNIT.join(SCHOOL, SCHOOL.c.id == UNIT.c.id)
_TOP = UNIT.alias("top")

_EXPECTED = [(UNIT.c if name in UNIT.c else SCHOOL.c)[name] for name in EXPECTED_FIELDS]

# Attributes that are chosen from a list. As words they are what facets count and filters name.
ATTRIBUTES: Mapping[str, Any] = {
    "type": SCHOOL.c.type,
    "ownership": SCHOOL.c.ownership,
    "boarding": case((SCHOOL.c.boarding.is_(True), "true"), (SCHOOL.c.boarding.is_(False), "false")),
    "canteen": SCHOOL.c.canteen,
    "area": SCHOOL.c.area,
    "party_organization": SCHOOL.c.party_organization,
    "party_coverage": SCHOOL.c.party_coverage,
    "status": UNIT.c.status,
    "has_code": case((UNIT.c.code.is_not(None), "true"), else_="false"),
    "complete": case((and_(*(column.is_not(None) for column in _EXPECTED)), "true"), else_="false"),
}
_FLAGS = ("has_code", "complete")

# Filters that ask nothing of the table of schools.
_ON_UNITS = {"q", "unit", "status", "has_code"}
_RANGES = {"pupils": SCHOOL.c.pupils, "staff": SCHOOL.c.staff, "party_members": SCHOOL.c.party_members}


def chosen(wanted: SchoolFilter) -> dict[str, tuple[str, ...]]:
    """The words chosen for each attribute that is narrowed; stages are said in types, under their own name."""
    words: dict[str, tuple[str, ...]] = {name: getattr(wanted, name) for name in ATTRIBUTES if name not in _FLAGS}
    words["stage"] = tuple(sorted(types_at(wanted.stage)))
    for name in _FLAGS:
        flag = getattr(wanted, name)
        words[name] = () if flag is None else (str(flag).lower(),)
    return {name: values for name, values in words.items() if values}


def matching(dialect: str, wanted: SchoolFilter) -> list[ColumnElement[bool]]:
    """The conditions of all filters."""
    columns = {**ATTRIBUTES, "stage": SCHOOL.c.type}
    attributes = [_one_of(columns[name], values) for name, values in chosen(wanted).items()]
    return [*matching_besides_attributes(dialect, wanted), *attributes]


def counting(wanted: SchoolFilter, found: Iterable[ColumnElement[bool]]) -> Select[int]:
    """How many schools there are under the conditions `found` of `wanted`: without the table of schools where it can."""
    stmt = select(func.count(UNIT.c.id)).where(UNIT.c.kind == UnitKind.SCHOOL, *found)
    narrowed = {name for name, value in wanted if value not in (None, ())}
    return stmt if narrowed <= _ON_UNITS else stmt.join(SCHOOL, SCHOOL.c.id == UNIT.c.id)


def matching_besides_attributes(dialect: str, wanted: SchoolFilter) -> list[ColumnElement[bool]]:
    """The conditions of search, unit and ranges: what facets are counted under, whatever is chosen in them."""
    conditions = list(_ranges(wanted))
    if wanted.unit is not None:
        conditions.append(_below(wanted.unit))
    if wanted.q and wanted.q.strip():
        conditions.append(_found(dialect, wanted.q))
    return conditions


def _one_of(column: Any, words: Sequence[str]) -> ColumnElement[bool]:
    known: ColumnElement[bool] = column.in_([word for word in words if word != UNKNOWN])
    return known | column.is_(None) if UNKNOWN in words else known


def _ranges(wanted: SchoolFilter) -> Iterator[ColumnElement[bool]]:
    for name, column in _RANGES.items():
        least, most = getattr(wanted, f"{name}_min"), getattr(wanted, f"{name}_max")
        if least is not None:
            yield column >= least
        if most is not None:
            yield column <= most


def _below(unit_id: UUID) -> ColumnElement[bool]:
    """Schools at or below a unit. One that does not exist has none below it; reach narrows the rest."""
    path = select(_TOP.c.path).where(_TOP.c.id == unit_id).scalar_subquery()
    return (UNIT.c.path >= path) & (UNIT.c.path < path + "\uffff")


def _found(dialect: str, query: str) -> ColumnElement[bool]:
    """Units that match a search. Materialized: else PostgreSQL walks a list's sort order and tests row by row."""
    hits = select(UNIT.c.id).where(SEARCH.matches(dialect, UNIT.c.search_tokens, query)).cte("hits")
    return UNIT.c.id.in_(select(hits.prefix_with("MATERIALIZED", dialect="postgresql").c.id))
