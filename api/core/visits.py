"""How often visitors may write, without a list of visitors: coarse buckets in the memory of this process, soon forgotten.

A network's address is shortened to its network, hashed under a key that dies with the process, and folded into few
places, so that many networks share one. Nothing of it is stored or logged; whoever reads the memory learns nothing of
who wrote. The price: strangers may share a bucket, and each process counts for itself.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from api.core.crypto import keyed_hash

# What one network may write in how long: a staff room may object, a script gives up.
VISITS = (5, timedelta(minutes=10))
# And complaints, of which a school's parents may write many in one evening over the network of one village.
INTAKES = (30, timedelta(minutes=10))
_PLACES = 4096
_NETWORK = {4: 24, 6: 48}


class Buckets:
    """At most `most` visits within `window` from one bucket."""

    def __init__(self, most: int, window: timedelta) -> None:
        self._most, self._window = most, window
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._began: datetime | None = None
        self._seen: Counter[int] = Counter()

    def admits(self, address: str | None, now: datetime) -> bool:
        """Count a visit, and say whether it is within the limit. What has no address shares one bucket."""
        place = _place(self._key, address)
        with self._lock:
            if self._began is None or not timedelta(0) <= now - self._began < self._window:
                self._began, self._seen = now, Counter()
            self._seen[place] += 1
            return self._seen[place] <= self._most

    @property
    def window(self) -> int:
        """Seconds after which a bucket is empty again, at most."""
        return int(self._window.total_seconds())


class Tries:
    """Wrong guesses from one bucket: after some, ever longer waits (`wait_after` gives the seconds)."""

    def __init__(self, wait_after: Callable[[int], int], window: timedelta) -> None:
        self._wait_after, self._window = wait_after, window
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._seen: dict[int, tuple[int, datetime, datetime]] = {}  # how many, since when, and until when to wait

    def wait(self, address: str | None, now: datetime) -> int:
        """Seconds until the next guess is taken; 0 is now."""
        with self._lock:
            _, _, until = self._seen.get(_place(self._key, address), (0, now, now))
        return max(0, ceil((until - now).total_seconds()))

    def note(self, address: str | None, now: datetime) -> None:
        """Count a wrong guess."""
        place = _place(self._key, address)
        with self._lock:
            wrong, since, _ = self._seen.get(place, (0, now, now))
            if not timedelta(0) <= now - since < self._window:
                wrong, since = 0, now
            wrong += 1
            self._seen[place] = (wrong, since, now + timedelta(seconds=self._wait_after(wrong)))


def _place(key: bytes, address: str | None) -> int:
    return int(keyed_hash(key, _coarse(address)), 16) % _PLACES


def _coarse(address: str | None) -> str:
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    kept = mapped or found
    return str(ip_network(f"{kept}/{_NETWORK[kept.version]}", strict=False))
