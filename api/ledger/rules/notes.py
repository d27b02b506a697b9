"""Signed heads: checkpoints (C2SP tlog-checkpoint) as signed notes (C2SP signed-note) with Ed25519 signatures.

The name of the key is the origin of the log, so that a head of another log or epoch is never taken for one of this.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_HASH = 32
_DASH = "— "
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_LINES = 3


class BadNote(ValueError):
    """A note, a key or a checkpoint that is malformed, or that the key has not signed."""


@dataclass(frozen=True, slots=True)
class Key:
    """What an outsider trusts: a name and a public key. As text: `name+id+base64`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Errors: `BadNote`."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = _decoded(encoded)
        key = cls(name, raw[1:])
        if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(key.public) != _HASH or key_id != key.id.hex():
            raise BadNote("this is not a verifier key")
        return key

    @classmethod
    def of(cls, name: str, public: Ed25519PublicKey) -> "Key":
        """The key of a log named `name`."""
        return cls(name, public.public_bytes_raw())

    def renamed(self, name: str) -> "Key":
        """The same public key under another name: the next epoch of one log."""
        return Key(name, self.public)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which tree: the origin of its log, its size, its root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The first three lines of a note's text. Errors: `BadNote`."""
        lines = text.split("\n")
        if len(lines) <= _LINES or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise BadNote("this is not a checkpoint")
        found = cls(lines[0], int(lines[1]), _decoded(lines[2]))
        if len(found.root) != _HASH:
            raise BadNote("this is not a checkpoint")
        return found


def sign(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """`text`, which ends in a newline, as a note signed under `name`."""
    key = Key.of(name, private.public_key())
    signature = b64encode(key.id + private.sign(text.encode())).decode()
    return f"{text}\n{_DASH}{name} {signature}\n"


def opened(note: str, key: Key) -> str:
    """The text of a note that `key` has signed; other signatures (of witnesses) are left aside. Errors: `BadNote`."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise BadNote("this is not a signed note")
    text += "\n"
    for line in signatures.removesuffix("\n").split("\n"):
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        raw = _decoded(encoded)
        if line.startswith(_DASH) and name == key.name and raw[:4] == key.id:
            _check(key, raw[4:], text)
            return text
    raise BadNote("this key has not signed the note")


def origin_of(note: str) -> str:
    """The first line of a note, which is not to be trusted before the note is opened."""
    return note.partition("\n")[0]


def _check(key: Key, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise BadNote("the signature does not hold") from error


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadNote("this is not base64") from error
