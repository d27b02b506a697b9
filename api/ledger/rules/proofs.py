"""Proofs that leave the house: a text (C2SP tlog-proof) that anyone can check with the public key alone.

The entry itself travels as the proof's extra data: the event's columns and, where it was asked for, its payload with the
nonce. Nothing of it is believed: the event is hashed anew, the payload is held to the event's commitment.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.ledger.rules import events, tree
from api.ledger.rules.notes import BadNote, Checkpoint, Key, opened, origin_of

_HEAD = "c2sp.org/tlog-proof@v1"
_FORM = re.compile(
    rf"{re.escape(_HEAD)}\nextra (?P<extra>[A-Za-z0-9+/=]+)\nindex (?P<index>0|[1-9][0-9]{{0,18}})\n"
    r"(?P<hashes>(?:[A-Za-z0-9+/]{43}=\n){0,63})\n(?P<note>.+)",
    re.ASCII | re.DOTALL,
)
_OLDEST, _NEWEST = 1, events.LEAF_SCHEMA


class Disproved(Exception):
    """The proof does not hold. `reason`: form, key, signature, leaf, payload."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Proof:
    """That `event` stands at place `index` of the tree whose head is `note`."""

    event: Mapping[str, Any]
    index: int
    hashes: tuple[bytes, ...]
    note: str
    payload: Mapping[str, Any] | None = None  # {"nonce": hex, "document": {...}}

    def __str__(self) -> str:
        extra = {"event": self.event} | ({"payload": self.payload} if self.payload else {})
        lines = [_HEAD, f"extra {b64encode(events.canonical(extra)).decode()}", f"index {self.index}"]
        lines += [b64encode(each).decode() for each in self.hashes]
        return "\n".join([*lines, "", self.note])

    @classmethod
    def parse(cls, text: str) -> "Proof":
        """Errors: `Disproved` (form)."""
        found = _FORM.fullmatch(text)
        try:
            extra = orjson.loads(b64decode(found["extra"])) if found else None
        except ValueError:
            extra = None
        if found is None or not isinstance(extra, dict) or not isinstance(extra.get("event"), dict):
            raise Disproved("form")
        hashes = tuple(b64decode(line) for line in found["hashes"].splitlines())
        return cls(extra["event"], int(found["index"]), hashes, found["note"], extra.get("payload"))


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof that holds says: the entry, its place, and the head it is proved against."""

    event: Mapping[str, Any]
    index: int
    head: Checkpoint
    document: Mapping[str, Any] | None


def checked(text: str, key: Key) -> Proved:
    """What the proof in `text` proves to someone who trusts `key`, of whichever epoch. Errors: `Disproved`."""
    proof = Proof.parse(text)
    head = _head(proof.note, key)
    leaf = tree.leaf_hash(events.canonical(proof.event))
    schema = proof.event.get("schema")
    if not isinstance(schema, int) or not _OLDEST <= schema <= _NEWEST:
        raise Disproved("form")
    if tree.root_of_inclusion(proof.index, head.size, leaf, proof.hashes) != head.root:
        raise Disproved("leaf")
    return Proved(proof.event, proof.index, head, _document(proof))


def _head(note: str, key: Key) -> Checkpoint:
    """The checkpoint of a note signed by the log of `key`; a later epoch bears another number behind the same name."""
    origin = origin_of(note)
    if origin.rpartition("/")[0] != key.name.rpartition("/")[0]:
        raise Disproved("key")
    try:
        return Checkpoint.parse(opened(note, key.renamed(origin)))
    except BadNote as error:
        raise Disproved("signature") from error


def _document(proof: Proof) -> Mapping[str, Any] | None:
    if proof.payload is None:
        return None
    try:
        nonce, document = bytes.fromhex(proof.payload["nonce"]), proof.payload["document"]
        digest = hashlib.sha256(nonce + events.canonical(document)).hexdigest()
    except (KeyError, TypeError, ValueError) as error:
        raise Disproved("payload") from error
    if digest != proof.event.get("commitment") or not isinstance(document, dict):
        raise Disproved("payload")
    return document
