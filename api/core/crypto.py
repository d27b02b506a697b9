"""Keys and the few constructions made of them.

One master key lies in the key store, outside data and backup; every other key is derived from it by purpose (HKDF,
RFC 5869), so that a leaked cursor key opens nothing else.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32


class KeyStore:
    """The folder named by `QINGLIAN_KEYS`; its master key is made on first use, readable by the owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _master(self) -> bytes:
        path = self._folder / "master.key"
        if not path.exists():
            self._make(path)
        key = path.read_bytes()
        if len(key) != _KEY_BYTES:
            raise RuntimeError(f"{path} is not a 32-byte key; restore it from the key backup")
        return key

    def _make(self, path: Path) -> None:
        """Write a new key whole or not at all: two processes starting together end with one key."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._folder / f"master.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one `purpose`."""
        return HKDF(SHA256(), 32, salt=None, info=b"qinglian/" + purpose.encode()).derive(self._master)

    @cached_property
    def csrf(self) -> bytes:
        """Key of the page tokens."""
        return self.derive("csrf")

    @cached_property
    def cursor(self) -> "Sealer":
        """Sealer of page cursors."""
        return Sealer(self.derive("cursor"))

    @cached_property
    def ledger(self) -> bytes:
        """Key of the ledger's event seals."""
        return self.derive("ledger")

    @cached_property
    def throttle(self) -> bytes:
        """Key under which attempted user names are stored."""
        return self.derive("throttle")


class Sealer:
    """Short texts made unreadable and unforgeable (AES-256-GCM), bound to a context."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, context: str) -> str:
        """`text` as a URL-safe token that opens only under the same `context`."""
        nonce = os.urandom(12)
        return (
            urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), context.encode())).decode().rstrip("=")
        )

    def open(self, token: str, context: str) -> str | None:
        """The sealed text, or None when the token is foreign, forged or of another context."""
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            return self._cipher.decrypt(raw[:12], raw[12:], context.encode()).decode()
        except (ValueError, InvalidTag):
            return None


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA-256 of `text` in hex: comparable, not invertible without the key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def digest(text: str) -> str:
    """SHA-256 of `text` in hex, for secrets that are random already."""
    return hashlib.sha256(text.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
