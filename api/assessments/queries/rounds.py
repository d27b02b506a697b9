"""Reading rounds: where each stands, and what a school may see of later ones."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import exists, select

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentEnrolment, AssessmentFormerRound, AssessmentRound
from api.assessments.queries.campaigns import present_windows
from api.assessments.queries.enrolments import Entry, load_entry
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.standing import Standing, holds_at, standing_of
from api.assessments.rules.campaigns import CampaignState, LatePolicy
from api.assessments.rules.enrolments import ENROLMENT_STEPS, EnrolmentState, EnrolmentVerb, enrolment_verbs
from api.assessments.rules.facts import read_facts
from api.assessments.rules.opening import Situation, refusal
from api.assessments.rules.rounds import PARTIES, Level, Round, RoundState, RoundVerb, round_verbs
from api.assessments.rules.settings import shown_from
from api.assessments.rules.showing import is_shown
from api.assessments.schemas.enrolments import (
    AssessmentRoundBrief,
    AssessmentRoundVerbs,
    EnrolmentCampaign,
    EnrolmentOut,
)
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import written
from api.core.schemas import Named, UnitRef
from api.frameworks.rules.applicability import decide

_BRIEF = ("round", "state", "entered", "missing", "late", "returns", "submitted_at", "revision")
_CAMPAIGN = (
    "id",
    "code",
    "title",
    "cycle",
    "period_first_on",
    "period_last_on",
    "state",
    "version_id",
    "district_mode",
)
_ENROLMENT = ("id", "subject", "state", "reason", "statement", "updated_at", "revision", "facts", "not_applicable")


AnyRound = AssessmentRound | AssessmentFormerRound


def has_rounds(ctx: Context, enrolment_id: UUID) -> bool:
    """Whether an enrolment has got its rounds."""
    return ctx.session.execute(select(exists().where(AssessmentRound.enrolment_id == enrolment_id))).scalar_one()


def get_of_unit(ctx: Context, campaign_id: UUID, unit_id: UUID) -> AssessmentEnrolment:
    """The enrolment of a school that the caller reaches. Errors: `not_found`."""
    stmt = select(AssessmentEnrolment).where(
        AssessmentEnrolment.campaign_id == campaign_id, AssessmentEnrolment.unit_id == unit_id
    )
    found = ctx.session.execute(reach.within(ctx, stmt, AssessmentEnrolment.unit_id)).scalar_one_or_none()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def rounds_of(ctx: Context, enrolment_id: UUID) -> dict[Round, AssessmentRound]:
    """The rounds of an enrolment that the caller has loaded, in their order."""
    stmt = select(AssessmentRound).where(AssessmentRound.enrolment_id == enrolment_id)
    found = {Round(one.round): one for one in ctx.session.execute(stmt).scalars()}
    return {held: found[held] for held in Round if held in found}


def untouched_rounds(
    ctx: Context, campaign_id: UUID, which: Round, enrolment_ids: Collection[UUID]
) -> list[tuple[AssessmentRound, list[str]]]:
    """Rounds of these enrolments that nobody has begun, with what does not apply to each. Not narrowed by reach."""
    stmt = (
        select(AssessmentRound, AssessmentEnrolment.not_applicable)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id)
        .where(
            AssessmentEnrolment.campaign_id == campaign_id,
            AssessmentEnrolment.id.in_(list(enrolment_ids)),
            AssessmentRound.round == which.value,
            AssessmentRound.state == RoundState.NOT_STARTED.value,
        )
        .order_by(AssessmentRound.id)
    )
    return [(held, absent) for held, absent in ctx.session.execute(stmt)]


def sees(ctx: Context, entry: Entry, held: AnyRound) -> bool:
    """Whether the caller sees what is in a round.

    The county sees all; a district its schools' rounds and its own; a school its own. Rounds further up are shown to
    both when the campaign says so.
    """
    if ctx.actor is None or _at_county(ctx, entry):
        return True
    which = Round(held.round)
    if holds_at(ctx, entry, Permission.ASSESSMENT_READ, Level.DISTRICT):
        return which is not Round.COUNTY or shown(entry, held)
    return which is Round.SELF or shown(entry, held)


def _at_county(ctx: Context, entry: Entry) -> bool:
    return holds_at(ctx, entry, Permission.ASSESSMENT_READ, Level.COUNTY)


def shown(entry: Entry, held: AnyRound) -> bool:
    """Whether the campaign shows a later round to the school by now."""
    wanted = shown_from(entry.held.campaign.visibility, Round(held.round))
    return is_shown(wanted, entry.held.state, RoundState(held.state))


def get_enrolment(ctx: Context, enrolment_id: UUID) -> EnrolmentOut:
    """An enrolment within reach, with its rounds as far as they are shown. Errors: `not_found`."""
    entry = load_entry(ctx, enrolment_id)
    scorer = scorer_by_hash(ctx, entry.held.campaign.version_id, entry.held.content_hash)
    standing, rounds = standing_of(ctx, entry), rounds_of(ctx, enrolment_id)
    unknown = decide(scorer.framework, read_facts(entry.enrolment.facts)).unknown
    unit, district = entry.unit, entry.district
    return EnrolmentOut(
        **{name: getattr(entry.enrolment, name) for name in _ENROLMENT},
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        district=Named(id=district.id, name=district.name) if district else None,
        campaign=_campaign(entry),
        unknown_facts={code: sorted(facts) for code, facts in unknown.items()},
        verbs=_enrolment_verbs(ctx, entry),
        rounds=[_with_verbs(standing, one, rounds) for one in rounds.values() if sees(ctx, entry, one)],
    )


def _campaign(entry: Entry) -> EnrolmentCampaign:
    campaign, threshold = entry.held.campaign, entry.held.campaign.disagreement_threshold
    return EnrolmentCampaign(
        **{name: getattr(campaign, name) for name in _CAMPAIGN},
        content_hash=entry.held.content_hash,
        disagreement_threshold=None if threshold is None else written(threshold),
        windows=present_windows(entry.held.windows.values()),
    )


def _enrolment_verbs(ctx: Context, entry: Entry) -> list[EnrolmentVerb]:
    state = EnrolmentState(entry.enrolment.state)
    if entry.held.state not in (CampaignState.DRAFT, CampaignState.SELF, CampaignState.DISTRICT, CampaignState.COUNTY):
        return []
    return [verb for verb in enrolment_verbs(state) if ctx.actor is None or _may(ctx, entry, state, verb)]


def _may(ctx: Context, entry: Entry, state: EnrolmentState, verb: EnrolmentVerb) -> bool:
    needs = ENROLMENT_STEPS[state, verb].needs
    level = Level.SCHOOL if needs is Permission.ASSESSMENT_SUBMIT else Level.COUNTY
    return holds_at(ctx, entry, needs, level)


def _with_verbs(
    standing: Standing, one: AssessmentRound, rounds: Mapping[Round, AssessmentRound]
) -> AssessmentRoundVerbs:
    return AssessmentRoundVerbs(**brief(one).model_dump(), verbs=verbs_of(standing, one, rounds))


def verbs_of(standing: Standing, one: AssessmentRound, rounds: Mapping[Round, AssessmentRound]) -> list[RoundVerb]:
    """What the caller can do with a round now; what is still missing in it aside."""
    which, entry = Round(one.round), standing.entry
    if entry.enrolment.state != EnrolmentState.ENROLLED:
        return []
    now = situation(standing.ctx, entry, rounds)
    possible = (verb for verb in round_verbs(RoundState(one.state)) if refusal(now, which, verb) is None)
    return [verb for verb in possible if standing.may(PARTIES[which, verb], one.submitted_by)]


def situation(ctx: Context, entry: Entry, rounds: Mapping[Round, AssessmentRound]) -> Situation:
    """What stands around the rounds of an enrolment now."""
    return Situation(
        campaign=entry.held.state,
        today=clock.legal_day(ctx.now),
        states={which: RoundState(one.state) for which, one in rounds.items()},
        windows=entry.held.windows,
        late_policy=LatePolicy(entry.held.campaign.late_policy),
    )


def brief(one: AssessmentRound) -> AssessmentRoundBrief:
    """Where a round stands."""
    total = None if one.total is None else written(one.total)
    return AssessmentRoundBrief(**{name: getattr(one, name) for name in _BRIEF}, total=total)
