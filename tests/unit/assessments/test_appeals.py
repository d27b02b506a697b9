"""申诉: the table, the window, and that nobody judges his own scoring."""

from datetime import date

import pytest

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.assessments.rules.appeals import (
    APPEAL_STEPS,
    OPEN_APPEALS,
    AppealResult,
    AppealState,
    AppealTarget,
    AppealVerb,
    Hands,
    Side,
    appeal_step,
    appeal_verbs,
    is_impartial,
    require_consistent,
    require_impartial,
    require_window,
)
from api.core.errors import Refused

S, V, R, T = AppealState, AppealVerb, AppealResult, AppealTarget


class TestSteps:
    @pytest.mark.parametrize("verb", list(V))
    @pytest.mark.parametrize("state", list(S))
    def test_only_the_table_is_legal(self, state: AppealState, verb: AppealVerb) -> None:
        if (state, verb) in APPEAL_STEPS:
            assert state in OPEN_APPEALS
            return
        with pytest.raises(Refused) as refused:
            appeal_step(state, verb)
        assert refused.value.params["allowed"] == (", ".join(appeal_verbs(state)) or "–")

    def test_every_appeal_that_was_accepted_is_heard_before_it_is_decided(self) -> None:
        assert [state for state, verb in APPEAL_STEPS if verb is V.DECIDE] == [S.HEARD]
        assert [state for state, verb in APPEAL_STEPS if verb is V.HEAR] == [S.ACCEPTED]

    def test_whoever_turns_it_down_hears_or_decides_it_has_not_scored_and_gives_reasons(self) -> None:
        for (_, verb), step in APPEAL_STEPS.items():
            assert (step.impartial, step.reason) == (
                (True, True) if verb in (V.REJECT, V.HEAR, V.DECIDE) else (False, False)
            )

    def test_the_county_decides_and_only_the_school_withdraws(self) -> None:
        for (_, verb), step in APPEAL_STEPS.items():
            side = Side.SCHOOL if verb is V.WITHDRAW else Side.COUNTY
            needs = Permission.ASSESSMENT_SUBMIT if verb is V.WITHDRAW else Permission.ASSESSMENT_DECIDE
            assert (step.side, step.needs) == (side, needs)
        assert {role for role, held in ROLE_PERMISSIONS.items() if Permission.ASSESSMENT_SUBMIT in held} == {
            Role.SCHOOL_LEADER
        }


class TestWindow:
    OPENED, DEADLINE = date(2026, 11, 2), date(2026, 11, 9)

    @pytest.mark.parametrize(("day", "open_"), [(1, False), (2, True), (9, True), (10, False)])
    def test_both_ends_are_open(self, day: int, open_: bool) -> None:
        today = date(2026, 11, day)
        if open_:
            require_window(today, self.OPENED, self.DEADLINE, 5)
            return
        with pytest.raises(Refused) as refused:
            require_window(today, self.OPENED, self.DEADLINE, 5)
        assert refused.value.params == {"days": 5}

    def test_without_a_notice_there_is_no_window(self) -> None:
        with pytest.raises(Refused):
            require_window(self.OPENED, None, None, 5)


class TestImpartial:
    HANDS = Hands({1, 2}, {"第一 组", "Team A"})

    @pytest.mark.parametrize(
        ("person", "team", "good"),
        [(3, "第二组", True), (3, None, True), (1, "第二组", False), (3, "第一组", False), (3, "team a ", False)],
    )
    def test_neither_person_nor_team(self, person: int, team: str | None, good: bool) -> None:
        assert is_impartial(self.HANDS, person, team) is good
        if not good:
            with pytest.raises(Refused, match=r"assessment\.appeal_team"):
                require_impartial(self.HANDS, person, team)


@pytest.mark.parametrize("changes", [0, 2])
@pytest.mark.parametrize("result", list(R))
@pytest.mark.parametrize("target", list(T))
def test_a_decision_and_its_changes_agree(target: AppealTarget, result: AppealResult, changes: int) -> None:
    good = (changes == 0) if result is R.DISMISSED else (changes > 0 or target is T.GRADE)
    if good:
        require_consistent(target, result, changes)
        return
    with pytest.raises(Refused, match=r"assessment\.appeal_changes"):
        require_consistent(target, result, changes)
