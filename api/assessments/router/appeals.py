"""Appeals over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import refusals
from api.assessments.queries import appeals
from api.assessments.rules.appeals import AppealVerb
from api.assessments.schemas.appeals import (
    AppealDecisionIn,
    AppealFilter,
    AppealIn,
    AppealOut,
    AppealReasonIn,
    HearingIn,
)
from api.assessments.service import appeals as service
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/assessments", tags=["assessments"])

_STEP = (refusals.APPEAL_STATE, refusals.APPEAL_TEAM)

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Decides = Annotated[Context, Requires(Permission.ASSESSMENT_DECIDE, if_match="required")]


@router.post(
    "/enrolments/{enrolment_id}/appeals",
    status_code=201,
    summary="File an appeal 提出申诉",
    errors=(refusals.APPEAL_WINDOW, refusals.APPEAL_TAKEN),
)
def file_assessment_appeal(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_SUBMIT, idempotent=True)], enrolment_id: UUID, body: AppealIn
) -> AppealOut:
    """The school contests an item or its grade, within the days of appeal."""
    return service.file_appeal(ctx, enrolment_id, body)


@router.get("/appeals", summary="List appeals 申诉列表", errors=(TOO_DEEP,))
def list_assessment_appeals(ctx: Reads, wanted: Annotated[AppealFilter, Query()], paging: Paged) -> Page[AppealOut]:
    """Appeals within reach, the newest first."""
    return appeals.list_appeals(ctx, wanted, paging)


@router.get("/appeals/{appeal_id}", summary="Read an appeal 申诉")
def get_assessment_appeal(ctx: Reads, appeal_id: UUID) -> AppealOut:
    """An appeal with its hearing and decision, and what the caller can do with it now."""
    return appeals.get_appeal(ctx, appeal_id)


@router.post("/appeals/{appeal_id}:accept", summary="Take up an appeal 受理申诉", errors=_STEP)
def accept_assessment_appeal(ctx: Decides, appeal_id: UUID) -> AppealOut:
    """It will be heard."""
    return service.take_step(ctx, appeal_id, AppealVerb.ACCEPT)


@router.post("/appeals/{appeal_id}:reject", summary="Turn an appeal down 不予受理", errors=_STEP)
def reject_assessment_appeal(ctx: Decides, appeal_id: UUID, body: AppealReasonIn) -> AppealOut:
    """It is not taken up, for a reason; not by who scored."""
    return service.take_step(ctx, appeal_id, AppealVerb.REJECT, body.reason)


@router.post("/appeals/{appeal_id}:hear", summary="Hear an appeal 听取申诉", errors=_STEP)
def hear_assessment_appeal(ctx: Decides, appeal_id: UUID, body: HearingIn) -> AppealOut:
    """Write down the hearing, by a team that did not score."""
    return service.hear(ctx, appeal_id, body)


@router.post(
    "/appeals/{appeal_id}:decide", summary="Decide an appeal 申诉决定", errors=(*_STEP, refusals.APPEAL_CHANGES)
)
def decide_assessment_appeal(ctx: Decides, appeal_id: UUID, body: AppealDecisionIn) -> AppealOut:
    """The decision with its reasons. What changes stands in a round of its own; the rounds before stay as they are."""
    return service.decide(ctx, appeal_id, body)


@router.post("/appeals/{appeal_id}:withdraw", summary="Withdraw an appeal 撤回申诉", errors=_STEP)
def withdraw_assessment_appeal(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_SUBMIT, if_match="required")], appeal_id: UUID
) -> AppealOut:
    """The school takes it back."""
    return service.take_step(ctx, appeal_id, AppealVerb.WITHDRAW)
