"""The one crossing between the public face's database and the house's: drops go in, what receipts show goes out.

Always begun from inside. Each step is done so that a kill after it repeats it without harm: a drop is removed outside
once what it became is committed inside, and what was put out is marked inside once it is committed outside. Where both
are one database the two sessions are one, and so is the transaction.
"""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.complaints.models.portal import ComplaintDrop, ComplaintLetter, ComplaintReceipt, PortalDocument
from api.complaints.models.vault import ComplaintReporter
from api.complaints.queries import portal as portal_queries
from api.complaints.queries import vault as queries
from api.complaints.queries.documents import NAMES, all_documents, digests
from api.complaints.sealing import NotOpened
from api.complaints.service.taking_in import Drop, add, at_hour, open_all
from api.core import logs
from api.core.context import Context
from api.core.database import insert_or

BATCH = 100
# Files are fetched until a batch holds about so many parts of a mebibyte.
_MOST_PARTS = 32


# --- Inwards ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class TakenIn:
    """Drops that are done and can be removed outside, those that failed this time, and whether there may be more."""

    done: list[UUID] = field(default_factory=list)
    failed: list[UUID] = field(default_factory=list)
    more: bool = False


def take_all(ctx: Context, outside: Session) -> TakenIn:
    """Take a batch in: complaints before what adds to them.

    A drop that does not open is of use to nobody and counts as done; it is logged without a word of it.
    """
    taken = TakenIn()
    rows = queries.openers(outside, BATCH)
    waiting = [Drop(row.id, row.sealed, row.identity, row.received_at) for row in rows]
    for _, alike in groupby(waiting, key=lambda drop: drop.received_at):
        _take(ctx, list(alike), taken)
    cut = len(rows) == BATCH or _take_additions(ctx, outside, taken)
    taken.more = cut and bool(taken.done)
    return taken


def _take_additions(ctx: Context, outside: Session, taken: TakenIn) -> bool:
    """One by one, until they are many or large; whether any was left for the next time."""
    rows, parts = queries.additions(outside, BATCH), 0
    for row in rows:
        if parts > _MOST_PARTS:
            return True
        parts += row.parts
        held = partial(queries.drop_part, outside, row.id)
        _take(ctx, [Drop(row.id, row.sealed, row.identity, row.received_at, opens=False, part=held)], taken)
    return len(rows) == BATCH


def _take(ctx: Context, drops: list[Drop], taken: TakenIn) -> None:
    """Complaints of one hour are taken in together; where one fails, each by itself, so that the others do not."""
    failure = _tried(ctx, drops)
    if failure is not None and len(drops) > 1:
        for drop in drops:
            _take(ctx, [drop], taken)
        return
    if isinstance(failure, NotOpened):
        logs.warning("complaint_drop_unreadable")
    elif failure is not None:
        logs.error("complaint_drop_refused", **logs.where(failure))
    done = failure is None or isinstance(failure, NotOpened)
    (taken.done if done else taken.failed).extend(drop.id for drop in drops)


def _tried(ctx: Context, drops: list[Drop]) -> Exception | None:
    """What went wrong, if anything; nothing is left of it then."""
    hour = at_hour(ctx, drops[0])
    try:
        with ctx.session.begin_nested():
            if drops[0].opens:
                open_all(hour, drops)
            else:
                add(hour, drops[0])
    except OperationalError:  # the database itself: nothing is wrong with the drops
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, those behind it must not wait for ever
        return error
    return None


def settle(outside: Session, taken: TakenIn) -> None:
    """Remove what was taken in, and count the failures of the rest."""
    outside.execute(delete(ComplaintDrop).where(ComplaintDrop.id.in_(taken.done)))
    if taken.failed:
        mine = ComplaintDrop.id.in_(taken.failed)
        outside.execute(update(ComplaintDrop).where(mine).values(tries=ComplaintDrop.tries + 1))


# --- Outwards --------------------------------------------------------------------------------------------------------


def put_all(ctx: Context, outside: Session) -> dict[UUID, int]:
    """Let the portal show what is new of a batch of receipts; which, and up to which revision."""
    reporters = queries.unput(ctx, BATCH)
    if reporters:
        _put(outside, reporters)
    for reporter in reporters:
        for letter in reporter.letters_out:
            _put_letter(outside, reporter.receipt_id, letter)
    return {reporter.receipt_id: reporter.revision for reporter in reporters}


def _put(outside: Session, reporters: Sequence[ComplaintReporter]) -> None:
    same = ("hash", "public_key", "shown", "expires_on", "revision")
    rows = [
        {"id": one.receipt_id, "letters": 0, "files": 0, **{name: getattr(one, name) for name in same}}
        for one in reporters
    ]
    stmt = insert_or(outside, ComplaintReceipt.__table__)
    fresh = {name: stmt.excluded[name] for name in ("shown", "expires_on", "revision")}
    outside.execute(stmt.on_conflict_do_update(index_elements=["id"], set_=fresh), rows)


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
    if not written:
        return
    table = ComplaintReporter.metadata.tables[ComplaintReporter.__tablename__]
    same = (table.c.receipt_id == bindparam("receipt"), table.c.revision == bindparam("put"))
    stmt = update(table).where(*same).values(put_out=bindparam("put"), letters_out=[])
    rows = [{"receipt": receipt_id, "put": revision} for receipt_id, revision in sorted(written.items())]
    ctx.session.connection().execute(stmt, rows)


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
