"""Campaigns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, queries, service
from api.assessments.schemas.campaigns import (
    AssessmentCampaignFilter,
    AssessmentCampaignIn,
    AssessmentCampaignOut,
    AssessmentCampaignPatch,
    AssessmentCampaignRow,
    AssessmentCloneIn,
)
from api.core.context import Context
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.ledger.schemas import Event

router = Router(prefix="/assessments/campaigns", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ)]
Lists = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Creates = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, idempotent=True)]
Manages = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE)]
Changes = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, if_match="required")]


@router.get("", summary="List campaigns 评估活动列表", errors=(TOO_DEEP,))
def list_assessment_campaigns(
    ctx: Lists, wanted: Annotated[AssessmentCampaignFilter, Query()], paging: Paged
) -> Page[AssessmentCampaignRow]:
    """Campaigns of units above and below, the newest period first; drafts only for those who hold them."""
    return queries.list_campaigns(ctx, wanted, paging)


@router.post("", status_code=201, summary="Make a campaign 新建评估活动", errors=(errors.CODE_TAKEN,))
def create_assessment_campaign(ctx: Creates, body: AssessmentCampaignIn) -> AssessmentCampaignOut:
    """A draft: schools see it once it is open."""
    return service.create_campaign(ctx, body)


@router.get("/{campaign_id}", summary="Read a campaign 评估活动详情")
def get_assessment_campaign(ctx: Reads, campaign_id: UUID) -> AssessmentCampaignOut:
    """A campaign with its windows, and what the caller can do with it."""
    return queries.get_campaign(ctx, campaign_id)


@router.patch("/{campaign_id}", summary="Change a campaign 修改评估活动", errors=(errors.WRONG_STATE,))
def change_assessment_campaign(ctx: Changes, campaign_id: UUID, body: AssessmentCampaignPatch) -> AssessmentCampaignOut:
    """Merge patch; windows are replaced as a whole. Of a campaign that runs only what decides nothing may be set."""
    return service.change_campaign(ctx, campaign_id, body)


@router.delete("/{campaign_id}", status_code=204, summary="Discard a draft 删除草稿", errors=(errors.WRONG_STATE,))
def discard_assessment_campaign(ctx: Changes, campaign_id: UUID) -> None:
    """Take a draft away. What has been opened stays."""
    service.discard_campaign(ctx, campaign_id)


@router.post(
    "/{campaign_id}:open",
    summary="Open a campaign 启动评估",
    errors=(errors.WRONG_STATE, errors.WINDOWS_MISSING, errors.NOBODY_ENROLLED),
)
def open_assessment_campaign(ctx: Changes, campaign_id: UUID) -> AssessmentCampaignOut:
    """Schools begin their self-assessment; what is assessed and how stands from now on."""
    return service.open_campaign(ctx, campaign_id)


@router.post("/{campaign_id}:advance", summary="Advance a campaign 进入下一轮", errors=(errors.WRONG_STATE,))
def advance_assessment_campaign(ctx: Changes, campaign_id: UUID) -> AssessmentCampaignOut:
    """On to the next round that it holds, after the last one to moderation."""
    return service.advance_campaign(ctx, campaign_id)


@router.post("/{campaign_id}:archive", summary="Archive a campaign 归档", errors=(errors.WRONG_STATE,))
def archive_assessment_campaign(ctx: Changes, campaign_id: UUID) -> AssessmentCampaignOut:
    """It is over: results, awards and rectification stay, and nothing opens it again."""
    return service.archive_campaign(ctx, campaign_id)


@router.post("/{campaign_id}:clone", status_code=201, summary="Clone a campaign 沿用上年", errors=(errors.CODE_TAKEN,))
def clone_assessment_campaign(ctx: Creates, campaign_id: UUID, body: AssessmentCloneIn) -> AssessmentCampaignOut:
    """A draft for the next cycle with the settings of this one, and, with the switch, the same schools as they are now."""
    return service.clone_campaign(ctx, campaign_id, body)


@router.get("/{campaign_id}/history", summary="List a campaign's history 评估活动变动记录", errors=(BAD_CURSOR,))
def list_assessment_campaign_history(
    ctx: Manages, campaign_id: UUID, cursor: CursorText = None, limit: Limit = 50
) -> Feed[Event]:
    """What happened to the campaign, newest first, from the ledger."""
    return queries.list_history(ctx, campaign_id, cursor, limit)
