"""The destroy-list: which data keys were destroyed by order, signed and chained, one JSON line each.

Each line carries the hash of the line before it and a signature of the store, so that no entry can be altered, put in
or taken out of the middle. That the end was cut off shows against any copy: every backup of data carries one, and
`restore` takes the union of all that verify. The list names keys and orders, never what a key was for.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from api.core import clock
from api.core.keys.errors import BrokenList

FILE = "destroyed.list"
_START = hashlib.sha256(b"qinglian/destroyed/1").hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One destroyed key: which, by which order, when."""

    key: UUID
    order: str
    at: str

    @classmethod
    def now(cls, key: UUID, order: str) -> "Entry":
        """An entry of this moment."""
        return cls(key, order, clock.now().isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a new line: a generation of the store's key."""

    key: Ed25519PrivateKey
    generation: int


def append(content: bytes, entries: Iterable[Entry], signer: Signer) -> bytes:
    """`content` with a signed line for each of `entries`."""
    lines = content.splitlines(keepends=True)
    for entry in entries:
        signed = {
            "at": entry.at,
            "generation": signer.generation,
            "key": str(entry.key),
            "number": len(lines),
            "order": entry.order,
            "previous": _hash(lines[-1]) if lines else _START,
        }
        signature = b64encode(signer.key.sign(_canonical(signed))).decode()
        lines.append(_canonical(signed | {"signature": signature}) + b"\n")
    return b"".join(lines)


def verify(content: bytes, publics: Mapping[int, Ed25519PublicKey]) -> list[Entry]:
    """The entries of a list that the store has signed.

    Errors: `BrokenList`, which names the first line that was altered, put in, taken out, or signed by another store.
    """
    lines = content.splitlines(keepends=True)
    chain = (_START, *(_hash(line) for line in lines))
    return [_verified(line, number, chain[number], publics) for number, line in enumerate(lines)]


def _verified(line: bytes, number: int, previous: str, publics: Mapping[int, Ed25519PublicKey]) -> Entry:
    try:
        field = orjson.loads(line)
        signature = b64decode(field.pop("signature"))
        if field["number"] != number or field["previous"] != previous:
            raise BrokenList(f"destroy-list, line {number + 1}: an entry before it was altered or removed")
        publics[field["generation"]].verify(signature, _canonical(field))
        return Entry(UUID(field["key"]), field["order"], field["at"])
    except (InvalidSignature, KeyError, TypeError, ValueError) as error:
        raise BrokenList(f"destroy-list, line {number + 1}: altered, or signed by another store") from error


def claimed(content: bytes) -> frozenset[UUID]:
    """The keys that a list names, verified or not: the store opens none of them."""
    found = set()
    for line in content.splitlines():
        try:
            found.add(UUID(orjson.loads(line)["key"]))
        except (KeyError, TypeError, ValueError):
            continue
    return frozenset(found)


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _canonical(document: Mapping[str, object]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
