"""Changing the calendar: tables of years, terms of units.

No result that was computed with an earlier table is kept here, so a new table needs no recalculation in this domain.
Whoever stores a deadline follows the event `calendar_year.loaded` and computes it again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.calendars import queries, reminders
from api.calendars.data import SOURCE, shipped_notices
from api.calendars.errors import COUNTS_FOR_EVERYONE
from api.calendars.models import CalendarDay, CalendarYear, SchoolYearTerms
from api.calendars.queries import Version
from api.calendars.rules import terms, year_tables
from api.calendars.rules.terms import TermDates
from api.calendars.rules.working_days import DayKind, SpecialDay
from api.calendars.rules.year_tables import NamedDate, YearNotice
from api.calendars.schemas import NamedDayIn, TermsIn, TermsOut, YearIn, YearOut
from api.core import ids
from api.core.context import Context
from api.core.errors import IF_MATCH_REQUIRED, NOT_FOUND, STALE, Refused, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record


def load_shipped(ctx: Context) -> int:
    """Load the tables shipped with the product that are not there yet; returns how many. Safe to repeat.

    A later release replaces what an earlier one shipped, but never a table that people have set.
    """
    in_force = queries.versions(ctx.session)
    due = [notice for notice in shipped_notices() if _shipped_is_due(in_force.get(notice.year))]
    for notice in due:
        load(ctx, notice, SOURCE, in_force.get(notice.year), shipped=True)
    return len(due)


def _shipped_is_due(current: Version | None) -> bool:
    return current is None or (current.shipped and current.source != SOURCE)


def replace_year(ctx: Context, year: int, wanted: YearIn) -> YearOut:
    """Put a new version of a year's table in force; sending the version in force again changes nothing.

    Errors: `calendar.counts_for_everyone`, `precondition.if_match`, `conflict.stale`, and every fault of the table at
    once as `input.invalid`.
    """
    _require_everyone(ctx)
    current = queries.versions(ctx.session).get(year)
    _expect(ctx, current)
    notice = YearNotice(year, _named_dates(wanted.holidays), _named_dates(wanted.make_up_days))
    refuse_if_any(year_tables.violations(notice))
    if not _in_force(ctx, notice, wanted.source, current):
        load(ctx, notice, wanted.source, current, shipped=False)
    return queries.get_year(ctx, year)


def _require_everyone(ctx: Context) -> None:
    """A year's table moves deadlines in every unit: who changes it must answer for them all."""
    if not queries.reaches_everyone(ctx):
        raise Refused(COUNTS_FOR_EVERYONE)


def _named_dates(days: Sequence[NamedDayIn]) -> list[NamedDate]:
    return [NamedDate(day.date, day.name) for day in days]


def _expect(ctx: Context, current: Version | None) -> None:
    """Who replaces a table must have read it; who loads a first one must not have read another."""
    if current is None and ctx.if_match is not None:
        raise Refused(STALE)
    if current is not None and ctx.if_match is None:
        raise Refused(IF_MATCH_REQUIRED)
    if current is not None:
        ctx.expect(current.revision)


def _in_force(ctx: Context, notice: YearNotice, source: str, current: Version | None) -> bool:
    """Whether the table in force says just this."""
    return current is not None and _document(source, notice.special_days()) == _present(ctx, current)


def load(ctx: Context, notice: YearNotice, source: str, current: Version | None, *, shipped: bool) -> None:
    """Put a version of a year's table in force, and tell whoever keeps deadlines."""
    before = _present(ctx, current) if current else None
    revision = current.revision + 1 if current else 1
    version_id = ids.ordered()
    version = {"id": version_id, "year": notice.year, "revision": revision, "source": source, "shipped": shipped}
    ctx.session.execute(insert(CalendarYear), [version | {"loaded_at": ctx.now}])
    ctx.session.execute(insert(CalendarDay), list(_rows(version_id, notice)))
    subject = Subject("calendar_year", year_tables.year_id(notice.year), str(notice.year), revision=revision)
    record(ctx, "calendar_year.loaded", subject, before, _document(source, notice.special_days()))
    reminders.close(ctx, notice.year)


def _rows(version_id: UUID, notice: YearNotice) -> Iterator[dict[str, Any]]:
    for special in notice.special_days():
        yield {"version_id": version_id, "day": special.date, "kind": special.kind.value, "name": special.name}


def _present(ctx: Context, current: Version) -> dict[str, Any]:
    return _document(current.source, queries.work_calendar(ctx.session).year(current.year).special.values())


def _document(source: str, days: Iterable[SpecialDay]) -> dict[str, Any]:
    """A table as the ledger shows it: one line a day, by date."""
    listed = sorted(days, key=lambda day: day.date)
    lines = {
        kind: [f"{day.date} {day.name}" for day in listed if day.kind is kind]
        for kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)
    }
    return {"source": source, "holidays": lines[DayKind.HOLIDAY], "make_up_days": lines[DayKind.MAKE_UP]}


def set_terms(ctx: Context, school_year: str, wanted: TermsIn) -> TermsOut:
    """Set both terms of a school year for a unit and all below it that set none of their own; replaces earlier ones.

    Errors: `not_found` for a unit out of reach, and every fault of the terms at once as `input.invalid`.
    """
    start, unit_id = _start(school_year), queries.require_unit(ctx, wanted.unit_id)
    given = [TermDates(term.term, term.starts_on, term.ends_on) for term in wanted.terms]
    refuse_if_any(terms.violations(start, given))
    row = queries.find_terms(ctx.session, unit_id, start)
    before = _terms_document(row) if row else None
    if row is None:
        row = SchoolYearTerms(id=ids.ordered(), unit_id=unit_id, school_year=start)
        ctx.session.add(row)
    for term in given:
        setattr(row, f"{term.term}_starts_on", term.starts_on)
        setattr(row, f"{term.term}_ends_on", term.ends_on)
    if before != _terms_document(row):
        ctx.session.flush()  # gives the revision
        record(ctx, "school_year_terms.set", _terms_subject(row), before, _terms_document(row))
    return queries.list_terms_of_year(ctx, unit_id, start)


def withdraw_terms(ctx: Context, school_year: str, unit_id: UUID) -> None:
    """Take back what a unit has set for a school year: from now on it inherits again.

    Errors: `not_found` for a unit out of reach, or one that has set nothing.
    """
    row = queries.find_terms(ctx.session, queries.require_unit(ctx, unit_id), _start(school_year))
    if row is None:
        raise Refused(NOT_FOUND)
    ctx.session.delete(row)
    record(ctx, "school_year_terms.withdrawn", _terms_subject(row), _terms_document(row))


def _start(school_year: str) -> int:
    """The first calendar year of a school year named in an address; another spelling names nothing."""
    try:
        return terms.read(school_year)
    except ValueError as error:
        raise Refused(NOT_FOUND) from error


def _terms_subject(row: SchoolYearTerms) -> Subject:
    return Subject("school_year_terms", row.id, terms.written(row.school_year), row.unit_id, row.revision)


def _terms_document(row: SchoolYearTerms) -> dict[str, Any]:
    return {
        "first_starts_on": row.first_starts_on,
        "first_ends_on": row.first_ends_on,
        "second_starts_on": row.second_starts_on,
        "second_ends_on": row.second_ends_on,
    }
