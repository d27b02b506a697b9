"""Log-in: how long a session lasts, how long a name waits after failures. Pure."""

from datetime import datetime, timedelta

SESSION = timedelta(hours=8)
LONGEST_SESSION = timedelta(hours=24)
FREE_FAILURES = 5
LONGEST_DELAY = timedelta(minutes=15)
FAILURES_KEPT = timedelta(hours=24)


def session_end(logged_in_at: datetime, now: datetime) -> datetime:
    """When a session that is begun or extended `now` ends: after 8 h, at most 24 h after log-in."""
    return min(now + SESSION, logged_in_at + LONGEST_SESSION)


def delay(failures: int) -> timedelta:
    """How long a name is locked after so many failures in a row: 0 up to 4, then 1 s, 2 s, 4 s … 15 min."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_DELAY)


def remaining_delay(failures: int, last_failed_at: datetime, now: datetime) -> timedelta:
    """How long the name still has to wait."""
    return max(last_failed_at + delay(failures) - now, timedelta(0))
