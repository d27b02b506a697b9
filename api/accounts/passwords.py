"""Hashing of passwords: Argon2id, at most two at once in a process, the same work for accounts that do not exist."""

import secrets
import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# 19 MiB, two passes, one lane (OWASP's figures): about 30 ms of one core.
_argon2 = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)])
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)
# No look-alikes (0 o, 1 l i), for an initial password is read from paper: 31 letters, 16 places, 79 bits.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def hashed(password: str) -> str:
    """The hash to be stored."""
    with _places:
        return _argon2.hash(_plain(password))


def holds(password: str, stored: str | None) -> bool:
    """Whether `password` is the one that was `stored`; None (no such account) takes as long and is False."""
    nobodys = _nobodys()  # asked for in either case, so that the first answer of a process tells nothing
    with _places:
        right = _argon2.verify(_plain(password), stored or nobodys)
    return right and stored is not None


def initial() -> str:
    """A new one-time password, in four groups."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@cache
def _nobodys() -> str:
    return _argon2.hash(secrets.token_urlsafe(16))


def _plain(password: str) -> str:
    """One form for what looks the same, whatever keyboard it came from."""
    return unicodedata.normalize("NFKC", password)
