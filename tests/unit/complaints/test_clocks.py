"""Clocks, every row of the table: over Spring Festival, National Day, make-up weeks, a year not announced; the ladder."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.calendars.rules.working_days import DayKind, SpecialDay, WorkCalendar, YearTable
from api.complaints.rules import clocks
from api.complaints.rules.clocks import (
    SHIPPED,
    ClockKind,
    ClockLevel,
    ClockOutcome,
    Running,
    Span,
    Stretch,
    TimeUnit,
    due,
    ended,
    latest,
    level,
    paused_due,
    rising,
    starting,
    stopping,
)
from api.complaints.rules.states import Event
from api.complaints.rules.words import Track
from api.core import clock
from tests.unit.complaints.calendar import CALENDAR

D = date.fromisoformat
# When each row is due, begun on the Friday before Spring Festival 2026 (Saturday the 14th is a make-up day, the feast
# lasts until the 23rd, Saturday the 28th is worked), on the eve of National Day 2026 (1 to 7 October, Saturday the 10th
# worked), on the Saturday before a Sunday that is worked (28 September 2025), and on the last day of 2025.
GOLDEN = (
    ("*.screen", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("*.info_wait", "2026-02-28", "2026-10-15", "2025-10-13", "2026-01-15"),
    ("*.urgent", "2026-02-13", "2026-09-30", "2025-09-27", "2025-12-31"),
    ("*.upward", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("J.forward_accept", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("J.accept_notice", "2026-03-12", "2026-10-27", "2025-10-23", "2026-01-22"),
    ("J.clue_disposal", "2026-03-13", "2026-10-30", "2025-10-27", "2026-02-02"),
    ("J.assigned_result", "2026-05-13", "2026-12-30", "2025-12-29", "2026-03-31"),
    ("J.result_notice", "2026-03-12", "2026-10-27", "2025-10-23", "2026-01-22"),
    ("X.accept_notice", "2026-02-28", "2026-10-15", "2025-10-13", "2026-01-15"),
    ("X.finish", "2026-04-14", "2026-11-30", "2025-11-26", "2026-03-02"),
    ("X.answer", "2026-02-28", "2026-10-15", "2025-10-13", "2026-01-15"),
    ("X.review_ask", "2026-03-16", "2026-10-30", "2025-10-27", "2026-01-30"),
    ("X.review_decide", "2026-03-16", "2026-10-30", "2025-10-27", "2026-01-30"),
    ("J.review_decide", "2026-03-16", "2026-10-30", "2025-10-27", "2026-01-30"),
    ("H.finish", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("H.return", "2026-02-24", "2026-10-09", "2025-09-29", "2026-01-05"),
    ("H.answer", "2026-02-14", "2026-10-08", "2025-09-28", "2026-01-04"),
    ("H.review_decide", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("S.issue", "2026-02-25", "2026-10-10", "2025-09-30", "2026-01-06"),
    ("S.check", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("S.decide", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("S.finish", "2026-02-27", "2026-10-13", "2025-10-10", "2026-01-08"),
    ("S.review_decide", "2026-03-16", "2026-10-30", "2025-10-27", "2026-01-30"),
)
STARTS = (D("2026-02-13"), D("2026-09-30"), D("2025-09-27"), D("2025-12-31"))


class TestGolden:
    def test_every_row_has_its_golden_days(self) -> None:
        assert [row[0] for row in GOLDEN] == list(SHIPPED)

    @pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row[0])
    def test_a_row_is_due_when_the_law_says(self, row: tuple[str, ...]) -> None:
        rule = SHIPPED[row[0]]
        found = [due(CALENDAR, start, rule.length, rule.unit) for start in STARTS]
        assert [deadline.date for deadline in found] == [D(day) for day in row[1:]]
        assert not any(deadline.provisional for deadline in found)

    @pytest.mark.parametrize(
        ("instant", "day", "end"),
        [
            # 23:30 on the 13th is still the 13th; half past midnight is the make-up Saturday, and day 0.
            (datetime(2026, 2, 13, 15, 30, tzinfo=UTC), "2026-02-13", "2026-02-27"),
            (datetime(2026, 2, 13, 16, 30, tzinfo=UTC), "2026-02-14", "2026-02-28"),
            (datetime(2026, 9, 30, 15, 30, tzinfo=UTC), "2026-09-30", "2026-10-13"),
            (datetime(2026, 9, 30, 16, 30, tzinfo=UTC), "2026-10-01", "2026-10-13"),
        ],
    )
    def test_the_day_of_receipt_is_the_legal_day_at_half_past_eleven_and_half_past_midnight(
        self, instant: datetime, day: str, end: str
    ) -> None:
        start = clock.legal_day(instant)
        rule = SHIPPED["J.forward_accept"]
        assert (start, due(CALENDAR, start, rule.length, rule.unit).date) == (D(day), D(end))

    def test_a_year_that_is_not_announced_is_answered_provisionally_and_never_refused(self) -> None:
        deadline = due(CALENDAR, D("2026-12-28"), 5, TimeUnit.WORKING_DAY)
        assert deadline.provisional
        off = [SpecialDay(D(day), DayKind.HOLIDAY, "元旦") for day in ("2027-01-01", "2027-01-04")]
        tables = {**CALENDAR.tables, 2027: YearTable.of(2027, off)}
        announced = due(WorkCalendar(tables), D("2026-12-28"), 5, TimeUnit.WORKING_DAY)
        assert not announced.provisional
        assert announced.date != deadline.date

    @pytest.mark.parametrize("rule", list(SHIPPED.values()), ids=lambda rule: rule.key)
    def test_every_row_has_a_basis_and_an_end(self, rule: clocks.ClockRule) -> None:
        assert len(rule.basis) > 5
        assert rule.start is not rule.stop
        assert (rule.extend > 0) == (rule.extend_times > 0)


class TestExtension:
    def test_petitions_have_thirty_days_more_once(self) -> None:
        rule = SHIPPED["X.finish"]
        assert (rule.extend_times, rule.tell) == (1, True)
        assert latest(CALENDAR, rule, D("2026-04-14")) == D("2026-05-14")

    def test_the_hotline_has_ten_working_days_more(self) -> None:
        assert latest(CALENDAR, SHIPPED["H.finish"], D("2026-03-02")) == D("2026-03-16")

    def test_notices_have_no_more_time(self) -> None:
        assert latest(CALENDAR, SHIPPED["J.accept_notice"], D("2026-03-02")) is None


class TestPause:
    def test_a_hearing_is_not_counted(self) -> None:
        spans = [Span(D("2026-03-02"), D("2026-03-07"))]
        assert paused_due(CALENDAR, D("2026-03-16"), spans, TimeUnit.DAY).date == D("2026-03-23")

    def test_a_hearing_in_working_days_gives_back_working_days(self) -> None:
        spans = [Span(D("2026-03-06"), D("2026-03-10"))]
        assert paused_due(CALENDAR, D("2026-03-16"), spans, TimeUnit.WORKING_DAY).date == D("2026-03-18")

    def test_an_open_pause_moves_nothing_yet(self) -> None:
        assert paused_due(CALENDAR, D("2026-03-16"), [Span(D("2026-03-02"), None)], TimeUnit.DAY).date == D(
            "2026-03-16"
        )

    def test_only_what_says_so_can_be_paused(self) -> None:
        assert [rule.key for rule in SHIPPED.values() if rule.pause] == ["X.review_decide"]


class TestLadder:
    TIME = Stretch(D("2026-03-02"), D("2026-03-16"), TimeUnit.WORKING_DAY)

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-03-02", ClockLevel.CALM),
            ("2026-03-06", ClockLevel.CALM),
            ("2026-03-09", ClockLevel.HALF),  # 5 of 10
            ("2026-03-11", ClockLevel.HALF),
            ("2026-03-12", ClockLevel.NEAR),  # 8 of 10
            ("2026-03-13", ClockLevel.NEAR),
            ("2026-03-16", ClockLevel.DUE),
            ("2026-03-17", ClockLevel.URGED),
            ("2026-03-20", ClockLevel.URGED),
            ("2026-03-23", ClockLevel.SUPERVISED),
        ],
    )
    def test_it_rises_with_the_days(self, day: str, expected: ClockLevel) -> None:
        assert level(CALENDAR, self.TIME, D(day)) is expected

    def test_a_weekend_after_the_day_is_not_yet_a_working_day_over(self) -> None:
        time = Stretch(D("2026-03-02"), D("2026-03-13"), TimeUnit.WORKING_DAY)
        assert level(CALENDAR, time, D("2026-03-15")) is ClockLevel.DUE

    def test_what_is_due_the_same_day_is_due_at_once(self) -> None:
        assert (
            level(CALENDAR, Stretch(D("2026-03-02"), D("2026-03-02"), TimeUnit.DAY), D("2026-03-02")) is ClockLevel.DUE
        )

    def test_it_is_told_once_a_step(self) -> None:
        assert rising(ClockLevel.HALF, ClockLevel.NEAR)
        assert not rising(ClockLevel.NEAR, ClockLevel.NEAR)
        assert not rising(ClockLevel.URGED, ClockLevel.CALM)


class TestStarting:
    def test_a_named_report_on_discipline_has_the_notices_and_an_anonymous_one_has_not(self) -> None:
        named, anonymous = (Running(Track.DISCIPLINE, named, urgent=False) for named in (True, False))
        keys = [{rule.key for rule in starting(SHIPPED.values(), Event.RECEIVED, case)} for case in (named, anonymous)]
        assert keys[0] == {"*.screen", "J.forward_accept", "J.accept_notice"}
        assert keys[1] == {"*.screen", "J.forward_accept"}

    def test_somebody_in_danger_is_told_of_the_same_day_on_every_track(self) -> None:
        for track in (*Track, None):
            keys = {rule.key for rule in starting(SHIPPED.values(), Event.RECEIVED, Running(track, False, urgent=True))}
            assert "*.urgent" in keys

    def test_the_conduct_track_is_a_chain_without_a_gap(self) -> None:
        chain = [SHIPPED[f"S.{name}"] for name in ("issue", "check", "decide", "finish")]
        assert [one.stop for one in chain[:-1]] == [other.start for other in chain[1:]]

    def test_a_clock_stops_with_its_event_and_no_other(self) -> None:
        running = ["J.clue_disposal", "J.accept_notice"]
        assert list(stopping(SHIPPED, {Event.ASSIGNED}, running)) == ["J.clue_disposal"]
        assert list(stopping(SHIPPED, {Event.CONCLUDED}, running)) == []

    def test_what_was_in_time_is_met_and_a_window_is_never_late(self) -> None:
        day = D("2026-03-16")
        assert ended(ClockKind.DUTY, day, day) is ClockOutcome.MET
        assert ended(ClockKind.DUTY, day, day + timedelta(days=1)) is ClockOutcome.LATE
        assert ended(ClockKind.WINDOW, day, day + timedelta(days=9)) is ClockOutcome.MET
