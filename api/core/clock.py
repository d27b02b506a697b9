"""Time: one source of now, and the only way from an instant to a legal day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_zone = {"legal": ZoneInfo("Asia/Shanghai")}


def use_zone(name: str) -> None:
    """Set the zone of legal days for this process (called once by wiring)."""
    _zone["legal"] = ZoneInfo(name)


def zone() -> ZoneInfo:
    """The zone of legal days, in which schedules are told too."""
    return _zone["legal"]


def now() -> datetime:
    """The current instant, UTC and aware."""
    return datetime.now(UTC)


def legal_day(instant: datetime) -> date:
    """The calendar day on which `instant` falls where deadlines are counted."""
    return instant.astimezone(_zone["legal"]).date()


def begins(day: date) -> datetime:
    """The instant at which `day` begins where deadlines are counted."""
    return datetime.combine(day, time(), _zone["legal"]).astimezone(UTC)


def ends(day: date) -> datetime:
    """The instant at which `day` is over: that at which the next one begins."""
    return begins(day + timedelta(days=1))
