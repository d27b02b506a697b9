"""What evidence may say, and the two tables of its life."""

from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from api.access.permissions import Permission
from api.core.errors import Refused
from api.evidence import errors
from api.evidence.rules import (
    CATEGORIES,
    ITEM_STEPS,
    USE_STEPS,
    ItemState,
    ItemVerb,
    UseState,
    UseVerb,
    Who,
    file_violations,
    item_step,
    item_verbs,
    item_violations,
    normal_tags,
    use_step,
    use_verbs,
)

TODAY = date(2026, 11, 20)
FACTS: dict[str, Any] = {
    "title": "食堂采购会议记录",
    "description": None,
    "category": "minutes",
    "tags": [],
    "period_from": date(2026, 9, 1),
    "period_to": date(2026, 9, 30),
}


def faults(**changes: Any) -> list[tuple[object, str | None]]:
    """What is wrong, and where."""
    return [(fault.spec, fault.pointer) for fault in item_violations(FACTS | changes, TODAY)]


class TestItems:
    def test_good_facts_have_no_fault(self) -> None:
        assert faults() == []
        assert faults(period_from=None, period_to=None) == []
        assert faults(period_from=TODAY, period_to=date(2027, 7, 1)) == []

    def test_a_period_does_not_end_before_it_begins(self) -> None:
        assert faults(period_to=date(2026, 8, 31)) == [(errors.PERIOD_REVERSED, "/period_to")]

    def test_what_has_not_happened_cannot_be_shown(self) -> None:
        found = faults(period_from=date(2026, 11, 21), period_to=None)
        assert found == [(errors.PERIOD_FUTURE, "/period_from")]

    def test_all_faults_come_at_once(self) -> None:
        found = faults(category="x", period_from=date(2026, 12, 1), period_to=date(2026, 1, 1))
        assert len(found) == 3

    def test_every_category_is_named_in_both_languages(self) -> None:
        assert all(entry.zh and entry.en for entry in CATEGORIES.values())
        assert "other" in CATEGORIES

    def test_tags_stand_once_in_a_fixed_order(self) -> None:
        assert normal_tags(["采购", "食堂", " 采购", ""]) == sorted(["采购", "食堂"])

    def test_a_file_listed_twice_is_named(self) -> None:
        one, other = UUID(int=1), UUID(int=2)
        assert [fault.pointer for fault in file_violations([one, other, one])] == ["/file_ids/2"]


class TestLives:
    @pytest.mark.parametrize(("state", "verb"), list(product(ItemState, ItemVerb)))
    def test_every_pair_of_an_item_is_legal_by_the_table_or_refused_with_what_is(
        self, state: ItemState, verb: ItemVerb
    ) -> None:
        if (state, verb) in ITEM_STEPS:
            assert item_step(state, verb).needs is Permission.EVIDENCE_MANAGE
            return
        with pytest.raises(Refused) as refused:
            item_step(state, verb)
        assert refused.value.params["allowed"] == ", ".join(item_verbs(state))

    @pytest.mark.parametrize(("state", "verb"), list(product(UseState, UseVerb)))
    def test_every_pair_of_a_use_is_legal_by_the_table_or_refused_with_what_is(
        self, state: UseState, verb: UseVerb
    ) -> None:
        if (state, verb) in USE_STEPS:
            assert use_step(state, verb) is USE_STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            use_step(state, verb)
        assert refused.value.spec is errors.WRONG_STATE

    def test_who_judges_is_never_who_submitted(self) -> None:
        for step in USE_STEPS.values():
            assert (step.who is Who.ANOTHER) == (step.needs is Permission.EVIDENCE_REVIEW)

    def test_every_return_gives_a_reason(self) -> None:
        assert all(step.reason for (_, verb), step in USE_STEPS.items() if verb is UseVerb.RETURN)

    def test_nothing_is_stuck(self) -> None:
        assert all(use_verbs(state) for state in UseState)
        assert all(item_verbs(state) for state in ItemState)
