"""Legal days."""

from datetime import UTC, date, datetime

from api.core import clock


def test_a_legal_day_begins_at_midnight_in_shanghai() -> None:
    assert clock.legal_day(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert clock.legal_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_now_is_aware() -> None:
    assert clock.now().tzinfo is UTC
