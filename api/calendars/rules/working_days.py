"""Working days: the tables of known years, what a day is, adding and counting.

How days are counted, everywhere in the house:

- The day of the event is never counted; day 1 is the first working day after it. 民法典 第201条: a period of days
  leaves out the day on which it begins. That days of a legal clock marked 工作日 are counted the same way is the
  house's convention, for no general statute defines the working day.
- A deadline is the last day counted, and that whole day belongs to the party (民法典 第203条: until 24:00).
- A period of calendar days that ends on a day off ends on the next working day (民法典 第203条): `on_or_after`.
  Reading 法定休假日 there as "every day that is not a working day", weekends included, is the usual reading.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """What a day is. `make_up` is a Saturday or Sunday worked in exchange for a holiday on a weekday (调休)."""

    WORKING = "working"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP})

# 全国年节及纪念日放假办法 第二条 (国务院令 第795号, in force since 2025-01-01; 13 days): the days off with a fixed date.
# The other seven (春节 4, 清明, 端午, 中秋) follow the moon and the sun; breaks and make-up days follow a yearly notice.
FIXED_HOLIDAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
# The second day of 劳动节 came with the revision of 2024; from 2008 until then it was an ordinary day.
SECOND_LABOUR_DAY, SECOND_LABOUR_DAY_SINCE = (5, 2), 2025


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that the weekday does not explain: a holiday or a make-up day."""

    date: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar; `provisional` while its year's table is not known."""

    date: date
    kind: DayKind
    name: str | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class YearTable:
    """The days of one year. `worked_before[i]` counts the working days among the year's first `i` days."""

    year: int
    special: Mapping[date, SpecialDay]
    provisional: bool = False
    worked_before: Sequence[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        worked = (self.kind(day) in WORKED for day in days_between(date(self.year, 1, 1), date(self.year, 12, 31)))
        object.__setattr__(self, "worked_before", tuple(accumulate(worked, initial=0)))

    @classmethod
    def of(cls, year: int, days: Iterable[SpecialDay], *, provisional: bool = False) -> "YearTable":
        """The table of `year` from its special days, in the order of their dates."""
        return cls(year, {day.date: day for day in sorted(days, key=lambda day: day.date)}, provisional)

    @property
    def working_days(self) -> int:
        """Working days in the whole year."""
        return self.worked_before[-1]

    def total(self, kind: DayKind) -> int:
        """How many special days of this kind the table names."""
        return sum(day.kind is kind for day in self.special.values())

    def kind(self, day: date) -> DayKind:
        """What `day` is: by the table where it says so, by the weekday otherwise."""
        if special := self.special.get(day):
            return special.kind
        return DayKind.REST if day.weekday() >= SATURDAY else DayKind.WORKING

    def nth_working_day(self, nth: int) -> date:
        """The `nth` working day of the year, from 1."""
        return date(self.year, 1, 1) + timedelta(days=bisect_left(self.worked_before, nth) - 1)


@lru_cache(maxsize=512)
def provisional_table(year: int) -> YearTable:
    """A year not announced yet: weekends rest, holidays of fixed date are off, all that a notice decides is unknown."""
    fixed = (SpecialDay(day, DayKind.HOLIDAY, name) for day, name in fixed_holidays(year).items())
    return YearTable.of(year, fixed, provisional=True)


def fixed_holidays(year: int) -> dict[date, str]:
    """The public holidays of `year` whose date the regulation itself fixes."""
    in_force = {
        month_day: name
        for month_day, name in FIXED_HOLIDAYS.items()
        if month_day != SECOND_LABOUR_DAY or year >= SECOND_LABOUR_DAY_SINCE
    }
    return {date(year, month, day): name for (month, day), name in in_force.items()}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed date and the years it rests on whose tables are missing; empty means final."""

    date: date
    missing_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a coming table may move the date."""
        return bool(self.missing_years)


@dataclass(frozen=True, slots=True)
class DayCount:
    """A number of working days and the years it rests on whose tables are missing; empty means final."""

    days: int
    missing_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a coming table may change the number."""
        return bool(self.missing_years)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The known years. A missing year is answered provisionally, and every answer that rests on one names it.

    Nothing computed is kept: the same question asked after a year's table has come is answered from the table.
    Each answer costs one look-up per year crossed and one bisection, however many days it spans.
    """

    tables: Mapping[int, YearTable]

    def year(self, year: int) -> YearTable:
        """The table of `year`, provisional where it is missing."""
        return self.tables.get(year) or provisional_table(year)

    def day(self, day: date) -> Day:
        """What `day` is, with its name where it is a holiday or a make-up day."""
        table = self.year(day.year)
        special = table.special.get(day)
        return Day(day, table.kind(day), special.name if special else None, table.provisional)

    def days(self, first: date, last: date) -> list[Day]:
        """Every day from `first` to `last`, both included."""
        return [self.day(day) for day in days_between(first, last)]

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        return self.year(day.year).kind(day) in WORKED

    def add(self, start: date, days: int) -> Deadline:
        """The `days`-th working day after `start` (before it where negative); `start` itself is not counted.

        The result is a working day, except that zero days from `start` is `start`, whatever day it is.
        Raises ValueError beyond the years 1 to 9999.
        """
        if days == 0:
            return Deadline(start)
        found = self._after(start, days) if days > 0 else self._before(start, -days)
        return Deadline(found, self._missing_beside(start, found))

    def count(self, start: date, end: date) -> DayCount:
        """Working days after `start` up to and including `end`; negative where `end` lies before `start`.

        `start` is never counted, `end` always is, so that count(start, add(start, n).date) == n.
        """
        forward = self._worked(start, end) if end >= start else -self._worked(end - ONE_DAY, start - ONE_DAY)
        return DayCount(forward, self._missing_beside(start, end))

    def on_or_after(self, day: date) -> Deadline:
        """`day` if people work on it, else the next working day (民法典 第203条)."""
        found = day if self.is_working(day) else self._after(day, 1)
        return Deadline(found, self.missing_years(day, found))

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years without a table among those of `first` to `last`, both included; none where first > last."""
        if first > last:
            return ()
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.tables)

    def _after(self, start: date, nth: int) -> date:
        year, nth = start.year, self._rank(start) + nth
        while nth > (total := self.year(year).working_days):
            year, nth = year + 1, nth - total
        return self.year(year).nth_working_day(nth)

    def _before(self, start: date, nth: int) -> date:
        year, nth = start.year, self._rank(start) - self.is_working(start) + 1 - nth
        while nth < 1:
            year -= 1
            nth += self.year(year).working_days
        return self.year(year).nth_working_day(nth)

    def _worked(self, after: date, until: date) -> int:
        whole_years = sum(self.year(year).working_days for year in range(after.year, until.year))
        return whole_years + self._rank(until) - self._rank(after)

    def _rank(self, day: date) -> int:
        """Working days of the day's year up to and including it."""
        return self.year(day.year).worked_before[day.timetuple().tm_yday]

    def _missing_beside(self, start: date, end: date) -> tuple[int, ...]:
        """Missing years among the days really counted: from next to `start` to `end`, in either direction."""
        if end > start:
            return self.missing_years(start + ONE_DAY, end)
        return self.missing_years(end, start - ONE_DAY) if end < start else ()


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))
