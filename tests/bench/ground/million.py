"""A ledger of a million events in a minute: made by the rules, with true seals, and copied into PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg

from api.core import ids
from api.core.keys import KeyStore
from api.ledger import rules
from api.ledger.rules import tree

_COLUMNS = (
    *("id", "at", "actor_id", "action", "object_type", "object_id", "revision", "unit_id", "reason", "trace"),
    *("commitment", "object_hash", "seal"),
)
_STEP = 200 * tree.TILE


def fill(dsn: str, keys: KeyStore, number: int) -> None:
    """Put `number` events with payloads, places and nodes into an empty ledger."""
    tiles: list[bytes] = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        for start in range(0, number, _STEP):
            made = [_event(keys.ledger, start + offset) for offset in range(min(_STEP, number - start))]
            _copy(connection, f"ledger_event ({', '.join(_COLUMNS)})", (row[0] for row in made))
            _copy(connection, "ledger_payload (event_id, nonce, document)", (row[1] for row in made))
            leaves = [row[2] for row in made]
            _copy(connection, "ledger_sequence (seq, event_id, leaf_hash, seal)", _places(keys.ledger, start, made))
            tiles += [tree.fold(leaves[at : at + tree.TILE]) for at in range(0, len(leaves) - tree.TILE + 1, tree.TILE)]
        _copy(connection, "ledger_node (level, position, hash)", _nodes(tiles))
        connection.execute("ANALYZE")


def _event(key: bytes, number: int) -> tuple[tuple[Any, ...], tuple[Any, ...], bytes, UUID]:
    """The rows of one event, and its leaf."""
    nonce, unit = os.urandom(32), UUID(int=number % 200)
    changed: list[dict[str, Any]] = [
        {"field": "pupils", "before": number, "after": number + 1},
        {"field": "staff", "before": None, "after": 82},
    ]
    document = rules.payload("周敏", "锦岚县第一小学", changed)
    event: dict[str, Any] = {
        "id": ids.ordered(),
        "at": datetime.now(UTC),
        "actor_id": UUID(int=number % 50),
        "action": "school.updated",
        "object_type": "school",
        "object_id": unit,
        "revision": number,
        "unit_id": unit,
        "reason": None,
        "trace": f"{number:032x}",
        "commitment": rules.commitment(nonce, document),
        "object_hash": f"{number:064x}",
    }
    event["seal"] = rules.seal(key, event)
    payload = (event["id"], nonce, orjson.dumps(document).decode())
    return tuple(event.values()), payload, tree.leaf_hash(rules.leaf(event)), event["id"]


def _places(key: bytes, start: int, made: list[Any]) -> Iterator[tuple[Any, ...]]:
    for seq, (_, _, leaf, event_id) in enumerate(made, start=start):
        yield seq, event_id, leaf, rules.place_seal(key, seq, event_id, leaf)


def _nodes(tiles: list[bytes]) -> Iterator[tuple[Any, ...]]:
    def none(level: int, position: int) -> bytes:
        raise KeyError(level, position)

    yield from tree.completed(0, tiles, none)


def _copy(connection: psycopg.Connection[Any], target: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor().copy(f"COPY {target} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)
