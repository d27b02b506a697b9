"""Reading the calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import reach
from api.access.providers import providers
from api.calendars.data import default_terms
from api.calendars.errors import OUT_OF_BOUNDS, PERIOD_REVERSED, PERIOD_TOO_LONG
from api.calendars.models import CalendarDay, CalendarYear, SchoolYearTerms
from api.calendars.ports import ports
from api.calendars.rules import terms
from api.calendars.rules.terms import SchoolCalendar, SchoolYear, Term, TermDates
from api.calendars.rules.working_days import DayCount, DayKind, Deadline, SpecialDay, WorkCalendar, YearTable
from api.calendars.rules.year_tables import FIRST_YEAR, LAST_YEAR
from api.calendars.schemas import DaysOut, SpecialDayOut, TermOut, TermsOut, TodayOut, YearOut, YearRow, YearsOut
from api.core import clock
from api.core.context import Context
from api.core.errors import BAD_PARAMETER, NOT_FOUND, ErrorSpec, Refused, Violation

MAX_DAYS = 731

# Tables by the id of their version. A version is written once and never changed, so what is kept here cannot go stale,
# in however many processes; which version is in force is asked each time. A table is some 5 kB, and few are made.
_tables: dict[UUID, YearTable] = {}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a year's table, without its days."""

    id: UUID
    year: int
    revision: int
    source: str
    shipped: bool
    loaded_at: datetime


def versions(session: Session) -> dict[int, Version]:
    """The version in force of every year that has a table, in the order of the years."""
    stmt = select(
        CalendarYear.id,
        CalendarYear.year,
        CalendarYear.revision,
        CalendarYear.source,
        CalendarYear.shipped,
        CalendarYear.loaded_at,
    ).order_by(CalendarYear.year, CalendarYear.revision)
    return {row.year: Version(*row) for row in session.execute(stmt)}


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar as it is known now: one small query, and one more for versions this process has not met yet."""
    return WorkCalendar(_tables_of(session, versions(session)))


def _tables_of(session: Session, in_force: Mapping[int, Version]) -> dict[int, YearTable]:
    new = [version for version in in_force.values() if version.id not in _tables]
    if new:
        _tables.update(_read_tables(session, new))
    return {year: _tables[version.id] for year, version in in_force.items()}


def _read_tables(session: Session, wanted: Iterable[Version]) -> dict[UUID, YearTable]:
    special: dict[UUID, list[SpecialDay]] = {version.id: [] for version in wanted}
    stmt = select(CalendarDay.version_id, CalendarDay.day, CalendarDay.kind, CalendarDay.name)
    for version_id, day, kind, name in session.execute(stmt.where(CalendarDay.version_id.in_(special))):
        special[version_id].append(SpecialDay(day, DayKind(kind), name))
    return {version.id: YearTable.of(version.year, special[version.id]) for version in wanted}


def list_days(ctx: Context, first: date, last: date) -> DaysOut:
    """Every day from `first` to `last`, both included.

    Errors: `calendar.period_reversed`, `calendar.period_too_long` (731 days: two years, one of them a leap year),
    `calendar.out_of_bounds`.
    """
    _require_bounds({"from": first, "to": last})
    if last < first:
        raise _bad_period(PERIOD_REVERSED)
    if (last - first).days >= MAX_DAYS:
        raise _bad_period(PERIOD_TOO_LONG)
    return DaysOut.model_validate({"items": work_calendar(ctx.session).days(first, last)})


def _bad_period(spec: ErrorSpec) -> Refused:
    return Refused(spec, [Violation(spec, parameter="to", params={"limit": MAX_DAYS})], limit=MAX_DAYS)


def _require_bounds(parameters: Mapping[str, date]) -> None:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    limits = {"first": first.isoformat(), "last": last.isoformat()}
    outside = [name for name, day in parameters.items() if not first <= day <= last]
    if outside:
        raise Refused(BAD_PARAMETER, [Violation(OUT_OF_BOUNDS, parameter=name, params=limits) for name in outside])


def add_working_days(ctx: Context, start: date, days: int) -> Deadline:
    """The `days`-th working day after `start` (before it where negative), provisional where a year is missing.

    Errors: `calendar.out_of_bounds` for a start before 2000 or after 2100; the result may lie up to 12 years beyond.
    """
    _require_bounds({"from": start})
    return work_calendar(ctx.session).add(start, days)


def count_working_days(ctx: Context, start: date, end: date) -> DayCount:
    """Working days after `start` up to and including `end`; negative where `end` lies before `start`.

    Errors: `calendar.out_of_bounds`.
    """
    _require_bounds({"from": start, "to": end})
    return work_calendar(ctx.session).count(start, end)


def list_years(ctx: Context) -> YearsOut:
    """Every year from the first with a table to next year (or to the last with a table), gaps provisional."""
    in_force = versions(ctx.session)
    calendar = WorkCalendar(_tables_of(ctx.session, in_force))
    this_year = clock.legal_day(ctx.now).year
    listed = range(min([*in_force, this_year]), max([*in_force, this_year + 1]) + 1)
    return YearsOut(items=[YearRow(**_figures(calendar.year(year), in_force.get(year))) for year in listed])


def get_year(ctx: Context, year: int) -> YearOut:
    """The table of `year` with the days it names; a provisional one where no table has been loaded."""
    in_force = versions(ctx.session)
    table = WorkCalendar(_tables_of(ctx.session, in_force)).year(year)
    days = [SpecialDayOut.model_validate(day) for day in table.special.values()]
    return YearOut(**_figures(table, in_force.get(year)), days=days)


def list_special_days(ctx: Context, year: int | None) -> list[dict[str, Any]]:
    """Holidays and make-up days of the tables in force, of one year or of all, by date; two statements."""
    in_force = versions(ctx.session)
    tables = _tables_of(ctx.session, in_force)
    return [
        {"day": day.date.isoformat(), "kind": day.kind.value, "name": day.name, "source": in_force[listed].source}
        for listed, table in tables.items()
        if year in (None, listed)
        for day in table.special.values()
    ]


def _figures(table: YearTable, version: Version | None) -> dict[str, Any]:
    return {
        "year": table.year,
        "provisional": table.provisional,
        "source": version.source if version else None,
        "loaded_at": version.loaded_at if version else None,
        "working_days": table.working_days,
        "holidays": table.total(DayKind.HOLIDAY),
        "make_up_days": table.total(DayKind.MAKE_UP),
        "revision": version.revision if version else None,
    }


def require_unit(ctx: Context, unit_id: UUID) -> UUID:
    """`unit_id`, if it lies within reach. Errors: `not_found`."""
    within = providers.units_below(reach.roots(ctx))
    (column,) = within.selected_columns
    if ctx.session.execute(within.where(column == unit_id)).first() is None:
        raise Refused(NOT_FOUND)
    return unit_id


def reaches_everyone(ctx: Context) -> bool:
    """Whether every unit lies within reach, those above the caller's own aside."""
    units = providers.units_below(("",)).subquery()
    mine = providers.units_below(reach.roots(ctx))
    above = {unit_id for grant in reach.grants_of(ctx) for unit_id in ports.lineage(ctx.session, grant.unit_id)}
    outside = select(units.c.id).where(units.c.id.not_in(mine), units.c.id.not_in(above)).limit(1)
    return ctx.session.execute(outside).first() is None


def own_unit(ctx: Context) -> UUID:
    """The unit of the caller's first grant: whose school calendar is meant when none is named."""
    return reach.grants_of(ctx)[0].unit_id


def school_calendar(session: Session, unit_id: UUID) -> SchoolCalendar:
    """The school years in force for a unit: set by it, else by the nearest unit above it, else by the default rule."""
    lineage = ports.lineage(session, unit_id)
    stmt = select(SchoolYearTerms).where(SchoolYearTerms.unit_id.in_(lineage))
    rows = [school_year_of(row) for row in session.execute(stmt).scalars()]
    return SchoolCalendar(default_terms(), terms.inherited(rows, lineage))


def school_year_of(row: Any) -> SchoolYear:
    """A school year as the row of its terms has it."""
    first = TermDates(Term.FIRST, row.first_starts_on, row.first_ends_on)
    second = TermDates(Term.SECOND, row.second_starts_on, row.second_ends_on)
    return SchoolYear(row.school_year, (first, second), row.unit_id)


def find_terms(session: Session, unit_id: UUID, school_year: int) -> SchoolYearTerms | None:
    """What this very unit has set for the school year that begins in `school_year`."""
    stmt = select(SchoolYearTerms).where(SchoolYearTerms.unit_id == unit_id, SchoolYearTerms.school_year == school_year)
    return session.execute(stmt).scalar_one_or_none()


def list_terms(ctx: Context, unit_id: UUID | None) -> TermsOut:
    """Terms in force for a unit: last, this and next school year, and all others that were set. Errors: `not_found`."""
    calendar = _school_calendar_within_reach(ctx, unit_id)
    this_year = calendar.at(clock.legal_day(ctx.now)).school_year.start
    listed = sorted({this_year - 1, this_year, this_year + 1, *calendar.years})
    return TermsOut(items=[term for start in listed for term in _terms(calendar.school_year(start))])


def list_terms_of_year(ctx: Context, unit_id: UUID, school_year: int) -> TermsOut:
    """Both terms of one school year as they are in force for a unit."""
    return TermsOut(items=_terms(school_calendar(ctx.session, unit_id).school_year(school_year)))


def _terms(year: SchoolYear) -> list[TermOut]:
    return [
        TermOut(
            school_year=terms.written(year.start),
            term=term.term,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
            provisional=year.provisional,
            unit_id=year.unit_id,
        )
        for term in year.terms
    ]


def get_today(ctx: Context, unit_id: UUID | None) -> TodayOut:
    """Today where deadlines are counted, and where it lies in a unit's school year. Errors: `not_found`."""
    today = work_calendar(ctx.session).day(clock.legal_day(ctx.now))
    school = _school_calendar_within_reach(ctx, unit_id).at(today.date)
    return TodayOut(
        date=today.date,
        kind=today.kind,
        name=today.name,
        provisional=today.provisional,
        school_year=terms.written(school.school_year.start),
        term=school.term.term if school.term else None,
        week=school.week,
        term_provisional=school.school_year.provisional,
    )


def _school_calendar_within_reach(ctx: Context, unit_id: UUID | None) -> SchoolCalendar:
    return school_calendar(ctx.session, require_unit(ctx, unit_id) if unit_id else own_unit(ctx))
