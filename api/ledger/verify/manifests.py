"""Manifests held to the events that bear their digests."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.ledger.models import LedgerEvent, LedgerManifest
from api.ledger.rules.manifests import LINE, manifest_digest
from api.ledger.verify.report import FaultKind, Report
from api.ledger.verify.rows import CHUNK

_EVENT, _LINES = LedgerEvent.__table__.c, LedgerManifest.__table__.c


def verify_manifests(session: Session, report: Report, tick: Callable[[], None]) -> None:
    """Name every bulk event whose lines are not those it was written with; `tick` is called now and then.

    An event whose lines are all gone is found by its objects: they are there, and no event made them.
    """
    for event_id, digest, lines in _manifests(session):
        if manifest_digest(lines) != digest:
            report.add(FaultKind.MANIFEST_ALTERED, event=str(event_id))
        tick()


def _manifests(session: Session) -> Iterator[tuple[Any, str | None, list[tuple[Any, ...]]]]:
    columns = [_LINES[name] for name in LINE]
    stmt = select(_LINES.event_id, _EVENT.object_hash.label("digest"), *columns)
    stmt = stmt.join(LedgerEvent.__table__, _EVENT.id == _LINES.event_id).order_by(_LINES.event_id, _LINES.row)
    rows = session.execute(stmt, execution_options={"yield_per": CHUNK})
    for (event_id, digest), group in groupby(rows, key=lambda row: (row.event_id, row.digest)):
        yield event_id, digest, [tuple(row)[2:] for row in group]
