"""The sequencer: gives pending events their places, and the tree its nodes. One worker at a time (a follower)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert

from api.core.context import Context
from api.core.database import insert_rows
from api.ledger import queries, rules
from api.ledger.models import LedgerNode, LedgerPending, LedgerSequence
from api.ledger.rules import tree
from api.ledger.service.heads import open_first_epoch

BATCH = 1_000
_SEQUENCE, _NODES = (
    insert(LedgerSequence.metadata.tables[model.__tablename__]) for model in (LedgerSequence, LedgerNode)
)
_PENDING = LedgerPending.metadata.tables[LedgerPending.__tablename__]


def sequence(ctx: Context, limit: int = BATCH) -> bool:
    """Give about `limit` pending events their places, in the caller's transaction; whether there may be more."""
    size = queries.tree_size(ctx)
    if size == 0:
        open_first_epoch(ctx)
    batch = rules.in_order(queries.next_pending(ctx, limit))
    if not batch:
        return False
    rows = _places(ctx.keys.ledger, size, batch)
    insert_rows(ctx.session, _SEQUENCE, rows)
    insert_rows(ctx.session, _NODES, _nodes(ctx, size, [row["leaf_hash"] for row in rows]))
    ctx.session.execute(delete(_PENDING).where(_PENDING.c.event_id.in_(queries.placed_since(size))))
    return len(batch) >= limit


def _places(key: bytes, size: int, batch: Sequence[Any]) -> list[dict[str, Any]]:
    placed = []
    for seq, event in enumerate(batch, start=size):
        leaf_hash = tree.leaf_hash(rules.leaf(event._mapping))  # noqa: SLF001 (the documented way to a row as a mapping)
        sealed = rules.place_seal(key, seq, event.id, leaf_hash)
        placed.append({"seq": seq, "event_id": event.id, "leaf_hash": leaf_hash, "seal": sealed})
    return placed


def _nodes(ctx: Context, size: int, added: list[bytes]) -> list[dict[str, Any]]:
    """The perfect subtrees that `added` leaves complete in a tree of `size`."""
    first, last = size // tree.TILE, (size + len(added)) // tree.TILE
    if first == last:
        return []
    leaves = queries.leaf_hashes(ctx, first * tree.TILE, size) + added
    tiles = [tree.fold(leaves[at : at + tree.TILE]) for at in range(0, (last - first) * tree.TILE, tree.TILE)]
    nodes = tree.completed(first, tiles, lambda level, position: queries.get_node(ctx, level, position))
    return [{"level": level, "position": position, "hash": found} for level, position, found in nodes]
