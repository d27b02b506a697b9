"""The overview: a few statements that see one state of the data, folded here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.calendars import queries as calendars
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Named
from api.dashboard.rules import Sums, basis_points, known_sum, topmost
from api.dashboard.schemas import DistrictRow, Figures, OverviewOut, RecentEvent, Today, TypeCount
from api.ledger import queries as ledger
from api.ledger.queries import EventFilter
from api.organizations.models import Unit
from api.organizations.queries import school_figures, scope_of, sum_of, within_reach
from api.organizations.rules import EXPECTED_FIELDS, Ownership, PartyCoverage, SchoolType, Status, UnitKind

RECENT = 10
_COVERED = (PartyCoverage.INDEPENDENT, PartyCoverage.JOINT, PartyCoverage.DISPATCHED)
_MEASURES = (
    *("schools", "coded", "complete", "values_known", "pupils", "pupils_known", "staff", "staff_known"),
    *(f"party_coverage_{word}" for word in PartyCoverage),
)


def get_overview(ctx: Context, unit_id: UUID | None) -> OverviewOut:
    """A unit within reach, by default the topmost where the caller may look, at a glance. Errors: `not_found`."""
    viewed, *below = _units(ctx, unit_id or _own_unit(ctx))
    by_place = _sums(ctx, viewed.id)
    events = ledger.list_events(ctx, EventFilter(object_types=("school", "unit"), below=viewed.path), limit=RECENT)
    return OverviewOut.model_validate(
        {
            "unit": viewed,
            "as_of": ctx.now,
            "today": Today.model_validate(calendars.get_today(ctx, viewed.id)),
            "figures": _figures(sum(by_place.values(), Counter())),
            "by_type": _by_type(by_place),
            "districts": _districts(ctx, viewed, below, by_place),
            "recent": [RecentEvent.model_validate(event) for event in events.items],
        }
    )


def _own_unit(ctx: Context) -> UUID:
    return min(reach.grants_of(ctx), key=lambda grant: len(grant.path)).unit_id


def _units(ctx: Context, unit_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The unit viewed, and the districts below it in pinyin order. Errors: `not_found`."""
    top = aliased(Unit, name="top")
    stmt = (
        select(Unit.id, Unit.name, Unit.kind, Unit.path)
        .join(top, and_(Unit.path >= top.path, Unit.path < top.path + "\uffff"))
        .where(top.id == unit_id, or_(Unit.id == unit_id, Unit.kind == UnitKind.DISTRICT))
        .order_by(case((Unit.id == unit_id, 0), else_=1), Unit.sort_key, Unit.id)
    )
    units = ctx.session.execute(within_reach(ctx, stmt)).all()
    if not units or units[0].id != unit_id:
        raise Refused(NOT_FOUND)
    return units


def _sums(ctx: Context, unit_id: UUID) -> dict[tuple[str, str], Sums]:
    """Sums over the schools at or below a unit that are not closed, by path of their parent and type."""
    scope = scope_of(ctx, unit_id)
    rows = ctx.session.execute(_by_place(*scope.shape), scope.bounds)
    return {(row.path, row.type): _counter(row) for row in rows}


@cache
def _by_place(*shape: Any) -> Select[*tuple[Any, ...]]:
    figures = school_figures(_MEASURES, *shape).c
    sums = [sum_of(figures[name]).label(name) for name in _MEASURES]
    public = sum_of(case((figures.ownership == Ownership.PUBLIC, figures.schools), else_=0)).label("public")
    place = (figures.path, figures.type)
    return select(*place, public, *sums).where(figures.status != Status.CLOSED).group_by(*place)


def _counter(row: Any) -> Sums:
    coverage = {word: getattr(row, f"party_coverage_{word}") for word in PartyCoverage}
    sums = {name: getattr(row, name) for name in ("public", *_MEASURES)}
    sums["covered"] = sum(coverage[word] for word in _COVERED)
    return Counter({**sums, "coverage_known": sum(coverage.values())})


def _figures(sums: Sums) -> Figures:
    return Figures(
        schools=sums["schools"],
        public=sums["public"],
        private=sums["schools"] - sums["public"],
        pupils=known_sum(sums, "pupils"),
        staff=known_sum(sums, "staff"),
        party_covered=sums["covered"],
        party_unknown=sums["schools"] - sums["coverage_known"],
        without_code=sums["schools"] - sums["coded"],
        incomplete=sums["schools"] - sums["complete"],
    )


def _by_type(by_place: Mapping[tuple[str, str], Sums]) -> list[TypeCount]:
    counts: Counter[str] = Counter()
    for (_, school_type), sums in by_place.items():
        counts[school_type] += sums["schools"]
    return [TypeCount(type=school_type, count=counts[school_type]) for school_type in SchoolType if counts[school_type]]


def _districts(
    ctx: Context, viewed: Any, districts: Iterable[Any], by_place: Mapping[tuple[str, str], Sums]
) -> list[DistrictRow]:
    """One row for each topmost district below the unit viewed, then one for the schools that belong to none (直属)."""
    rows = {district.path: district for district in districts}
    groups: dict[str | None, Sums] = defaultdict(Counter)
    for (path, _), sums in by_place.items():
        groups[topmost(path, rows)] += sums
    listed = [_row(rows[path], groups[path]) for path in rows if topmost(path, rows) == path]
    if not groups[None]:
        return listed
    name = "Directly below" if ctx.language == "en" else "直属"
    return [*listed, _row(Named(id=viewed.id, name=name), groups[None], direct=True)]


def _row(unit: Any, sums: Sums, *, direct: bool = False) -> DistrictRow:
    values = sums["schools"] * len(EXPECTED_FIELDS)
    return DistrictRow(
        unit=Named(id=unit.id, name=unit.name),
        direct=direct,
        schools=sums["schools"],
        pupils=known_sum(sums, "pupils"),
        party_coverage_rate=basis_points(sums["covered"], sums["coverage_known"]),
        completeness_rate=basis_points(sums["values_known"], values),
        coded_rate=basis_points(sums["coded"], sums["schools"]),
        unknown=values - sums["values_known"],
    )
