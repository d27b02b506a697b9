"""Blocks about assessments for the overview and for the page of a school: a few grouped statements, whatever the size.

A result is one row a school, written by the computing: counting a campaign's rows is the roll-up.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from api.access import reach
from api.assessments.models import (
    AssessmentAward,
    AssessmentCampaign,
    AssessmentEnrolment,
    AssessmentResult,
    AssessmentRound,
)
from api.assessments.queries.adjustments import find_bars
from api.assessments.queries.campaigns import get_bare, seen
from api.assessments.queries.figures import count_grades, present_spread
from api.assessments.queries.frameworks import band_title, scorer_by_hash
from api.assessments.queries.places import get_parts, list_places
from api.assessments.queries.results import maybe, shown
from api.assessments.rules.awards import AwardKind, AwardState
from api.assessments.rules.campaigns import CampaignState
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.schemas.outcomes import OutcomeCampaign
from api.assessments.schemas.overviews import (
    AssessmentsBlock,
    CampaignBlock,
    CampaignRound,
    SchoolAssessments,
    SchoolAward,
    SchoolCampaign,
    SchoolRound,
)
from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.points import written
from api.core.schemas import UnitRef
from api.frameworks.models import FrameworkVersion
from api.organizations.models import Unit
from api.organizations.queries import in_subtree

_CAMPAIGNS, _CYCLES = 3, 5
_E, _R = AssessmentEnrolment, AssessmentResult


def get_assessments(ctx: Context, unit_id: UUID | None) -> AssessmentsBlock:
    """The newest campaigns over the schools of a unit within reach, by default all that are. Errors: `not_found`."""
    below = _path(ctx, unit_id)
    stmt = (
        select(AssessmentCampaign)
        .join(Unit, Unit.id == AssessmentCampaign.unit_id)
        .where(seen(ctx), AssessmentCampaign.state != CampaignState.DRAFT.value)
        .order_by(AssessmentCampaign.period_last_on.desc(), AssessmentCampaign.id.desc())
        .limit(_CAMPAIGNS)
    )
    items = [_block(ctx, one, below) for one in ctx.session.execute(stmt).scalars()]
    return AssessmentsBlock(items=[item for item in items if item.schools])


def _path(ctx: Context, unit_id: UUID | None) -> str | None:
    if unit_id is None:
        return None
    stmt = select(Unit.path).where(Unit.id == unit_id)
    path = ctx.session.execute(reach.within(ctx, stmt, Unit.id)).scalar_one_or_none()
    if path is None:
        raise Refused(NOT_FOUND)
    return path


def _below(ctx: Context, path: str | None, unit: Any) -> ColumnElement[bool]:
    """The condition on the unit of a row: within reach, and below the unit that is looked at."""
    within = reach.condition(ctx, unit)
    return within if path is None else and_(within, unit.in_(select(Unit.id).where(in_subtree(Unit.path, path))))


def _block(ctx: Context, campaign: AssessmentCampaign, below: str | None) -> CampaignBlock:
    taking_part = _E.state == EnrolmentState.ENROLLED.value
    mine = (_E.campaign_id == campaign.id, taking_part, _below(ctx, below, _E.unit_id))
    rounds = (
        select(AssessmentRound.round, AssessmentRound.state, func.count().label("schools"))
        .join(_E, _E.id == AssessmentRound.enrolment_id)
        .where(*mine)
        .group_by(AssessmentRound.round, AssessmentRound.state)
    )
    found: dict[Round, dict[RoundState, int]] = defaultdict(dict)
    for row in ctx.session.execute(rounds):
        found[Round(row.round)][RoundState(row.state)] = row.schools
    gaps = (
        select(_R.gap)
        .join(AssessmentCampaign, AssessmentCampaign.id == _R.campaign_id)
        .where(_R.campaign_id == campaign.id, _R.gap.is_not(None), shown(ctx), _below(ctx, below, _R.unit_id))
    )
    graded = count_grades(ctx, campaign.id, _below(ctx, below, _R.unit_id))
    held = get_bare(ctx, campaign.id)
    return CampaignBlock(
        campaign=_named(campaign),
        state=CampaignState(campaign.state),
        schools=ctx.session.execute(select(func.count()).select_from(_E).where(*mine)).scalar_one(),
        full=written(scorer_by_hash(ctx, campaign.version_id, held.content_hash).full),
        rounds=[CampaignRound(round=one, states=found[one]) for one in Round if one in found],
        places=list_places(ctx, held, *mine),
        grades=[one for one in graded if one.schools],
        gap=present_spread([gap for gap in ctx.session.execute(gaps).scalars() if gap is not None]),
    )


def _named(campaign: AssessmentCampaign) -> OutcomeCampaign:
    return OutcomeCampaign(id=campaign.id, code=campaign.code, title=campaign.title, cycle=campaign.cycle)


# --- A school --------------------------------------------------------------------------------------------------------


def get_school_assessments(ctx: Context, unit_id: UUID) -> SchoolAssessments:
    """The assessments of a school within reach. Errors: `not_found`."""
    stmt = reach.within(ctx, select(Unit).where(Unit.id == unit_id), Unit.id)
    unit = ctx.session.execute(stmt).scalar_one_or_none()
    if unit is None:
        raise Refused(NOT_FOUND)
    bars = find_bars(ctx, [unit_id], clock.legal_day(ctx.now))
    campaigns = _campaigns(ctx, unit_id)
    return SchoolAssessments(
        unit=UnitRef(id=unit.id, name=unit.name, kind=unit.kind),
        campaigns=campaigns,
        parts=get_parts(ctx, campaigns[0].enrolment_id, campaigns[0].campaign) if campaigns else None,
        awards=_awards(ctx, unit_id),
        barred=unit_id in bars,
        barred_until=bars.get(unit_id),
    )


def _campaigns(ctx: Context, unit_id: UUID) -> list[SchoolCampaign]:
    stmt = (
        select(_E.id, AssessmentCampaign, FrameworkVersion.content_hash, _R.total, _R.grade, _R.rank, _R.gap)
        .join(AssessmentCampaign, AssessmentCampaign.id == _E.campaign_id)
        .join(FrameworkVersion, FrameworkVersion.id == AssessmentCampaign.version_id)
        .outerjoin(_R, and_(_R.enrolment_id == _E.id, _R.rank.is_not(None), shown(ctx, _R.unit_id)))
        .where(_E.unit_id == unit_id, _E.state == EnrolmentState.ENROLLED.value)
        .where(AssessmentCampaign.state != CampaignState.DRAFT.value)
        .order_by(AssessmentCampaign.period_last_on.desc(), _E.id.desc())
        .limit(_CYCLES)
    )
    rows = ctx.session.execute(stmt).all()
    rounds: dict[UUID, dict[Round, RoundState]] = defaultdict(dict)
    listed = select(AssessmentRound.enrolment_id, AssessmentRound.round, AssessmentRound.state)
    for row in ctx.session.execute(listed.where(AssessmentRound.enrolment_id.in_([row.id for row in rows]))):
        rounds[row.enrolment_id][Round(row.round)] = RoundState(row.state)
    return [
        SchoolCampaign(
            campaign=_named(row.AssessmentCampaign),
            state=CampaignState(row.AssessmentCampaign.state),
            enrolment_id=row.id,
            rounds=[SchoolRound(round=one, state=rounds[row.id][one]) for one in Round if one in rounds[row.id]],
            total=maybe(row.total),
            gap=maybe(row.gap),
            grade=row.grade,
            grade_title=_grade(ctx, row),
            rank=row.rank,
        )
        for row in rows
    ]


def _grade(ctx: Context, row: Any) -> str | None:
    if row.grade is None:
        return None
    return band_title(
        ctx, scorer_by_hash(ctx, row.AssessmentCampaign.version_id, row.content_hash).framework, row.grade
    )


def _awards(ctx: Context, unit_id: UUID) -> list[SchoolAward]:
    today, one = clock.legal_day(ctx.now), AssessmentAward
    stmt = (
        select(one)
        .where(one.unit_id == unit_id, one.state == AwardState.GRANTED.value, one.kind != AwardKind.BLACKLIST.value)
        .where(or_(one.valid_to.is_(None), one.valid_to >= today))
        .order_by(one.valid_to.desc(), one.id)
    )
    found = ctx.session.execute(stmt).scalars()
    return [SchoolAward(title=award.title, kind=award.kind, valid_to=award.valid_to) for award in found]
