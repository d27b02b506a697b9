"""The engine knows no domain: a world of numbers is enough for it."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Answer,
    Outcome,
    Subject,
    failed,
    graver,
    lacking,
    passes,
)
from api.checks.rules.engine import Counts, Key, evaluability, run
from api.checks.rules.rule import Rule, Worded

ONE, TWO, THREE, FOUR = (UUID(int=n) for n in range(1, 5))
World = dict[UUID, int | None]


def is_even(world: World) -> Iterator[tuple[Subject, Outcome]]:
    for record, value in world.items():
        yield Subject("number", record, str(value)), _even(value)


def _even(value: int | None) -> Outcome:
    if value is None:
        return lacking("value")
    if value == 0:
        return NOT_APPLICABLE
    return passes(value % 2 == 0, value=value)


def a_rule(rule_id: str = "NUM-01") -> Rule:
    said = Worded("偶数", "Even")
    return Rule(rule_id, said, said, (RED, BLUE), ("basis",), "number", ("value",), is_even)


class TestRun:
    WORLD: ClassVar[World] = {ONE: 2, TWO: 3, THREE: None, FOUR: 0}

    def test_keeps_failures_and_what_the_record_does_not_say(self) -> None:
        found = run([a_rule()], self.WORLD).found
        assert [(one.subject.id, one.outcome.answer) for one in found] == [
            (TWO, Answer.FAIL),
            (THREE, Answer.INSUFFICIENT_DATA),
        ]
        assert found[0].key == Key("NUM-01", "number", TWO, "")
        assert found[0].severity is RED
        assert found[0].outcome.evidence == {"value": 3}
        assert found[1].outcome.missing == ("value",)

    def test_counts_by_rule_and_by_record(self) -> None:
        report = run([a_rule(), a_rule("NUM-02")], self.WORLD)
        assert report.by_rule == {"NUM-01": Counts(1, 1, 1, 1), "NUM-02": Counts(1, 1, 1, 1)}
        assert report.by_record["number", TWO] == Counts(0, 2, 0, 0)
        assert report.total == Counts(2, 2, 2, 2)

    def test_says_nothing_of_nothing(self) -> None:
        report = run([a_rule()], {})
        assert (report.found, report.total) == ((), Counts())


class TestEvaluability:
    def test_is_the_share_of_applicable_questions_with_data(self) -> None:
        assert evaluability(Counts(6, 2, 90, 2)) == (8, 10)

    def test_falls_when_data_is_hidden(self) -> None:
        open_book, closed_book = run([a_rule()], {ONE: 2, TWO: 3}), run([a_rule()], {ONE: 2, TWO: None})
        assert evaluability(open_book.total) == (2, 2)
        assert evaluability(closed_book.total) == (1, 2)


class TestSeverity:
    def test_rises_one_step_and_no_further_than_red(self) -> None:
        assert [graver(one) for one in (BLUE, YELLOW, RED)] == [YELLOW, RED, RED]

    def test_of_a_failure_may_be_said_by_the_rule(self) -> None:
        assert failed(BLUE, limit=1).severity is BLUE
        assert failed(limit=1).severity is None
        assert PASSED.severity is None
