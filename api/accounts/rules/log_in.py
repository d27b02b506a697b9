"""Log-in: how long a session lasts, how long a name or an address waits after failures, what is kept of it. Pure."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from api.accounts.rules.roles import SENSITIVE, Role

SESSION = timedelta(hours=8)
LONGEST_SESSION = timedelta(hours=24)
FAILURES_KEPT = timedelta(hours=24)
SIGN_INS_KEPT = timedelta(days=180)
INVITATION = timedelta(hours=72)


def session_end(logged_in_at: datetime, now: datetime) -> datetime:
    """When a session that is begun or extended `now` ends: after 8 h, at most 24 h after log-in."""
    return min(now + SESSION, logged_in_at + LONGEST_SESSION)


@dataclass(frozen=True, slots=True)
class Throttle:
    """How failures slow down: `free` of them cost nothing, then 1 s, 2 s, 4 s … up to `longest`."""

    free: int
    longest: timedelta
    memory: timedelta  # a failure this long ago begins the count anew


BY_NAME = Throttle(free=5, longest=timedelta(minutes=15), memory=FAILURES_KEPT)
# A whole school or bureau may come from one address. Its delay is therefore late and short: it stops who tries one
# password on a thousand names, and keeps nobody's colleagues out for more than a minute.
BY_ADDRESS = Throttle(free=30, longest=timedelta(minutes=1), memory=timedelta(minutes=15))


def delay(failures: int, throttle: Throttle = BY_NAME) -> timedelta:
    """How long a name is locked after so many failures in a row: 0 up to 4, then 1 s, 2 s, 4 s … 15 min."""
    if failures < throttle.free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - throttle.free, 10)), throttle.longest)


def remaining_delay(failures: int, last_failed_at: datetime, now: datetime, throttle: Throttle = BY_NAME) -> timedelta:
    """How long the name or address still has to wait."""
    if now - last_failed_at >= throttle.memory:
        return timedelta(0)
    return max(last_failed_at + delay(failures, throttle) - now, timedelta(0))


def origin_of(address: str | None) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that one household or office has of IPv6."""
    return _prefix(address, 32, 64)


def network_of(address: str | None) -> str | None:
    """What the sign-in history keeps of an address: its /24 or, of IPv6, its /48.

    Enough to tell the office from a foreign city, too little to follow a person (个人信息保护法 art. 6: 最小范围).
    """
    return _prefix(address, 24, 48) or None


def _prefix(address: str | None, four: int, six: int) -> str:
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    length = four if found.version == 4 else six  # noqa: PLR2004 (the version of the protocol)
    return str(ipaddress.ip_network((found, length), strict=False))


class SignInResult(StrEnum):
    """How a try to log in ended."""

    ENTERED = "entered"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 (the name of a result)
    WRONG_CODE = "wrong_code"


class SignInMethod(StrEnum):
    """What was shown beside the password."""

    PASSWORD = "password"  # noqa: S105
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"


class SecondFactor(StrEnum):
    """From whom the bureau demands a second factor. Whoever wants one may always have it."""

    OPTIONAL = "optional"
    SENSITIVE = "sensitive"
    EVERYONE = "everyone"


def second_factor_due(demanded: SecondFactor, roles: Collection[str]) -> bool:
    """Whether somebody with these roles needs a second factor.

    SENSITIVE: who opens or approves sensitive things, and who makes accounts.
    """
    if demanded is SecondFactor.SENSITIVE:
        return any(role in SENSITIVE or role == Role.PLATFORM_ADMIN for role in roles)
    return demanded is SecondFactor.EVERYONE
