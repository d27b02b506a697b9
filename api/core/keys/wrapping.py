"""How a key lies on the disk: one small file, the key in it encrypted under the master key."""

import hashlib
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.core.keys.errors import KeyStoreError

KEY_BYTES = 32
_SCHEMA = 1


@dataclass(frozen=True)
class Master:
    """The key that opens all others of its store."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise KeyStoreError("master.key is not a 32-byte key: recover it with `qinglian keys recover`")

    @cached_property
    def fingerprint(self) -> bytes:
        """Eight bytes that name this master and, the secret being random, tell nothing about it."""
        return hashlib.sha256(b"qinglian/master/" + self.secret).digest()[:8]

    @cached_property
    def cipher(self) -> AESGCM:
        """AES-256-GCM under the master."""
        return AESGCM(self.secret)


@dataclass(frozen=True, slots=True)
class Name:
    """Which key: a generation of a purpose, or (generation 0) a data key with an id of its own."""

    purpose: str
    generation: int = 0
    id: str = ""

    @property
    def bound(self) -> bytes:
        """Associated data: a wrapped key put under another name does not open."""
        return f"qinglian-key/{_SCHEMA}/{self.purpose}/{self.generation}/{self.id}".encode()


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The content of one key file."""

    name: Name
    master: bytes
    nonce: bytes
    wrapped: bytes

    def open(self, master: Master) -> bytes:
        """The 32 bytes of the key. Errors: `KeyStoreError` when the file was altered or belongs elsewhere."""
        try:
            return master.cipher.decrypt(self.nonce, self.wrapped, self.name.bound)
        except InvalidTag as error:
            raise KeyStoreError(f"key {self.name.id or self.name.purpose} was altered on disk") from error

    def rewrap(self, old: Master, new: Master) -> "WrappedKey":
        """The same key under another master."""
        return wrap(self.name, self.open(old), new)

    def dump(self) -> bytes:
        """The file's bytes."""
        return orjson.dumps(
            {
                "schema": _SCHEMA,
                **asdict(self.name),
                "master": self.master.hex(),
                "nonce": b64encode(self.nonce).decode(),
                "wrapped": b64encode(self.wrapped).decode(),
            },
            option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
        )


def wrap(name: Name, secret: bytes, master: Master) -> WrappedKey:
    """`secret` under `master`, bound to its name."""
    nonce = os.urandom(12)
    return WrappedKey(name, master.fingerprint, nonce, master.cipher.encrypt(nonce, secret, name.bound))


def load(path: Path) -> WrappedKey:
    """The key file at `path`. Errors: `KeyStoreError` when it is not one; `FileNotFoundError`."""
    try:
        field = orjson.loads(path.read_bytes())
        name = Name(field["purpose"], field["generation"], field["id"])
        return WrappedKey(name, bytes.fromhex(field["master"]), b64decode(field["nonce"]), b64decode(field["wrapped"]))
    except (KeyError, TypeError, ValueError) as error:
        raise KeyStoreError(f"{path.name} is not a key file: restore it from a key backup") from error
