"""How often visitors may write, without a list of visitors: coarse buckets in the memory of this process, soon forgotten.

A network's address is shortened to its network, hashed under a key that dies with the process, and folded into few
places, so that many networks share one. Nothing of it is stored or logged; whoever reads the memory learns nothing of
who wrote. The price: strangers may share a bucket, and each process counts for itself.
"""

import secrets
import threading
from collections import Counter
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from api.core.crypto import keyed_hash

# What one network may write in how long: a staff room may object, a script gives up.
VISITS = (5, timedelta(minutes=10))
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
        place = int(keyed_hash(self._key, _coarse(address)), 16) % _PLACES
        with self._lock:
            if self._began is None or not timedelta(0) <= now - self._began < self._window:
                self._began, self._seen = now, Counter()
            self._seen[place] += 1
            return self._seen[place] <= self._most

    @property
    def window(self) -> int:
        """Seconds after which a bucket is empty again, at most."""
        return int(self._window.total_seconds())


def _coarse(address: str | None) -> str:
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    kept = mapped or found
    return str(ip_network(f"{kept}/{_NETWORK[kept.version]}", strict=False))
