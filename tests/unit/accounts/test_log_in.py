"""Lock-out, the length of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.rules import (
    BY_ADDRESS,
    SENSITIVE,
    Role,
    SecondFactor,
    delay,
    network_of,
    origin_of,
    remaining_delay,
    second_factor_due,
    session_end,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class TestDelay:
    @pytest.mark.parametrize(
        ("failures", "seconds"),
        [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (14, 512), (15, 900), (16, 900)],
    )
    def test_it_doubles_from_the_fifth_failure_up_to_a_quarter_of_an_hour(self, failures: int, seconds: int) -> None:
        assert delay(failures) == seconds * SECOND

    @given(st.integers(0, 10**9))
    def test_it_never_shrinks_with_more_failures(self, failures: int) -> None:
        assert timedelta(0) <= delay(failures) <= delay(failures + 1) <= 15 * MINUTE

    def test_it_runs_from_the_last_failure(self) -> None:
        assert remaining_delay(8, NOW, NOW + 3 * SECOND) == 5 * SECOND

    def test_it_ends(self) -> None:
        assert remaining_delay(8, NOW, NOW + 8 * SECOND) == timedelta(0)
        assert remaining_delay(8, NOW, NOW + HOUR) == timedelta(0)


class TestSessionEnd:
    def test_a_session_lasts_eight_hours(self) -> None:
        assert session_end(NOW, NOW) == NOW + 8 * HOUR

    def test_an_extension_counts_from_now(self) -> None:
        assert session_end(NOW, NOW + 7 * HOUR) == NOW + 15 * HOUR

    def test_no_extension_reaches_beyond_a_day_after_log_in(self) -> None:
        assert session_end(NOW, NOW + 23 * HOUR) == NOW + 24 * HOUR


class TestAddress:
    def test_thirty_failures_are_free_and_the_delay_stays_short(self) -> None:
        waits = [delay(failures, BY_ADDRESS).total_seconds() for failures in range(29, 40)]
        assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]

    def test_failures_of_a_quarter_of_an_hour_ago_are_forgotten(self) -> None:
        now = datetime(2026, 3, 2, 1, tzinfo=UTC)
        assert remaining_delay(60, now - timedelta(seconds=30), now, BY_ADDRESS) == timedelta(seconds=30)
        assert remaining_delay(60, now - BY_ADDRESS.memory, now, BY_ADDRESS) == timedelta(0)

    @pytest.mark.parametrize(
        ("address", "origin", "network"),
        [
            ("203.0.113.77", "203.0.113.77/32", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.77/32", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
            ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
            ("testclient", "", None),
            ("", "", None),
            (None, "", None),
        ],
    )
    def test_one_caller_is_told_from_another_and_the_history_keeps_the_network_only(
        self, address: str | None, origin: str, network: str | None
    ) -> None:
        assert origin_of(address) == origin
        assert network_of(address) == network


class TestSecondFactor:
    @pytest.mark.parametrize("role", list(Role))
    def test_who_opens_approves_or_makes_accounts_needs_one_where_the_bureau_says_so(self, role: Role) -> None:
        expected = role in SENSITIVE or role is Role.PLATFORM_ADMIN
        assert second_factor_due(SecondFactor.SENSITIVE, [role]) is expected
        assert second_factor_due(SecondFactor.SENSITIVE, [Role.READ_ONLY, role]) is expected

    def test_everyone_or_no_one(self) -> None:
        assert second_factor_due(SecondFactor.EVERYONE, [])
        assert not second_factor_due(SecondFactor.OPTIONAL, list(Role))
