"""Signed heads, epochs and proofs."""

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import insert

from api.core import ids
from api.core.context import Context
from api.core.errors import Refused
from api.ledger import queries, rules
from api.ledger.errors import DAMAGED, NO_PAYLOAD, NOT_SEQUENCED
from api.ledger.models import LedgerEpoch, LedgerHead
from api.ledger.rules import Proof, Subject, notes, tree
from api.ledger.rules.notes import Checkpoint, Key
from api.ledger.service.events import record

SIGNER = "ledger-head"
_FIRST = "first start"


def signed_head(ctx: Context) -> LedgerHead:
    """The head of the tree as it stands, signed now if the tree has grown since the last one.

    Errors: `ledger.damaged` when the tree is not a continuation of what was signed before: nothing is signed then.
    """
    epoch = queries.find_epoch(ctx) or open_first_epoch(ctx)
    size, last = queries.tree_size(ctx), queries.find_head(ctx, epoch.number)
    if last is not None and last.size == size:
        return last
    known = (last.size, last.root) if last else (epoch.size, epoch.root)
    if size < known[0]:
        raise Refused(DAMAGED)
    before, root = queries.subtrees(ctx, lambda subtree: (tree.root(known[0], subtree), tree.root(size, subtree)))
    if before != known[1]:
        raise Refused(DAMAGED)
    note = notes.sign(str(Checkpoint(epoch.origin, size, root)), epoch.origin, ctx.keys.signer(SIGNER))
    return _write_head(ctx, LedgerHead(epoch=epoch.number, size=size, root=root, signed_at=ctx.now, note=note))


def _write_head(ctx: Context, head: LedgerHead) -> LedgerHead:
    ctx.session.execute(insert(LedgerHead), _columns(head))
    return head


def _columns(row: LedgerHead | LedgerEpoch) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def open_first_epoch(ctx: Context) -> LedgerEpoch:
    """The epoch of a ledger that has just begun, under a random name of its own."""
    return queries.find_epoch(ctx) or _open(ctx, 1, ids.random().hex[:16], _FIRST)


def open_epoch(ctx: Context, reason: str) -> LedgerEpoch:
    """Begin a new epoch where the tree ends, e.g. after a restore; heads name it from now on.

    The events that are restored but pending belong to it. Its opening is an event too.
    """
    last = queries.find_epoch(ctx)
    if last is None:
        return _open(ctx, 1, ids.random().hex[:16], reason)
    return _open(ctx, last.number + 1, last.origin.split("/")[1], reason)


def _open(ctx: Context, number: int, instance: str, reason: str) -> LedgerEpoch:
    size = queries.tree_size(ctx)
    root = queries.subtrees(ctx, lambda subtree: tree.root(size, subtree))
    origin = f"qinglian/{instance}/{number}"
    epoch = LedgerEpoch(number=number, origin=origin, size=size, root=root, opened_at=ctx.now, reason=reason)
    ctx.session.execute(insert(LedgerEpoch), _columns(epoch))
    said = {"number": number, "origin": origin, "size": size, "root": root.hex()}
    # The number stands in the id, so that the event is found by it.
    record(ctx, "ledger.epoch_opened", Subject("ledger_epoch", UUID(int=number), origin), None, said, reason=reason)
    return epoch


def prove(ctx: Context, event_id: UUID, *, with_payload: bool = False) -> Proof:
    """The proof of an event against the newest head. The caller has made sure that the event is within reach.

    Errors: `ledger.not_sequenced`, `ledger.no_payload`, `ledger.damaged`.
    """
    found = queries.find_place(ctx, event_id)
    if found is None:
        raise Refused(NOT_SEQUENCED)
    head = signed_head(ctx)
    hashes = queries.subtrees(ctx, lambda subtree: tree.inclusion(found.seq, head.size, subtree))
    payload = _payload(ctx, event_id) if with_payload else None
    return Proof(
        rules.plain({"schema": rules.LEAF_SCHEMA, **found.event}), found.seq, tuple(hashes), head.note, payload
    )


def _payload(ctx: Context, event_id: UUID) -> dict[str, Any]:
    payload = queries.find_payload(ctx, event_id)
    if payload is None:
        raise Refused(NO_PAYLOAD)
    return {"nonce": payload.nonce.hex(), "document": payload.document}


def public_key(ctx: Context) -> tuple[Key, str]:
    """The key of the present epoch's heads, for outsiders, and as PEM. Errors: `ledger.not_sequenced`."""
    epoch = queries.find_epoch(ctx)
    if epoch is None:
        raise Refused(NOT_SEQUENCED)
    public = ctx.keys.public(SIGNER)
    return Key.of(epoch.origin, public), public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
