"""The tables of the log's states: every state with every verb; words that stand twice say the same."""

from itertools import product
from typing import get_args

import pytest

from api.access.permissions import Permission
from api.core.errors import Refused
from api.decisions import errors
from api.decisions.data import shipped_matters
from api.decisions.rules import words
from api.decisions.rules.facts import Level
from api.decisions.rules.portfolios import matters_of
from api.decisions.rules.states import (
    MEETING_STEPS,
    POLICY_STEPS,
    MeetingState,
    MeetingVerb,
    PolicyState,
    PolicyVerb,
    meeting_step,
    meeting_verbs,
    policy_step,
    policy_verbs,
)
from api.decisions.rules.vocabulary import (
    Ballot,
    BudgetState,
    Category,
    Confidentiality,
    DecisionStatus,
    FilingAnswer,
    FilingKind,
    MeetingForm,
    MeetingType,
    Presence,
    PurchaseMethod,
    Result,
    Role,
    SpendType,
    Stance,
    StepType,
    VoteMethod,
)
from api.decisions.schemas.fields import MeetingRole, PolicyLevel

S, V = MeetingState, MeetingVerb
# What may be done: before the first edition, and in a revision of a filed one.
FIRST = {
    S.DRAFT: [V.CHANGE, V.SUBMIT, V.DISCARD],
    S.SUBMITTED: [V.RETURN, V.FILE],
    S.FILED: [V.REVISE],
}
AGAIN = {**FIRST, S.DRAFT: [V.CHANGE, V.SUBMIT]}


class TestMeeting:
    @pytest.mark.parametrize(("state", "verb"), list(product(S, V)))
    @pytest.mark.parametrize("filed", [False, True])
    def test_every_state_with_every_verb(self, state: MeetingState, verb: MeetingVerb, filed: bool) -> None:
        legal = (AGAIN if filed else FIRST)[state]
        assert meeting_verbs(state, filed=filed) == legal
        if verb in legal:
            assert meeting_step(state, verb, filed=filed) == MEETING_STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            meeting_step(state, verb, filed=filed)
        assert (refused.value.spec, refused.value.params) == (errors.WRONG_STATE, {"allowed": ", ".join(legal)})

    def test_a_clerk_records_and_a_leader_answers_for_it(self) -> None:
        needs = {verb: step.needs for (_, verb), step in MEETING_STEPS.items()}
        assert {verb for verb in V if needs[verb] is Permission.DECISION_SUBMIT} == {V.RETURN, V.FILE, V.REVISE}

    def test_what_goes_back_has_a_reason(self) -> None:
        assert {verb for (_, verb), step in MEETING_STEPS.items() if step.reason} == {V.RETURN, V.REVISE}


class TestPolicy:
    @pytest.mark.parametrize(("state", "verb"), list(product(PolicyState, PolicyVerb)))
    def test_every_state_with_every_verb(self, state: PolicyState, verb: PolicyVerb) -> None:
        legal = {
            PolicyState.DRAFT: [PolicyVerb.CHANGE, PolicyVerb.ISSUE, PolicyVerb.DISCARD],
            PolicyState.ISSUED: [PolicyVerb.END],
        }[state]
        assert policy_verbs(state) == legal
        if verb in legal:
            assert policy_step(state, verb) == POLICY_STEPS[state, verb]
            return
        with pytest.raises(Refused) as refused:
            policy_step(state, verb)
        assert refused.value.spec is errors.WRONG_STATE


class TestWords:
    @pytest.mark.parametrize(
        ("table", "kinds"),
        [
            (words.MEETING_TYPES, MeetingType),
            (words.MEETING_FORMS, MeetingForm),
            (words.MEETING_STATES, MeetingState),
            (words.CATEGORIES, Category),
            (words.RESULTS, Result),
            (words.STATUSES, DecisionStatus),
            (words.METHODS, VoteMethod),
            (words.BALLOTS, Ballot),
            (words.STANCES, Stance),
            (words.ROLES, Role),
            (words.PRESENCES, Presence),
            (words.STEPS, StepType),
            (words.FILING_KINDS, FilingKind),
            (words.FILING_ANSWERS, FilingAnswer),
            (words.SPEND_TYPES, SpendType),
            (words.BUDGET_STATES, BudgetState),
            (words.PURCHASE_METHODS, PurchaseMethod),
            (words.CONFIDENTIALITIES, Confidentiality),
        ],
        ids=lambda value: getattr(value, "__name__", "words"),
    )
    def test_every_word_is_said_in_both_languages(
        self, table: dict[str, words.Words], kinds: type[MeetingType]
    ) -> None:
        assert list(table) == [kind.value for kind in kinds]

    def test_what_the_wire_spells_out_is_what_the_rules_know(self) -> None:
        assert get_args(MeetingRole) == tuple(role.value for role in Role)
        assert get_args(PolicyLevel) == tuple(level.value for level in Level)


class TestMatters:
    def test_forty_in_four_categories(self) -> None:
        codes = [matter["code"] for matter in shipped_matters()]
        assert (len(codes), len(set(codes))) == (40, 40)
        number = {prefix: sum(code.startswith(prefix) for code in codes) for prefix in ("MD", "PA", "MP", "LF")}
        assert number == {"MD": 21, "PA": 7, "MP": 7, "LF": 5}
        assert {matter["category"] for matter in shipped_matters()} == {category.value for category in Category}

    def test_their_words_are_those_of_the_rules(self) -> None:
        for matter in shipped_matters():
            assert set(matter["required_steps"]) <= {step.value for step in StepType}
            assert set(matter["meeting_sequence"]) <= {kind.value for kind in MeetingType}

    def test_a_portfolio_is_read_by_code_and_by_its_words(self) -> None:
        assert matters_of(["LF01"]) == {"LF01"}
        assert "MP01" in matters_of(["分管基建、信息化"])
        assert "MP05" in matters_of(["分管基建、信息化"])
        assert matters_of(["全面工作"]) == frozenset()
