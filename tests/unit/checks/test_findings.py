"""The life of a finding: the table of people's steps, and what the engine makes of a run."""

from itertools import product

import pytest

from api.access.permissions import Permission
from api.checks import errors
from api.checks.rules.findings import (
    DONE_STATES,
    FINDING_STEPS,
    OPEN_STATES,
    FindingState,
    FindingVerb,
    Held,
    Who,
    after_failure,
    after_pass,
    finding_step,
    finding_verbs,
)
from api.core.errors import Refused

S, V, P = FindingState, FindingVerb, Permission
ENGINE = {V.SETTLE, V.RECUR}


class TestTable:
    def test_every_verb_of_people_is_in_it_and_no_other(self) -> None:
        assert {verb for _, verb in FINDING_STEPS} == set(FindingVerb) - ENGINE

    def test_there_is_a_way_out_of_every_state(self) -> None:
        assert {state for state, _ in FINDING_STEPS} == set(FindingState)

    def test_whoever_ends_a_finding_is_not_who_asked_for_it(self) -> None:
        ends = {(verb, step.who) for (_, verb), step in FINDING_STEPS.items() if step.after in DONE_STATES}
        assert ends == {(V.CLOSE, Who.NOT_SUBMITTER), (V.DISMISS, Who.NOT_PROPOSER)}

    def test_the_school_never_ends_one(self) -> None:
        of_school = [step for step in FINDING_STEPS.values() if step.needs is P.FINDING_RESPOND]
        assert of_school
        assert not {step.after for step in of_school} & set(DONE_STATES)

    def test_a_dismissal_gives_a_reason_twice(self) -> None:
        assert all(step.text for (_, verb), step in FINDING_STEPS.items() if verb in {V.PROPOSE, V.DISMISS, V.KEEP})


class TestStep:
    @pytest.mark.parametrize(("state", "verb"), sorted(product(FindingState, FindingVerb)))
    def test_what_is_not_in_the_table_is_refused_with_what_is(self, state: FindingState, verb: FindingVerb) -> None:
        for proposed in (False, True):
            if verb in finding_verbs(state, proposed=proposed):
                assert finding_step(state, verb, proposed=proposed) == FINDING_STEPS[state, verb]
                continue
            with pytest.raises(Refused) as refused:
                finding_step(state, verb, proposed=proposed)
            known = (state, verb) in FINDING_STEPS
            wanted = {errors.NOT_PROPOSED, errors.ALREADY_PROPOSED} if known else {errors.WRONG_STATE}
            assert refused.value.spec in wanted

    def test_nobody_dismisses_what_nobody_proposed_to(self) -> None:
        assert V.DISMISS not in finding_verbs(S.OPEN, proposed=False)
        assert V.PROPOSE not in finding_verbs(S.OPEN, proposed=True)


class TestEngine:
    @pytest.mark.parametrize("state", OPEN_STATES)
    def test_an_open_finding_stays_while_the_rule_fails_and_closes_when_it_passes(self, state: FindingState) -> None:
        held = Held(state, "a", closed_by_engine=False)
        assert after_failure(held, "a") is after_failure(held, "b") is None
        assert after_pass(held) is V.SETTLE

    @pytest.mark.parametrize("state", DONE_STATES)
    def test_what_people_ended_comes_back_on_other_facts_only(self, state: FindingState) -> None:
        held = Held(state, "a", closed_by_engine=False)
        assert after_failure(held, "a") is None
        assert after_failure(held, "b") is V.RECUR
        assert after_pass(held) is None

    def test_what_the_engine_closed_comes_back_when_it_fails_again(self) -> None:
        assert after_failure(Held(S.CLOSED, "a", closed_by_engine=True), "a") is V.RECUR
