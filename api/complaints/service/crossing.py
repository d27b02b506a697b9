"""The one crossing between the public face's database and the house's: drops go in, what receipts show goes out.

Always begun from inside. Each step is done so that a kill after it repeats it without harm: a drop is removed outside
once what it became is committed inside, and what was put out is marked inside once it is committed outside. Where both
are one database the two sessions are one, and so is the transaction.
"""

from base64 import b64decode
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.complaints.models.portal import ComplaintDrop, ComplaintLetter, ComplaintReceipt, PortalDocument
from api.complaints.models.vault import ComplaintReporter
from api.complaints.queries import portal as portal_queries
from api.complaints.queries import vault as queries
from api.complaints.queries.documents import NAMES, all_documents, digests
from api.complaints.sealing import NotOpened
from api.complaints.service.taking_in import Drop, take_in
from api.core import logs
from api.core.context import Context
from api.core.database import insert_or

BATCH = 50


# --- Inwards ---------------------------------------------------------------------------------------------------------


def take_all(ctx: Context, outside: Session) -> tuple[list[UUID], list[UUID]]:
    """Take a batch in: drops that are done and can be removed outside, and those that failed this time.

    A drop that does not open is of use to nobody and counts as done; it is logged without a word of it.
    """
    done: list[UUID] = []
    failed: list[UUID] = []
    for row in queries.drops(outside, BATCH):
        sealed = queries.drop_content(outside, row.id)
        if _taken(ctx, Drop(row.id, sealed, row.identity, row.received_at)):
            done.append(row.id)
        else:
            failed.append(row.id)
    return done, failed


def _taken(ctx: Context, drop: Drop) -> bool:
    try:
        with ctx.session.begin_nested():
            take_in(ctx, drop)
    except NotOpened:
        logs.warning("complaint_drop_unreadable")
    except OperationalError:  # the database itself: nothing is wrong with the drop
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, those behind it must not wait for ever
        logs.error("complaint_drop_refused", **logs.where(error))
        return False
    return True


def settle(outside: Session, done: list[UUID], failed: list[UUID]) -> None:
    """Remove what was taken in, and count the failures of the rest."""
    outside.execute(delete(ComplaintDrop).where(ComplaintDrop.id.in_(done)))
    outside.execute(update(ComplaintDrop).where(ComplaintDrop.id.in_(failed)).values(tries=ComplaintDrop.tries + 1))


# --- Outwards --------------------------------------------------------------------------------------------------------


def put_all(ctx: Context, outside: Session) -> dict[UUID, int]:
    """Let the portal show what is new of a batch of receipts; which, and up to which revision."""
    written: dict[UUID, int] = {}
    for reporter in queries.unput(ctx, BATCH):
        _put(outside, reporter)
        written[reporter.receipt_id] = reporter.revision
    return written


def _put(outside: Session, reporter: ComplaintReporter) -> None:
    table = ComplaintReceipt.__table__
    row = {
        "id": reporter.receipt_id,
        "hash": reporter.hash,
        "public_key": reporter.public_key,
        "shown": reporter.shown,
        "letters": 0,
        "files": 0,
        "expires_on": reporter.expires_on,
        "revision": reporter.revision,
    }
    stmt = insert_or(outside, table).values(row)
    fresh = {name: stmt.excluded[name] for name in ("shown", "expires_on", "revision")}
    outside.execute(stmt.on_conflict_do_update(index_elements=["id"], set_=fresh))
    for letter in reporter.letters_out:
        _put_letter(outside, reporter.receipt_id, letter)


def _put_letter(outside: Session, receipt_id: UUID, letter: dict[str, Any]) -> None:
    row = {
        "id": UUID(letter["id"]),
        "receipt_id": receipt_id,
        "number": portal_queries.next_number(outside, receipt_id),
        "kind": letter["kind"],
        "sealed": b64decode(letter["sealed"]),
        "sent_on": date.fromisoformat(letter["sent_on"]),
    }
    outside.execute(insert_or(outside, ComplaintLetter.__table__).values(row).on_conflict_do_nothing())


def mark_put(ctx: Context, written: dict[UUID, int]) -> None:
    """Note inside what the portal has; what changed meanwhile goes out with the next round."""
    table = ComplaintReporter
    for receipt_id, revision in sorted(written.items()):
        mine = (table.receipt_id == receipt_id, table.revision == revision)
        ctx.session.execute(update(table).where(*mine).values(put_out=revision, letters_out=[]))


# --- Documents, and what has expired ---------------------------------------------------------------------------------


def expire(inside: Session, outside: Session, today: date) -> int:
    """Take receipts away whose time is over, letters and all, and what leads from them to a case; how many."""
    gone = portal_queries.expired(outside, today, BATCH)
    outside.execute(delete(ComplaintLetter).where(ComplaintLetter.receipt_id.in_(gone)))
    outside.execute(delete(ComplaintReceipt).where(ComplaintReceipt.id.in_(gone)))
    inside.execute(delete(ComplaintReporter).where(ComplaintReporter.expires_on < today))
    return len(gone)


def put_documents(inside: Session, outside: Session) -> int:
    """Copy the portal's documents that differ; how many."""
    there = digests(outside, NAMES)
    copied = 0
    for row in all_documents(inside):
        if there.get(row.name) == row.digest:
            continue
        values = {"name": row.name, "document": row.document, "digest": row.digest, "signature": row.signature}
        stmt = insert_or(outside, PortalDocument.__table__).values(values)
        fresh = {name: stmt.excluded[name] for name in ("document", "digest", "signature")}
        outside.execute(stmt.on_conflict_do_update(index_elements=["name"], set_=fresh))
        copied += 1
    return copied
