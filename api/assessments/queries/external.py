"""Reading the figures that others have found: a page, everything for an export, those of some units, the metric."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from api.assessments.models import ExternalFigure
from api.assessments.schemas.external import ExternalFigureFilter, ExternalFigureRow
from api.core.context import Context
from api.core.metrics import Figure, Metric, Period
from api.core.paging import Paging, count
from api.core.points import written
from api.core.schemas import Page, UnitRef
from api.organizations.models import Unit
from api.organizations.queries import within_reach

FIGURE, UNIT = (model.metadata.tables[model.__tablename__] for model in (ExternalFigure, Unit))
_TOP = UNIT.alias("top")
_CHUNK = 1_000
_FIELDS = ("id", "metric", "first_on", "last_on", "value", "counts", "source", "updated_at", "revision")


def _figures(ctx: Context, wanted: ExternalFigureFilter) -> Select[*tuple[Any, ...]]:
    unit = (UNIT.c.id.label("unit_id"), UNIT.c.name.label("unit_name"), UNIT.c.kind.label("unit_kind"))
    stmt = select(*(FIGURE.c[name] for name in _FIELDS), *unit).join_from(FIGURE, UNIT, UNIT.c.id == FIGURE.c.unit_id)
    if wanted.unit is not None:
        top = select(_TOP.c.path).where(_TOP.c.id == wanted.unit).scalar_subquery()
        stmt = stmt.where(UNIT.c.path >= top, UNIT.c.path < top + "\uffff")
    if wanted.metric is not None:
        stmt = stmt.where(FIGURE.c.metric == wanted.metric)
    if wanted.on is not None:
        stmt = stmt.where(FIGURE.c.first_on <= wanted.on, FIGURE.c.last_on >= wanted.on)
    order = (UNIT.c.sort_key, FIGURE.c.metric, FIGURE.c.first_on, FIGURE.c.id)
    return within_reach(ctx, stmt, UNIT.c.path).order_by(*order)


def list_figures(ctx: Context, wanted: ExternalFigureFilter, paging: Paging) -> Page[ExternalFigureRow]:
    """A page of the figures of units within reach, by unit, metric and day."""
    stmt = _figures(ctx, wanted)
    rows = ctx.session.execute(stmt.limit(paging.size).offset(paging.offset)).all()
    items = [ExternalFigureRow(**_shown(row), unit=_unit(row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def count_figures(ctx: Context, wanted: ExternalFigureFilter) -> int:
    """How many figures match."""
    return count(ctx, _figures(ctx, wanted))


def stream_figures(ctx: Context, wanted: ExternalFigureFilter) -> Iterator[Mapping[str, Any]]:
    """Every figure that matches, few at a time."""
    for row in ctx.session.execute(_figures(ctx, wanted), execution_options={"yield_per": _CHUNK}):
        yield _shown(row) | {"unit": row.unit_name}


def _shown(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _FIELDS if name not in ("value", "counts")}
    counts = {name: row.counts.get(name) for name in ("numerator", "denominator")}
    return {**plain, **counts, "value": None if row.value is None else written(row.value)}


def _unit(row: Row[*tuple[Any, ...]]) -> UnitRef:
    return UnitRef(id=row.unit_id, name=row.unit_name, kind=row.unit_kind)


def figures_of(ctx: Context, unit_ids: Collection[UUID], metrics: Collection[str], *, lock: bool) -> list[Any]:
    """The figures of these metrics and units, as rows of the table. Not narrowed by reach: the caller names the units."""
    stmt = select(FIGURE).where(FIGURE.c.unit_id.in_(list(unit_ids)), FIGURE.c.metric.in_(list(metrics)))
    return list(ctx.session.execute(stmt.with_for_update() if lock else stmt))


def figures_by_id(ctx: Context, figure_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Figures by id, locked; with `path`, that of the unit. Not narrowed by reach: undoing says what lies outside."""
    stmt = select(FIGURE, UNIT.c.path).join_from(FIGURE, UNIT, UNIT.c.id == FIGURE.c.unit_id)
    rows = ctx.session.execute(stmt.where(FIGURE.c.id.in_(list(figure_ids))).with_for_update(of=FIGURE))
    return {row.id: row for row in rows}


def external_metric(name: str) -> Metric:
    """The metric `external.<name>`: of each unit the latest figure whose last day lies in the period."""

    def read(ctx: Context, unit_ids: Collection[UUID], period: Period) -> Mapping[UUID, Figure]:
        """As any metric."""
        stmt = select(FIGURE.c.unit_id, FIGURE.c.value, FIGURE.c.counts)
        stmt = stmt.where(FIGURE.c.metric == name, FIGURE.c.unit_id.in_(list(unit_ids)))
        stmt = stmt.where(FIGURE.c.last_on.between(period.first, period.last))
        rows = ctx.session.execute(stmt.order_by(FIGURE.c.last_on, FIGURE.c.first_on))
        return {row.unit_id: Figure(row.counts, row.value) for row in rows}

    return read
