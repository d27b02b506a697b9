"""Rectification campaigns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.rectifications import errors, queries, service
from api.rectifications.rules import CloseOutVerb
from api.rectifications.schemas import (
    CampaignPlaceFilter,
    CampaignPlaceOut,
    CampaignPlaceRow,
    CheckIn,
    CloseOutIn,
    PersonalPlanDone,
    PersonalPlanIn,
    RectificationCampaignFilter,
    RectificationCampaignIn,
    RectificationCampaignOut,
    RectificationCampaignRow,
    RectificationReason,
)

router = Router(prefix="/rectifications", tags=["rectifications"])

P = Permission
Reads = Annotated[Context, Requires(P.RECTIFICATION_READ)]
Snapshot = Annotated[Context, Requires(P.RECTIFICATION_READ, snapshot=True)]
Drafts = Annotated[Context, Requires(P.RECTIFICATION_MANAGE, idempotent=True)]
Manages = Annotated[Context, Requires(P.RECTIFICATION_MANAGE, if_match="required")]
Ticks = Annotated[Context, Requires(P.RECTIFICATION_DO)]
Does = Annotated[Context, Requires(P.RECTIFICATION_DO, if_match="required")]
Accepts = Annotated[Context, Requires(P.RECTIFICATION_ACCEPT, if_match="required")]
_STATE = (errors.WRONG_STATE, FORBIDDEN)
_SUBMITTED = (errors.ITEMS_OPEN, errors.PLANS_OPEN, errors.CLOSEOUT_EVIDENCE)


@router.get("/campaigns", summary="List rectification campaigns 专项整治列表", errors=(TOO_DEEP,))
def list_rectification_campaigns(
    ctx: Snapshot, wanted: Annotated[RectificationCampaignFilter, Query()], paging: Paged
) -> Page[RectificationCampaignRow]:
    """Campaigns within reach, the latest first, with the stage that runs today."""
    return queries.list_campaigns(ctx, wanted, paging)


@router.post("/campaigns", status_code=201, summary="Draft a rectification campaign 拟定专项整治")
def draft_rectification_campaign(ctx: Drafts, body: RectificationCampaignIn) -> RectificationCampaignOut:
    """Stages follow each other day by day; who takes part may still change until it starts."""
    return service.draft_campaign(ctx, body)


@router.get("/campaigns/{rectification_campaign_id}", summary="Read a rectification campaign 专项整治详情")
def get_rectification_campaign(ctx: Reads, rectification_campaign_id: UUID) -> RectificationCampaignOut:
    """A campaign with stages and checklists."""
    return queries.get_campaign(ctx, rectification_campaign_id)


@router.put("/campaigns/{rectification_campaign_id}", summary="Replace a draft 修改专项整治", errors=_STATE)
def change_rectification_campaign(
    ctx: Manages, rectification_campaign_id: UUID, body: RectificationCampaignIn
) -> RectificationCampaignOut:
    """Everything that a draft says."""
    return service.change_campaign(ctx, rectification_campaign_id, body)


@router.post("/campaigns/{rectification_campaign_id}:start", summary="Start a campaign 启动专项整治", errors=_STATE)
def start_rectification_campaign(ctx: Manages, rectification_campaign_id: UUID) -> RectificationCampaignOut:
    """Who takes part is told."""
    return service.start_campaign(ctx, rectification_campaign_id)


@router.post(
    "/campaigns/{rectification_campaign_id}:close",
    summary="Close a campaign 结束专项整治",
    errors=(*_STATE, errors.UNITS_OPEN),
)
def close_rectification_campaign(ctx: Manages, rectification_campaign_id: UUID) -> RectificationCampaignOut:
    """Once every unit is closed out."""
    return service.close_campaign(ctx, rectification_campaign_id)


@router.post("/campaigns/{rectification_campaign_id}:cancel", summary="Cancel a campaign 取消专项整治", errors=_STATE)
def cancel_rectification_campaign(
    ctx: Manages, rectification_campaign_id: UUID, body: RectificationReason
) -> RectificationCampaignOut:
    """Stop it with a reason; what was done stays readable."""
    return service.cancel_campaign(ctx, rectification_campaign_id, body.reason)


@router.get("/campaigns/{rectification_campaign_id}/places", summary="List who takes part 参加单位", errors=(TOO_DEEP,))
def list_rectification_campaign_places(
    ctx: Snapshot, rectification_campaign_id: UUID, wanted: Annotated[CampaignPlaceFilter, Query()], paging: Paged
) -> Page[CampaignPlaceRow]:
    """Units within reach with what they have done and what is late."""
    return queries.list_places(ctx, rectification_campaign_id, wanted, paging)


# --- One unit's part -------------------------------------------------------------------------------------------------


@router.get("/campaign-places/{place_id}", summary="Read a unit's part 单位整治情况")
def get_rectification_campaign_place(ctx: Reads, place_id: UUID) -> CampaignPlaceOut:
    """Checks, personal plans of those whom the caller may read, close-out."""
    return queries.get_place(ctx, place_id)


@router.put("/campaign-places/{place_id}/checks/{code}", summary="Tick an item 勾选清单项", errors=_STATE)
def tick_rectification_item(
    ctx: Ticks,
    place_id: UUID,
    code: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,20}$", examples=["1.1"])],
    body: CheckIn,
) -> CampaignPlaceOut:
    """An item of a checklist is done, or is not."""
    return service.check_item(ctx, place_id, code, body)


@router.post(
    "/campaign-places/{place_id}/plans",
    status_code=201,
    summary="Write a personal plan 制定个人整改方案",
    errors=(*_STATE, errors.PLAN_TAKEN),
)
def write_rectification_plan(ctx: Ticks, place_id: UUID, body: PersonalPlanIn) -> CampaignPlaceOut:
    """What one teacher of the unit puts right; one plan each."""
    return service.write_plan(ctx, place_id, body)


@router.post(
    "/plans/{rectification_plan_id}:finish",
    summary="Finish a personal plan 完成个人整改",
    errors=(*_STATE, errors.TASK_STATE),
)
def finish_rectification_plan(ctx: Does, rectification_plan_id: UUID, body: PersonalPlanDone) -> CampaignPlaceOut:
    """What came of it."""
    return service.finish_plan(ctx, rectification_plan_id, body.result)


@router.post(
    "/campaign-places/{place_id}:submit", summary="Ask for the close-out 申请销号", errors=(*_STATE, *_SUBMITTED)
)
def submit_rectification_close_out(ctx: Does, place_id: UUID, body: CloseOutIn) -> CampaignPlaceOut:
    """Every item and plan is done, and evidence shows it."""
    return service.submit_close_out(ctx, place_id, body.summary)


@router.post("/campaign-places/{place_id}:accept", summary="Close a unit out 销号", errors=(*_STATE, errors.OWN_WORK))
def accept_rectification_close_out(ctx: Accepts, place_id: UUID) -> CampaignPlaceOut:
    """Not by who asked for it."""
    return service.judge_close_out(ctx, place_id, CloseOutVerb.ACCEPT)


@router.post(
    "/campaign-places/{place_id}:return", summary="Return a close-out 退回销号", errors=(*_STATE, errors.OWN_WORK)
)
def return_rectification_close_out(ctx: Accepts, place_id: UUID, body: RectificationReason) -> CampaignPlaceOut:
    """Give it back with a reason."""
    return service.judge_close_out(ctx, place_id, CloseOutVerb.RETURN, body.reason)
