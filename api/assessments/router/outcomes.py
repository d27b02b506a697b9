"""Frozen outcomes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, refusals
from api.assessments.queries import comparisons, outcomes
from api.assessments.router.results import Sort
from api.assessments.schemas.outcomes import (
    CorrectionIn,
    OutcomeFilter,
    OutcomeOut,
    OutcomeProjection,
    OutcomeRow,
    RecomputedOut,
    RectifyIn,
    RectifyOut,
)
from api.assessments.service import finalizing, rectifying
from api.core.context import Context
from api.core.paging import BAD_SORT, TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/assessments", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_RESULTS, snapshot=True)]


@router.get("/outcomes", summary="List outcomes 定案结果列表", errors=(TOO_DEEP, BAD_SORT))
def list_assessment_outcomes(
    ctx: Reads, wanted: Annotated[OutcomeFilter, Query()], paging: Paged, sort: Sort = "-frozen_at,rank"
) -> Page[OutcomeRow]:
    """Frozen outcomes within reach, the last number of each unless `every` is asked for."""
    return outcomes.list_outcomes(ctx, wanted, sort, paging)


@router.get("/outcomes/{outcome_id}", summary="Read an outcome 定案结果")
def get_assessment_outcome(ctx: Reads, outcome_id: UUID) -> OutcomeOut:
    """An outcome with its canonical document: whoever has it and the framework recomputes every value."""
    return outcomes.get_outcome(ctx, outcome_id)


@router.get("/outcomes/{outcome_id}/recomputation", summary="Recompute an outcome 复算")
def recompute_assessment_outcome(ctx: Reads, outcome_id: UUID) -> RecomputedOut:
    """Score the document's own sheet again and compare every part and the hash."""
    return outcomes.recompute(ctx, outcome_id)


@router.get("/outcomes/{outcome_id}/projection", summary="Project an outcome 对照换算")
def project_assessment_outcome(
    ctx: Annotated[Context, Requires(Permission.FRAMEWORK_READ, snapshot=True)],
    outcome_id: UUID,
    crosswalk: Annotated[UUID, Query(description="A crosswalk from the framework of the outcome.")],
) -> OutcomeProjection:
    """What it tells of another framework, between two bounds, with how much of that is known."""
    return comparisons.project_outcome(ctx, outcome_id, crosswalk)


@router.post(
    "/outcomes/{outcome_id}:correct",
    status_code=201,
    summary="Correct an outcome 更正结果",
    errors=(refusals.NOT_COMPUTED,),
)
def correct_assessment_outcome(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_DECIDE)], outcome_id: UUID, body: CorrectionIn
) -> OutcomeOut:
    """Freeze the next number of one school, from what stands now. The number before stays readable."""
    return finalizing.correct_outcome(ctx, outcome_id, body.reason)


@router.post(
    "/campaigns/{campaign_id}:rectify", summary="Have low grades put right 按等次下达整改", errors=(errors.WRONG_STATE,)
)
def rectify_assessment(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE)], campaign_id: UUID, body: RectifyIn
) -> RectifyOut:
    """A problem for every school whose final grade has a consequence in the framework; once, and sent by people."""
    return rectifying.rectify_campaign(ctx, campaign_id, body)
