"""Days: overdue, ages, re-checks, time limits, stages, recurrence, figures."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.calendars.rules.working_days import DayKind, SpecialDay, WorkCalendar, YearTable
from api.rectifications import errors
from api.rectifications.rules import (
    ACTION_TYPES,
    CAUSES,
    KINDS,
    RECHECK_DAYS,
    RECURRENCE_MONTHS,
    SOURCES,
    ActionState,
    Age,
    Closed,
    ProblemState,
    Rates,
    Sent,
    Severity,
    Stage,
    TaskKind,
    age,
    came_back,
    clock_of,
    close_out_fault,
    contest_day,
    default_due,
    due_violations,
    in_effect,
    is_concealed,
    is_overdue,
    is_recheck_due,
    months_after,
    nearest,
    number_of,
    problem_violations,
    progress_word,
    raised,
    rates,
    recheck_day,
    shown_source,
    stage_on,
    stage_violations,
)

TODAY = date(2026, 11, 20)  # a Friday
DAY = timedelta(days=1)
S = ProblemState
# A year in which the first week of October is off, as in every year, and its first Saturday after is worked.
YEAR = YearTable.of(
    2026,
    [SpecialDay(date(2026, 10, day), DayKind.HOLIDAY, "国庆节") for day in range(1, 8)]
    + [SpecialDay(date(2026, 10, 10), DayKind.MAKE_UP, "国庆节")],
)
CALENDAR = WorkCalendar({2026: YEAR})


class TestOverdue:
    @pytest.mark.parametrize(
        ("state", "late"),
        [
            (S.IDENTIFIED, False),
            (S.CONFIRMED, True),
            (S.CONTESTED, True),
            (S.ASSIGNED, True),
            (S.RECTIFYING, True),
            (S.SUBMITTED, False),
            (S.ACCEPTED, False),
            (S.CONSOLIDATED, False),
            (S.WITHDRAWN, False),
        ],
    )
    def test_only_who_still_has_to_act_is_late(self, state: ProblemState, late: bool) -> None:
        assert is_overdue(state, TODAY - DAY, TODAY) is late

    def test_the_last_day_belongs_to_the_unit(self) -> None:
        assert not is_overdue(S.RECTIFYING, TODAY, TODAY)
        assert not is_overdue(S.RECTIFYING, None, TODAY)

    def test_a_recheck_is_due_from_its_day_on(self) -> None:
        assert is_recheck_due(S.ACCEPTED, TODAY, TODAY)
        assert not is_recheck_due(S.ACCEPTED, TODAY + DAY, TODAY)
        assert not is_recheck_due(S.CONSOLIDATED, TODAY, TODAY)

    @pytest.mark.parametrize(
        ("days", "expected"), [(0, Age.MONTH), (30, Age.MONTH), (31, Age.QUARTER), (90, Age.QUARTER), (91, Age.LONGER)]
    )
    def test_ages_have_sharp_limits(self, days: int, expected: Age) -> None:
        assert age(TODAY - days * DAY, TODAY) is expected


class TestLimits:
    def test_contesting_takes_working_days_and_leaves_out_the_day_of_sending(self) -> None:
        assert contest_day(CALENDAR, date(2026, 9, 29)) == date(2026, 10, 11 + 1)  # 30, 8, 9, 10 (make-up), 12

    def test_a_recheck_on_a_day_off_waits_for_the_next_working_day(self) -> None:
        accepted = date(2026, 10, 3) - RECHECK_DAYS * DAY
        assert recheck_day(CALENDAR, accepted) == date(2026, 10, 8)

    @pytest.mark.parametrize("kind", list(TaskKind))
    def test_a_task_is_due_on_a_working_day_after_today(self, kind: TaskKind) -> None:
        due = default_due(CALENDAR, kind, TODAY)
        assert due > TODAY
        assert CALENDAR.is_working(due)

    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2026, 12, 15), 12, date(2027, 12, 15)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
        ],
    )
    def test_months_end_with_their_last_day(self, day: date, months: int, expected: date) -> None:
        assert months_after(day, months) == expected

    def test_a_limit_is_not_over_and_not_after_the_one_it_serves(self) -> None:
        assert [fault.spec for fault in due_violations(TODAY - DAY, TODAY)] == [errors.DUE_PAST]
        assert list(due_violations(TODAY, TODAY)) == []
        late = due_violations(TODAY + 9 * DAY, TODAY, latest=TODAY)
        assert [fault.spec for fault in late] == [errors.DUE_AFTER_PROBLEM]


UNIT = UUID(int=1)


def sent(key: int, days_ago: int | None, **changes: Any) -> Sent:
    """A problem sent so long ago."""
    on = None if days_ago is None else TODAY - days_ago * DAY
    facts: dict[str, Any] = {"unit_id": UNIT, "lineage": "l1", "kind": "canteen", "state": S.ACCEPTED} | changes
    return Sent(UUID(int=key), sent_on=on, **facts)


class TestRecurrence:
    def test_the_newest_alike_is_taken(self) -> None:
        assert came_back(sent(9, None), [sent(1, 200), sent(2, 100), sent(3, 150)], TODAY) == UUID(int=2)

    @pytest.mark.parametrize(
        "changes",
        [
            {"unit_id": UUID(int=2)},
            {"lineage": "l2"},
            {"lineage": None},
            {"kind": "finance"},
            {"state": S.WITHDRAWN},
        ],
    )
    def test_what_differs_is_another_problem(self, changes: dict[str, Any]) -> None:
        assert came_back(sent(9, None), [sent(1, 100, **changes)], TODAY) is None

    def test_without_a_lineage_nothing_comes_back(self) -> None:
        assert came_back(sent(9, None, lineage=None), [sent(1, 1, lineage=None)], TODAY) is None

    def test_what_was_never_sent_does_not_count(self) -> None:
        assert came_back(sent(9, None), [sent(1, None, state=S.IDENTIFIED)], TODAY) is None

    def test_the_months_run_from_the_day_it_was_closed(self) -> None:
        edge = date(2025, 11, 20)
        assert months_after(edge, RECURRENCE_MONTHS) == TODAY
        assert came_back(sent(9, None), [sent(1, 700, closed_on=edge)], TODAY) == UUID(int=1)
        assert came_back(sent(9, None), [sent(1, 700, closed_on=edge - DAY)], TODAY) is None

    @given(st.lists(st.integers(0, 300), min_size=1, max_size=8))
    def test_links_never_close_a_circle(self, ages: list[int]) -> None:
        """Problems are sent one after the other, each linked when it is sent: every link leads to an earlier one."""
        order = sorted(ages, reverse=True)
        links: dict[UUID, UUID] = {}
        before: list[Sent] = []
        for key, days in enumerate(order, 1):
            new = sent(key, None)
            if (found := came_back(new, before, TODAY - days * DAY)) is not None:
                links[new.id] = found
            before.append(sent(key, days))
        for start in links:
            seen, at = {start}, links.get(start)
            while at is not None:
                assert at not in seen
                seen.add(at)
                at = links.get(at)

    def test_severity_rises_by_one_and_no_further(self) -> None:
        assert [raised(severity) for severity in Severity] == [Severity.SERIOUS, Severity.MAJOR, Severity.MAJOR]


def stages(*spans: tuple[int, int]) -> list[Stage]:
    """Stages of these days of September."""
    return [Stage(date(2026, 9, first), date(2026, 9, last), (f"{first}",)) for first, last in spans]


class TestStages:
    @pytest.mark.parametrize(
        ("spans", "spec", "pointer"),
        [
            ([], errors.STAGES_EMPTY, "/stages"),
            ([(5, 4)], errors.STAGE_REVERSED, "/stages/0/ends_on"),
            ([(1, 10), (10, 20)], errors.STAGE_OVERLAP, "/stages/1/starts_on"),
            ([(1, 10), (12, 20)], errors.STAGE_GAP, "/stages/1/starts_on"),
        ],
    )
    def test_each_fault_is_told_where_it_is(self, spans: list[tuple[int, int]], spec: object, pointer: str) -> None:
        assert [(fault.spec, fault.pointer) for fault in stage_violations(stages(*spans))] == [(spec, pointer)]

    def test_one_day_after_the_other_is_right(self) -> None:
        assert list(stage_violations(stages((1, 10), (11, 11), (12, 30)))) == []

    def test_an_item_stands_once(self) -> None:
        twice = [Stage(date(2026, 9, 1), date(2026, 9, 2), ("a", "b", "a"))]
        assert [fault.pointer for fault in stage_violations(twice)] == ["/stages/0/items/2/code"]

    @given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 250))
    def test_every_day_of_a_campaign_lies_in_one_stage(self, lengths: list[int], offset: int) -> None:
        start, made = date(2026, 1, 1), []
        for length in lengths:
            made.append(Stage(start, start + (length - 1) * DAY))
            start += length * DAY
        assert list(stage_violations(made)) == []
        day = date(2026, 1, 1) + offset * DAY
        holding = [index for index, stage in enumerate(made) if stage.starts_on <= day <= stage.ends_on]
        assert holding == ([] if (found := stage_on(made, day)) is None else [found])
        assert bool(holding) == (offset < sum(lengths))

    def test_a_close_out_needs_items_plans_and_something_to_show(self) -> None:
        assert close_out_fault(["a", "b"], {"a"}, 0, 1) is errors.ITEMS_OPEN
        assert close_out_fault(["a"], {"a"}, 1, 1) is errors.PLANS_OPEN
        assert close_out_fault(["a"], {"a"}, 0, 0) is errors.CLOSEOUT_EVIDENCE
        assert close_out_fault(["a"], {"a", "b"}, 0, 1) is None


class TestFigures:
    def test_rates_are_counted_by_cause(self) -> None:
        on = date(2026, 9, 1)
        found = rates(
            [
                Closed("system", on, on + 10 * DAY, on + 10 * DAY, 0, recurrence=False),
                Closed("system", on, on + 10 * DAY, on + 11 * DAY, 2, recurrence=True),
                Closed("funds", on, None, on + 5 * DAY, 0, recurrence=False),
            ]
        )
        assert found == {"funds": Rates(1, 1, 5, 0, 0), "system": Rates(2, 1, 21, 1, 1)}

    def test_rates_of_places_are_those_of_the_nearest_district_above(self) -> None:
        on, above = date(2026, 9, 1), ["/b/d/", "/b/d/e/", "/b/f/"]
        places = ["/b/d/s/", "/b/d/e/s/", "/b/s/"]
        closed = [Closed("system", on, None, on, 0, recurrence=False, place=place) for place in places]
        found = rates(closed, lambda problem: nearest(problem.place, above))
        assert list(found) == ["", "/b/d/", "/b/d/e/"]
        assert {one.closed for one in found.values()} == {1}

    def test_progress_is_told_as_of_a_day(self) -> None:
        assert progress_word(TODAY, TODAY - DAY, TODAY) == "done"
        assert progress_word(TODAY + DAY, TODAY, TODAY) == "begun"
        assert progress_word(None, TODAY + DAY, TODAY) == "none"
        assert progress_word(None, None, TODAY) == "none"


class TestActions:
    def test_every_type_has_its_clock(self) -> None:
        assert list(ACTION_TYPES) == ["reminder", "interview", "circular", "deadline", "accountability"]
        clock = clock_of(ACTION_TYPES["circular"], CALENDAR, TODAY)
        assert clock.reply_due_on == date(2026, 12, 4)
        assert clock.effect_until_on == date(2027, 5, 20)
        assert clock_of(ACTION_TYPES["reminder"], CALENDAR, TODAY).effect_until_on is None

    def test_effect_ends_with_its_last_day_and_never_comes_from_a_draft(self) -> None:
        assert in_effect(ActionState.ISSUED, TODAY, TODAY)
        assert in_effect(ActionState.CLOSED, TODAY, TODAY)
        assert not in_effect(ActionState.ISSUED, TODAY - DAY, TODAY)
        assert not in_effect(ActionState.ISSUED, None, TODAY)
        assert not in_effect(ActionState.DRAFT, TODAY, TODAY)
        assert not in_effect(ActionState.REVOKED, TODAY, TODAY)


class TestWords:
    def test_a_complaint_reads_supervision_and_nothing_else_is_concealed(self) -> None:
        assert shown_source("complaint") == "supervision"
        assert [code for code in SOURCES if is_concealed(code)] == ["complaint"]
        assert all(shown_source(code) == code for code in SOURCES if code != "complaint")

    def test_a_good_problem_has_no_fault_and_a_bad_one_all_at_once(self) -> None:
        good = {"source_type": "inspection", "kind": "canteen", "cause": "system", "found_on": TODAY}
        assert list(problem_violations(good, TODAY)) == []
        bad = {"source_type": "moon", "kind": "moon", "cause": "moon", "found_on": TODAY + DAY}
        pointers = [fault.pointer for fault in problem_violations(bad, TODAY)]
        assert pointers == ["/source/type", "/kind", "/cause", "/found_on"]

    def test_words_are_said_in_both_languages(self) -> None:
        assert all(word.zh and word.en for words in (SOURCES, KINDS, CAUSES) for word in words.values())
        assert number_of(2026, 7) == "2026-007"
