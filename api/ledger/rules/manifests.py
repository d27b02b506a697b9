"""The manifest of a bulk event: one line a row, and the digest that the event bears in the place of an object's hash."""

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson

LINE = ("row", "object_id", "key", "action", "revision_before", "revision", "object_hash")


def manifest_digest(lines: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 in hex of the lines in the order of their rows: each the JSON array of `LINE`, ids with dashes."""
    text = b"\n".join(map(orjson.dumps, lines))
    return hashlib.sha256(text).hexdigest()
