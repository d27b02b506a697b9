"""Bulk events: many objects changed by one verb leave one event and a line for each in its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.core.context import Context
from api.core.frames import dashed, insert_frame, json_lines
from api.core.intake import Action, Outcome
from api.ledger.models import LedgerManifest
from api.ledger.rules import Subject
from api.ledger.rules.manifests import LINE, digest_of_records
from api.ledger.service.events import Entry, record_all

if TYPE_CHECKING:
    from polars import DataFrame

_TABLE: Any = LedgerManifest.__table__
_CHANGES = frozenset({Action.CREATED, Action.UPDATED, Action.DELETED})
_OF_DONE = ("row", "id", "key", "action", "revision_before", "revision", "document_hash")
_OF_OUTCOME = attrgetter(*_OF_DONE)
_NUMBERS = frozenset({"row", "revision_before", "revision"})


def record_bulk(
    ctx: Context,
    action: str,
    subject: Subject,
    outcomes: Sequence[Outcome],
    *,
    said: Mapping[str, Any] | None = None,
    done: DataFrame | None = None,
) -> UUID | None:
    """Write one event for what changed, in the caller's transaction; None, and no event, where nothing did.

    `subject` is what changed them (an import); `done` are rows that were taken by the column (`intake.Taken`). The
    event's `object_hash` is the digest of the manifest: it is sealed with the event, and outlives its payload.
    """
    lines = _changed(outcomes, done)
    if not lines.height:
        return None
    digest = digest_of_records(json_lines(lines.with_columns(dashed("object_id"))))
    number = Counter(lines["action"].to_list())
    counted = {kind.value: number[kind.value] for kind in sorted(_CHANGES)}
    (event_id,) = record_all(ctx, [Entry(action, subject, None, {**counted, **(said or {})}, digest=digest)])
    insert_frame(ctx.session, _TABLE, lines, {"event_id": event_id})
    return event_id


def _changed(outcomes: Sequence[Outcome], done: DataFrame | None) -> DataFrame:
    """The lines of what changed, in the order of rows."""
    import polars as pl  # noqa: PLC0415 (loaded with the first import)

    schema = {name: pl.Int64 if name in _NUMBERS else pl.String for name in LINE}
    rows = [_OF_OUTCOME(one) for one in outcomes if one.action in _CHANGES]
    lines = pl.DataFrame([(row, id_.hex, *rest) for row, id_, *rest in rows], schema=schema, orient="row")
    if done is None:
        return lines.sort("row")
    names = zip(_OF_DONE, LINE, strict=True)
    others = done.lazy().filter(pl.col("action").is_in(sorted(_CHANGES))).select(pl.col(a).alias(b) for a, b in names)
    return others.collect() if lines.is_empty() else pl.concat([lines, others.collect()]).sort("row")
