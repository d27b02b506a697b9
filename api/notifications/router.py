"""The caller's own notifications over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import SignedIn
from api.core.context import Context
from api.core.errors import NOT_FOUND
from api.core.paging import BAD_CURSOR, CursorText, Limit
from api.core.routing import Router
from api.core.schemas import Feed
from api.notifications import errors, queries, service
from api.notifications.schemas import NotificationOut, PreferencesIn, PreferencesOut, SummaryOut

router = Router(tags=["notifications"])


@router.get("/notifications", summary="List own notifications 通知", errors=(BAD_CURSOR,))
def list_notifications(
    ctx: Annotated[Context, SignedIn()],
    unread: Annotated[bool, Query(description="Only what is not read yet.")] = False,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[NotificationOut]:
    """Newest first. What happens to one object again before it is read counts up instead of repeating."""
    return queries.list_notifications(ctx, cursor, limit, unread=unread)


@router.get("/notifications/summary", summary="Count own unread notifications 未读通知数")
def get_notification_summary(ctx: Annotated[Context, SignedIn()]) -> SummaryOut:
    """Cheap enough to be asked once a minute."""
    return queries.get_summary(ctx)


@router.get("/notifications/preferences", summary="Read own notification switches 通知设置")
def get_notification_preferences(ctx: Annotated[Context, SignedIn()]) -> PreferencesOut:
    """The kinds that can reach the caller, which of them are on, and which cannot be switched off."""
    return queries.get_preferences(ctx)


@router.put(
    "/notifications/preferences",
    summary="Set own notification switches 修改通知设置",
    errors=(errors.KIND_UNKNOWN, errors.KIND_MANDATORY),
)
def set_notification_preferences(ctx: Annotated[Context, SignedIn()], body: PreferencesIn) -> PreferencesOut:
    """Switches off the kinds named and switches on all others; what has arrived stays."""
    return service.set_preferences(ctx, body)


@router.post("/notifications:read-all", summary="Mark all own notifications as read 全部已读")
def mark_all_notifications_read(ctx: Annotated[Context, SignedIn()]) -> SummaryOut:
    """What arrives afterwards is unread again."""
    return service.mark_all_read(ctx)


@router.post(
    "/notifications/{notification_id}:read", summary="Mark a notification as read 标为已读", errors=(NOT_FOUND,)
)
def mark_notification_read(ctx: Annotated[Context, SignedIn()], notification_id: UUID) -> NotificationOut:
    """Only one's own; what happens to the object afterwards makes a new notification."""
    return service.mark_read(ctx, notification_id)
