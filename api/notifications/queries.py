"""Reading notifications: always the caller's own, and nobody else's."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, null, select

from api.access import reach
from api.accounts.models import Account
from api.accounts.rules import AccountStatus
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.notices import KINDS, NO_QUIET, Message, Occasion, ports
from api.core.paging import open_cursor, seal_cursor
from api.core.schemas import Feed
from api.notifications.models import Notification, NotificationSwitch
from api.notifications.rules import meant_for
from api.notifications.schemas import NoticedObject, NotificationOut, PreferenceOut, PreferencesOut, SummaryOut

_CURSOR = "notifications"


def list_notifications(ctx: Context, cursor: str | None, limit: int, *, unread: bool) -> Feed[NotificationOut]:
    """The caller's notifications, newest first. Errors: `paging.bad_cursor`."""
    stmt = _own(ctx)
    if unread:
        stmt = stmt.where(Notification.read_at.is_(None))
    after = open_cursor(ctx, _CURSOR, cursor)
    if after is not None:
        stmt = stmt.where(Notification.position < after)
    rows = ctx.session.execute(stmt.order_by(Notification.position.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    next_cursor = seal_cursor(ctx, _CURSOR, rows[limit - 1].position) if more else None
    return Feed(items=[_shown(row) for row in rows[:limit]], next_cursor=next_cursor)


def get_notification(ctx: Context, notification_id: UUID) -> NotificationOut:
    """One of the caller's notifications. Errors: `not_found`."""
    row = ctx.session.execute(_own(ctx).where(Notification.id == notification_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _shown(row)


def get_summary(ctx: Context) -> SummaryOut:
    """How many of the caller's notifications are unread."""
    unread = select(func.count()).where(*_mine(ctx), Notification.read_at.is_(None))
    return SummaryOut(unread=ctx.session.execute(unread).scalar_one())


def get_preferences(ctx: Context) -> PreferencesOut:
    """The kinds that can reach the caller, with their switches."""
    stmt = select(NotificationSwitch.kind).where(NotificationSwitch.account_id == ctx.signed_in.id)
    off = set(ctx.session.scalars(stmt))
    kinds = meant_for(KINDS.values(), ctx.may)
    return PreferencesOut(
        items=[
            PreferenceOut(kind=kind.name, mandatory=kind.mandatory, enabled=kind.mandatory or kind.name not in off)
            for kind in kinds
        ]
    )


def find_readers(ctx: Occasion, accounts: Collection[UUID], message: Message) -> list[UUID]:
    """Those of `accounts` to whom the message goes, by id.

    Not those who have switched its kind off or had the same within its quiet time; nor who is no active account: an
    actor may be a machine, which reads nothing.
    """
    stmt = select(Account.id).where(Account.id.in_(accounts), Account.status == AccountStatus.ACTIVE.value)
    if not message.kind.mandatory:
        off = select(NotificationSwitch.account_id).where(NotificationSwitch.kind == message.kind.name)
        stmt = stmt.where(Account.id.not_in(off))
    if message.quiet > NO_QUIET:
        recent = select(Notification.account_id).where(
            Notification.object_id == message.subject.id,
            Notification.kind == message.kind.name,
            Notification.last_at > ctx.now - message.quiet,
        )
        stmt = stmt.where(Account.id.not_in(recent))
    return list(ctx.session.scalars(stmt.order_by(Account.id)))


def _own(ctx: Context) -> Select[*tuple[Any, ...]]:
    """The caller's own; what they are about keeps its label as long as its unit is within reach."""
    within_reach = Notification.unit_id.is_(None) | reach.condition(ctx, Notification.unit_id)
    shown = (
        Notification.id,
        Notification.kind,
        Notification.object_type,
        Notification.object_id,
        Notification.position,
    )
    times = (Notification.first_at, Notification.last_at, Notification.read_at)
    label = case((within_reach, Notification.label), else_=null()).label("label")
    return select(*shown, *times, Notification.count.label("times"), label).where(*_mine(ctx))


def _mine(ctx: Context) -> list[ColumnElement[bool]]:
    """The caller's own, without what is about something that was closed to the caller since."""
    closed = [
        and_(Notification.object_type == kind, is_closed(ctx, Notification.object_id))
        for kind, is_closed in ports.closed.items()
    ]
    return [Notification.account_id == ctx.signed_in.id, *(~one for one in closed)]


def _shown(row: Row[Any]) -> NotificationOut:
    return NotificationOut(
        id=row.id,
        kind=row.kind,
        object=NoticedObject(type=row.object_type, id=row.object_id, label=row.label),
        count=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
        read_at=row.read_at,
    )
