"""The 86 checks: each answers its published examples, and says of itself what its readers need."""

from collections import Counter

import pytest

from api.checks.rules.answers import Answer, FindingSeverity
from api.checks.rules.engine import run
from api.checks.rules.rule import Rule, Vector
from api.decisions.data import check_papers
from api.decisions.examples import answer_of, book_with
from api.decisions.rules.checks import FAMILIES, RULES
from api.decisions.rules.limits import LIMITS

EXAMPLES = [(rule, vector) for rule in RULES for vector in rule.vectors]
BY_ID = {rule.id: rule for rule in RULES}


class TestExamples:
    @pytest.mark.parametrize(("rule", "vector"), EXAMPLES, ids=[f"{rule.id} {v.said.en}" for rule, v in EXAMPLES])
    def test_are_answered_as_published(self, rule: Rule, vector: Vector) -> None:
        outcome = answer_of(rule, vector)
        assert outcome is not None, "the rule says nothing of the record named"
        assert outcome.answer == vector.answer
        if outcome.answer is Answer.FAIL:
            assert (outcome.severity or rule.severities[0]) == vector.severity
            assert outcome.evidence, "a failure shows what it rests on"
        if outcome.answer is Answer.INSUFFICIENT_DATA:
            assert outcome.missing, "the data that is missing is named"

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_hold_each_of_the_four_answers(self, rule: Rule) -> None:
        assert {vector.answer for vector in rule.vectors} == set(Answer)

    def test_give_the_same_answers_again(self) -> None:
        rules = [rule for rule in RULES if not rule.restricted]
        assert run(rules, book_with({})) == run(rules, book_with({}))

    def test_the_sound_school_has_no_failure(self) -> None:
        report = run([rule for rule in RULES if not rule.restricted], book_with({}))
        assert [found.key for found in report.found if found.outcome.answer is Answer.FAIL] == []


class TestPapers:
    def test_there_are_86_numbered_without_gap(self) -> None:
        wanted = {"POL": 5, "PRE": 14, "MTG": 12, "VOT": 12, "REC": 10, "PUB": 4, "FIL": 4, "EXE": 10, "ANO": 15}
        assert Counter(rule.family for rule in RULES) == wanted
        assert [rule.id for rule in RULES] == [
            f"{name}-{n:02}" for name in FAMILIES for n in range(1, wanted[name] + 1)
        ]
        assert set(check_papers()) == set(BY_ID)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_say_what_is_asked_on_what_basis_and_of_which_data(self, rule: Rule) -> None:
        assert all([*rule.name, *rule.text, *rule.basis, *rule.needs])
        assert set(rule.limits) <= set(LIMITS)
        assert all(isinstance(severity, FindingSeverity) for severity in rule.severities)

    def test_every_number_belongs_to_a_check(self) -> None:
        assert set().union(*(rule.limits for rule in RULES)) == set(LIMITS)

    def test_only_what_rests_on_complaints_is_kept_from_the_stored_run(self) -> None:
        assert [rule.id for rule in RULES if rule.restricted] == ["ANO-13"]


class TestEvidence:
    def test_does_not_change_by_the_day(self) -> None:
        """A finding that was dismissed stays dismissed: nothing like "days late" is part of what it rests on."""
        late = {"meetings.party-1.minutes": None, "payments.paper.amount": 1000000}
        rules = [rule for rule in RULES if not rule.restricted and rule.family != "POL"]
        first, later = (run(rules, book_with({**late, "today": day})) for day in ("2026-06-29", "2026-06-30"))
        assert {f.key: f.outcome.evidence for f in first.found} == {f.key: f.outcome.evidence for f in later.found}
