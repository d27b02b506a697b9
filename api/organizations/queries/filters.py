"""From a `SchoolFilter` to SQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from api.core.context import Context
from api.organizations.models import SEARCH, School, Unit
from api.organizations.rules import UnitKind, types_at
from api.organizations.schemas import SchoolFilter

UNKNOWN = "unknown"

# Attributes that are chosen from a list. As words they are what facets count and filters name.
ATTRIBUTES: Mapping[str, Any] = {
    "type": School.type,
    "ownership": School.ownership,
    "boarding": case((School.boarding.is_(True), "true"), (School.boarding.is_(False), "false")),
    "canteen": School.canteen,
    "area": School.area,
    "party_organization": School.party_organization,
    "party_coverage": School.party_coverage,
    "status": Unit.status,
    "has_code": case((Unit.code.is_not(None), "true"), else_="false"),
}

# Filters that ask nothing of the table of schools.
_ON_UNITS = {"q", "unit", "status", "has_code"}
_SCHOOL = School.__table__
_TOP = aliased(Unit, name="top")

_RANGES = {"pupils": School.pupils, "staff": School.staff, "party_members": School.party_members}


def chosen(wanted: SchoolFilter) -> dict[str, tuple[str, ...]]:
    """The words chosen for each attribute that is narrowed; stages are said in types, under their own name."""
    words: dict[str, tuple[str, ...]] = {name: getattr(wanted, name) for name in ATTRIBUTES if name != "has_code"}
    words["stage"] = tuple(sorted(types_at(wanted.stage)))
    words["has_code"] = () if wanted.has_code is None else (str(wanted.has_code).lower(),)
    return {name: values for name, values in words.items() if values}


def matching(ctx: Context, wanted: SchoolFilter) -> list[ColumnElement[bool]]:
    """The conditions of all filters."""
    columns = {**ATTRIBUTES, "stage": School.type}
    attributes = [_one_of(columns[name], values) for name, values in chosen(wanted).items()]
    return [*matching_besides_attributes(ctx, wanted), *attributes]


def counting(wanted: SchoolFilter, found: Iterable[ColumnElement[bool]]) -> Select[int]:
    """How many schools there are under the conditions `found` of `wanted`: without the table of schools where it can."""
    stmt = select(func.count(Unit.id)).where(Unit.kind == UnitKind.SCHOOL, *found)
    narrowed = {name for name, value in wanted if value not in (None, ())}
    return stmt if narrowed <= _ON_UNITS else stmt.join(_SCHOOL, _SCHOOL.c.id == Unit.id)


def matching_besides_attributes(ctx: Context, wanted: SchoolFilter) -> list[ColumnElement[bool]]:
    """The conditions of search, unit and ranges: what facets are counted under, whatever is chosen in them."""
    conditions = list(_ranges(wanted))
    if wanted.unit is not None:
        conditions.append(_below(wanted.unit))
    if wanted.q and wanted.q.strip():
        conditions.append(_found(ctx, wanted.q))
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
    path = select(_TOP.path).where(_TOP.id == unit_id).scalar_subquery()
    return (Unit.path >= path) & (Unit.path < path + "\uffff")


def _found(ctx: Context, query: str) -> ColumnElement[bool]:
    """Units that match a search. Materialized: else PostgreSQL walks a list's sort order and tests row by row."""
    dialect = ctx.session.get_bind().dialect.name
    hits = select(Unit.id).where(SEARCH.matches(dialect, Unit.search_tokens, query)).cte("hits")
    return Unit.id.in_(select(hits.prefix_with("MATERIALIZED", dialect="postgresql").c.id))
