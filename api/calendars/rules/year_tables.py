"""What a table of a year's holidays and make-up days must satisfy before it is believed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from api.calendars import errors
from api.calendars.rules.working_days import SATURDAY, DayKind, SpecialDay, YearTable, fixed_holidays
from api.core.errors import Violation

# Years a table may describe. Deadlines are counted up to 3,000 working days (12 years) from any day of these years.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date with the holiday it belongs to, as a notice lists it."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The yearly notice of the State Council's general office on holidays (部分节假日安排的通知), as lists."""

    year: int
    holidays: Sequence[NamedDate]
    make_up_days: Sequence[NamedDate]

    def special_days(self) -> Iterator[SpecialDay]:
        """The notice's days, holidays first."""
        yield from (SpecialDay(day.date, DayKind.HOLIDAY, day.name) for day in self.holidays)
        yield from (SpecialDay(day.date, DayKind.MAKE_UP, day.name) for day in self.make_up_days)

    def table(self) -> YearTable:
        """The notice as a table to count with; call it on a notice without faults."""
        return YearTable.of(self.year, self.special_days())


def year_id(year: int) -> UUID:
    """The id under which the ledger keeps the history of a year's table: the same in every database."""
    return uuid5(NAMESPACE_OID, f"qinglian/calendar_year/{year}")


def violations(notice: YearNotice) -> list[Violation]:
    """Every fault of `notice` at once, in the order of its lists; empty when it can be believed."""
    return [
        *_outside_year(notice),
        *_duplicates("/holidays", notice.holidays),
        *_duplicates("/make_up_days", notice.make_up_days),
        *_holidays_worked(notice),
        *_worked_weekdays(notice),
        *_statutory_gaps(notice),
    ]


def _outside_year(notice: YearNotice) -> Iterator[Violation]:
    """A notice may also move days of the December before; those belong into a new table of that year."""
    for name, days in (("holidays", notice.holidays), ("make_up_days", notice.make_up_days)):
        for index, day in enumerate(days):
            if day.date.year != notice.year:
                yield Violation(errors.DATE_OUTSIDE_YEAR, f"/{name}/{index}/date", params={"year": notice.year})


def _duplicates(pointer: str, days: Sequence[NamedDate]) -> Iterator[Violation]:
    seen: Counter[date] = Counter()
    for index, day in enumerate(days):
        if seen[day.date]:
            yield Violation(errors.DATE_TWICE, f"{pointer}/{index}/date")
        seen[day.date] += 1


def _holidays_worked(notice: YearNotice) -> Iterator[Violation]:
    holidays = {day.date for day in notice.holidays}
    for index, day in enumerate(notice.make_up_days):
        if day.date in holidays:
            yield Violation(errors.HOLIDAY_AND_MAKE_UP, f"/make_up_days/{index}/date")


def _worked_weekdays(notice: YearNotice) -> Iterator[Violation]:
    """A make-up day on Monday to Friday is refused, not warned of.

    Such a day is worked anyway, so the entry could only be a slip for a Saturday or Sunday; left in, the real make-up
    day would stay a day off and every deadline across it would come out a day late. All 150 of 2004-2026 are weekends.
    """
    for index, day in enumerate(notice.make_up_days):
        if day.date.weekday() < SATURDAY:
            yield Violation(errors.MAKE_UP_ON_WEEKDAY, f"/make_up_days/{index}/date")


def _statutory_gaps(notice: YearNotice) -> Iterator[Violation]:
    """Holidays whose date the regulation fixes must be in every table: a half-copied notice shows here."""
    if not notice.holidays:
        yield Violation(errors.NO_HOLIDAYS, "/holidays")
        return
    listed = {day.date for day in notice.holidays}
    for day in fixed_holidays(notice.year):
        if day not in listed:
            yield Violation(errors.STATUTORY_HOLIDAY_MISSING, "/holidays", params={"date": day.isoformat()})
