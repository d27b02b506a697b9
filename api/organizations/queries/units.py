"""Reading regions and units."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, cast, func, select

from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Feed, Page, UnitRef
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.models import SEARCH, Region, Unit, UnitExternalId
from api.organizations.queries.filters import UNIT
from api.organizations.queries.succession import successors_of
from api.organizations.queries.tree import reach_bounds, within_bounds, within_reach
from api.organizations.rules import REGIONS, UnitKind
from api.organizations.schemas import (
    ExternalId,
    RegionFilter,
    RegionOut,
    UnitFilter,
    UnitNode,
    UnitOut,
    UnitRow,
    UnitTree,
)

_LISTED = (Unit.id, Unit.kind, Unit.parent_id, Unit.name, Unit.short_name, Unit.code, Unit.status, Unit.revision)

# Named one by one, an index finds them; "not a school" walks past every school.
_NO_SCHOOLS = [kind for kind in UnitKind if kind is not UnitKind.SCHOOL]

_ROWS = TypeAdapter(list[UnitRow])


def list_regions(ctx: Context, wanted: RegionFilter, paging: Paging) -> Page[RegionOut]:
    """The divisions of GB/T 2260 by code; the table is public, so reach does not narrow it."""
    stmt = select(Region.code, Region.name, Region.level, Region.parent_code, Region.edition)
    if wanted.parent_code is not None:
        stmt = stmt.where(Region.parent_code == wanted.parent_code)
    if wanted.level is not None:
        stmt = stmt.where(Region.level == wanted.level)
    if wanted.q:
        stmt = stmt.where(Region.name.contains(wanted.q, autoescape=True) | (Region.code == wanted.q))
    rows = ctx.session.execute(stmt.order_by(Region.code).limit(paging.size).offset(paging.offset))
    items = [RegionOut.model_validate(row) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def list_units(ctx: Context, wanted: UnitFilter, paging: Paging) -> Page[UnitRow]:
    """Units within reach, schools included, in pinyin order."""
    bounds = reach_bounds(ctx)
    page, total = _page(ctx.session.get_bind().dialect.name, wanted, len(bounds) // 2)
    rows = ctx.session.execute(page, {"size": paging.size, "offset": paging.offset, **bounds})
    items = _ROWS.validate_python(rows.all(), from_attributes=True)
    return Page(items=items, page=paging.page, size=paging.size, total=ctx.session.execute(total, bounds).scalar_one())


@lru_cache(maxsize=256)
def _page(dialect: str, wanted: UnitFilter, subtrees: int) -> tuple[Select[*tuple[Any, ...]], Select[int]]:
    """Statements of a page and of the total, built once for each question that is asked."""
    found = _matching(dialect, wanted, subtrees)
    size, offset = bindparam("size", type_=Integer), bindparam("offset", type_=Integer)
    page = select(*(UNIT.c[column.key] for column in _LISTED)).where(*found).order_by(UNIT.c.sort_key, UNIT.c.id)
    return page.limit(size).offset(offset), select(func.count(UNIT.c.id)).where(*found)


def _matching(dialect: str, wanted: UnitFilter, subtrees: int) -> list[ColumnElement[bool]]:
    """The conditions of reach and of all filters."""
    found = [within_bounds(UNIT.c.path, subtrees)]
    if wanted.parent_id is not None:
        found.append(UNIT.c.parent_id == wanted.parent_id)
    if wanted.kind:
        found.append(UNIT.c.kind.in_(wanted.kind))
    if wanted.q and wanted.q.strip():
        found.append(SEARCH.matches(dialect, UNIT.c.search_tokens, wanted.q))
    return found


_ABOVE = UNIT.alias("above")
_CHUNK = 1_000


def stream_units(ctx: Context, wanted: UnitFilter) -> Iterator[dict[str, Any]]:
    """Every unit within reach that matches, those above first, with its parent's name and its external ids."""
    bounds = reach_bounds(ctx)
    found = _matching(ctx.session.get_bind().dialect.name, wanted, len(bounds) // 2)
    columns = (UNIT.c[column.key] for column in _LISTED)
    stmt = select(*columns, _ABOVE.c.name.label("parent"))
    stmt = stmt.select_from(UNIT.outerjoin(_ABOVE, _ABOVE.c.id == UNIT.c.parent_id)).where(*found)
    stmt = stmt.order_by(UNIT.c.depth, UNIT.c.sort_key, UNIT.c.id)
    for rows in ctx.session.execute(stmt, bounds, execution_options={"yield_per": _CHUNK}).partitions():
        ids = _external_ids(ctx, [row.id for row in rows])
        yield from ({**row._mapping, "external_ids": ids.get(row.id, [])} for row in rows)  # noqa: SLF001


def _external_ids(ctx: Context, unit_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """By unit what other systems call it, as `system:value`."""
    stmt = select(UnitExternalId.unit_id, UnitExternalId.scheme, UnitExternalId.value)
    stmt = stmt.where(UnitExternalId.unit_id.in_(unit_ids)).order_by(UnitExternalId.scheme, UnitExternalId.value)
    found: dict[UUID, list[str]] = {}
    for unit_id, scheme, value in ctx.session.execute(stmt):
        found.setdefault(unit_id, []).append(f"{scheme}:{value}")
    return found


def count_units(ctx: Context, wanted: UnitFilter) -> int:
    """How many units within reach match."""
    bounds = reach_bounds(ctx)
    found = _matching(ctx.session.get_bind().dialect.name, wanted, len(bounds) // 2)
    return ctx.session.execute(select(func.count(UNIT.c.id)).where(*found), bounds).scalar_one()


def get_unit(ctx: Context, unit_id: UUID) -> UnitOut:
    """A unit within reach, in one statement. Errors: `not_found`."""
    stmt = (
        select(*_LISTED, UnitExternalId.scheme, UnitExternalId.value)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == Unit.id)
        .where(Unit.id == unit_id)
        .order_by(UnitExternalId.scheme, UnitExternalId.value)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return present_unit(rows[0], external_ids_of(rows), successors_of(ctx, rows[0]))


def find_region_unit(ctx: Context, code: str) -> UnitRow | None:
    """The unit that stands for the division of a GB/T 2260 code."""
    stmt = select(*_LISTED).where(Unit.kind.in_(REGIONS), Unit.code == code)
    row = ctx.session.execute(within_reach(ctx, stmt)).first()
    return UnitRow.model_validate(row) if row else None


def present_unit(unit: Any, external_ids: Iterable[Any], succeeded_by: Sequence[UnitRef] = ()) -> UnitOut:
    """A unit (entity, row or new row) as the wire shows it."""
    shown = {column.key: getattr(unit, column.key) for column in _LISTED}
    known = [ExternalId.model_validate(external) for external in external_ids]
    return UnitOut(**shown, external_ids=known, succeeded_by=list(succeeded_by))


def load_unit(ctx: Context, unit_id: UUID) -> tuple[Unit, list[ExternalId]]:
    """A unit to be changed and its external ids. Schools are not found here: they are changed as schools.

    Errors: `not_found`.
    """
    stmt = (
        select(Unit, UnitExternalId.scheme, UnitExternalId.value)
        .outerjoin(UnitExternalId, UnitExternalId.unit_id == Unit.id)
        .where(Unit.id == unit_id, Unit.kind != UnitKind.SCHOOL)
        .order_by(UnitExternalId.scheme, UnitExternalId.value)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not rows:
        raise Refused(NOT_FOUND)
    return rows[0].Unit, external_ids_of(rows)


def external_ids_of(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[ExternalId]:
    """The external ids of a unit whose row was joined with them; none is one row of nulls."""
    return [ExternalId(scheme=row.scheme, value=row.value) for row in rows if row.scheme is not None]


def get_tree(ctx: Context) -> UnitTree:
    """All units within reach that are not schools, parents first, each with the schools below it; one statement."""
    current = SCHOOL_FIGURES.current("schools").c
    schools = select(current.unit_id, func.sum(current.schools).label("schools")).group_by(current.unit_id).subquery()
    stmt = (
        select(*_LISTED, Unit.path, cast(func.coalesce(schools.c.schools, 0), Integer).label("schools"))
        .outerjoin(schools, schools.c.unit_id == Unit.id)
        .where(Unit.kind.in_(_NO_SCHOOLS))
        .order_by(Unit.depth, Unit.sort_key, Unit.id)
    )
    rows = ctx.session.execute(within_reach(ctx, stmt)).all()
    counts = _summed_upwards(rows)
    return UnitTree(items=[_node(row, counts[row.path]) for row in rows])


def _summed_upwards(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, int]:
    """By path the schools directly below a unit and below every unit under it."""
    counts = {row.path: row.schools for row in rows}
    for path in sorted(counts, key=len, reverse=True):
        above = path[: path.rstrip("/").rfind("/") + 1]
        if above in counts:
            counts[above] += counts[path]
    return counts


def _node(row: Row[*tuple[Any, ...]], schools: int) -> UnitNode:
    shown = {name: getattr(row, name) for name in UnitNode.model_fields if name != "school_count"}
    return UnitNode(**shown, school_count=schools)


def list_unit_history(ctx: Context, unit_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a unit within reach, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    stmt = within_reach(ctx, select(Unit.kind).where(Unit.id == unit_id))
    kind = ctx.session.execute(stmt).scalar_one_or_none()
    if kind is None:
        raise Refused(NOT_FOUND)
    object_type = UnitKind.SCHOOL if kind == UnitKind.SCHOOL else "unit"
    return ledger.list_object_events(ctx, object_type, unit_id, cursor, limit)
