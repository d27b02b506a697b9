"""What every test over HTTP has in common."""

from collections.abc import Iterator

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.accounts import passwords

_CHEAP = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same Argon2id at a thousandth of its cost; `tests/unit/accounts` holds the real figures."""
    monkeypatch.setattr(passwords, "_argon2", _CHEAP)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()
