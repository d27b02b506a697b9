"""Lists of evidence: pages, exports, tags, categories."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, select

from api.access import reach
from api.access.providers import providers
from api.core.context import Context
from api.core.paging import Paging, count, ordering
from api.core.schemas import Page, UnitRef
from api.evidence.models import SEARCH, EvidenceFile, EvidenceItem, EvidenceTag, EvidenceUse
from api.evidence.rules import CATEGORIES, UseState
from api.evidence.schemas import (
    Categories,
    CategoryOut,
    EvidenceFilter,
    EvidenceRow,
    TagCount,
    TagCounts,
)
from api.organizations.models import Unit

_MOST_TAGS = 50
_CHUNK = 1000
_ITEM, _UNIT = EvidenceItem.__table__.c, Unit.__table__.c
SORTS: Mapping[str, Any] = {
    "title": _ITEM.sort_key,
    "unit": _UNIT.sort_key,
    "period_from": _ITEM.period_from,
    "created_at": _ITEM.created_at,
    "updated_at": _ITEM.updated_at,
}
_PLAIN = (
    *("id", "title", "category", "period_from", "period_to", "state", "latest", "created_at", "updated_at", "revision"),
)
_TAGS = (
    select(func.aggregate_strings(EvidenceTag.tag, ","))
    .where(EvidenceTag.item_id == _ITEM.id)
    .correlate(EvidenceItem.__table__)
    .scalar_subquery()
)
_FILES = (
    select(func.count())
    .where(EvidenceFile.item_id == _ITEM.id, EvidenceFile.number == _ITEM.latest)
    .correlate(EvidenceItem.__table__)
    .scalar_subquery()
)
# The uses of each item by state, one row an item.
_USES = (
    select(
        EvidenceUse.item_id,
        *(func.sum(case((EvidenceUse.state == state, 1), else_=0)).label(state.value) for state in UseState),
    )
    .group_by(EvidenceUse.item_id)
    .subquery("uses")
)


def list_items(ctx: Context, wanted: EvidenceFilter, sort: str, paging: Paging) -> Page[EvidenceRow]:
    """Items within reach that match. Errors: `paging.bad_sort`."""
    stmt = _listed(ctx, wanted)
    rows = ctx.session.execute(_ordered(stmt, sort).limit(paging.size).offset(paging.offset))
    items = [_row(row) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count_items(ctx, wanted))


def count_items(ctx: Context, wanted: EvidenceFilter) -> int:
    """How many items within reach match."""
    return count(ctx, _matching(ctx, wanted, select(_ITEM.id).select_from(EvidenceItem.__table__)))


def stream_items(ctx: Context, wanted: EvidenceFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everything that matches as the export takes it, few rows at a time. Errors: `paging.bad_sort`."""
    stmt = _ordered(_listed(ctx, wanted), sort)
    for row in ctx.session.execute(stmt, execution_options={"yield_per": _CHUNK}):
        item = _row(row)
        uses = {state.value: item.uses.get(state.value, 0) for state in UseState}
        yield {**{name: getattr(item, name) for name in (*_PLAIN, "tags", "files")}, "unit": item.unit.name, **uses}


def _listed(ctx: Context, wanted: EvidenceFilter) -> Select[*tuple[Any, ...]]:
    columns = [_ITEM[name] for name in _PLAIN]
    unit = (_UNIT.id.label("unit_id"), _UNIT.name.label("unit_name"), _UNIT.kind.label("unit_kind"))
    uses = [_USES.c[state.value].label(f"uses_{state.value}") for state in UseState]
    stmt = (
        select(*columns, *unit, _TAGS.label("tags"), _FILES.label("files"), *uses)
        .select_from(EvidenceItem.__table__)
        .join(Unit.__table__, _UNIT.id == _ITEM.unit_id)
        .outerjoin(_USES, _USES.c.item_id == _ITEM.id)
    )
    return _matching(ctx, wanted, stmt)


def _ordered(stmt: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    return stmt.order_by(*ordering(sort, SORTS, _ITEM.id.desc()))


def _matching(ctx: Context, wanted: EvidenceFilter, stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return reach.within(ctx, stmt.where(*_conditions(ctx, wanted)), _ITEM.unit_id)


def _conditions(ctx: Context, wanted: EvidenceFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.q and wanted.q.strip():
        yield SEARCH.matches(ctx.session.get_bind().dialect.name, _ITEM.search_tokens, wanted.q)
    if wanted.unit is not None:
        yield _below(ctx, wanted)
    if wanted.category is not None:
        yield _ITEM.category == wanted.category
    if wanted.state:
        yield _ITEM.state.in_(wanted.state)
    if wanted.tag is not None:
        yield exists().where(EvidenceTag.item_id == _ITEM.id, EvidenceTag.tag == wanted.tag)
    if wanted.use_state or wanted.use_type or wanted.use_id:
        yield _used(wanted)
    if wanted.period_from is not None:
        yield _ITEM.period_to.is_(None) | (_ITEM.period_to >= wanted.period_from)
    if wanted.period_to is not None:
        yield _ITEM.period_from.is_(None) | (_ITEM.period_from <= wanted.period_to)


def _below(ctx: Context, wanted: EvidenceFilter) -> ColumnElement[bool]:
    path = ctx.session.execute(select(Unit.path).where(Unit.id == wanted.unit)).scalar_one_or_none()
    # A unit that does not exist has nothing below it; its path would be every unit's.
    return _ITEM.unit_id.in_(providers.units_below([path])) if path else _ITEM.id.is_(None)


def _used(wanted: EvidenceFilter) -> ColumnElement[bool]:
    found = [EvidenceUse.item_id == _ITEM.id]
    if wanted.use_state:
        found.append(EvidenceUse.state.in_(wanted.use_state))
    if wanted.use_type is not None:
        found.append(EvidenceUse.object_type == wanted.use_type)
    if wanted.use_id is not None:
        found.append(EvidenceUse.object_id == wanted.use_id)
    return exists().where(*found)


def _row(row: Row[*tuple[Any, ...]]) -> EvidenceRow:
    uses = {state.value: getattr(row, f"uses_{state.value}") or 0 for state in UseState}
    return EvidenceRow(
        **{name: getattr(row, name) for name in _PLAIN},
        unit=UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind),
        tags=sorted(row.tags.split(",")) if row.tags else [],
        files=row.files,
        uses={state: number for state, number in uses.items() if number},
    )


def count_tags(ctx: Context) -> TagCounts:
    """The tags of active and withdrawn items within reach, most used first."""
    number = func.count().label("number")
    stmt = (
        select(EvidenceTag.tag, number)
        .join(EvidenceItem, EvidenceItem.id == EvidenceTag.item_id)
        .group_by(EvidenceTag.tag)
        .order_by(number.desc(), EvidenceTag.tag)
        .limit(_MOST_TAGS)
    )
    rows = ctx.session.execute(reach.within(ctx, stmt, EvidenceItem.unit_id))
    return TagCounts(items=[TagCount(tag=row.tag, count=row.number) for row in rows])


def list_categories() -> Categories:
    """All categories in their order."""
    return Categories(items=[CategoryOut(code=entry.code, zh=entry.zh, en=entry.en) for entry in CATEGORIES.values()])
