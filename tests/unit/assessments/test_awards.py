"""Awards: the table, expiry by the clock, and how long one lasts."""

from datetime import date

import pytest

from api.access.permissions import Permission
from api.assessments.rules.awards import (
    AWARD_STEPS,
    IN_FORCE,
    AwardState,
    AwardVerb,
    award_step,
    award_verbs,
    standing,
    validity,
)
from api.core.errors import Refused

S, V = AwardState, AwardVerb
LAST = date(2026, 11, 30)


class TestSteps:
    @pytest.mark.parametrize("verb", list(V))
    @pytest.mark.parametrize("state", list(S))
    def test_only_the_table_is_legal(self, state: AwardState, verb: AwardVerb) -> None:
        if (state, verb) in AWARD_STEPS:
            return
        with pytest.raises(Refused) as refused:
            award_step(state, verb)
        assert refused.value.params["allowed"] == (", ".join(award_verbs(state)) or "–")

    def test_nothing_is_granted_that_was_not_publicised(self) -> None:
        assert [state for state, verb in AWARD_STEPS if verb is V.GRANT] == [S.PUBLICISED]

    def test_what_is_taken_away_has_a_ground_a_document_and_a_reason(self) -> None:
        for (_, verb), step in AWARD_STEPS.items():
            assert step.grounded is (verb in (V.SUSPEND, V.REVOKE))
            assert step.reason is (verb in (V.SUSPEND, V.REVOKE, V.REFUSE, V.RESUME))

    def test_only_leaders_do_what_counts(self) -> None:
        for (_, verb), step in AWARD_STEPS.items():
            manager = verb is V.PUBLICISE
            assert step.needs == (Permission.ASSESSMENT_MANAGE if manager else Permission.ASSESSMENT_DECIDE)

    def test_who_is_barred_gets_nothing(self) -> None:
        assert {verb for (_, verb), step in AWARD_STEPS.items() if step.fresh} == {V.PUBLICISE, V.GRANT, V.RESUME}


class TestClock:
    @pytest.mark.parametrize("state", list(S))
    def test_only_what_is_in_force_expires_after_its_last_day(self, state: AwardState) -> None:
        assert standing(state, LAST, LAST) is state
        after = standing(state, LAST, date(2026, 12, 1))
        assert after is (S.EXPIRED if state in IN_FORCE else state)
        assert standing(state, None, date(2099, 1, 1)) is state

    @pytest.mark.parametrize(
        ("granted", "last"),
        [
            ("2026-01-01", "2027-12-31"),
            ("2026-12-01", "2028-11-30"),
            ("2024-02-29", "2026-02-28"),
            ("2025-03-01", "2027-02-28"),
        ],
    )
    def test_two_years_end_the_day_before(self, granted: str, last: str) -> None:
        assert validity(date.fromisoformat(granted), 2) == date.fromisoformat(last)
