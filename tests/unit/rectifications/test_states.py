"""The three tables of rectification: every state with every verb, every guard both ways."""

from datetime import date, timedelta
from itertools import product

import pytest

from api.access.permissions import Permission
from api.core.errors import Refused
from api.rectifications import errors
from api.rectifications.rules import (
    ACTION_STEPS,
    CAMPAIGN_STEPS,
    CLOSE_OUT_STEPS,
    DONE,
    MAX_EXTENSIONS,
    OPEN,
    STEPS,
    ActionState,
    ActionVerb,
    CloseOutState,
    CloseOutVerb,
    Facts,
    Guard,
    ProblemState,
    RectificationCampaignState,
    RectificationCampaignVerb,
    RectificationVerb,
    Severity,
    action_step,
    campaign_step,
    close_out_step,
    pass_guards,
    possible,
    step,
    unmet,
    verbs,
)

TODAY = date(2026, 11, 20)
S, V = ProblemState, RectificationVerb


class TestProblem:
    @pytest.mark.parametrize(("state", "verb"), list(product(ProblemState, RectificationVerb)))
    def test_a_verb_moves_by_the_table_or_is_refused_with_the_legal_ones(
        self, state: ProblemState, verb: RectificationVerb
    ) -> None:
        if (state, verb) in STEPS:
            assert step(state, verb) is STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            step(state, verb)
        assert refused.value.spec is errors.WRONG_STATE
        assert refused.value.params["allowed"] == (", ".join(verbs(state)) or "–")

    def test_the_straight_way_leads_from_found_to_consolidated(self) -> None:
        state = S.IDENTIFIED
        for verb in (V.CONFIRM, V.ASSIGN, V.START, V.SUBMIT, V.ACCEPT, V.CONSOLIDATE):
            state = step(state, verb).after
        assert state is S.CONSOLIDATED

    def test_every_state_is_reached_and_only_withdrawn_is_an_end(self) -> None:
        reached = {move.after for move in STEPS.values()}
        assert reached == set(ProblemState)
        assert [state for state in ProblemState if not verbs(state)] == [S.WITHDRAWN]
        assert not OPEN & DONE

    def test_who_judges_never_judges_the_own_work(self) -> None:
        judged = {V.ACCEPT, V.RETURN, V.CONSOLIDATE, V.GRANT, V.REFUSE}
        for (_, verb), move in STEPS.items():
            assert (Guard.ANOTHER in move.guards) == (verb in judged)
            assert (move.needs is Permission.RECTIFICATION_DO) == (verb in {V.CONTEST, V.START, V.SUBMIT, V.EXTEND})

    def test_what_is_refused_given_back_or_taken_away_needs_a_reason(self) -> None:
        told = {V.WITHDRAW, V.CONTEST, V.SUSTAIN, V.DISMISS, V.RETURN, V.EXTEND, V.REFUSE, V.REOPEN}
        assert {verb for (_, verb), move in STEPS.items() if move.reason} == told


class TestGuards:
    @pytest.mark.parametrize(
        ("guard", "stops", "passes", "spec"),
        [
            (Guard.ANOTHER, {"own": True}, {}, errors.OWN_WORK),
            (Guard.CONTEST_ONCE, {"contested": True}, {}, errors.CONTESTED_BEFORE),
            (
                Guard.CONTEST_DAYS,
                {"contest_due_on": TODAY - timedelta(1)},
                {"contest_due_on": TODAY},
                errors.CONTEST_LATE,
            ),
            (Guard.TASKS_DONE, {"tasks_open": 1}, {}, errors.TASKS_OPEN),
            (Guard.EVIDENCE, {"severity": Severity.SERIOUS}, {"severity": Severity.GENERAL}, errors.EVIDENCE_MISSING),
            (
                Guard.EVIDENCE,
                {"severity": Severity.MAJOR},
                {"severity": Severity.MAJOR, "evidence": 1},
                errors.EVIDENCE_MISSING,
            ),
            (Guard.RECHECK_DUE, {"recheck_on": TODAY + timedelta(1)}, {"recheck_on": TODAY}, errors.RECHECK_EARLY),
            (Guard.RECHECK_DUE, {"recheck_on": None}, {"recheck_on": TODAY}, errors.RECHECK_EARLY),
            (Guard.NO_REQUEST, {"request": True}, {}, errors.EXTENSION_OPEN),
            (
                Guard.EXTENSIONS_LEFT,
                {"extensions": MAX_EXTENSIONS},
                {"extensions": MAX_EXTENSIONS - 1},
                errors.EXTENSIONS_USED,
            ),
            (Guard.REQUEST, {}, {"request": True}, errors.NO_EXTENSION),
        ],
    )
    def test_each_stops_and_lets_pass(self, guard: Guard, stops: dict, passes: dict, spec: object) -> None:  # type: ignore[type-arg]
        assert unmet(guard, Facts(TODAY, **stops)) is spec
        assert unmet(guard, Facts(TODAY, **passes)) is None

    def test_every_guard_is_used_and_said(self) -> None:
        assert {guard for move in STEPS.values() for guard in move.guards} == set(Guard)

    def test_the_first_that_stops_is_told(self) -> None:
        move = STEPS[S.RECTIFYING, V.SUBMIT]
        with pytest.raises(Refused) as refused:
            pass_guards(move, Facts(TODAY, Severity.MAJOR, tasks_open=2))
        assert refused.value.spec is errors.TASKS_OPEN
        pass_guards(move, Facts(TODAY, Severity.MAJOR, evidence=1))

    def test_what_is_possible_now_leaves_out_what_guards_stop(self) -> None:
        assert V.CONTEST in possible(S.CONFIRMED, Facts(TODAY))
        assert V.CONTEST not in possible(S.CONFIRMED, Facts(TODAY, contested=True))
        assert possible(S.SUBMITTED, Facts(TODAY, own=True)) == []
        assert possible(S.ACCEPTED, Facts(TODAY)) == [V.REOPEN]


class TestCampaign:
    @pytest.mark.parametrize(("state", "verb"), list(product(RectificationCampaignState, RectificationCampaignVerb)))
    def test_a_campaign_moves_by_its_table(
        self, state: RectificationCampaignState, verb: RectificationCampaignVerb
    ) -> None:
        if (state, verb) in CAMPAIGN_STEPS:
            assert campaign_step(state, verb) is CAMPAIGN_STEPS[state, verb]
        else:
            with pytest.raises(Refused):
                campaign_step(state, verb)

    @pytest.mark.parametrize(("state", "verb"), list(product(CloseOutState, CloseOutVerb)))
    def test_a_close_out_moves_by_its_table(self, state: CloseOutState, verb: CloseOutVerb) -> None:
        if (state, verb) in CLOSE_OUT_STEPS:
            move = close_out_step(state, verb)
            assert move.another == (move.needs is Permission.RECTIFICATION_ACCEPT)
        else:
            with pytest.raises(Refused):
                close_out_step(state, verb)


class TestAction:
    @pytest.mark.parametrize(("state", "verb"), list(product(ActionState, ActionVerb)))
    def test_an_action_moves_by_its_table(self, state: ActionState, verb: ActionVerb) -> None:
        if (state, verb) in ACTION_STEPS:
            assert action_step(state, verb) is ACTION_STEPS[state, verb]
        else:
            with pytest.raises(Refused):
                action_step(state, verb)
