"""The three tables of assessments, every state × verb × role: what is legal, for whom, and what is refused."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.assessments import errors
from api.assessments.rules.campaigns import (
    CAMPAIGN_STEPS,
    CampaignState,
    CampaignVerb,
    LatePolicy,
    Shown,
    after_advance,
    campaign_step,
    campaign_verbs,
    reached,
)
from api.assessments.rules.enrolments import (
    ENROLMENT_STEPS,
    EnrolmentState,
    EnrolmentVerb,
    enrolment_step,
    enrolment_verbs,
)
from api.assessments.rules.opening import Situation, refusal
from api.assessments.rules.rounds import (
    HANDED_IN,
    PARTIES,
    ROUND_STEPS,
    Level,
    Round,
    RoundState,
    RoundVerb,
    Who,
    earlier,
    later,
    round_step,
    round_verbs,
)
from api.assessments.rules.settings import Window
from api.assessments.rules.showing import is_shown
from api.assessments.rules.work import DisagreementState, DisagreementVerb, disagreement_step
from api.core.errors import Refused

C = CampaignState
E = EnrolmentState
R = RoundState
P = Permission
MANAGERS = {Role.SECTION_OFFICER}
DECIDERS = {Role.BUREAU_LEADER, Role.INSPECTION_HEAD}
REVIEWERS = {Role.SECTION_OFFICER, Role.DISTRICT_REVIEWER}
FILLERS = {Role.SCHOOL_LEADER, Role.SCHOOL_CLERK}
SUBMITTERS = {Role.SCHOOL_LEADER}


def holders(permission: P) -> set[Role]:
    return {role for role, held in ROLE_PERMISSIONS.items() if permission in held}


class TestCampaign:
    # What is written here by hand is the whole law; everything else is refused for every role.
    LEGAL: Mapping[tuple[C, str], tuple[C | None, set[Role]]] = {
        (C.DRAFT, "change"): (C.DRAFT, MANAGERS),
        (C.DRAFT, "discard"): (None, MANAGERS),
        (C.DRAFT, "open"): (C.SELF, MANAGERS),
        **{
            (state, "adjust"): (state, MANAGERS)
            for state in (C.SELF, C.DISTRICT, C.COUNTY, C.MODERATION, C.COMPUTED, C.PUBLICITY, C.APPEALS)
        },
        **{(state, "migrate"): (state, MANAGERS) for state in (C.SELF, C.DISTRICT, C.COUNTY, C.MODERATION)},
        (C.SELF, "advance"): (C.DISTRICT, MANAGERS),
        (C.DISTRICT, "advance"): (C.COUNTY, MANAGERS),
        (C.COUNTY, "advance"): (C.MODERATION, MANAGERS),
        (C.MODERATION, "compute"): (C.COMPUTED, MANAGERS),
        (C.COMPUTED, "compute"): (C.COMPUTED, MANAGERS),
        (C.COMPUTED, "publish"): (C.PUBLICITY, MANAGERS),
        (C.COMPUTED, "reopen"): (C.MODERATION, DECIDERS),
        (C.PUBLICITY, "hear"): (C.APPEALS, MANAGERS),
        (C.PUBLICITY, "reopen"): (C.MODERATION, DECIDERS),
        (C.APPEALS, "finalize"): (C.FINAL, DECIDERS),
        (C.APPEALS, "reopen"): (C.MODERATION, DECIDERS),
        (C.FINAL, "reopen"): (C.MODERATION, DECIDERS),
        (C.FINAL, "archive"): (C.ARCHIVED, MANAGERS),
        **{(state, "settle"): (state, MANAGERS) for state in (C.MODERATION, C.COMPUTED)},
        (C.FINAL, "rectify"): (C.FINAL, MANAGERS),
        (C.ARCHIVED, "rectify"): (C.ARCHIVED, MANAGERS),
    }

    @pytest.mark.parametrize(("state", "verb"), list(product(C, CampaignVerb)))
    def test_every_pair_is_legal_for_these_roles_or_refused_for_all(self, state: C, verb: CampaignVerb) -> None:
        if (state, verb.value) in self.LEGAL:
            step = campaign_step(state, verb)
            assert (step.after, holders(step.needs)) == self.LEGAL[state, verb.value]
            return
        with pytest.raises(Refused) as refused:
            campaign_step(state, verb)
        assert refused.value.spec is errors.WRONG_STATE
        assert refused.value.params["allowed"] == (", ".join(campaign_verbs(state)) or "–")

    def test_only_reopening_leads_back_and_what_others_stood_on_changes_for_a_reason(self) -> None:
        for (state, verb), step in CAMPAIGN_STEPS.items():
            assert (step.after is not None and not reached(step.after, state)) == (verb is CampaignVerb.REOPEN)
            assert step.reason == (verb in {CampaignVerb.REOPEN, CampaignVerb.MIGRATE, CampaignVerb.SETTLE})

    @pytest.mark.parametrize(
        ("rounds", "visited"),
        [
            ({Round.SELF, Round.DISTRICT, Round.COUNTY}, [C.DISTRICT, C.COUNTY, C.MODERATION]),
            ({Round.SELF, Round.COUNTY}, [C.COUNTY, C.MODERATION]),
        ],
        ids=["three rounds", "without districts"],
    )
    def test_advancing_passes_over_rounds_that_are_not_held(self, rounds: set[Round], visited: list[C]) -> None:
        state, found = C.SELF, []
        while state is not C.MODERATION:
            state = after_advance(state, rounds)
            found.append(state)
        assert found == visited


class TestDisagreement:
    @pytest.mark.parametrize(("state", "verb"), list(product(DisagreementState, DisagreementVerb)))
    def test_only_what_was_explained_is_settled_by_a_manager_who_has_not_scored_for_a_reason(
        self, state: DisagreementState, verb: DisagreementVerb
    ) -> None:
        if state is DisagreementState.EXPLAINED:
            step = disagreement_step(state, verb)
            assert (step.after, holders(step.needs)) == (DisagreementState.SETTLED, MANAGERS)
            assert step.impartial
            assert step.reason
            return
        with pytest.raises(Refused) as refused:
            disagreement_step(state, verb)
        assert refused.value.params["allowed"] == "–"


class TestEnrolment:
    LEGAL: Mapping[tuple[E, str], tuple[E, set[Role]]] = {
        (E.APPLIED, "withdraw"): (E.WITHDRAWN, SUBMITTERS),
        (E.APPLIED, "admit"): (E.ENROLLED, MANAGERS),
        (E.APPLIED, "refuse"): (E.REFUSED, MANAGERS),
        (E.ENROLLED, "exclude"): (E.EXCLUDED, MANAGERS),
        (E.REFUSED, "apply"): (E.APPLIED, SUBMITTERS),
        (E.WITHDRAWN, "apply"): (E.APPLIED, SUBMITTERS),
        (E.EXCLUDED, "restore"): (E.ENROLLED, MANAGERS),
    }

    @pytest.mark.parametrize(("state", "verb"), list(product(E, EnrolmentVerb)))
    def test_every_pair_is_legal_for_these_roles_or_refused_for_all(self, state: E, verb: EnrolmentVerb) -> None:
        if (state, verb.value) in self.LEGAL:
            step = enrolment_step(state, verb)
            assert (step.after, holders(step.needs)) == self.LEGAL[state, verb.value]
            return
        with pytest.raises(Refused) as refused:
            enrolment_step(state, verb)
        assert refused.value.params["allowed"] == (", ".join(enrolment_verbs(state)) or "–")

    def test_what_is_taken_from_somebody_gives_a_reason(self) -> None:
        given = {verb for (_, verb), step in ENROLMENT_STEPS.items() if step.reason}
        assert given == {EnrolmentVerb.REFUSE, EnrolmentVerb.EXCLUDE}


class TestRound:
    MOVES: Mapping[tuple[R, str], R] = {
        (R.NOT_STARTED, "save"): R.IN_PROGRESS,
        (R.IN_PROGRESS, "save"): R.IN_PROGRESS,
        (R.IN_PROGRESS, "submit"): R.SUBMITTED,
        (R.SUBMITTED, "return"): R.RETURNED,
        (R.SUBMITTED, "accept"): R.ACCEPTED,
        (R.RETURNED, "save"): R.RETURNED,
        (R.RETURNED, "submit"): R.SUBMITTED,
        (R.ACCEPTED, "return"): R.RETURNED,
    }
    # Who works on a round, submits it, judges it: roles, the level at which they must hold it, and who among them.
    WHO: Mapping[tuple[Round, str], tuple[set[Role], Level, Who]] = {
        (Round.SELF, "save"): (FILLERS, Level.SCHOOL, Who.ANYONE),
        (Round.SELF, "submit"): (SUBMITTERS, Level.SCHOOL, Who.ANYONE),
        (Round.SELF, "judge"): (REVIEWERS, Level.ABOVE_SCHOOL, Who.NOT_RECUSED),
        (Round.DISTRICT, "save"): (REVIEWERS, Level.DISTRICT, Who.NOT_RECUSED),
        (Round.DISTRICT, "submit"): (REVIEWERS, Level.DISTRICT, Who.NOT_RECUSED),
        (Round.DISTRICT, "judge"): (REVIEWERS, Level.COUNTY, Who.NOT_RECUSED),
        (Round.COUNTY, "save"): (REVIEWERS, Level.COUNTY, Who.NOT_RECUSED),
        (Round.COUNTY, "submit"): (REVIEWERS, Level.COUNTY, Who.NOT_RECUSED),
        (Round.COUNTY, "judge"): (REVIEWERS, Level.COUNTY, Who.ANOTHER),
        (Round.APPEAL, "save"): (DECIDERS, Level.COUNTY, Who.NOT_RECUSED),
        (Round.APPEAL, "submit"): (DECIDERS, Level.COUNTY, Who.NOT_RECUSED),
        (Round.APPEAL, "judge"): (DECIDERS, Level.COUNTY, Who.ANOTHER),
    }

    @pytest.mark.parametrize(("held", "state", "verb"), list(product(Round, R, RoundVerb)))
    def test_every_triple_is_legal_for_these_roles_or_refused_for_all(
        self, held: Round, state: R, verb: RoundVerb
    ) -> None:
        if (state, verb.value) in self.MOVES:
            step = round_step(held, state, verb)
            judging = verb.value in ("return", "accept")
            who = self.WHO[held, "judge" if judging else verb.value]
            assert step.after is self.MOVES[state, verb.value]
            assert (holders(step.party.needs), step.party.level, step.party.who) == who
            return
        with pytest.raises(Refused) as refused:
            round_step(held, state, verb)
        assert refused.value.params["allowed"] == (", ".join(round_verbs(state)) or "–")

    def test_every_return_gives_a_reason_and_nothing_else_does(self) -> None:
        assert all(step.reason == (verb is RoundVerb.RETURN) for (_, _, verb), step in ROUND_STEPS.items())

    def test_nobody_who_works_at_a_school_judges_or_scores_above_it(self) -> None:
        above = {party.needs for (held, verb), party in PARTIES.items() if held is not Round.SELF}
        assert not (FILLERS & set().union(*(holders(one) for one in above)))

    def test_rounds_stand_in_their_order(self) -> None:
        assert earlier(Round.COUNTY) == (Round.DISTRICT, Round.SELF)
        assert later(Round.DISTRICT) == (Round.COUNTY, Round.APPEAL)


WINDOWS = {
    Round.SELF: Window(Round.SELF, date(2026, 11, 1), date(2026, 11, 20)),
    Round.DISTRICT: Window(Round.DISTRICT, date(2026, 11, 10), date(2026, 12, 5)),
    Round.COUNTY: Window(Round.COUNTY, date(2026, 11, 15), date(2026, 12, 20)),
}
NOT_STARTED = dict.fromkeys((Round.SELF, Round.DISTRICT, Round.COUNTY), R.NOT_STARTED)


def now(campaign: C = C.COUNTY, day: int = 16, late: LatePolicy = LatePolicy.MARK, **states: RoundState) -> Situation:
    """The 16th of November, all rounds open, nothing begun."""
    held = {**NOT_STARTED, **{Round(one): state for one, state in states.items()}}
    return Situation(campaign, date(2026, 11, day), held, WINDOWS, late)


class TestOpening:
    @pytest.mark.parametrize(("held", "campaign"), list(product([Round.SELF, Round.DISTRICT, Round.COUNTY], C)))
    def test_a_round_is_worked_on_from_its_state_of_the_campaign_until_moderation(
        self, held: Round, campaign: C
    ) -> None:
        states = dict.fromkeys(earlier(held), R.SUBMITTED)
        found = refusal(Situation(campaign, date(2026, 11, 16), states, WINDOWS), held, RoundVerb.SAVE)
        order = list(C)
        if order.index(campaign) < order.index(C(held.value)):
            assert found is errors.NOT_OPEN_YET
        elif order.index(campaign) <= order.index(C.COUNTY) or (campaign is C.MODERATION and held is Round.COUNTY):
            assert found is None
        else:
            assert found is errors.ROUNDS_OVER

    def test_what_is_returned_in_moderation_is_put_right_then(self) -> None:
        assert refusal(now(C.MODERATION, self=R.RETURNED), Round.SELF, RoundVerb.SUBMIT) is None
        assert refusal(now(C.COMPUTED, self=R.RETURNED), Round.SELF, RoundVerb.SUBMIT) is errors.ROUNDS_OVER

    @pytest.mark.parametrize("state", list(R))
    def test_a_round_waits_for_the_one_before_until_that_window_is_over(self, state: R) -> None:
        waiting = None if state in HANDED_IN else errors.EARLIER_OPEN
        assert refusal(now(self=state), Round.DISTRICT, RoundVerb.SAVE) is waiting
        assert refusal(now(day=21, self=state), Round.DISTRICT, RoundVerb.SAVE) is None

    @pytest.mark.parametrize("verb", list(RoundVerb))
    def test_what_a_later_round_stands_on_is_not_moved_under_it(self, verb: RoundVerb) -> None:
        found = refusal(now(self=R.SUBMITTED, district=R.SUBMITTED), Round.SELF, verb)
        assert found is (None if verb is RoundVerb.ACCEPT else errors.LATER_HANDED_IN)

    def test_late_work_is_taken_or_shut_out_as_the_campaign_says(self) -> None:
        assert refusal(now(day=21), Round.SELF, RoundVerb.SUBMIT) is None
        assert refusal(now(day=21, late=LatePolicy.BLOCK), Round.SELF, RoundVerb.SUBMIT) is errors.WINDOW_CLOSED
        returned = now(day=21, late=LatePolicy.BLOCK, self=R.RETURNED)
        assert refusal(returned, Round.SELF, RoundVerb.SUBMIT) is None
        assert (now(day=20).is_late(Round.SELF), now(day=21).is_late(Round.SELF)) == (False, True)

    def test_nobody_begins_before_the_window(self) -> None:
        early = now(day=14, self=R.SUBMITTED, district=R.SUBMITTED)
        assert refusal(early, Round.COUNTY, RoundVerb.SAVE) is errors.NOT_OPEN_YET

    def test_an_appeal_is_scored_while_appeals_are_heard_and_never_else(self) -> None:
        found = {campaign: refusal(now(campaign), Round.APPEAL, RoundVerb.SAVE) for campaign in C}
        assert [campaign for campaign, refused in found.items() if refused is None] == [C.APPEALS]


class TestShowing:
    @pytest.mark.parametrize(("campaign", "state"), list(product(C, R)))
    def test_a_later_round_is_shown_when_the_campaign_says(self, campaign: C, state: R) -> None:
        assert is_shown(Shown.SUBMITTED, campaign, state) == (state in HANDED_IN)
        published = campaign in (C.PUBLICITY, C.APPEALS, C.FINAL, C.ARCHIVED)
        assert is_shown(Shown.PUBLICITY, campaign, state) == published
        assert is_shown(Shown.FINAL, campaign, state) == (campaign in (C.FINAL, C.ARCHIVED))
