"""Reading the order: what waits, what has a place, the hashes that a root or a proof is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session

from api.core.context import Context
from api.core.errors import Refused
from api.ledger.errors import DAMAGED
from api.ledger.models import (
    LedgerEvent,
    LedgerNode,
    LedgerPayload,
    LedgerPending,
    LedgerSequence,
)
from api.ledger.rules import tree
from api.ledger.rules.tree import STORED_LEVEL, TILE, Subtree

Result = TypeVar("Result")
_EVENT, _PENDING, _SEQUENCE, _NODE = (
    model.metadata.tables[model.__tablename__] for model in (LedgerEvent, LedgerPending, LedgerSequence, LedgerNode)
)


@dataclass(frozen=True, slots=True)
class Place:
    """An event that has its place."""

    seq: int
    event: Mapping[str, Any]


# --- What waits ------------------------------------------------------------------------------------------------------

_FIRST = (
    select(_EVENT)
    .join(_PENDING, _PENDING.c.event_id == _EVENT.c.id)
    .order_by(_PENDING.c.event_id)
    .limit(bindparam("limit", type_=_SEQUENCE.c.seq.type))
)


def _lagging() -> Select[*tuple[Any, ...]]:
    """Pending events past the id `last` that an object's event up to there has to follow, by their revisions."""
    waiting, early, before = _PENDING.alias("waiting"), _EVENT.alias("early"), _PENDING.alias("before")
    last = bindparam("last", type_=_EVENT.c.id.type)
    same = and_(
        _EVENT.c.object_type == early.c.object_type,
        _EVENT.c.object_id == early.c.object_id,
        _EVENT.c.id > last,
        _EVENT.c.revision < early.c.revision,
    )
    stmt = select(_EVENT).select_from(before).join(early, early.c.id == before.c.event_id).join(_EVENT, same)
    return stmt.join(waiting, waiting.c.event_id == _EVENT.c.id).where(before.c.event_id <= last).distinct()


_LAGGING = _lagging()


def has_pending(session: Session) -> bool:
    """Whether any event waits for its place."""
    return session.execute(select(_PENDING.c.event_id).limit(1)).first() is not None


def count_pending(ctx: Context) -> int:
    """How many events wait for their place."""
    return ctx.session.execute(select(func.count()).select_from(_PENDING)).scalar_one()


def next_pending(ctx: Context, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The first `limit` pending events by id, and those that must go before one of them (see `rules.in_order`)."""
    first = ctx.session.execute(_FIRST, {"limit": limit}).all()
    if len(first) < limit:
        return first
    return [*first, *ctx.session.execute(_LAGGING, {"last": first[-1].id})]


# --- What has its place ----------------------------------------------------------------------------------------------

_LAST = select(_SEQUENCE.c.seq).order_by(_SEQUENCE.c.seq.desc()).limit(1)


def tree_size(ctx: Context) -> int:
    """How many events have their place."""
    last = ctx.session.execute(_LAST).scalar_one_or_none()
    return 0 if last is None else last + 1


def placed_since(size: int) -> Select[UUID]:
    """The events whose places are `size` and after it."""
    return select(_SEQUENCE.c.event_id).where(_SEQUENCE.c.seq >= size)


def find_place(ctx: Context, event_id: UUID) -> Place | None:
    """An event with its place; None while it waits."""
    stmt = select(_SEQUENCE.c.seq, _EVENT).join(_EVENT, _EVENT.c.id == _SEQUENCE.c.event_id)
    row = ctx.session.execute(stmt.where(_SEQUENCE.c.event_id == event_id)).mappings().one_or_none()
    return Place(row["seq"], {column.name: row[column.name] for column in _EVENT.c}) if row else None


def find_payload(ctx: Context, event_id: UUID) -> LedgerPayload | None:
    """What an event said; None when it was erased."""
    return ctx.session.get(LedgerPayload, event_id)


def leaf_hashes(ctx: Context, start: int, end: int) -> list[bytes]:
    """The leaves [start, end)."""
    stmt = select(_SEQUENCE.c.leaf_hash).where(_SEQUENCE.c.seq >= start, _SEQUENCE.c.seq < end)
    return list(ctx.session.execute(stmt.order_by(_SEQUENCE.c.seq)).scalars())


def get_node(ctx: Context, level: int, position: int) -> bytes:
    """A stored subtree. Errors: `ledger.damaged` when it is not there."""
    stmt = select(_NODE.c.hash).where(_NODE.c.level == level, _NODE.c.position == position)
    found: bytes | None = ctx.session.execute(stmt).scalar_one_or_none()
    if found is None:
        raise Refused(DAMAGED)
    return found


def subtrees(ctx: Context, compute: Callable[[Subtree], Result]) -> Result:
    """`compute` with the subtrees of the ledger's tree. Errors: `ledger.damaged` when one is not there.

    It is run twice: first to learn which hashes it asks for; these are then read in two statements.
    """
    wanted: set[tuple[int, int]] = set()

    def _note(level: int, position: int) -> bytes:
        wanted.add((level, position))
        return tree.EMPTY

    compute(_note)
    nodes = _read_nodes(ctx, [key for key in wanted if key[0] >= STORED_LEVEL])
    leaves = _read_tiles(ctx, {(position << level) // TILE for level, position in wanted if level < STORED_LEVEL})
    try:
        return compute(lambda level, position: nodes.get((level, position)) or _of_tile(leaves, level, position))
    except KeyError as error:
        raise Refused(DAMAGED) from error


def _of_tile(leaves: Mapping[int, bytes], level: int, position: int) -> bytes:
    if level >= STORED_LEVEL:
        raise KeyError(position)
    return tree.fold([leaves[seq] for seq in range(position << level, (position + 1) << level)])


def _read_nodes(ctx: Context, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    wanted = list(keys)
    if not wanted:
        return {}
    stmt = select(_NODE).where(tuple_(_NODE.c.level, _NODE.c.position).in_(wanted))
    return {(row.level, row.position): row.hash for row in ctx.session.execute(stmt)}


def _read_tiles(ctx: Context, tiles: Iterable[int]) -> dict[int, bytes]:
    ranges = [_SEQUENCE.c.seq.between(tile * TILE, tile * TILE + TILE - 1) for tile in sorted(tiles)]
    if not ranges:
        return {}
    stmt = select(_SEQUENCE.c.seq, _SEQUENCE.c.leaf_hash).where(or_(*ranges))
    return {row.seq: row.leaf_hash for row in ctx.session.execute(stmt)}
