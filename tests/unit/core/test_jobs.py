"""The rules of background work."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise, product
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSimError

from api.core.jobs.rules import (
    ENDED,
    TRANSITIONS,
    JobState,
    JobVerb,
    after,
    after_loss,
    backoff,
    most_losses,
    next_time,
)

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


class TestAfterLoss:
    """A worker that went without a word may be nobody's fault, or the job's."""

    PAUSES = tuple(pause for pause in map(after_loss, range(1, 100)) if pause is not None)

    def _losses(self, life: timedelta, workers: int) -> tuple[int, timedelta | None]:
        """Of a job that is the end of each worker that takes it, where each lives `life` at most; and its last pause."""
        losses, due, pause = 0, timedelta(0), after_loss(0)
        for start in (life * number for number in range(workers)):
            wait = max(due - start, after_loss(losses) or timedelta(0))
            if pause is not None and wait < life:
                assert losses <= most_losses(wait)
                losses += 1
                pause = after_loss(losses)
                due = start + life + (pause or timedelta(0))
        return losses, pause

    def test_the_first_time_it_goes_on_at_once(self) -> None:
        assert after_loss(1) == timedelta(0)

    def test_three_in_a_row_cost_less_than_half_a_minute(self) -> None:
        assert sum(self.PAUSES[:3], timedelta(0)) < timedelta(seconds=30)

    def test_a_pause_is_no_longer_than_the_trouble_before_it_and_a_step(self) -> None:
        before = [timedelta(0), *accumulate(self.PAUSES)]
        assert all(pause <= past + timedelta(seconds=4) for past, pause in zip(before, self.PAUSES, strict=False))

    def test_pauses_grow_so_that_others_get_their_turn(self) -> None:
        assert all(first <= second for first, second in pairwise(self.PAUSES))
        assert self.PAUSES[-1] == timedelta(minutes=30)

    @pytest.mark.parametrize(("seconds", "most"), [(-9, 1), (0, 1), (3.9, 1), (4, 2), (8, 3), (60, 5), (1800, 19)])
    def test_a_young_worker_takes_no_job_that_lost_many(self, seconds: float, most: int) -> None:
        assert most_losses(timedelta(seconds=seconds)) == most

    @pytest.mark.parametrize("seconds", [1, 5, 30, 300])
    def test_no_job_is_blamed_where_every_worker_dies_young(self, seconds: int) -> None:
        losses, pause = self._losses(timedelta(seconds=seconds), 10_000)
        assert pause is not None
        assert pause <= timedelta(seconds=2 * max(seconds, 4))
        assert losses < 10

    def test_what_ends_twenty_workers_that_were_well_is_given_up(self) -> None:
        assert self._losses(timedelta(hours=1), 100) == (20, None)
        assert sum(self.PAUSES, timedelta(0)) > timedelta(hours=5)


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
