"""Blocks about assessments for the overview and for the page of a school: a few grouped statements, whatever the size.

The roll-ups of the scores are the rounds, whose totals follow every entry, and the results, one row a school.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, null, or_, select
from sqlalchemy.orm import aliased

from api.access import reach
from api.assessments.models import (
    AssessmentAward,
    AssessmentCampaign,
    AssessmentEnrolment,
    AssessmentResult,
    AssessmentRound,
)
from api.assessments.queries.adjustments import find_bars
from api.assessments.queries.campaigns import bare, list_begun
from api.assessments.queries.figures import each, in_one, present_grades, present_spread
from api.assessments.queries.frameworks import band_title, scorer_by_hash
from api.assessments.queries.matrix import held_alone, seeing_all
from api.assessments.queries.places import get_parts, list_standings, present_places
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
_PLACE = aliased(Unit, name="place")


def get_assessments(ctx: Context, unit_id: UUID | None) -> AssessmentsBlock:
    """The newest campaigns over the schools of a unit within reach, by default all that are. Errors: `not_found`.

    Three statements, whatever the number of campaigns, districts and schools.
    """
    top = None if unit_id is None else _top(ctx, unit_id)
    rows = list_begun(ctx, _CAMPAIGNS, _schools(ctx, top), held_alone(ctx).label("alone"), _or_null(top).label("top"))
    path = rows[0].top if rows else None
    if unit_id is not None and path is None:
        _require_unit(ctx, unit_id)
    found = {row.AssessmentCampaign.id: row for row in rows if row.schools}
    if not found:
        return AssessmentsBlock(items=[])
    standings = _grouped(list_standings(ctx, [*found], *_mine(ctx, path)))
    results = _grouped(_results(ctx, [*found], path))
    items = [_block(ctx, row, standings[key], results[key]) for key, row in found.items()]
    return AssessmentsBlock(items=items)


def _top(ctx: Context, unit_id: UUID) -> Any:
    """The path of a unit within reach."""
    return reach.within(ctx, select(_PLACE.path).where(_PLACE.id == unit_id), _PLACE.id).scalar_subquery()


def _or_null(top: Any) -> ColumnElement[Any]:
    return null() if top is None else top


def _require_unit(ctx: Context, unit_id: UUID) -> None:
    if ctx.session.execute(select(_top(ctx, unit_id))).scalar() is None:
        raise Refused(NOT_FOUND)


def _mine(ctx: Context, path: Any) -> tuple[ColumnElement[bool], ...]:
    """Enrolments of who takes part, within reach and below the unit that is looked at."""
    return _E.state == EnrolmentState.ENROLLED.value, _below(ctx, path, _E.unit_id)


def _schools(ctx: Context, path: Any) -> ColumnElement[int]:
    """How many take part in the campaign of the statement."""
    stmt = select(func.count()).select_from(_E).where(_E.campaign_id == AssessmentCampaign.id, *_mine(ctx, path))
    return stmt.correlate(AssessmentCampaign).scalar_subquery().label("schools")


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows by campaign."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.campaign_id].append(row)
    return found


def _below(ctx: Context, path: Any, unit: Any) -> ColumnElement[bool]:
    """The condition on the unit of a row: within reach, and below the unit that is looked at."""
    within = reach.each(ctx, unit)
    if path is None:
        return within
    mine = select(func.count()).where(Unit.id == unit, in_subtree(Unit.path, path))
    return and_(within, mine.scalar_subquery() > 0)


def _results(ctx: Context, campaign_ids: Collection[UUID], path: str | None) -> Sequence[Any]:
    """How many schools hold each grade, and how far these are from the county's round, where that may be seen."""
    stmt = (
        select(_R.campaign_id, _R.grade, func.count().label("schools"), in_one(_R.gap).label("gaps"))
        .join(AssessmentCampaign, AssessmentCampaign.id == _R.campaign_id)
        .where(_R.campaign_id.in_(campaign_ids), _R.rank.is_not(None), shown(ctx), _below(ctx, path, _R.unit_id))
        .group_by(_R.campaign_id, _R.grade)
    )
    return ctx.session.execute(stmt).all()


def _block(ctx: Context, row: Any, standings: Sequence[Any], results: Sequence[Any]) -> CampaignBlock:
    held = bare(row)
    scorer = scorer_by_hash(ctx, held.campaign.version_id, held.content_hash)
    rounds: dict[Round, Counter[RoundState]] = defaultdict(Counter)
    for one in standings:
        rounds[Round(one.round)][RoundState(one.state)] += one.schools
    return CampaignBlock(
        campaign=_named(held.campaign),
        state=held.state,
        schools=row.schools,
        full=written(scorer.full),
        rounds=[CampaignRound(round=one, states=rounds[one]) for one in Round if one in rounds],
        places=present_places(standings, seeing_all(ctx, held, alone=row.alone)),
        grades=present_grades(ctx, scorer.framework, {one.grade: one.schools for one in results}),
        gap=present_spread([gap for one in results for gap in each(one.gaps)]),
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
