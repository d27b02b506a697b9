"""Working days: golden facts of published years, laws of adding and counting, provisional years."""

import time
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.calendars.data import shipped_notices
from api.calendars.rules.working_days import DayKind, Deadline, WorkCalendar, provisional_table


@cache
def shipped() -> WorkCalendar:
    return WorkCalendar({notice.year: notice.table() for notice in shipped_notices()})


def without(*years: int) -> WorkCalendar:
    return WorkCalendar({year: table for year, table in shipped().tables.items() if year not in years})


def naive_count(calendar: WorkCalendar, start: date, end: date) -> int:
    """Counting day by day, as a clerk would on a paper calendar."""
    span = range(1, (end - start).days + 1)
    return sum(calendar.is_working(start + timedelta(days=offset)) for offset in span)


class TestPublishedYears:
    @pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
    def test_a_year_has_the_published_number_of_working_days(self, year: int, days: int) -> None:
        assert shipped().year(year).working_days == days
        assert shipped().count(date(year - 1, 12, 31), date(year, 12, 31)).days == days

    def test_the_worked_weekends_of_2026_are_those_of_the_notice(self) -> None:
        worked = [
            day.date.isoformat()[5:]
            for day in shipped().days(date(2026, 1, 1), date(2026, 12, 31))
            if day.kind is DayKind.MAKE_UP
        ]
        assert worked == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]

    def test_every_make_up_day_of_every_shipped_year_is_a_weekend(self) -> None:
        made_up = [
            day for table in shipped().tables.values() for day in table.special.values() if day.kind is DayKind.MAKE_UP
        ]
        assert len(made_up) == 150
        assert all(day.date.isoweekday() in (6, 7) for day in made_up)

    def test_the_shipped_years_are_2004_to_2026_and_hold_619_holidays(self) -> None:
        tables = shipped().tables
        assert list(tables) == list(range(2004, 2027))
        assert sum(table.total(DayKind.HOLIDAY) for table in tables.values()) == 619

    def test_a_name_is_the_chinese_one(self) -> None:
        assert shipped().day(date(2026, 2, 17)).name == "春节"
        assert shipped().day(date(2026, 2, 14)).name == "春节"
        assert shipped().day(date(2015, 9, 3)).name == "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"

    @pytest.mark.parametrize(
        ("day", "kind"),
        [
            (date(2026, 1, 1), DayKind.HOLIDAY),
            (date(2026, 1, 4), DayKind.MAKE_UP),
            (date(2026, 1, 5), DayKind.WORKING),
            (date(2026, 1, 10), DayKind.REST),
            (date(2026, 2, 16), DayKind.HOLIDAY),
        ],
    )
    def test_each_kind_of_day_is_told_apart(self, day: date, kind: DayKind) -> None:
        assert shipped().day(day).kind is kind


class TestDeadlines:
    @pytest.mark.parametrize(
        ("start", "days", "due"),
        [
            # 春节 2026: off 02-15 to 02-23, worked on Saturdays 02-14 and 02-28
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 2, "2026-02-24"),
            ("2026-02-13", 6, "2026-02-28"),
            ("2026-02-13", 7, "2026-03-02"),
            ("2026-02-18", 1, "2026-02-24"),
            # 国庆 2026: off 10-01 to 10-07 and 中秋 09-25 to 09-27, worked on Sunday 09-20 and Saturday 10-10
            ("2026-09-18", 1, "2026-09-20"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-09-30", 4, "2026-10-12"),
            ("2026-09-21", 15, "2026-10-19"),
            # 国庆 and 中秋 2025: off 10-01 to 10-08, worked on Sunday 09-28 and Saturday 10-11
            ("2025-09-26", 1, "2025-09-28"),
            ("2025-09-30", 3, "2025-10-11"),
            ("2025-09-30", 4, "2025-10-13"),
            # 春节 2024: off 02-10 to 02-17, worked on Sundays 02-04 and 02-18
            ("2024-02-02", 1, "2024-02-04"),
            ("2024-02-09", 1, "2024-02-18"),
            # across the turn of a year: 2025-12-31 works, 2026-01-01 to 01-03 are off, Sunday 01-04 is worked
            ("2025-12-31", 1, "2026-01-04"),
            # backwards
            ("2026-10-12", -1, "2026-10-10"),
            ("2026-10-08", -1, "2026-09-30"),
            ("2026-02-24", -2, "2026-02-13"),
            ("2026-01-04", -1, "2025-12-31"),
        ],
    )
    def test_a_deadline_falls_on_the_day_a_paper_calendar_shows(self, start: str, days: int, due: str) -> None:
        assert shipped().add(date.fromisoformat(start), days) == Deadline(date.fromisoformat(due))

    def test_the_day_of_the_event_is_never_counted(self) -> None:
        monday = date(2026, 3, 2)
        assert shipped().add(monday, 1).date == date(2026, 3, 3)
        assert shipped().count(monday, monday).days == 0
        assert shipped().count(monday, date(2026, 3, 3)).days == 1

    def test_zero_days_from_a_day_is_that_day_even_on_a_weekend(self) -> None:
        assert shipped().add(date(2026, 3, 7), 0) == Deadline(date(2026, 3, 7))

    def test_a_period_of_calendar_days_ending_in_a_break_ends_on_the_next_working_day(self) -> None:
        assert shipped().on_or_after(date(2026, 10, 3)).date == date(2026, 10, 8)
        assert shipped().on_or_after(date(2026, 10, 10)).date == date(2026, 10, 10)


class TestMissingYears:
    def test_a_deadline_into_2027_is_provisional_and_names_2027(self) -> None:
        due = shipped().add(date(2026, 12, 25), 10)
        assert due == Deadline(date(2027, 1, 11), (2027,))
        assert due.provisional

    def test_a_deadline_before_the_turn_of_the_year_is_final(self) -> None:
        assert not shipped().add(date(2026, 12, 25), 4).provisional

    def test_a_start_in_a_missing_year_does_not_taint_days_that_all_lie_in_known_years(self) -> None:
        assert without(2024).add(date(2024, 12, 31), 1) == Deadline(date(2025, 1, 2))

    def test_a_missing_year_crossed_whole_is_named_too(self) -> None:
        assert without(2020, 2022).count(date(2019, 6, 1), date(2023, 6, 1)).missing_years == (2020, 2022)

    def test_a_provisional_year_knows_only_weekends_and_holidays_of_fixed_date(self) -> None:
        table = provisional_table(2027)
        assert [day.isoformat()[5:] for day in table.special] == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]
        assert table.total(DayKind.MAKE_UP) == 0
        # 261 weekdays less 元旦 (Friday) and 国庆 10-01 (Friday); the other fixed days of 2027 are weekends
        assert table.working_days == 259

    def test_the_second_day_of_labour_day_is_a_holiday_only_since_2025(self) -> None:
        assert date(2024, 5, 2) not in provisional_table(2024).special
        assert date(2025, 5, 2) in provisional_table(2025).special

    def test_the_answer_changes_by_itself_when_the_table_comes(self) -> None:
        before = without(2026).add(date(2026, 2, 13), 1)
        after = shipped().add(date(2026, 2, 13), 1)
        assert before == Deadline(date(2026, 2, 16), (2026,))
        assert after == Deadline(date(2026, 2, 14))


days = st.dates(date(2000, 1, 1), date(2035, 12, 31))
steps = st.integers(-3000, 3000)
calendars = st.sets(st.integers(2004, 2026), max_size=6).map(lambda gone: without(*gone))


laws = settings(max_examples=50, deadline=None)


class TestLaws:
    @laws
    @given(calendars, days, steps)
    def test_counting_undoes_adding(self, calendar: WorkCalendar, start: date, step: int) -> None:
        assert calendar.count(start, calendar.add(start, step).date).days == step

    @laws
    @given(calendars, days, steps)
    def test_adding_ends_on_a_working_day_and_not_later_than_needed(
        self, calendar: WorkCalendar, start: date, step: int
    ) -> None:
        due = calendar.add(start, step).date
        if step:
            nearer = due + timedelta(days=-1 if step > 0 else 1)
            assert calendar.is_working(due)
            assert abs(calendar.count(start, nearer).days) == abs(step) - 1

    @laws
    @given(calendars, days, st.integers(-60, 60))
    def test_one_step_at_a_time_arrives_at_the_same_day(self, calendar: WorkCalendar, start: date, step: int) -> None:
        day = start
        for _ in range(abs(step)):
            day = calendar.add(day, 1 if step > 0 else -1).date
        assert day == calendar.add(start, step).date

    @laws
    @given(calendars, days, steps, steps)
    def test_more_days_end_later(self, calendar: WorkCalendar, start: date, one: int, other: int) -> None:
        fewer, more = sorted((one, other))
        assert calendar.add(start, fewer).date <= calendar.add(start, more).date
        assert fewer == more or calendar.add(start, fewer).date < calendar.add(start, more).date

    @laws
    @given(calendars, days, days, steps)
    def test_a_later_start_never_ends_earlier(self, calendar: WorkCalendar, one: date, other: date, step: int) -> None:
        earlier, later = sorted((one, other))
        assert calendar.add(earlier, step).date <= calendar.add(later, step).date

    @laws
    @given(calendars, days, st.integers(0, 800))
    def test_counting_agrees_with_a_finger_on_the_calendar(
        self, calendar: WorkCalendar, start: date, length: int
    ) -> None:
        end = start + timedelta(days=length)
        assert calendar.count(start, end).days == naive_count(calendar, start, end)
        one = timedelta(days=1)
        assert calendar.count(end, start).days == -naive_count(calendar, start - one, end - one)

    @laws
    @given(calendars, days, days, days)
    def test_counts_of_adjoining_spans_add_up(self, calendar: WorkCalendar, one: date, two: date, three: date) -> None:
        a, b, c = sorted((one, two, three))
        assert calendar.count(a, b).days + calendar.count(b, c).days == calendar.count(a, c).days

    @laws
    @given(calendars, days, steps)
    def test_an_answer_is_provisional_exactly_when_a_counted_day_lies_in_a_missing_year(
        self, calendar: WorkCalendar, start: date, step: int
    ) -> None:
        due = calendar.add(start, step)
        one = timedelta(days=1)
        first, last = (start + one, due.date) if due.date > start else (due.date, start - one)
        touched = set(range(first.year, last.year + 1)) if first <= last else set()
        assert set(due.missing_years) == touched - set(calendar.tables)
        assert due.provisional == bool(due.missing_years)
        assert calendar.count(start, due.date).missing_years == due.missing_years

    @laws
    @given(calendars, days)
    def test_a_day_is_provisional_exactly_when_its_year_is_missing(self, calendar: WorkCalendar, day: date) -> None:
        assert calendar.day(day).provisional == (day.year not in calendar.tables)

    @laws
    @given(calendars, days)
    def test_on_or_after_is_the_first_working_day_not_before(self, calendar: WorkCalendar, day: date) -> None:
        found = calendar.on_or_after(day).date
        assert calendar.is_working(found)
        assert calendar.count(day, found).days == (found != day)


def test_ten_years_of_working_days_cost_no_more_than_a_few_look_ups() -> None:
    """Twelve years of days one by one would need some 4,400 look-ups; 2,000 answers at that rate need many seconds."""
    calendar, start = shipped(), time.perf_counter()
    for offset in range(1000):
        calendar.add(date(2012, 1, 1) + timedelta(days=offset), 3000)
        calendar.count(date(2004, 1, 1), date(2026, 1, 1) + timedelta(days=offset % 300))
    assert time.perf_counter() - start < 1
