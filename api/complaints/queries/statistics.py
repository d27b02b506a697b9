"""Figures of a year, from the rows of cases that the caller's figures may count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from api.access.permissions import Permission
from api.calendars import queries as calendars
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase, ComplaintSubject
from api.complaints.models.clocks import ComplaintClock
from api.complaints.models.working import ComplaintOutcome, ComplaintRating
from api.complaints.queries.due import K
from api.complaints.queries.visible import C, counted, watched
from api.complaints.rules import statistics
from api.complaints.rules.clocks import LEVELS, ClockKind, ClockLevel, ClockOutcome, Stretch, TimeUnit, level
from api.complaints.rules.policy import GROUP_SIZE, SUPPRESS_BELOW
from api.complaints.rules.statistics import ALL, Dimension, Fact, over_until
from api.complaints.rules.taxonomy import GROUPS
from api.complaints.rules.words import Satisfaction, Track, satisfaction
from api.complaints.schemas.statistics import (
    ComplaintRates,
    ComplaintsBlock,
    ComplaintTable,
    FigureRow,
    FiguresFilter,
    TrackFigures,
    TrendMonth,
    WordOfSide,
)
from api.core import clock
from api.core.context import Context
from api.core.errors import BAD_PARAMETER, Refused, Violation
from api.organizations.models import Unit

_S, _O, _R = ComplaintSubject.__table__.c, ComplaintOutcome.__table__.c, ComplaintRating.__table__.c
_UNIT = Unit.__table__.c
_NONE, _OPEN = "none", "open"
_HEX = 32


class _Period:
    """The days of a year that are over, by whole months."""

    def __init__(self, ctx: Context, year: int | None) -> None:
        until = over_until(clock.legal_day(ctx.now))
        self.year = year or (until - timedelta(days=1)).year
        self.first, self.end = date(self.year, 1, 1), min(date(self.year + 1, 1, 1), until)

    @property
    def last(self) -> date:
        """The last day that counts."""
        return max(self.end - timedelta(days=1), self.first)

    def contains(self, column: Any) -> ColumnElement[bool]:
        """Whether a day lies in it."""
        inside: ColumnElement[bool] = (column >= self.first) & (column < self.end)
        return inside


def _main_unit() -> Any:
    """The unit that a case names first."""
    stmt = select(_S.unit_id).where(_S.case_id == C.id, _S.unit_id.is_not(None)).order_by(_S.position).limit(1)
    return stmt.correlate(ComplaintCase.__table__).scalar_subquery()


def _of_outcome(column: Any) -> Any:
    """A column of the outcome that counts."""
    stmt = select(column).where(_O.case_id == C.id, _O.decided_on.is_not(None)).order_by(_O.version.desc()).limit(1)
    return stmt.correlate(ComplaintCase.__table__).scalar_subquery()


def _within(ctx: Context, stmt: Select[*tuple[Any, ...]], period: _Period) -> Select[*tuple[Any, ...]]:
    """Cases that figures may count, of the period. What went straight up is in none."""
    return stmt.where(counted(ctx), C.superior.is_(False), period.contains(C.received_on))


def facts_of(ctx: Context, period: _Period) -> list[Fact]:
    """What is counted, one line for each day and combination of words."""
    finding, form = _of_outcome(_O.finding).label("finding"), _of_outcome(_O.form).label("form")
    columns = (C.received_on, _main_unit().label("unit"), C.category, C.track, C.channel, finding, form)
    alike = _within(ctx, select(*columns).select_from(ComplaintCase.__table__), period).subquery()
    stmt = select(*alike.c, func.count().label("number")).group_by(*alike.c)
    return [
        Fact(
            month=f"{row.received_on:%Y-%m}",
            unit=row.unit.hex if row.unit else _NONE,
            category=row.category[:2] if row.category else _NONE,
            track=row.track or _NONE,
            channel=row.channel,
            outcome=row.finding or _OPEN,
            form=str(row.form) if row.form else _NONE if row.finding else _OPEN,
            number=row.number,
        )
        for row in ctx.session.execute(stmt)
    ]


def get_table(ctx: Context, wanted: FiguresFilter) -> ComplaintTable:
    """A table of a year. Cells under the threshold are withheld, and those that would give them away.

    Errors: `request.bad_parameter` for one dimension twice.
    """
    if wanted.across and (wanted.across is wanted.by or {wanted.across, wanted.by} <= statistics.TIME):
        raise Refused(BAD_PARAMETER, [Violation(errors.SAME_DIMENSION, parameter="across")])
    period = _Period(ctx, wanted.year)
    facts = facts_of(ctx, period)
    found = statistics.figures(facts, wanted.by, wanted.across)
    labels = _labels(ctx, (wanted.by, wanted.across), [*found.first, *found.second])
    figures = [
        FigureRow(cells=[found.cells[row, column] for column in found.second], total=found.cells[row, ALL])
        for row in found.first
    ]
    return ComplaintTable(
        year=period.year,
        until_on=period.last,
        below=SUPPRESS_BELOW,
        by=wanted.by,
        across=wanted.across,
        rows=[WordOfSide(code=code, label=labels.get(code)) for code in found.first],
        columns=[WordOfSide(code=code, label=labels.get(code)) for code in found.second],
        figures=figures,
        totals=[found.cells[ALL, column] for column in found.second],
        total=found.cells[ALL, ALL],
    )


def _labels(ctx: Context, sides: Iterable[Dimension | None], codes: Sequence[str]) -> Mapping[str, str]:
    """What units and matters are called; the other words are the page's own."""
    english = ctx.language == "en"
    labels: dict[str, str] = {}
    if Dimension.CATEGORY in sides:
        labels |= {code: group.en if english else group.zh for code, group in GROUPS.items()}
    if Dimension.UNIT in sides:
        ids = [UUID(code) for code in codes if len(code) == _HEX]
        stmt = select(_UNIT.id, _UNIT.name).where(_UNIT.id.in_(ids))
        labels |= {row.id.hex: row.name for row in ctx.session.execute(stmt)}
    return labels


def get_rates(ctx: Context, year: int | None) -> ComplaintRates:
    """Rates of a year: clocks met and missed, days, repeats, joint and named complaints, what reporters say."""
    period = _Period(ctx, year)
    clocks = _clocks_by_track(ctx, period)
    days = _days_by_track(ctx, period)
    rows = ctx.session.execute(_about_cases(ctx, period)).all()
    stars = [satisfaction(row.stars) for row in rows if row.stars]
    numbers = Counter[str]()
    for row in rows:
        numbers["repeated"] += row.repeats > 0
        numbers["joint"] += (row.people or 0) >= GROUP_SIZE
        numbers["named" if row.named else "anonymous"] += 1
        numbers["rehandled"] += row.rehandled > 0
        numbers["money"] += row.recovered is not None and row.recovered > 0
    numbers["satisfied"] = stars.count(Satisfaction.SATISFIED)
    numbers["unsatisfied"] = stars.count(Satisfaction.UNSATISFIED)
    few = any(0 < numbers[word] < SUPPRESS_BELOW for word in ("named", "anonymous"))
    told = {word: statistics.shown(numbers[word]) for word in ("repeated", "joint", "satisfied", "unsatisfied")}
    return ComplaintRates(
        year=period.year,
        until_on=period.last,
        below=SUPPRESS_BELOW,
        tracks=[_track(track, clocks[track], days[track]) for track in Track],
        **told,
        named=None if few else numbers["named"],
        anonymous=None if few else numbers["anonymous"],
        rehandled=statistics.shown(numbers["rehandled"]),
        recovered=sum(row.recovered or 0 for row in rows) if statistics.shown(numbers["money"]) is not None else None,
    )


def _about_cases(ctx: Context, period: _Period) -> Select[*tuple[Any, ...]]:
    stars = select(_R.stars).where(_R.case_id == C.id).order_by(_R.round.desc()).limit(1)
    columns = (C.repeats, C.people, C.named, C.rehandled, _of_outcome(_O.recovered).label("recovered"))
    told = stars.correlate(ComplaintCase.__table__).scalar_subquery().label("stars")
    return _within(ctx, select(*columns, told).select_from(ComplaintCase.__table__), period)


def _track(track: Track, clocks: Mapping[str, int], days: Sequence[int]) -> TrackFigures:
    held = statistics.punctuality(clocks.get("met", 0), clocks.get("late", 0))
    percentiles = [statistics.percentile(days, percent) for percent in (50, 90)]
    return TrackFigures(
        track=track.value,
        met=held.met,
        late=held.late,
        rate=held.rate,
        days_median=percentiles[0],
        days_ninth=percentiles[1],
    )


def _clocks_by_track(ctx: Context, period: _Period) -> Mapping[Track, Mapping[str, int]]:
    """Duties that have ended, and those that are over their day and still run."""
    today = clock.legal_day(ctx.now)
    late = (K.outcome == ClockOutcome.LATE.value) | ((K.outcome == ClockOutcome.RUNNING.value) & (K.due_on < today))
    met = K.outcome == ClockOutcome.MET.value
    table = ComplaintClock.__table__.join(ComplaintCase.__table__, C.id == K.case_id)
    stmt = select(C.track, late.label("late"), func.count().label("number")).select_from(table)
    stmt = stmt.where(K.kind == ClockKind.DUTY.value, late | met, C.track.is_not(None))
    found: dict[Track, dict[str, int]] = defaultdict(dict)
    for row in ctx.session.execute(_within(ctx, stmt, period).group_by(C.track, late)):
        found[Track(row.track)]["late" if row.late else "met"] = row.number
    return found


def _days_by_track(ctx: Context, period: _Period) -> Mapping[Track, list[int]]:
    """Days from receipt to the decision."""
    decided = (C.concluded_on.is_not(None), C.track.is_not(None))
    stmt = select(C.track, C.received_on, C.concluded_on).where(*decided)
    days: dict[Track, list[int]] = defaultdict(list)
    for row in ctx.session.execute(_within(ctx, stmt, period)):
        days[Track(row.track)].append((row.concluded_on - row.received_on).days)
    return days


def get_block(ctx: Context) -> ComplaintsBlock:
    """The block of the overview: clocks for who watches them, the last year by month and track for all who see figures."""
    period = _Period(ctx, None)
    found = statistics.figures(facts_of(ctx, period), Dimension.MONTH, Dimension.TRACK)
    watches = ctx.may(Permission.COMPLAINT_SUPERVISE) or ctx.may(Permission.COMPLAINT_READ)
    near = _near(ctx) if watches else None
    return ComplaintsBlock(
        due=near["due"] if near else None,
        overdue=near["overdue"] if near else None,
        supervised=near["supervised"] if near else None,
        tracks=list(found.second),
        months=[
            TrendMonth(
                month=month, cells=[found.cells[month, track] for track in found.second], total=found.cells[month, ALL]
            )
            for month in found.first
        ],
        below=SUPPRESS_BELOW,
    )


def _near(ctx: Context) -> Mapping[str, int]:
    """How many running duties are near their end, over it, and under supervision."""
    calendar, today = calendars.work_calendar(ctx.session), clock.legal_day(ctx.now)
    table = ComplaintClock.__table__.join(ComplaintCase.__table__, C.id == K.case_id)
    stmt = select(K.started_on, K.due_on, K.unit, func.count().label("number")).select_from(table)
    stmt = stmt.where(K.outcome == ClockOutcome.RUNNING.value, K.kind == ClockKind.DUTY.value, watched(ctx))
    levels = Counter[ClockLevel]()
    for row in ctx.session.execute(stmt.group_by(K.started_on, K.due_on, K.unit)):
        levels[level(calendar, Stretch(row.started_on, row.due_on, TimeUnit(row.unit)), today)] += row.number
    over = sum(levels[one] for one in LEVELS if LEVELS.index(one) >= LEVELS.index(ClockLevel.URGED))
    return {
        "due": levels[ClockLevel.NEAR] + levels[ClockLevel.DUE],
        "overdue": over,
        "supervised": levels[ClockLevel.SUPERVISED],
    }
