"""Writing events. Every verb that changes state calls `record` once for each thing it changed."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.core import ids
from api.core.context import Context
from api.core.database import affected, insert_rows
from api.core.errors import NOT_FOUND, Refused
from api.ledger import rules
from api.ledger.models import LedgerEvent, LedgerPayload, LedgerPending
from api.ledger.rules import Subject

_NOBODY = UUID(int=0)
# Into the tables: the ORM would compare each row with its identity map.
_EVENTS, _PAYLOADS, _PENDING = (
    insert(LedgerEvent.metadata.tables[model.__tablename__]) for model in (LedgerEvent, LedgerPayload, LedgerPending)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: `before` and `after` are flat documents of the fields that may be shown to readers.

    `document` is the canonical document of the object after the change, of a kind that `ledger verify --objects` knows;
    a bulk event has the `digest` of its manifest instead.
    """

    action: str
    subject: Subject
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    document: Mapping[str, Any] | None = None
    digest: str | None = None


def record(
    ctx: Context,
    action: str,
    subject: Subject,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    reason: str | None = None,
    document: Mapping[str, Any] | None = None,
) -> None:
    """Write one event in the caller's transaction."""
    record_all(ctx, [Entry(action, subject, before, after, reason, document)])


def record_all(ctx: Context, entries: Iterable[Entry]) -> list[UUID]:
    """Write many events with three statements: what happened, what it said, and that it has no place yet; their ids."""
    key = ctx.keys.ledger
    rows = [_rows(ctx, entry, key) for entry in entries]
    insert_rows(ctx.session, _EVENTS, [event for event, _ in rows])
    insert_rows(ctx.session, _PAYLOADS, [payload for _, payload in rows])
    insert_rows(ctx.session, _PENDING, [{"event_id": event["id"]} for event, _ in rows])
    return [event["id"] for event, _ in rows]


def _rows(ctx: Context, entry: Entry, key: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    subject, nonce = entry.subject, os.urandom(32)
    actor = ctx.actor
    document = rules.payload(actor.name if actor else None, subject.label, rules.changes(entry.before, entry.after))
    event = {
        "id": ids.ordered_by(ctx),
        # As the row gives it back: the seal is made over the letters, and the same instant has others in other zones.
        "at": ctx.now.astimezone(UTC),
        "actor_id": actor.id if actor else None,
        "action": entry.action,
        "object_type": subject.type,
        "object_id": subject.id,
        "revision": subject.revision,
        "unit_id": subject.unit_id,
        "reason": entry.reason,
        "trace": ctx.trace,
        "commitment": rules.commitment(nonce, document),
        "object_hash": rules.document_hash(entry.document) if entry.document else entry.digest,
    }
    event["seal"] = rules.seal(key, event)
    return event, {"event_id": event["id"], "nonce": nonce, "document": document}


def record_access(ctx: Context, action: str, subject: str) -> None:
    """Note a logged reading or a denied access; `subject` is the route, never an address."""
    actor = ctx.actor.id if ctx.actor else _NOBODY
    record(ctx, action, Subject("account", actor, subject))


def erase_payload(ctx: Context, event_id: UUID, order: str) -> None:
    """Erase what an event said, by an order whose reference is kept; the event and every hash stay.

    Errors: `not_found` when there is no such payload (any more).
    """
    erased = affected(ctx.session.execute(delete(LedgerPayload).where(LedgerPayload.event_id == event_id)))
    if not erased:
        raise Refused(NOT_FOUND)
    record(ctx, "ledger.payload_erased", Subject("ledger_event", event_id, str(event_id)), reason=order)
