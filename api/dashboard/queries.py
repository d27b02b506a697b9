"""The overview: a few statements that see one state of the data, folded here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Row, case, select

from api.access import reach
from api.calendars import queries as calendars
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Named
from api.dashboard.rules import Sums, basis_points, known_sum, topmost
from api.dashboard.schemas import DistrictRow, Figures, OverviewOut, RecentEvent, Today, TypeCount
from api.ledger import queries as ledger
from api.organizations.models import Unit
from api.organizations.queries import Question, in_subtree, scope_of, sum_figures, within_reach
from api.organizations.rules import EXPECTED_FIELDS, Ownership, PartyCoverage, SchoolType, Status, UnitKind

RECENT = 10
_COVERED = (PartyCoverage.INDEPENDENT, PartyCoverage.JOINT, PartyCoverage.DISPATCHED)
_MEASURES = (
    *("schools", "coded", "complete", "values_known", "pupils", "pupils_known", "staff", "staff_known"),
    *(f"party_coverage_{word}" for word in PartyCoverage),
)


def get_overview(ctx: Context, unit_id: UUID | None) -> OverviewOut:
    """A unit within reach, by default the topmost where the caller may look, at a glance. Errors: `not_found`."""
    viewed = _find_unit(ctx, unit_id or _own_unit(ctx))
    by_place = _sums(ctx, viewed.id)
    whole = _total(by_place.values())
    events = ledger.list_recent_events(ctx, ("school", "unit"), viewed.path, RECENT)
    return OverviewOut.model_validate(
        {
            "unit": viewed,
            "as_of": ctx.now,
            "today": Today.model_validate(calendars.get_today(ctx, viewed.id)),
            "figures": _figures(whole),
            "by_type": [TypeCount(type=kind, count=whole[kind]) for kind in SchoolType if whole[kind]],
            "districts": _districts(ctx, viewed, by_place),
            "recent": [RecentEvent.model_validate(event) for event in events],
        }
    )


def _own_unit(ctx: Context) -> UUID:
    return min(reach.grants_of(ctx), key=lambda grant: len(grant.path)).unit_id


def _find_unit(ctx: Context, unit_id: UUID) -> Row[*tuple[Any, ...]]:
    """The unit viewed. Errors: `not_found`."""
    stmt = select(Unit.id, Unit.name, Unit.kind, Unit.path).where(Unit.id == unit_id)
    unit = ctx.session.execute(within_reach(ctx, stmt)).first()
    if unit is None:
        raise Refused(NOT_FOUND)
    return unit


def _find_districts(ctx: Context, path: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The districts below `path` in pinyin order."""
    below = (Unit.kind == UnitKind.DISTRICT, in_subtree(Unit.path, path), Unit.path != path)
    stmt = select(Unit.id, Unit.name, Unit.path).where(*below)
    return ctx.session.execute(within_reach(ctx, stmt).order_by(Unit.sort_key, Unit.id)).all()


def _sums(ctx: Context, unit_id: UUID) -> dict[str, Sums]:
    """Sums over the schools at or below a unit that are not closed, by path of their parent."""
    scope = scope_of(ctx, unit_id)
    sums: dict[str, Sums] = defaultdict(Counter)
    for row in ctx.session.execute(_by_place(scope.shape), scope.bounds):
        sums[row.path].update(_counter(row))
    return sums


@cache
def _by_place(shape: tuple[int, bool]) -> CompoundSelect[*tuple[Any, ...]]:
    asked = Question(lambda table: [table.c.path], _measures, lambda table: table.c.status != Status.CLOSED)
    return sum_figures(asked, shape)


def _measures(table: FromClause) -> list[ColumnElement[Any]]:
    parts = {str(kind): table.c.type == kind for kind in SchoolType} | {"public": table.c.ownership == Ownership.PUBLIC}
    schools = (case((part, table.c.schools), else_=0).label(name) for name, part in parts.items())
    return [*(table.c[name] for name in _MEASURES), *schools]


def _counter(row: Row[*tuple[Any, ...]]) -> Sums:
    sums = Counter(row._asdict())
    del sums["path"]
    coverage = {word: sums.pop(f"party_coverage_{word}") for word in PartyCoverage}
    sums["covered"] = sum(coverage[word] for word in _COVERED)
    sums["coverage_known"] = sum(coverage.values())
    return sums


def _total(parts: Iterable[Sums]) -> Sums:
    whole: Sums = Counter()
    for part in parts:
        whole.update(part)
    return whole


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


def _districts(ctx: Context, viewed: Any, by_place: Mapping[str, Sums]) -> list[DistrictRow]:
    """One row for each topmost district below the unit viewed, then one for the schools that belong to none (直属)."""
    rows = {district.path: district for district in _find_districts(ctx, viewed.path)}
    groups: dict[str | None, Sums] = defaultdict(Counter)
    for path, sums in by_place.items():
        groups[topmost(path, rows)].update(sums)
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
