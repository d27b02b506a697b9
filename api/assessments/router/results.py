"""Results of campaigns over HTTP: computing, ranking, figures, publicity, the end."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, refusals
from api.assessments.queries import comparisons, figures, moderation, publications, results
from api.assessments.queries.campaigns import get_held
from api.assessments.schemas.campaigns import AssessmentCampaignOut
from api.assessments.schemas.outcomes import ComparisonOut
from api.assessments.schemas.publications import Publications
from api.assessments.schemas.results import (
    AssessmentRankingFilter,
    AssessmentRankingRow,
    AssessmentResultOut,
    ComputeIn,
    DifficultyOfCampaign,
    GapsOfCampaign,
    ModerationFilter,
    ModerationRow,
    ReopenIn,
    SettleIn,
)
from api.assessments.schemas.rounds import AssessmentBatchOut
from api.assessments.service import computing, finalizing, publicity, settling
from api.core.context import Context
from api.core.jobs.errors import PENDING
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_SORT, TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.disclosures import errors as notice_errors

router = Router(prefix="/assessments", tags=["assessments"])

Sort = Annotated[
    str,
    Query(max_length=100, examples=["rank"], description="Columns, comma separated; `-` before one: descending."),
]
Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Manages = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, if_match="required")]
Decides = Annotated[Context, Requires(Permission.ASSESSMENT_DECIDE, if_match="required")]

# --- Figures ---------------------------------------------------------------------------------------------------------


@router.get("/campaigns/{campaign_id}/ranking", summary="List the ranking 评估排名", errors=(TOO_DEEP, BAD_SORT))
def list_assessment_ranking(
    ctx: Reads,
    campaign_id: UUID,
    wanted: Annotated[AssessmentRankingFilter, Query()],
    paging: Paged,
    sort: Sort = "rank",
) -> Page[AssessmentRankingRow]:
    """Results within reach, best first; ties share a place. Below the campaign's unit once they are public."""
    return results.list_ranking(ctx, campaign_id, wanted, sort, paging)


@router.get("/campaigns/{campaign_id}/gaps", summary="Read the gaps between rounds 自评与复核差距")
def get_assessment_gaps(ctx: Reads, campaign_id: UUID) -> GapsOfCampaign:
    """How far self-assessments lie above what the county found, in all and by district."""
    return figures.get_gaps(ctx, campaign_id)


@router.get("/campaigns/{campaign_id}/difficulty", summary="Read the difficulty of items 指标难度")
def get_assessment_difficulty(ctx: Reads, campaign_id: UUID) -> DifficultyOfCampaign:
    """How every item was met: mean share, full and nothing, and how well it tells schools apart."""
    return figures.get_difficulty(ctx, campaign_id)


@router.get("/campaigns/{campaign_id}/moderation", summary="List what to moderate 评议清单", errors=(TOO_DEEP,))
def list_assessment_moderation(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, snapshot=True)],
    campaign_id: UUID,
    wanted: Annotated[ModerationFilter, Query()],
    paging: Paged,
) -> Page[ModerationRow]:
    """Disagreements between rounds, entries that are missing, gaps and totals that lie far off."""
    return moderation.list_moderation(ctx, campaign_id, wanted, paging)


@router.post(
    "/campaigns/{campaign_id}/disagreements:settle",
    summary="Settle disagreements 处理分歧",
    errors=(errors.WRONG_STATE,),
)
def settle_assessment_disagreements(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE)], campaign_id: UUID, body: SettleIn
) -> AssessmentBatchOut:
    """What was explained stands, for one reason; each that cannot be settled is told with the code of its refusal."""
    return settling.settle_disagreements(ctx, campaign_id, body)


@router.get("/campaigns/{campaign_id}/publications", summary="List publications of results 结果公示记录")
def list_assessment_publications(ctx: Reads, campaign_id: UUID) -> Publications:
    """Every showing of results with its days, the newest first."""
    get_held(ctx, campaign_id)
    return Publications(items=publications.list_publications(ctx, campaign_id))


@router.get("/enrolments/{enrolment_id}/result", summary="Read a result 评估结果")
def get_assessment_result(ctx: Reads, enrolment_id: UUID) -> AssessmentResultOut:
    """What one school came to, with the explanation of every point and of the grade."""
    return results.get_result(ctx, enrolment_id)


@router.get("/units/{unit_id}/comparison", summary="Compare a school over the years 历年对比")
def compare_assessments(ctx: Reads, unit_id: UUID) -> ComparisonOut:
    """Its frozen outcomes indicator by indicator of the same lineage; raw scores only where they are of one scale."""
    return comparisons.compare_unit(ctx, unit_id)


# --- Steps -----------------------------------------------------------------------------------------------------------


@router.post(
    "/campaigns/{campaign_id}:compute",
    status_code=202,
    summary="Compute results 计算结果",
    errors=(errors.WRONG_STATE, refusals.QUOTA_BAND, PENDING),
)
def compute_assessment(ctx: Manages, campaign_id: UUID, body: ComputeIn) -> JobOut:
    """A job: scores every enrolment, then grades and places all together within the quotas."""
    return computing.compute_campaign(ctx, campaign_id, body)


@router.post(
    "/campaigns/{campaign_id}:publish",
    summary="Publish results 公示结果",
    errors=(
        *(errors.WRONG_STATE, refusals.NOT_COMPUTED, refusals.DISAGREEMENTS_DUE),
        notice_errors.DAYS_OUT_OF_RANGE,
    ),
)
def publish_assessment(ctx: Manages, campaign_id: UUID) -> AssessmentCampaignOut:
    """Open the public notice of the results as a draft; two persons check and release it."""
    return publicity.publish_campaign(ctx, campaign_id)


@router.post(
    "/campaigns/{campaign_id}:hear",
    summary="Go on to appeals 转入申诉",
    errors=(errors.WRONG_STATE, refusals.PUBLICITY_RUNNING),
)
def hear_assessment(ctx: Manages, campaign_id: UUID) -> AssessmentCampaignOut:
    """The publicity is over; what is left are appeals."""
    return publicity.hear_campaign(ctx, campaign_id)


@router.post(
    "/campaigns/{campaign_id}:finalize",
    status_code=202,
    summary="Finalize results 定案",
    errors=(
        *(errors.WRONG_STATE, refusals.PUBLICITY_RUNNING, refusals.OBJECTIONS_OPEN, refusals.APPEALS_OPEN),
        *(refusals.NOT_COMPUTED, PENDING),
    ),
)
def finalize_assessment(ctx: Decides, campaign_id: UUID) -> JobOut:
    """A job: computes once more with what appeals have changed, then freezes every result with its document."""
    return finalizing.finalize_campaign(ctx, campaign_id)


@router.post("/campaigns/{campaign_id}:reopen", summary="Reopen a campaign 重新开启", errors=(errors.WRONG_STATE,))
def reopen_assessment(ctx: Decides, campaign_id: UUID, body: ReopenIn) -> AssessmentCampaignOut:
    """Back to moderation, for a reason. What is frozen stays readable; what comes next gets the next number."""
    return publicity.reopen_campaign(ctx, campaign_id, body.reason)
