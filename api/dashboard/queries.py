"""The overview: a few statements that see one state of the data, folded here."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import add
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Integer, Row, case, literal, select

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
_MEASURES = ("schools", "coded", "complete", "values_known", "pupils", "pupils_known", "staff", "staff_known")
_NAMES = (*_MEASURES, "covered", "coverage_known", "public", *map(str, SchoolType))

Numbers = list[int]
Key = TypeVar("Key")


def get_overview(ctx: Context, unit_id: UUID | None) -> OverviewOut:
    """A unit within reach, by default the topmost where the caller may look, at a glance. Errors: `not_found`."""
    viewed = _find_unit(ctx, unit_id or _own_unit(ctx))
    by_place = _sums(ctx, viewed.id)
    whole = _named(_added(("", numbers) for numbers in by_place.values()).get(""))
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


def _sums(ctx: Context, unit_id: UUID) -> dict[str, Numbers]:
    """Sums over the schools at or below a unit that are not closed, by path of their parent, in the order of `_NAMES`."""
    scope = scope_of(ctx, unit_id)
    rows = ctx.session.execute(_by_place(scope.shape), scope.bounds)
    return _added((path, numbers) for path, *numbers in rows)


@cache
def _by_place(shape: tuple[int, bool]) -> CompoundSelect[*tuple[Any, ...]]:
    asked = Question(lambda table: [table.c.path], _measures, lambda table: table.c.status != Status.CLOSED)
    return sum_figures(asked, shape)


def _measures(table: FromClause) -> list[ColumnElement[Any]]:
    covered, known = (_all_of(table, words) for words in (_COVERED, tuple(PartyCoverage)))
    parts = {str(kind): table.c.type == kind for kind in SchoolType} | {"public": table.c.ownership == Ownership.PUBLIC}
    schools = {name: case((part, table.c.schools), else_=0) for name, part in parts.items()}
    made = {**{name: table.c[name] for name in _MEASURES}, "covered": covered, "coverage_known": known, **schools}
    return [made[name].label(name) for name in _NAMES]


def _all_of(table: FromClause, words: Iterable[PartyCoverage]) -> ColumnElement[Any]:
    return sum((table.c[f"party_coverage_{word}"] for word in words), literal(0, Integer))


def _added(parts: Iterable[tuple[Key, Numbers]]) -> dict[Key, Numbers]:
    """Numbers under the same key are added up; in lists, for counters by name take ten times as long."""
    sums: dict[Key, Numbers] = {}
    for key, numbers in parts:
        before = sums.get(key)
        sums[key] = numbers if before is None else [*map(add, before, numbers)]
    return sums


def _named(numbers: Numbers | None) -> Sums:
    return dict(zip(_NAMES, numbers or repeat(0), strict=False))


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


def _districts(ctx: Context, viewed: Any, by_place: Mapping[str, Numbers]) -> list[DistrictRow]:
    """One row for each topmost district below the unit viewed, then one for the schools that belong to none (直属)."""
    rows = {district.path: district for district in _find_districts(ctx, viewed.path)}
    groups = _added((topmost(path, rows), numbers) for path, numbers in by_place.items())
    listed = [_row(rows[path], _named(groups.get(path))) for path in rows if topmost(path, rows) == path]
    if None not in groups or not _named(groups[None])["schools"]:
        return listed
    name = "Directly below" if ctx.language == "en" else "直属"
    return [*listed, _row(Named(id=viewed.id, name=name), _named(groups[None]), direct=True)]


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
