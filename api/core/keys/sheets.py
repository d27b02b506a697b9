"""The recovery print: the master key on two sheets for two persons, each useless without the other.

Sheet A is 32 random bytes, sheet B the master XOR those bytes: either alone is uniformly random whatever the master is.
A sheet is five lines of sixteen characters, four for its share and one for the fingerprint of the master:

    A1 7QRM-0V2K-8D3T-HWX5

Crockford's base32 (no I, L, O, U); of each line thirteen characters carry eight bytes and the last three check sheet,
line number and content, so that a slip of the pen is found in its line.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.core.keys.errors import KeyStoreError
from api.core.keys.wrapping import KEY_BYTES, Master

LETTERS = ("A", "B")
LINES = 5  # the last one is the fingerprint
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
_LINE = re.compile(r"\b([AB])([1-5])\s+((?:[0-9A-Z]{4}[- ]?){3}[0-9A-Z]{4})\b", re.IGNORECASE)
_DATA, _CHECK = 13, 3


class WrongLine(KeyStoreError):
    """A line that was not copied as it is printed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's sheet."""

    letter: str
    share: bytes
    fingerprint: bytes

    @property
    def lines(self) -> list[str]:
        """The five lines to be printed."""
        parts = [self.share[at : at + 8] for at in range(0, KEY_BYTES, 8)] + [self.fingerprint]
        return [f"{self.letter}{number} {_written(self.letter, number, part)}" for number, part in enumerate(parts, 1)]


def split(master: Master) -> tuple[Sheet, Sheet]:
    """Two sheets of this master; each print is a new pair, and only sheets of one pair fit together."""
    pad = os.urandom(KEY_BYTES)
    shares = zip(LETTERS, (pad, _xor(master.secret, pad)), strict=True)
    first, second = (Sheet(letter, share, master.fingerprint) for letter, share in shares)
    return first, second


def join(first: Sheet, second: Sheet) -> Master:
    """The master of two sheets. Errors: `KeyStoreError` when they are not a pair."""
    if {first.letter, second.letter} != set(LETTERS):
        raise KeyStoreError("two sheets are needed, A and B")
    if first.fingerprint != second.fingerprint:
        raise KeyStoreError("line 5 differs: the sheets are of two different keys")
    master = Master(_xor(first.share, second.share))
    if master.fingerprint != first.fingerprint:
        raise KeyStoreError("the sheets are of two different prints: take both from the same day's pair")
    return master


def sheet(letter: str, lines: Mapping[int, str]) -> Sheet:
    """A sheet of its five lines, by number. Errors: `WrongLine`, which names the first line that is wrong."""
    parts = [read(letter, number, lines.get(number, "")) for number in range(1, LINES + 1)]
    return Sheet(letter, b"".join(parts[:-1]), parts[-1])


def sheets_in(text: str) -> list[Sheet]:
    """Every sheet found in a text, whatever stands around its lines. Errors: `WrongLine`."""
    found: dict[str, dict[int, str]] = {}
    for letter, number, content in _LINE.findall(text):
        found.setdefault(letter.upper(), {}).setdefault(int(number), content)
    return [sheet(letter, lines) for letter, lines in sorted(found.items())]


def read(letter: str, number: int, text: str) -> bytes:
    """The eight bytes of one typed line, with or without its label. Errors: `WrongLine`."""
    label = re.compile(rf"^\s*{letter}{number}\s", re.IGNORECASE)
    typed = re.sub(r"[\s-]", "", label.sub("", text)).upper().translate(_READ_AS)
    wrong = WrongLine(f"line {letter}{number} is not as printed")
    if len(typed) != _DATA + _CHECK or any(character not in _ALPHABET for character in typed):
        raise wrong
    value = _number(typed[:_DATA])
    if value >= 1 << 64 or _check(letter, number, value.to_bytes(8, "big")) != typed[_DATA:]:
        raise wrong
    return value.to_bytes(8, "big")


def shown(fingerprint: bytes) -> str:
    """A fingerprint as line 5 shows it, for comparing by eye."""
    return _grouped(_digits(int.from_bytes(fingerprint, "big"), _DATA))


def _written(letter: str, number: int, part: bytes) -> str:
    return _grouped(_digits(int.from_bytes(part, "big"), _DATA) + _check(letter, number, part))


def _check(letter: str, number: int, part: bytes) -> str:
    digest = hashlib.sha256(f"qinglian/sheet/{letter}{number}/".encode() + part).digest()
    return _digits(int.from_bytes(digest[:2], "big") >> 1, _CHECK)


def _digits(value: int, count: int) -> str:
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def _number(digits: Iterable[str]) -> int:
    value = 0
    for digit in digits:
        value = value << 5 | _ALPHABET.index(digit)
    return value


def _grouped(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
