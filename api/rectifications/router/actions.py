"""Accountability actions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.paging import BAD_SORT, TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.rectifications import errors, queries, service
from api.rectifications.schemas import (
    AccountabilityActionFilter,
    AccountabilityActionIn,
    AccountabilityActionOut,
    AccountabilityActionPatch,
    AccountabilityActionRow,
    RectificationReason,
)

router = Router(prefix="/accountability/actions", tags=["accountability"])

P = Permission
Draws = Annotated[Context, Requires(P.ACCOUNTABILITY_MANAGE, idempotent=True)]
Manages = Annotated[Context, Requires(P.ACCOUNTABILITY_MANAGE, if_match="required")]
_STATE = (errors.WRONG_STATE, FORBIDDEN)
Sort = Annotated[
    str,
    Query(max_length=100, examples=["-issued_on"], description="Columns, comma separated; `-` before one: descending."),
]


@router.get("", summary="List accountability actions 问责处理列表", errors=(TOO_DEEP, BAD_SORT))
def list_accountability_actions(
    ctx: Annotated[Context, Requires(P.ACCOUNTABILITY_READ, snapshot=True)],
    wanted: Annotated[AccountabilityActionFilter, Query()],
    paging: Paged,
    sort: Sort = "-updated_at",
) -> Page[AccountabilityActionRow]:
    """Actions within reach; drafts only for who draws them up."""
    return queries.list_actions(ctx, wanted, sort, paging)


@router.post("", status_code=201, summary="Draw up an action 拟定问责处理")
def draw_up_accountability_action(ctx: Draws, body: AccountabilityActionIn) -> AccountabilityActionOut:
    """提醒, 约谈, 通报, 限期整改 or 问责 towards a unit or a person of it."""
    return service.draw_up_action(ctx, body)


@router.get("/{action_id}", summary="Read an action 问责处理详情")
def get_accountability_action(
    ctx: Annotated[Context, Requires(P.ACCOUNTABILITY_READ)], action_id: UUID
) -> AccountabilityActionOut:
    """An action with its document, basis, clock and effect."""
    return queries.get_action(ctx, action_id)


@router.patch("/{action_id}", summary="Change a draft 修改问责处理", errors=_STATE)
def change_accountability_action(
    ctx: Manages, action_id: UUID, body: AccountabilityActionPatch
) -> AccountabilityActionOut:
    """Merge patch of a draft."""
    return service.change_action(ctx, action_id, body)


@router.post("/{action_id}:issue", summary="Issue an action 出具", errors=(*_STATE, errors.DOCUMENT_MISSING))
def issue_accountability_action(ctx: Manages, action_id: UUID) -> AccountabilityActionOut:
    """Send it; its clock begins by the numbers of its type."""
    return service.issue_action(ctx, action_id)


@router.post("/{action_id}:close", summary="Close an action 办结", errors=_STATE)
def close_accountability_action(ctx: Manages, action_id: UUID, body: RectificationReason) -> AccountabilityActionOut:
    """It was answered and its demand met; its effect lasts as long as it said."""
    return service.close_action(ctx, action_id, body.reason)


@router.post("/{action_id}:revoke", summary="Revoke an action 撤销", errors=_STATE)
def revoke_accountability_action(ctx: Manages, action_id: UUID, body: RectificationReason) -> AccountabilityActionOut:
    """Take it back, with its effect."""
    return service.revoke_action(ctx, action_id, body.reason)
