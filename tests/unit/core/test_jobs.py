"""The rules of background work."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSimError

from api.core.jobs.rules import ENDED, TRANSITIONS, JobState, JobVerb, after, backoff, next_time

CHINA = ZoneInfo("Asia/Shanghai")


class TestLife:
    @pytest.mark.parametrize(("state", "verb"), list(product(sorted(ENDED), JobVerb)))
    def test_what_has_ended_stays_ended(self, state: JobState, verb: JobVerb) -> None:
        assert after(state, verb) is None

    @pytest.mark.parametrize("verb", JobVerb)
    def test_every_verb_happens_to_a_running_job(self, verb: JobVerb) -> None:
        assert after(JobState.RUNNING, verb) is not None

    def test_a_waiting_job_is_claimed_cancelled_or_given_up(self) -> None:
        assert {verb: state for (was, verb), state in TRANSITIONS.items() if was is JobState.QUEUED} == {
            JobVerb.CLAIM: JobState.RUNNING,
            JobVerb.CANCEL: JobState.CANCELLED,
            JobVerb.REFUSE: JobState.FAILED,
        }

    def test_every_state_can_be_reached_and_left_or_is_an_end(self) -> None:
        assert set(TRANSITIONS.values()) == set(JobState)
        assert {state for state, _ in TRANSITIONS} == set(JobState) - ENDED


class TestBackoff:
    def test_it_doubles_and_has_an_end(self) -> None:
        pauses = [backoff(attempts) for attempts in range(1, 40)]
        assert pauses[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
        assert all(first <= second for first, second in pairwise(pauses))
        assert pauses[-1] == timedelta(minutes=5)


class TestNextTime:
    def test_it_is_told_in_the_legal_zone(self) -> None:
        found = next_time("30 2 * * *", datetime(2026, 11, 20, 18, 29, tzinfo=UTC), CHINA)
        assert found == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)

    def test_the_very_moment_is_past(self) -> None:
        moment = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
        assert next_time("30 2 * * *", moment, CHINA) == moment + timedelta(days=1)

    def test_a_bad_expression_is_an_error(self) -> None:
        with pytest.raises(CronSimError):
            next_time("61 * * * *", datetime(2026, 11, 20, tzinfo=UTC), CHINA)
