"""One entry after the other: is each what was written, and where it was put?

A verification spends its time in this loop: plain tuples, no objects, every hash made once.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import orjson

from api.ledger.verify.report import FaultKind, Report
from api.ledger.verify.rows import Row

# Headers and entries (rules.events) are written in canonical order from three parts that they share, so that nothing is
# sorted, and nothing written twice, a million times.
_ENTRY = b'\x00%b%b%b,"schema":1,"seal":%b,%b'
_DUMPS = orjson.dumps
_SORTED = orjson.OPT_SORT_KEYS


class _Mac:
    """HMAC-SHA-256 (RFC 2104) with the key's two blocks hashed beforehand: the library's takes twice as long."""

    def __init__(self, key: bytes) -> None:
        block = key.ljust(64, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = sha256(bytes(byte ^ 0x5C for byte in block))

    def over(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


class Entries:
    """Judges rows of events; `keys` are all generations of the seal's key, newest first."""

    def __init__(self, keys: Sequence[bytes], erased: frozenset[str], report: Report) -> None:
        self._macs = [_Mac(key) for key in keys]
        self._erased = erased
        self._report = report

    def judge_placed(self, row: Row) -> tuple[int, bytes | None]:
        """A row of the sequence: its number, and the leaf that the tree has there if the place is one that was given."""
        seq, event_id, stored, place, *event = row
        if event[0] is None:
            self._report.add(FaultKind.EVENT_DELETED, seq=seq, event=event_id)
            return seq, stored if self._holds(place, _place(seq, event_id, stored)) else None
        sealed, leaf = self._judge_event(event, seq)
        vouched = self._holds(place, _place(seq, event_id, stored))
        if sealed and vouched and leaf == stored:
            return seq, leaf
        return self._judge_place(row, (sealed, vouched), leaf)

    def judge_waiting(self, row: Row) -> None:
        """A row of the events that wait."""
        event_id, *event = row
        if event[0] is None:
            self._report.add(FaultKind.EVENT_DELETED, event=event_id)
        elif not self._judge_event(event, None)[0]:
            self._report.add(FaultKind.EVENT_FORGED, event=event_id)

    def _judge_place(self, row: Row, held: tuple[bool, bool], leaf: bytes) -> tuple[int, bytes | None]:
        """Which of event, leaf and place was touched, when one of them was."""
        seq, event_id, stored, place = row[:4]
        sealed, vouched = held
        if not sealed:
            # What was wrong when it got its place was put in from outside; what became wrong later was altered.
            kind = FaultKind.EVENT_FORGED if leaf == stored else FaultKind.EVENT_ALTERED
            self._report.add(kind, seq=seq, event=event_id)
        if vouched and (not sealed or leaf == stored):
            return seq, stored
        if sealed and self._holds(place, _place(seq, event_id, leaf)):
            self._report.add(FaultKind.LEAF_ALTERED, seq=seq, event=event_id)
            return seq, leaf
        self._report.add(FaultKind.PLACE_ALTERED, seq=seq, event=event_id)
        return seq, None

    def _judge_event(self, event: Sequence[Any], seq: int | None) -> tuple[bool, bytes]:
        """Whether the seal holds, and the leaf; what it said is judged on the way."""
        id_, at, actor, action, type_, object_, revision, unit, reason, trace, committed, digest, seal, nonce, said = (
            event
        )
        self._judge_payload((seq, id_, committed), nonce, said)
        at = f"{at.removesuffix('.000000')}Z"
        start = _DUMPS({"action": action, "actor_id": actor, "at": at, "commitment": committed, "id": id_})[:-1]
        middle = _DUMPS({"object_id": object_, "object_type": type_, "reason": reason, "revision": revision})[1:-1]
        end = _DUMPS({"trace": trace, "unit_id": unit})[1:]
        hashed = b',"object_hash":%b,' % _DUMPS(digest)
        sealed = self._holds(seal, b"%b%b%b,%b" % (start, b"," if digest is None else hashed, middle, end))
        return sealed, sha256(_ENTRY % (start, hashed, middle, _DUMPS(seal), end)).digest()

    def _judge_payload(self, event: tuple[int | None, str, str], nonce: bytes | None, said: str | None) -> None:
        seq, event_id, committed = event
        if nonce is None or said is None:
            if event_id not in self._erased:
                self._report.add(FaultKind.PAYLOAD_DELETED, seq=seq, event=event_id)
        elif event_id in self._erased:
            self._report.add(FaultKind.PAYLOAD_KEPT, seq=seq, event=event_id)
        elif _commitment(nonce, said) != committed:
            self._report.add(FaultKind.PAYLOAD_ALTERED, seq=seq, event=event_id)

    def _holds(self, seal: object, sealed: bytes) -> bool:
        """Whether `seal` (hex or bytes) was made over `sealed` under one of the keys."""
        for mac in self._macs:
            made = mac.over(sealed)
            if seal == (made.hex() if isinstance(seal, str) else made):
                return True
        return False


def _commitment(nonce: bytes, said: str) -> str:
    try:
        return sha256(nonce + _DUMPS(orjson.loads(said), option=_SORTED)).hexdigest()
    except (TypeError, ValueError):  # not even a document any more
        return ""


def _place(seq: int, event_id: str, leaf: object) -> bytes:
    """What the seal of a place covers; a row that someone filled with something else covers nothing."""
    try:
        return seq.to_bytes(8, "big") + bytes.fromhex(event_id.replace("-", "")) + bytes(leaf)  # type: ignore[call-overload,no-any-return]
    except (AttributeError, OverflowError, TypeError, ValueError):
        return b""


def in_places(
    chunks: Iterator[list[Row]], judge: Callable[[Row], tuple[int, bytes | None]], report: Report
) -> Iterator[tuple[int, list[tuple[int, bytes | None]]]]:
    """Leaves by their number, gaps named; yields after each chunk the rows gone through and its leaves.

    A row that was not given its place does not make the places before it missing: whoever added it chose the number.
    """
    expected, strangers = 0, set[int]()
    for rows in chunks:
        leaves = []
        for row in rows:
            seq, leaf = judge(row)
            if seq > expected and leaf is None:
                strangers.add(seq)
                continue
            for missing in range(expected, seq):
                if missing not in strangers:
                    report.add(FaultKind.PLACE_DELETED, seq=missing)
            expected = seq + 1
            leaves.append((seq, leaf))
        yield len(rows), leaves
