"""Delivering notifications, marking them read, switching kinds off, clearing away."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from api.core import ids
from api.core.context import Context
from api.core.database import affected, insert_or, insert_rows
from api.core.errors import refuse_if_any
from api.core.notices import KINDS, NO_QUIET, Kind, Message, Occasion, Subject, Told
from api.notifications import queries
from api.notifications.models import Notification, NotificationSwitch
from api.notifications.rules import KEPT_FOR, meant_for, switch_violations
from api.notifications.schemas import NotificationOut, PreferencesIn, PreferencesOut, SummaryOut

_GROUP = ["account_id", "kind", "object_type", "object_id"]
_SWITCHES = NotificationSwitch.metadata.tables[NotificationSwitch.__tablename__]


def deliver(ctx: Occasion, to: Collection[UUID], message: Message) -> None:
    """Write a notification for each account, or count its unread one up; the implementation of `notices.notify`.

    In the order of the accounts, so that two that deliver at once do not wait for each other in a circle.
    """
    readers = queries.find_readers(ctx, to, message)
    _write(ctx, [_row(ctx, reader, message.kind, message.subject) for reader in readers])


def deliver_each(ctx: Occasion, kind: Kind, told: Sequence[Told]) -> None:
    """The same for many objects of one kind at once; the implementation of `notices.notify_each`."""
    everybody = frozenset[UUID]().union(*(each.to for each in told))
    readers = queries.find_readers(ctx, everybody, Message(kind, told[0].subject, NO_QUIET))
    _write(ctx, [_row(ctx, reader, kind, each.subject) for reader in readers for each in told if reader in each.to])


def _write(ctx: Occasion, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    stmt = insert_or(ctx.session, Notification)
    again = {
        "count": Notification.count + 1,
        **{name: stmt.excluded[name] for name in ("label", "unit_id", "last_at", "position")},
    }
    unread = Notification.read_at.is_(None)
    stmt = stmt.on_conflict_do_update(index_elements=_GROUP, index_where=unread, set_=again)
    ctx.session.execute(stmt, rows)


def _row(ctx: Occasion, reader: UUID, kind: Kind, subject: Subject) -> dict[str, Any]:
    return {
        "id": ids.ordered_by(ctx),
        "account_id": reader,
        "kind": kind.name,
        "object_type": subject.type,
        "object_id": subject.id,
        "label": subject.label[:400],
        "unit_id": subject.unit_id,
        "count": 1,
        "first_at": ctx.now,
        "last_at": ctx.now,
        "position": ids.ordered_by(ctx),
        "read_at": None,
    }


def settle(ctx: Occasion, kinds: Collection[str], subject: Subject) -> None:
    """Mark what was said of an object as read by everyone, since it is done; the implementation of `notices.settle`."""
    stmt = update(Notification).where(
        Notification.object_id == subject.id, Notification.kind.in_(kinds), Notification.read_at.is_(None)
    )
    _mark(ctx.session, stmt, ctx.now)


def mark_read(ctx: Context, notification_id: UUID) -> NotificationOut:
    """Mark one of the caller's notifications as read; once is enough. Errors: `not_found`."""
    own = update(Notification).where(Notification.id == notification_id, Notification.account_id == ctx.signed_in.id)
    _mark(ctx.session, own.where(Notification.read_at.is_(None)), ctx.now)
    return queries.get_notification(ctx, notification_id)


def mark_all_read(ctx: Context) -> SummaryOut:
    """Mark all of the caller's notifications as read."""
    unread = update(Notification).where(Notification.account_id == ctx.signed_in.id, Notification.read_at.is_(None))
    _mark(ctx.session, unread, ctx.now)
    return queries.get_summary(ctx)


def _mark(session: Session, stmt: Any, now: datetime) -> None:
    session.execute(stmt.values(read_at=now).execution_options(synchronize_session=False))


def set_preferences(ctx: Context, wanted: PreferencesIn) -> PreferencesOut:
    """Switch off exactly the kinds named. Errors: `input.invalid` with `notification.kind_unknown` or `…_mandatory`."""
    kinds = meant_for(KINDS.values(), ctx.may)
    refuse_if_any(switch_violations(wanted.disabled, kinds))
    own = NotificationSwitch.account_id == ctx.signed_in.id
    ctx.session.execute(delete(NotificationSwitch).where(own, NotificationSwitch.kind.in_([k.name for k in kinds])))
    rows = [{"account_id": ctx.signed_in.id, "kind": name} for name in sorted(set(wanted.disabled))]
    insert_rows(ctx.session, insert(_SWITCHES), rows)
    return queries.get_preferences(ctx)


def purge(session: Session, now: datetime) -> int:
    """Delete what nobody was told for 180 days, read or not; how many."""
    return affected(session.execute(delete(Notification).where(Notification.last_at < now - KEPT_FOR)))
