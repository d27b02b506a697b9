"""What an event commits to: canonical documents, commitments, seals. Pure.

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
from typing import Any
from uuid import UUID

import rfc8785

PAYLOAD_SCHEMA = 1


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
    pairs = ((name, plain(old.get(name)), plain(new.get(name))) for name in sorted({*old, *new}))
    return [{"field": name, "before": was, "after": is_} for name, was, is_ in pairs if was != is_]


def payload(actor: str | None, label: str, changed: list[dict[str, Any]]) -> dict[str, Any]:
    """The erasable document of an event."""
    return {"schema": PAYLOAD_SCHEMA, "actor": actor, "label": label, "changes": changed}


def canonical(document: Mapping[str, Any]) -> bytes:
    """RFC 8785 bytes of a plain document."""
    return rfc8785.dumps(dict(document))


def commitment(nonce: bytes, document: Mapping[str, Any]) -> str:
    """SHA-256(nonce ‖ canonical payload) in hex; the nonce (32 random bytes) keeps short payloads unguessable."""
    return hashlib.sha256(nonce + canonical(document)).hexdigest()


def seal(key: bytes, header: Mapping[str, Any]) -> str:
    """HMAC-SHA-256 of an event's own columns under a key that is not in the database."""
    return hmac.new(key, canonical({name: plain(value) for name, value in header.items()}), hashlib.sha256).hexdigest()
