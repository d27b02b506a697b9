"""Limits for visitors, without a list of visitors."""

from datetime import UTC, datetime, timedelta

import pytest

from api.core import visits
from api.core.visits import Buckets

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def buckets() -> Buckets:
    return Buckets(2, timedelta(minutes=10))


def test_a_network_may_come_so_often(buckets: Buckets) -> None:
    assert [buckets.admits("203.0.113.7", NOON) for _ in range(3)] == [True, True, False]
    assert buckets.window == 600


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "::ffff:203.0.113.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("not an address", None, True),
    ],
)
def test_addresses_of_one_network_share_a_bucket(one: str, other: str | None, same: bool) -> None:
    assert (visits._coarse(one) == visits._coarse(other)) is same


def test_a_bucket_empties_with_its_window(buckets: Buckets) -> None:
    assert [buckets.admits("203.0.113.7", NOON) for _ in range(3)][-1] is False
    assert buckets.admits("203.0.113.7", NOON + timedelta(minutes=10))


def test_a_clock_that_goes_back_does_not_lock_anyone_out(buckets: Buckets) -> None:
    assert [buckets.admits("203.0.113.7", NOON) for _ in range(3)][-1] is False
    assert buckets.admits("203.0.113.7", NOON - timedelta(days=1))


def test_no_address_lies_in_it(buckets: Buckets) -> None:
    buckets.admits("203.0.113.7", NOON)
    assert "203.0" not in repr(vars(buckets))
