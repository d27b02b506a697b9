"""School years, terms and weeks."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.calendars import errors
from api.calendars.data import default_terms
from api.calendars.rules import terms
from api.calendars.rules.terms import SchoolCalendar, SchoolYear, Term, TermDates
from api.core.errors import ErrorSpec

COUNTY, DISTRICT, SCHOOL, ELSEWHERE = (UUID(int=n) for n in range(1, 5))
FIRST = TermDates(Term.FIRST, date(2026, 8, 31), date(2027, 1, 22))
SECOND = TermDates(Term.SECOND, date(2027, 2, 22), date(2027, 7, 9))


def set_by(unit_id: UUID, start: int = 2026) -> SchoolYear:
    return SchoolYear(start, (FIRST, SECOND), unit_id)


def defaults() -> SchoolCalendar:
    return SchoolCalendar(default_terms())


class TestSchoolYear:
    @pytest.mark.parametrize(
        ("day", "school_year"),
        [("2026-08-31", 2025), ("2026-09-01", 2026), ("2027-01-31", 2026), ("2027-08-31", 2026), ("2027-09-01", 2027)],
    )
    def test_it_opens_on_the_first_of_september(self, day: str, school_year: int) -> None:
        assert defaults().at(date.fromisoformat(day)).school_year.start == school_year

    def test_it_opens_earlier_where_the_county_does(self) -> None:
        calendar = SchoolCalendar(default_terms(), {2026: set_by(COUNTY)})
        at = calendar.at(date(2026, 8, 31))
        assert (at.school_year.start, at.term, at.week) == (2026, FIRST, 1)
        assert calendar.at(date(2026, 8, 30)).school_year.start == 2025

    def test_its_name_is_read_back(self) -> None:
        assert terms.written(2026) == "2026-2027"
        assert terms.read("2026-2027") == 2026

    @pytest.mark.parametrize(
        "text", ["2026", "2026-2028", "2027-2026", "26-27", "2026-2027 ", "二〇二六", "２０２６-2027", ""]
    )
    def test_another_spelling_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="2026-2027"):
            terms.read(text)

    @given(st.dates(date(2001, 1, 1), date(2090, 1, 1)))
    def test_every_day_belongs_to_one_and_days_follow_each_other(self, day: date) -> None:
        today, tomorrow = defaults().at(day), defaults().at(day + timedelta(days=1))
        assert tomorrow.school_year.start - today.school_year.start in (0, 1)
        assert today.school_year.opens_on <= day


class TestTerm:
    def test_the_default_dates_are_provisional_and_say_what_they_rest_on(self) -> None:
        year = defaults().school_year(2026)
        assert year.provisional
        assert [(term.starts_on, term.ends_on) for term in year.terms] == [
            (date(2026, 9, 1), date(2027, 1, 31)),
            (date(2027, 2, 20), date(2027, 7, 15)),
        ]
        assert "unverified" in default_terms().basis

    def test_holidays_lie_in_a_school_year_but_in_no_term(self) -> None:
        at = defaults().at(date(2027, 2, 10))
        assert (at.school_year.start, at.term, at.week) == (2026, None, None)

    def test_its_first_and_last_day_lie_in_it(self) -> None:
        year = set_by(COUNTY)
        assert year.term_on(SECOND.starts_on) == year.term_on(SECOND.ends_on) == SECOND
        assert year.term_on(SECOND.ends_on + timedelta(days=1)) is None

    @pytest.mark.parametrize(
        ("day", "week"),
        [("2026-09-01", 1), ("2026-09-06", 1), ("2026-09-07", 2), ("2026-10-12", 7), ("2027-01-31", 22)],
    )
    def test_weeks_run_monday_to_sunday_from_the_week_of_the_first_day(self, day: str, week: int) -> None:
        assert defaults().at(date.fromisoformat(day)).week == week  # 2026-09-01 is a Tuesday


class TestInheritance:
    def test_the_nearest_unit_that_set_terms_counts(self) -> None:
        found = terms.inherited([set_by(COUNTY), set_by(DISTRICT)], [SCHOOL, DISTRICT, COUNTY])
        assert found[2026].unit_id == DISTRICT

    def test_the_order_of_the_rows_does_not_matter(self) -> None:
        found = terms.inherited([set_by(DISTRICT), set_by(COUNTY)], [SCHOOL, DISTRICT, COUNTY])
        assert found[2026].unit_id == DISTRICT

    def test_each_school_year_is_inherited_by_itself(self) -> None:
        found = terms.inherited([set_by(COUNTY, 2025), set_by(DISTRICT, 2026)], [DISTRICT, COUNTY])
        assert {start: year.unit_id for start, year in found.items()} == {2025: COUNTY, 2026: DISTRICT}

    def test_a_unit_beside_or_below_does_not_count(self) -> None:
        assert terms.inherited([set_by(ELSEWHERE), set_by(SCHOOL)], [DISTRICT, COUNTY]) == {}


class TestFaults:
    def test_a_complete_pair_has_none(self) -> None:
        assert terms.violations(2026, [SECOND, FIRST]) == []

    @pytest.mark.parametrize(
        ("given_terms", "fault"),
        [
            ([FIRST], (errors.TERM_MISSING, "/terms")),
            ([FIRST, SECOND, SECOND], (errors.TERM_TWICE, "/terms/2/term")),
            (
                [FIRST, TermDates(Term.SECOND, date(2027, 7, 9), date(2027, 2, 22))],
                (errors.TERM_REVERSED, "/terms/1/ends_on"),
            ),
            (
                [FIRST, TermDates(Term.SECOND, FIRST.ends_on, SECOND.ends_on)],
                (errors.TERMS_OVERLAP, "/terms/1/starts_on"),
            ),
            (
                [FIRST, TermDates(Term.SECOND, SECOND.starts_on, date(2027, 9, 1))],
                (errors.DATE_OUTSIDE_SCHOOL_YEAR, "/terms/1/ends_on"),
            ),
            (
                [TermDates(Term.FIRST, date(2026, 7, 31), FIRST.ends_on), SECOND],
                (errors.DATE_OUTSIDE_SCHOOL_YEAR, "/terms/0/starts_on"),
            ),
        ],
    )
    def test_each_fault_is_found_alone_and_in_its_place(
        self, given_terms: list[TermDates], fault: tuple[ErrorSpec, str]
    ) -> None:
        found = terms.violations(2026, given_terms)
        assert [(violation.spec, violation.pointer) for violation in found] == [fault]

    def test_none_at_all_is_a_missing_pair(self) -> None:
        assert [violation.spec for violation in terms.violations(2026, [])] == [errors.TERM_MISSING]
