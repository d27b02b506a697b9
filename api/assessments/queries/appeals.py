"""Reading appeals: the school its own, who decides all of a campaign."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import aliased

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentAppeal, AssessmentCampaign, AssessmentRound, AssessmentScore
from api.assessments.queries.frameworks import scorer_by_hash
from api.assessments.queries.scores import names_of
from api.assessments.rules.appeals import (
    APPEAL_STEPS,
    AppealResult,
    AppealState,
    AppealTarget,
    AppealVerb,
    Did,
    Hands,
    Side,
    appeal_verbs,
)
from api.assessments.rules.rounds import ORDER, Round
from api.assessments.schemas.appeals import AppealChangeOut, AppealFilter, AppealHand, AppealHands, AppealOut
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Page, UnitRef
from api.frameworks.models import FrameworkVersion
from api.frameworks.rules.model import walk
from api.organizations.models import Unit

_HOLDER = aliased(Unit, name="holder")
_PLAIN = (
    *("id", "campaign_id", "enrolment_id", "statement", "evidence_ids", "reason", "team", "heard_on", "hearing"),
    *("filed_at", "decided_at", "revision"),
)


class Filed(NamedTuple):
    """An appeal with its campaign and unit."""

    appeal: AssessmentAppeal
    campaign: AssessmentCampaign
    unit: Unit
    held_at: str  # path of the campaign's unit
    content_hash: str  # of the framework


class Touched(NamedTuple):
    """Somebody, and of which team, did something with a score; nobody, where a round is not so far."""

    round: Round
    did: Did
    person: UUID | None
    team: str | None


def _select(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = (
        select(AssessmentAppeal, AssessmentCampaign, Unit, _HOLDER.path, FrameworkVersion.content_hash)
        .join(AssessmentCampaign, AssessmentCampaign.id == AssessmentAppeal.campaign_id)
        .join(Unit, Unit.id == AssessmentAppeal.unit_id)
        .join(_HOLDER, _HOLDER.id == AssessmentCampaign.unit_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
    )
    return stmt if ctx.actor is None else reach.within(ctx, stmt, AssessmentAppeal.unit_id)


def load_appeal(ctx: Context, appeal_id: UUID, side: Side) -> Filed:
    """An appeal to be moved by one side: where its campaign is held, or where its school is. Errors: `not_found`."""
    stmt = _select(ctx).where(AssessmentAppeal.id == appeal_id)
    if ctx.actor is not None and side is Side.COUNTY:
        stmt = reach.within(ctx, stmt, AssessmentCampaign.unit_id)
    row = ctx.session.execute(stmt).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return Filed(*row)


def get_appeal(ctx: Context, appeal_id: UUID) -> AppealOut:
    """An appeal within reach. Errors: `not_found`."""
    filed = load_appeal(ctx, appeal_id, Side.SCHOOL)
    shown = _present(ctx, filed)
    if ctx.actor is None or not reach.reaches(ctx, filed.held_at, Permission.ASSESSMENT_DECIDE):
        return shown
    touched = list_touched(ctx, filed.appeal.enrolment_id, filed.appeal.code)
    own = ctx.actor.id in hands_of(touched).persons
    verbs = [verb for verb in shown.verbs if not (own and APPEAL_STEPS[shown.state, verb].impartial)]
    return shown.model_copy(update={"verbs": verbs, "hands": _present_hands(ctx, touched, own=own)})


def _present_hands(ctx: Context, touched: Sequence[Touched], *, own: bool) -> AppealHands:
    names = names_of(ctx, {one.person for one in touched})
    return AppealHands(
        persons=[AppealHand(who=names[one.person], round=one.round, did=one.did) for one in touched if one.person],
        teams=sorted(hands_of(touched).teams),
        own=own,
    )


def list_appeals(ctx: Context, wanted: AppealFilter, paging: Paging) -> Page[AppealOut]:
    """Appeals within reach that match, the newest first."""
    stmt = _select(ctx).where(*_conditions(wanted))
    newest = stmt.order_by(AssessmentAppeal.filed_at.desc(), AssessmentAppeal.id.desc())
    rows = ctx.session.execute(newest.limit(paging.size).offset(paging.offset))
    items = [_present(ctx, Filed(*row)) for row in rows]
    return Page(items=items, page=paging.page, size=paging.size, total=count(ctx, stmt))


def _conditions(wanted: AppealFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.campaign is not None:
        yield AssessmentAppeal.campaign_id == wanted.campaign
    if wanted.unit is not None:
        yield AssessmentAppeal.unit_id == wanted.unit
    if wanted.state:
        yield AssessmentAppeal.state.in_(wanted.state)


def _present(ctx: Context, filed: Filed) -> AppealOut:
    one, unit = filed.appeal, filed.unit
    framework = scorer_by_hash(ctx, filed.campaign.version_id, filed.content_hash).framework
    titles = {place.node.code: place.node.label for place in walk(framework)}
    grade = framework.scales[0].label if framework.scales else framework.label
    state = AppealState(one.state)
    return AppealOut(
        **{name: getattr(one, name) for name in _PLAIN},
        target=AppealTarget(one.target),
        state=state,
        result=AppealResult(one.result) if one.result else None,
        code=one.code or None,
        title=titles.get(one.code, grade).text(ctx.language),
        changes=[AppealChangeOut(**change) for change in one.changes],
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        verbs=[verb for verb in appeal_verbs(state) if _may(ctx, filed, state, verb)],
        hands=None,
    )


def _may(ctx: Context, filed: Filed, state: AppealState, verb: AppealVerb) -> bool:
    step = APPEAL_STEPS[state, verb]
    path = filed.unit.path if step.side is Side.SCHOOL else filed.held_at
    return ctx.actor is None or reach.reaches(ctx, path, step.needs)


def list_touched(ctx: Context, enrolment_id: UUID, code: str) -> list[Touched]:
    """Who did what with an item of an enrolment in the review rounds; without a code with every item."""
    rounds = (Round.DISTRICT.value, Round.COUNTY.value)
    persons = (
        AssessmentScore.scored_by.label(Did.SCORED),
        AssessmentRound.submitted_by.label(Did.SIGNED),
        AssessmentRound.decided_by.label(Did.RECEIVED),
    )
    stmt = (
        select(AssessmentRound.round, AssessmentRound.team, *persons)
        .outerjoin(AssessmentScore, AssessmentScore.round_id == AssessmentRound.id)
        .where(AssessmentRound.enrolment_id == enrolment_id, AssessmentRound.round.in_(rounds))
        .where(or_(AssessmentScore.id.is_(None), AssessmentScore.code == code) if code else true())
    )
    rows = ctx.session.execute(stmt).all()
    found = {Touched(Round(row.round), did, getattr(row, did), row.team) for row in rows for did in Did}
    return sorted(found, key=lambda one: (ORDER.index(one.round), list(Did).index(one.did), str(one.person)))


def hands_of(touched: Sequence[Touched]) -> Hands:
    """The same as the rule of impartiality takes it."""
    return Hands({one.person for one in touched if one.person}, {one.team for one in touched if one.team})


def scored_by(ctx: Context, enrolment_id: UUID, code: str) -> Hands:
    """Whose hands an item of an enrolment went through in the review rounds; without a code those of every item."""
    return hands_of(list_touched(ctx, enrolment_id, code))


def find_round(ctx: Context, enrolment_id: UUID) -> AssessmentRound | None:
    """The round of appeals of an enrolment, where there is one."""
    mine = (AssessmentRound.enrolment_id == enrolment_id, AssessmentRound.round == Round.APPEAL.value)
    return ctx.session.execute(select(AssessmentRound).where(*mine)).scalar_one_or_none()


def find_score(ctx: Context, round_id: UUID, code: str) -> AssessmentScore | None:
    """The score of an item in a round."""
    mine = (AssessmentScore.round_id == round_id, AssessmentScore.code == code)
    return ctx.session.execute(select(AssessmentScore).where(*mine)).scalar_one_or_none()
