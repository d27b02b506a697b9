"""The few constructions made of keys; the keys themselves are in `core.keys`."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


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
