"""Lock-out, the length of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.rules import delay, remaining_delay, session_end

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
