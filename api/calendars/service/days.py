"""Holidays and make-up days as rows. A year's table is one thing: it comes into force whole, as a new version, or not.

Unlike other rows these write the event of their table themselves (`calendar_year.loaded`): whoever keeps a deadline
follows it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.calendars import errors, queries
from api.calendars.queries import Version
from api.calendars.rules import year_tables
from api.calendars.rules.working_days import SATURDAY, DayKind, SpecialDay, WorkCalendar
from api.calendars.rules.year_tables import FIRST_YEAR, LAST_YEAR, NamedDate, YearNotice
from api.calendars.service.tables import load
from api.core import clock
from api.core.context import Context
from api.core.faults import OUTSIDE_REACH, ROW_EXISTS, ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import Action, How, Mode, Outcome, Row
from api.core.taking import Case, key_of

_NEEDED = ("kind", "name")


@dataclass(slots=True)
class _DayCase(Case):
    """A row, the day that it is about, and what the tables say of that day now and afterwards."""

    day: date | None = None
    held: SpecialDay | None = None
    after: SpecialDay | None = None
    revision: int | None = None


def take_days(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, put in force the tables that nothing is wrong with."""
    cases = [_DayCase(row, key_of(row, "day")) for row in rows]
    everyone = ctx.actor is None or queries.reaches_everyone(ctx)
    calendar, in_force = queries.work_calendar(ctx.session), queries.versions(ctx.session)
    for case in cases:
        _judge(case, calendar, how, everyone=everyone)
    by_year: dict[int, list[_DayCase]] = defaultdict(list)
    for case in cases:
        if case.day and not case.faults:
            by_year[case.day.year].append(case)
    for year, some in sorted(by_year.items()):
        _take_year(ctx, year, some, calendar, in_force.get(year), how)
    return [_outcome(case) for case in cases]


def _judge(case: _DayCase, calendar: WorkCalendar, how: How, *, everyone: bool) -> None:
    """Everything that is wrong with a row by itself."""
    if not everyone:
        case.refuse(OUTSIDE_REACH, None)
        return
    if case.key is None:
        case.refuse(ROW_KEY_MISSING, "day")
        return
    case.day = date.fromisoformat(case.key)
    if not FIRST_YEAR <= case.day.year <= LAST_YEAR:
        limits = {"first": f"{FIRST_YEAR}-01-01", "last": f"{LAST_YEAR}-12-31"}
        case.refuse(errors.OUT_OF_BOUNDS, "day", **limits)
        return
    table = calendar.year(case.day.year)
    case.held = None if table.provisional else table.special.get(case.day)
    if how.mode is Mode.CREATE and case.held is not None:
        case.refuse(ROW_EXISTS, "day")
    elif how.mode in (Mode.UPDATE, Mode.DELETE) and case.held is None:
        case.refuse(ROW_NOT_FOUND, "day")
    elif how.mode is not Mode.DELETE:
        _come_to(case, case.day)


def _come_to(case: _DayCase, day: date) -> None:
    values, held = case.row.values, case.held
    if held is None:
        case.missing(_NEEDED)
    case.cleared(_NEEDED)
    if case.faults:
        return
    kind = DayKind(values.get("kind") or (held.kind if held else DayKind.HOLIDAY))
    case.after = SpecialDay(day, kind, values.get("name") or (held.name if held else ""))
    if kind is DayKind.MAKE_UP and day.weekday() < SATURDAY:
        case.refuse(errors.MAKE_UP_ON_WEEKDAY, "day")


def _take_year(  # noqa: PLR0913, PLR0917 (one year, and what it is judged by)
    ctx: Context,
    year: int,
    cases: Sequence[_DayCase],
    calendar: WorkCalendar,
    current: Version | None,
    how: How,
) -> None:
    _refuse_twice(cases)
    days = {} if current is None else dict(calendar.year(year).special)
    sound = [case for case in cases if not case.faults and case.day]
    for case in sound:
        assert case.day is not None, "judged"
        case.action = _action(case)
        if case.after is None:
            days.pop(case.day, None)
        else:
            days[case.day] = case.after
    notice = _notice(year, days)
    for violation in year_tables.violations(notice):
        for case in sound:
            case.refuse(violation.spec, None, **violation.params)
    changed = [case for case in sound if case.action is not Action.UNCHANGED and not case.faults]
    revision = (current.revision if current else 0) + (1 if changed else 0)
    for case in sound:
        case.revision = revision
    if changed and how.write:
        load(ctx, notice, _source(ctx, sound, current), current, shipped=False)


def _refuse_twice(cases: Iterable[_DayCase]) -> None:
    """A day that two rows are about."""
    rows: dict[date | None, list[_DayCase]] = defaultdict(list)
    for case in cases:
        rows[case.day].append(case)
    for twins in rows.values():
        for case in twins if len(twins) > 1 else ():
            case.refuse(errors.DATE_TWICE, "day")


def _action(case: _DayCase) -> Action:
    if case.after is None:
        return Action.DELETED
    if case.held is None:
        return Action.CREATED
    return Action.UNCHANGED if case.held == case.after else Action.UPDATED


def _notice(year: int, days: Mapping[date, SpecialDay]) -> YearNotice:
    named = {
        kind: [NamedDate(day.date, day.name) for _, day in sorted(days.items()) if day.kind is kind]
        for kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)
    }
    return YearNotice(year, named[DayKind.HOLIDAY], named[DayKind.MAKE_UP])


def _source(ctx: Context, cases: Iterable[_DayCase], current: Version | None) -> str:
    """Where the table comes from: what the rows say, else what it said before."""
    said = (source for case in cases if (source := case.row.values.get("source")))
    return str(next(said, current.source if current else f"导入 {clock.legal_day(ctx.now).isoformat()}"))


def _outcome(case: _DayCase) -> Outcome:
    if case.faults or case.day is None:
        return case.refused()
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=year_tables.year_id(case.day.year),
        key=case.day.isoformat(),
        revision=case.revision,
    )
