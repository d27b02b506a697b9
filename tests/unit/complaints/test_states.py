"""The table of a case: every state with every verb, every guard both ways, who may do what."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from api.complaints import errors
from api.complaints.rules.public_words import OF_STATE
from api.complaints.rules.states import (
    ASSIGNED,
    DESK,
    MAX_REVIEWS,
    OPEN,
    STEPS,
    WORKING,
    CaseFacts,
    CaseState,
    CaseVerb,
    Event,
    Guard,
    Who,
    pass_guards,
    possible,
    step,
    unmet,
    verbs,
)
from api.complaints.rules.words import Satisfaction, Track
from api.core.errors import Refused

S, V, G = CaseState, CaseVerb, Guard
TODAY = date(2026, 11, 20)
PLAIN = CaseFacts(TODAY)

# Every verb once: from where, by whom. What is not here is refused, whoever asks.
PLACES: dict[CaseVerb, tuple[set[CaseState], set[Who]]] = {
    V.SCREEN: ({S.RECEIVED}, {Who.INTAKE}),
    V.ASK: ({S.SCREENING}, {Who.INTAKE}),
    V.ANSWER: ({S.AWAITING_INFO}, {Who.REPORTER}),
    V.RESUME: ({S.AWAITING_INFO}, {Who.INTAKE, Who.JOB}),
    V.SEAL_UP: ({S.SCREENING}, {Who.INTAKE}),
    V.TRANSFER: ({S.SCREENING}, {Who.INTAKE}),
    V.REFUSE: ({S.SCREENING}, {Who.INTAKE}),
    V.MERGE: ({S.SCREENING}, {Who.INTAKE}),
    V.ACCEPT: ({S.SCREENING}, {Who.INTAKE}),
    V.ADMIT: ({S.SCREENING}, {Who.LEAD}),
    V.ASSIGN: ({S.ACCEPTED}, {Who.LEAD}),
    V.REASSIGN: (set(ASSIGNED), {Who.LEAD}),
    V.SEND_BACK: ({S.ASSIGNED}, {Who.HANDLER}),
    V.START: ({S.ASSIGNED}, {Who.HANDLER}),
    V.HOLD: ({S.HANDLING}, {Who.LEAD}),
    V.TAKE_UP: ({S.ON_HOLD}, {Who.LEAD}),
    V.SUBMIT: ({S.HANDLING}, {Who.HANDLER}),
    V.RETURN: ({S.PENDING_APPROVAL}, {Who.LEAD}),
    V.CONCLUDE: ({S.PENDING_APPROVAL}, {Who.LEAD}),
    V.FEED_BACK: ({S.CONCLUDED}, {Who.INTAKE}),
    V.OBJECT: ({S.FED_BACK}, {Who.REPORTER, Who.INTAKE}),
    V.REHANDLE: ({S.FED_BACK}, {Who.LEAD}),
    V.UPHOLD: ({S.UNDER_REVIEW}, {Who.LEAD}),
    V.CHANGE: ({S.UNDER_REVIEW}, {Who.LEAD}),
    V.REDO: ({S.UNDER_REVIEW}, {Who.LEAD}),
    V.ARCHIVE: ({S.FED_BACK, S.NOT_ACCEPTED, S.TRANSFERRED, S.MERGED, S.SEALED_UP}, {Who.INTAKE, Who.JOB}),
    V.ESCALATE: (
        {S.ACCEPTED, S.ASSIGNED, S.HANDLING, S.PENDING_APPROVAL, S.CONCLUDED, S.UNDER_REVIEW},
        {Who.INTAKE},
    ),
    V.MATCH: (set(DESK | WORKING), {Who.INTAKE, Who.LEAD}),
    V.CLASSIFY: (set(OPEN - {S.RECEIVED}), {Who.INTAKE, Who.LEAD, Who.HANDLER}),
    V.ALARM: (set(DESK | WORKING), {Who.INTAKE, Who.LEAD}),
    V.NOTIFY: (set(WORKING | {S.NOT_ACCEPTED, S.CONCLUDED}), {Who.INTAKE}),
    V.CLARIFY: ({S.CONCLUDED, S.FED_BACK}, {Who.LEAD}),
    V.SUSPECT: (set(WORKING | {S.CONCLUDED}), {Who.LEAD}),
    V.WITHDRAW: (set(OPEN), {Who.REPORTER, Who.INTAKE}),
}
SECOND = {V.TRANSFER, V.REFUSE, V.ESCALATE}


class TestTable:
    @pytest.mark.parametrize("state", list(CaseState))
    def test_a_verb_moves_by_the_table_or_is_refused_with_the_legal_ones(self, state: CaseState) -> None:
        for verb in CaseVerb:
            if (state, verb) in STEPS:
                assert step(state, verb) is STEPS[state, verb]
                continue
            with pytest.raises(Refused) as refused:
                step(state, verb)
            assert refused.value.spec is errors.WRONG_STATE
            assert refused.value.params["allowed"] == (", ".join(verbs(state)) or "–")

    @pytest.mark.parametrize("verb", sorted(set(CaseVerb) - {V.CONFIRM, V.DECLINE}))
    def test_every_verb_stands_where_the_law_puts_it_and_belongs_to_whom_it_says(self, verb: CaseVerb) -> None:
        states, who = PLACES[verb]
        assert {state for state, found in STEPS if found is verb} == states
        assert {frozenset(move.who) for (_, found), move in STEPS.items() if found is verb} == {frozenset(who)}

    def test_nobody_can_do_what_is_anothers(self) -> None:
        for state, who in product(CaseState, Who):
            for verb in possible(state, frozenset({who}), PLAIN):
                assert who in STEPS[state, verb].who

    def test_what_leaves_the_house_takes_two_persons(self) -> None:
        assert {verb for (_, verb), move in STEPS.items() if move.second} == SECOND
        assert {move.second for move in STEPS.values() if move.second} == {Who.LEAD}

    def test_the_second_person_is_asked_wherever_something_can_be_proposed(self) -> None:
        proposing = {state for (state, verb), move in STEPS.items() if move.second}
        for verb in (V.CONFIRM, V.DECLINE):
            assert {state for state, found in STEPS if found is verb} == proposing
            assert all(G.PROPOSED in STEPS[state, verb].guards for state in proposing)

    def test_nothing_decides_while_a_proposal_waits(self) -> None:
        free = {V.CONFIRM, V.DECLINE, V.MATCH, V.CLASSIFY, V.ALARM, V.NOTIFY, V.REASSIGN, V.SEND_BACK}
        free |= {V.SUSPECT, V.WITHDRAW, V.CLARIFY}
        for state in sorted({state for state, verb in STEPS if verb is V.CONFIRM}):
            for verb in verbs(state):
                assert verb in free or G.NOT_PROPOSED in STEPS[state, verb].guards, (state, verb)

    def test_the_straight_way_leads_from_received_to_archived(self) -> None:
        state = S.RECEIVED
        way = (V.SCREEN, V.ADMIT, V.ASSIGN, V.START, V.SUBMIT, V.CONCLUDE, V.FEED_BACK, V.ARCHIVE)
        for verb in way:
            state = step(state, verb).after
        assert state is S.ARCHIVED
        assert verbs(S.ARCHIVED) == []

    def test_no_state_but_the_archive_is_a_dead_end_and_every_state_can_be_reached(self) -> None:
        assert {state for state in S if not verbs(state)} == {S.ARCHIVED}
        assert {S.RECEIVED} | {move.after for move in STEPS.values()} == set(S)

    def test_an_integrity_breach_leads_back_to_screening_and_every_clock_begins_anew(self) -> None:
        for (_, verb), move in STEPS.items():
            if verb is V.ESCALATE:
                assert move.after is S.SCREENING
                assert move.events == (Event.CLOSED, Event.RECEIVED)

    def test_there_is_no_verb_that_finds_a_false_accusation(self) -> None:
        assert [verb for verb in V if "false" in verb.value or "mask" in verb.value] == []
        assert all(move.after is state for (state, verb), move in STEPS.items() if verb is V.SUSPECT)

    def test_withdrawal_is_a_mark(self) -> None:
        assert all(move.after is state for (state, verb), move in STEPS.items() if verb is V.WITHDRAW)

    def test_the_reporter_is_told_something_in_every_state(self) -> None:
        assert set(OF_STATE) == {state.value for state in CaseState}


PASSES: dict[Guard, CaseFacts] = {
    G.MATCHED: replace(PLAIN, matched=True),
    G.SUPERIOR: replace(PLAIN, superior=True),
    G.NOT_SUPERIOR: PLAIN,
    G.DISCIPLINE: replace(PLAIN, track=Track.DISCIPLINE),
    G.OTHER_TRACK: replace(PLAIN, track=Track.HOTLINE),
    G.URGENT: replace(PLAIN, urgent=True),
    G.PROPOSED: replace(PLAIN, proposed=True),
    G.NOT_PROPOSED: PLAIN,
    G.ANOTHER: PLAIN,
    G.RETURN_DAYS: replace(PLAIN, return_until=TODAY),
    G.RETURN_ONCE: PLAIN,
    G.HEARD: replace(PLAIN, track=Track.CONDUCT, heard=True),
    G.CATEGORY: replace(PLAIN, category="0104"),
    G.NOT_NOTIFIED: PLAIN,
    G.OBJECTION_DAYS: replace(PLAIN, objection_until=TODAY),
    G.OBJECTIONS_LEFT: replace(PLAIN, track=Track.PETITION, reviews=MAX_REVIEWS - 1),
    G.UNSATISFIED: replace(PLAIN, satisfaction=Satisfaction.UNSATISFIED),
    G.UNTRUE: replace(PLAIN, untrue=True),
    G.WINDOW_OVER: replace(PLAIN, archive_from=TODAY - timedelta(days=1)),
    G.NOT_WITHDRAWN: PLAIN,
}
FAILS: dict[Guard, CaseFacts] = {
    G.MATCHED: PLAIN,
    G.SUPERIOR: PLAIN,
    G.NOT_SUPERIOR: replace(PLAIN, superior=True),
    G.DISCIPLINE: replace(PLAIN, track=Track.PETITION),
    G.OTHER_TRACK: replace(PLAIN, track=Track.DISCIPLINE),
    G.URGENT: PLAIN,
    G.PROPOSED: PLAIN,
    G.NOT_PROPOSED: replace(PLAIN, proposed=True),
    G.ANOTHER: replace(PLAIN, own=True),
    G.RETURN_DAYS: replace(PLAIN, return_until=TODAY - timedelta(days=1)),
    G.RETURN_ONCE: replace(PLAIN, returned=True),
    G.HEARD: replace(PLAIN, track=Track.DISCIPLINE),
    G.CATEGORY: replace(PLAIN, category="9901"),
    G.NOT_NOTIFIED: replace(PLAIN, notified=True),
    G.OBJECTION_DAYS: replace(PLAIN, objection_until=TODAY - timedelta(days=1)),
    G.OBJECTIONS_LEFT: replace(PLAIN, track=Track.PETITION, reviews=MAX_REVIEWS),
    G.UNSATISFIED: replace(PLAIN, satisfaction=Satisfaction.FAIR),
    G.UNTRUE: PLAIN,
    G.WINDOW_OVER: replace(PLAIN, archive_from=TODAY),
    G.NOT_WITHDRAWN: replace(PLAIN, withdrawn=True),
}


class TestGuards:
    @pytest.mark.parametrize("guard", list(Guard))
    def test_a_guard_lets_pass_or_says_why_not(self, guard: Guard) -> None:
        assert unmet(guard, PASSES[guard]) is None
        assert unmet(guard, FAILS[guard]) is not None

    @pytest.mark.parametrize("guard", list(Guard))
    def test_every_guard_guards_something_and_refuses_there(self, guard: Guard) -> None:
        move = next(move for move in STEPS.values() if guard in move.guards)
        with pytest.raises(Refused):
            pass_guards(replace(move, guards=(guard,)), FAILS[guard])

    def test_hotline_and_petition_need_no_hearing(self) -> None:
        assert unmet(G.HEARD, replace(PLAIN, track=Track.HOTLINE)) is None
        assert unmet(G.HEARD, replace(PLAIN, track=Track.PETITION)) is None

    def test_an_objection_on_the_track_of_discipline_has_no_last_day(self) -> None:
        assert unmet(G.OBJECTION_DAYS, replace(PLAIN, track=Track.DISCIPLINE)) is None
        assert unmet(G.OBJECTIONS_LEFT, replace(PLAIN, track=Track.DISCIPLINE, reviews=9)) is None

    def test_what_names_a_superior_organs_cadre_goes_up_and_nowhere_else(self) -> None:
        facts = replace(PLAIN, superior=True, matched=True)
        assert set(possible(S.SCREENING, frozenset({Who.INTAKE, Who.LEAD}), facts)) == {
            *(V.ASK, V.SEAL_UP, V.MATCH, V.CLASSIFY, V.WITHDRAW),
        }
