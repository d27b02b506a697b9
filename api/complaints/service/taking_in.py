"""Inside: opening what was dropped on the public face, and making it a case, or a part of one.

Each drop is taken in once: what it becomes carries its id. Of a complaint nothing is written down but its coded facts,
the rest is sealed again under the key of the case before the transaction ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.complaints import parts, sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintIdentity, ComplaintReporter
from api.complaints.queries import vault as queries
from api.complaints.rules.received import Channel, Received
from api.complaints.rules.states import CaseState
from api.complaints.service import attachments, contents, reporters
from api.complaints.service.attachments import NewFile
from api.complaints.service.projection import publish, publish_new
from api.complaints.service.receiving import receive_all
from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_rows


@dataclass(frozen=True, slots=True)
class Drop:
    """A drop as it came in. `opens` a complaint, or adds to one; `part` reads the parts of a file beside it."""

    id: UUID
    sealed: bytes
    identity: dict[str, Any] | None
    received_at: datetime
    opens: bool = True
    part: Callable[[int], bytes] | None = None


class Waits(Exception):
    """It adds to a complaint that is not here yet."""


def at_hour(ctx: Context, drop: Drop) -> Context:
    """What is recorded of a drop is recorded under the hour it came, not the second."""
    return replace(ctx, now=drop.received_at, hourly=True)


# --- Complaints ------------------------------------------------------------------------------------------------------


def open_all(ctx: Context, drops: Sequence[Drop]) -> None:
    """Make cases of complaints that came in the same hour, all or none; those that are known already do nothing.

    The statements are as many for one as for all. Errors: `NotOpened`, those of `receive_all`.
    """
    known = queries.known_receipts(ctx, [drop.id for drop in drops])
    fresh = [drop for drop in drops if drop.id not in known]
    said = [sealing.take_up(ctx.keys, drop.id, drop.sealed)[0] for drop in fresh]
    keys = contents.new_keys(ctx, len(fresh))
    cases = receive_all(ctx, [_received(*each) for each in zip(fresh, said, keys, strict=True)])
    contents.write_first(
        ctx, [(case, key, words["content"]) for case, key, words in zip(cases, keys.values(), said, strict=True)]
    )
    envelopes = [(case, drop.identity) for case, drop in zip(cases, fresh, strict=True) if drop.identity is not None]
    insert_rows(ctx.session, _IDENTITIES, [_identity_row(ctx, *each) for each in envelopes])
    reporters_there = [
        (case, _reporter(case, NewReporter.of(drop, words), on_portal=True))
        for case, drop, words in zip(cases, fresh, said, strict=True)
    ]
    publish_new(ctx, reporters_there)


def _received(drop: Drop, said: dict[str, Any], key_id: UUID) -> Received:
    return Received(
        id=ids.random(),
        channel=Channel.PORTAL,
        received_at=drop.received_at,
        data_key_id=key_id,
        category=said["category"],
        unit_hint=UUID(said["unit"]) if said["unit"] else None,
        named=drop.identity is not None,
        urgent=said["urgent"],
        child=said["child"],
        language=said["language"],
    )


@dataclass(frozen=True, slots=True)
class NewReporter:
    """Somebody with a receipt."""

    receipt_id: UUID
    hash: str
    public_key: bytes
    child: bool = False

    @classmethod
    def of(cls, drop: Drop, said: dict[str, Any]) -> "NewReporter":
        """Who has sent a complaint from the portal: the drop bears the id of the receipt."""
        return cls(drop.id, said["hash"], bytes.fromhex(said["public_key"]), child=said["child"])


def link(ctx: Context, case: ComplaintCase, reporter: NewReporter) -> None:
    """Keep which receipt belongs to a case that did not come from the portal."""
    ctx.session.add(_reporter(case, reporter, on_portal=False))
    ctx.session.flush()


def _reporter(case: ComplaintCase, reporter: NewReporter, *, on_portal: bool) -> ComplaintReporter:
    """`on_portal`: the portal has the receipt already."""
    return ComplaintReporter(
        receipt_id=reporter.receipt_id,
        case_id=case.id,
        hash=reporter.hash,
        public_key=reporter.public_key,
        shown={"received_on": case.received_on.isoformat(), "child": reporter.child},
        letters_out=[],
        identity_opened_on=None,
        takes_media=False,
        expires_on=None,
        revision=0 if on_portal else 1,
        put_out=0,
    )


def keep_identity(ctx: Context, case: ComplaintCase, envelopes: dict[str, Any]) -> None:
    """Keep the custodians' envelopes with a case. An identity is given once; a second one is of no account."""
    if queries.find_identity(ctx, case.id) is None:
        insert_rows(ctx.session, _IDENTITIES, [_identity_row(ctx, case, envelopes)])


_IDENTITIES = insert(ComplaintIdentity.metadata.tables[ComplaintIdentity.__tablename__])


def _identity_row(ctx: Context, case: ComplaintCase, envelopes: dict[str, Any]) -> dict[str, Any]:
    return {"case_id": case.id, "envelopes": envelopes, "received_on": clock.legal_day(ctx.now)}


# --- What adds to a complaint ----------------------------------------------------------------------------------------


def add(ctx: Context, drop: Drop) -> None:
    """Take in what adds to a complaint; one that was taken in before does nothing.

    Errors: `NotOpened`, `Waits`, and those of what it does.
    """
    if queries.is_known(ctx, drop.id):
        return
    said, _ = sealing.take_up(ctx.keys, drop.id, drop.sealed)
    found = queries.find_reporter(ctx, UUID(said["receipt"]))
    if found is None:
        raise Waits
    _, case = found
    if case.data_key_id is None:  # sent up or destroyed meanwhile: there is nothing here to add to
        return
    _ACTS[said["act"]](ctx, case, drop, said)
    publish(ctx, case)


def _message(ctx: Context, case: ComplaintCase, drop: Drop, said: dict[str, Any]) -> None:
    content_id = contents.write(ctx, case, "message", said["content"], drop.id)
    if case.state == CaseState.AWAITING_INFO:
        reporters.answered(ctx, case, content_id)
    else:
        reporters.added(ctx, case, content_id)


def _file(ctx: Context, case: ComplaintCase, drop: Drop, said: dict[str, Any]) -> None:
    """Part by part from under the key of the drop to under that of the case."""
    assert drop.part is not None
    size = said["size"]
    sealed = map(drop.part, range(parts.number_of(size)))
    blocks = parts.content(bytes.fromhex(said["key"]), sealed, f"drop/{drop.id}", size)
    attachments.add(ctx, case, NewFile(said["name"], said["type"], size, blocks, drop.id))
    reporters.added(ctx, case)


def _identity(ctx: Context, case: ComplaintCase, drop: Drop, _said: dict[str, Any]) -> None:
    assert drop.identity is not None
    keep_identity(ctx, case, drop.identity)
    contents.write(ctx, case, "revealed", {}, drop.id)
    reporters.revealed(ctx, case)


def _withdrawal(ctx: Context, case: ComplaintCase, drop: Drop, said: dict[str, Any]) -> None:
    contents.write(ctx, case, "withdrawal", said["content"], drop.id)
    reporters.withdrew(ctx, case)


def _objection(ctx: Context, case: ComplaintCase, drop: Drop, said: dict[str, Any]) -> None:
    reporters.objected(ctx, case, contents.write(ctx, case, "objection", said["content"], drop.id))


def _rating(ctx: Context, case: ComplaintCase, drop: Drop, said: dict[str, Any]) -> None:
    contents.write(ctx, case, "rating", said["content"], drop.id)
    reporters.rated(ctx, case, said["stars"])


_ACTS: dict[str, Callable[[Context, ComplaintCase, Drop, dict[str, Any]], None]] = {
    "message": _message,
    "file": _file,
    "identity": _identity,
    "withdraw": _withdrawal,
    "object": _objection,
    "rate": _rating,
}
