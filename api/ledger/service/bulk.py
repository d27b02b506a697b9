"""Bulk events: many objects changed by one verb leave one event and a line for each in its manifest."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from api.core.bulk import insert_many
from api.core.context import Context
from api.core.intake import Action, Outcome
from api.ledger.models import LedgerManifest
from api.ledger.rules import Subject
from api.ledger.rules.manifests import LINE, manifest_digest
from api.ledger.service.events import Entry, record_all

_TABLE: Any = LedgerManifest.__table__
_CHANGES = frozenset({Action.CREATED, Action.UPDATED, Action.DELETED})
_OF_OUTCOME = attrgetter("row", "id", "key", "action", "revision_before", "revision", "document_hash")


def record_bulk(
    ctx: Context, action: str, subject: Subject, outcomes: Sequence[Outcome], said: Mapping[str, Any] | None = None
) -> UUID | None:
    """Write one event for what changed, in the caller's transaction; None, and no event, where nothing did.

    `subject` is what changed them (an import). The event's `object_hash` is the digest of the manifest: it is sealed
    with the event, and outlives its payload.
    """
    changed = sorted((one for one in outcomes if one.action in _CHANGES), key=attrgetter("row"))
    if not changed:
        return None
    lines = [_OF_OUTCOME(one) for one in changed]
    digest = manifest_digest(lines)
    counted = {kind.value: sum(one.action is kind for one in changed) for kind in sorted(_CHANGES)}
    (event_id,) = record_all(ctx, [Entry(action, subject, None, {**counted, **(said or {})}, digest=digest)])
    rows = [dict(zip(LINE, line, strict=True), event_id=event_id) for line in lines]
    insert_many(ctx.session, _TABLE, rows)
    return event_id
