"""The manifest of a bulk event: one line a row, and the digest that the event bears in the place of an object's hash."""

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson

LINE = ("row", "object_id", "key", "action", "revision_before", "revision", "object_hash")


def digest_of_records(records: bytes) -> str:
    """The same of lines that are JSON objects with the members of `LINE`, in that order and without blanks.

    A member's name stands nowhere else: in a text its quotation marks would be escaped.
    """
    first, *others = LINE
    text = records.removesuffix(b"\n").replace(f'{{"{first}":'.encode(), b"[")
    for name in others:
        text = text.replace(f',"{name}":'.encode(), b",")
    return hashlib.sha256(text.replace(b"}\n", b"]\n").removesuffix(b"}") + b"]").hexdigest()


def manifest_digest(lines: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 in hex of the lines in the order of their rows: each the JSON array of `LINE`, ids with dashes."""
    text = b"\n".join(map(orjson.dumps, lines))
    return hashlib.sha256(text).hexdigest()
