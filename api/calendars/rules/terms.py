"""School years, their two terms and the weeks of a term.

A school year is named by its first calendar year and written '2026-2027'. It begins on 1 September, or on the first
day of its first term where a county opens earlier. Term dates are set per unit (a county's 校历) and inherited down
the unit tree: for each school year the nearest unit that set it counts, with both its terms.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from api.calendars import errors
from api.core.errors import Violation

# The school year opens in autumn on this day by custom all over the country; no national text fixes it.
SCHOOL_YEAR_OPENS = (9, 1)
_WRITTEN = re.compile(r"(20[0-9]{2})-(2[0-9]{3})")


class Term(StrEnum):
    """The two terms of a school year: 第一学期 in autumn, 第二学期 in spring."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class TermDates:
    """A term from its first to its last day, both included."""

    term: Term
    starts_on: date
    ends_on: date

    def week(self, day: date) -> int:
        """The week of the term that `day` lies in, from 1; weeks run Monday to Sunday, week 1 holds the first day.

        That the first week counts however short it is follows the 校历 schools print; it is a convention.
        """
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        return (day - monday).days // 7 + 1


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """Both terms of a school year and the unit that set them; a provisional one comes from the default rule."""

    start: int
    terms: tuple[TermDates, ...]
    unit_id: UUID | None = None

    @property
    def provisional(self) -> bool:
        """Whether nobody has set these terms yet."""
        return self.unit_id is None

    @property
    def opens_on(self) -> date:
        """The first day of the school year."""
        return min(date(self.start, *SCHOOL_YEAR_OPENS), self.terms[0].starts_on)

    def term_on(self, day: date) -> TermDates | None:
        """The term that `day` lies in; None in the holidays."""
        return next((term for term in self.terms if term.starts_on <= day <= term.ends_on), None)


@dataclass(frozen=True, slots=True)
class TermRule:
    """Default terms by month and day, used where no unit above has set any. Unverified, therefore data: see `basis`."""

    first: tuple[tuple[int, int], tuple[int, int]]
    second: tuple[tuple[int, int], tuple[int, int]]
    basis: str

    def school_year(self, start: int) -> SchoolYear:
        """The default terms of the school year that begins in `start`."""
        (first_start, first_end), (second_start, second_end) = self.first, self.second
        first = TermDates(Term.FIRST, date(start, *first_start), date(start + 1, *first_end))
        second = TermDates(Term.SECOND, date(start + 1, *second_start), date(start + 1, *second_end))
        return SchoolYear(start, (first, second))


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """Where a day lies: its school year, and its term and week unless it falls into the holidays."""

    school_year: SchoolYear
    term: TermDates | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The school years in force for one unit, by their first calendar year; others follow the default rule."""

    rule: TermRule
    years: Mapping[int, SchoolYear] = field(default_factory=dict)

    def school_year(self, start: int) -> SchoolYear:
        """The school year that begins in `start`."""
        return self.years.get(start) or self.rule.school_year(start)

    def at(self, day: date) -> SchoolDay:
        """School year, term and week of `day`."""
        this_autumn = self.school_year(day.year)
        school_year = this_autumn if day >= this_autumn.opens_on else self.school_year(day.year - 1)
        term = school_year.term_on(day)
        return SchoolDay(school_year, term, term.week(day) if term else None)


def inherited(rows: Sequence[SchoolYear], lineage: Sequence[UUID]) -> dict[int, SchoolYear]:
    """For each school year the one set nearest to the unit; `lineage` is the unit, its parent, and so on to the root."""
    distance = {unit_id: steps for steps, unit_id in enumerate(lineage)}
    nearest_last = sorted(
        (row for row in rows if row.unit_id in distance),
        key=lambda row: -distance[row.unit_id] if row.unit_id else 0,
    )
    return {row.start: row for row in nearest_last}


def written(start: int) -> str:
    """The name of the school year that begins in `start`, e.g. '2026-2027'."""
    return f"{start}-{start + 1}"


def read(school_year: str) -> int:
    """The first calendar year of a written school year. Raises ValueError unless it reads like '2026-2027'."""
    match = _WRITTEN.fullmatch(school_year)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise ValueError("a school year is written like 2026-2027")
    return int(match[1])


def violations(start: int, terms: Sequence[TermDates]) -> list[Violation]:
    """Every fault of the terms given for the school year that begins in `start`; empty when they can stand."""
    return [*_wrong_terms(terms), *_wrong_dates(start, terms), *_overlaps(terms)]


def _wrong_terms(terms: Sequence[TermDates]) -> Iterator[Violation]:
    """A county publishes both terms of a school year in one 校历; half of it would mix two units' calendars."""
    given = [term.term for term in terms]
    if set(given) != set(Term):
        yield Violation(errors.TERM_MISSING, "/terms")
    for index, term in enumerate(given):
        if term in given[:index]:
            yield Violation(errors.TERM_TWICE, f"/terms/{index}/term")


def _wrong_dates(start: int, terms: Sequence[TermDates]) -> Iterator[Violation]:
    for index, term in enumerate(terms):
        if term.ends_on < term.starts_on:
            yield Violation(errors.TERM_REVERSED, f"/terms/{index}/ends_on")
        yield from _outside(start, term.starts_on, f"/terms/{index}/starts_on")
        yield from _outside(start, term.ends_on, f"/terms/{index}/ends_on")


def _outside(start: int, day: date, pointer: str) -> Iterator[Violation]:
    """The terms of a school year lie between 1 August and the next 31 August, so that school years stay apart."""
    first, last = date(start, 8, 1), date(start + 1, 8, 31)
    if not first <= day <= last:
        limits = {"first": first.isoformat(), "last": last.isoformat()}
        yield Violation(errors.DATE_OUTSIDE_SCHOOL_YEAR, pointer, params=limits)


def _overlaps(terms: Sequence[TermDates]) -> Iterator[Violation]:
    first_ends = [term.ends_on for term in terms if term.term is Term.FIRST]
    for index, term in enumerate(terms):
        if term.term is Term.SECOND and any(term.starts_on <= ends_on for ends_on in first_ends):
            yield Violation(errors.TERMS_OVERLAP, f"/terms/{index}/starts_on")
