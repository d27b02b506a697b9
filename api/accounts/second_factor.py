"""Codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, 30 seconds), recovery codes, their sealing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import pyotp
import segno

from api.accounts import passwords
from api.core.crypto import Sealer, digest, same

STEP = 30
# One step to each side (RFC 6238, 5.2): a clock that is half a minute wrong, and a slow typist.
_WINDOW = 1
RECOVERY_CODES = 10


def new_secret() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, username: str, issuer: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def picture(text: str) -> str:
    """A QR code of `text` as a data URI of an SVG, black on white in any theme."""
    uri: str = segno.make(text, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return uri


def step_of(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The time step whose code this is, if it is a present one later than `after`: a code is good once."""
    current = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    steps = range(max(current - _WINDOW, after + 1), current + _WINDOW + 1)
    return next((step for step in steps if same(totp.generate_otp(step), code)), None)


def is_totp(code: str) -> bool:
    """Whether it is written like a code of an authenticator; else it may be a recovery code."""
    return len(code) == 6 and code.isascii() and code.isdigit()  # noqa: PLR2004 (RFC 6238's usual length)


def plain(code: str) -> str:
    """As it was typed, without the blanks and hyphens that make it readable."""
    return "".join(code.split()).replace("-", "").lower()


def recovery_codes() -> list[str]:
    """New codes, each good once; 79 bits."""
    return [passwords.initial() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code."""
    return digest(plain(code))


def seal(secret: str, account_id: UUID, keys: Mapping[int, bytes]) -> tuple[str, int]:
    """The secret under the newest key, bound to its account, and the number of that key."""
    number = max(keys)
    return Sealer(keys[number]).seal(secret, f"totp/{account_id}"), number


def unseal(sealed: str, generation: int, account_id: UUID, keys: Mapping[int, bytes]) -> str | None:
    """The secret; None when it was sealed for another account or under a key that is gone."""
    key = keys.get(generation)
    return Sealer(key).open(sealed, f"totp/{account_id}") if key else None
