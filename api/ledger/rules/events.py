"""What an event commits to: canonical documents, commitments, seals, leaves.

A payload (who, what it was called, what changed) can be erased by order of an authority or under 个人信息保护法 第47条;
the event keeps only a salted commitment to it, so that every hash still holds when the payload is gone.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any
from uuid import UUID

import orjson

PAYLOAD_SCHEMA = 1
LEAF_SCHEMA = 1

_AS_IT_IS = frozenset({bool, int, str, NoneType})
# RFC 8785 for the documents of this house: ASCII keys, no floats, integers within 53 bits. The unit tests hold these
# bytes to those of a general implementation, which takes six times as long.
_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_UTC_Z


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about. `label` is what people call it and goes into the erasable payload."""

    type: str
    id: UUID
    label: str
    unit_id: UUID | None = None
    revision: int | None = None


def plain(value: Any) -> Any:
    """`value` in JSON's own types: decimals and ids as strings, days and instants in ISO 8601 (UTC), sets sorted."""
    if type(value) in _AS_IT_IS:  # most are, and a table is cheaper than a match
        return value
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What differs, field by field in alphabetical order; a field that is absent counts as null."""
    old, new = before or {}, after or {}
    found = []
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name), new.get(name)
        # Every write passes here: what is the same, or plain already, goes by without a call.
        if was is not is_:
            was = was if type(was) in _AS_IT_IS else plain(was)
            is_ = is_ if type(is_) in _AS_IT_IS else plain(is_)
            if was != is_:
                found.append({"field": name, "before": was, "after": is_})
    return found


def payload(actor: str | None, label: str, changed: list[dict[str, Any]]) -> dict[str, Any]:
    """The erasable document of an event."""
    return {"schema": PAYLOAD_SCHEMA, "actor": actor, "label": label, "changes": changed}


def canonical(document: Mapping[str, Any]) -> bytes:
    """RFC 8785 bytes of a document of plain values, ids, days and UTC instants."""
    return orjson.dumps(document, default=plain, option=_CANONICAL)


def commitment(nonce: bytes, document: Mapping[str, Any]) -> str:
    """SHA-256(nonce ‖ canonical payload) in hex; the nonce (32 random bytes) keeps short payloads unguessable."""
    return hashlib.sha256(nonce + canonical(document)).hexdigest()


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the canonical document of an object, as it is after the change."""
    return hashlib.sha256(canonical(document)).hexdigest()


def document_hashes(lines: bytes) -> list[str]:
    """The hashes of canonical documents that stand in a line each."""
    return [hashlib.sha256(line).hexdigest() for line in lines.split(b"\n")[:-1]]


def seal(key: bytes, header: Mapping[str, Any]) -> str:
    """HMAC-SHA-256 in hex of an event's own columns under a key that is not in the database.

    The hash of an object's document is covered where there is one: events written before documents were hashed keep
    their seals, and taking a hash away breaks one.
    """
    if header.get("object_hash") is None:
        header = {name: value for name, value in header.items() if name != "object_hash"}
    return hmac.digest(key, canonical(header), "sha256").hex()


def leaf(event: Mapping[str, Any]) -> bytes:
    """The entry of an event in the Merkle tree, schema 1: every column of the event, its seal included."""
    return canonical({"schema": LEAF_SCHEMA, **event})


def place_seal(key: bytes, seq: int, event_id: UUID, leaf_hash: bytes) -> bytes:
    """HMAC-SHA-256 of one place in the sequence; it tells which of two swapped rows moved, and that both did."""
    return hmac.digest(key, seq.to_bytes(8, "big") + event_id.bytes + leaf_hash, "sha256")
