"""Jobs are done once, whatever happens on the way."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select, update

from api.core import clock, ids
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.attempts import Attempt, Fenced
from api.core.jobs.kinds import Run
from api.core.jobs.models import Job, JobOutput
from api.core.jobs.requests import cancel
from api.ledger.rules import Subject
from api.ledger.service import record
from api.worker import Worker
from tests.background import (
    BRIEF,
    COUNT,
    STEP,
    ask,
    count_steps,
    job,
    kind,
    looking,
    running,
    steps_of,
    until,
    work_off,
    worker,
)
from tests.world import World


def make_due(world: World) -> None:
    """As if every pause were over."""
    with world.host() as ctx:
        ctx.session.execute(update(Job).where(Job.due_at.is_not(None)).values(due_at=ctx.now))


def failing(error: Callable[[], Exception], after_steps: int = 0) -> Callable[[Run], None]:
    """A handler that does some steps at each attempt and then fails."""

    def run(run: Run) -> None:
        for _ in range(after_steps):
            with run.chunk() as chunk:
                chunk.advance(cursor=str(int(run.cursor or 0) + 1))
        raise error()

    return run


class TestWork:
    def test_a_job_is_done_chunk_by_chunk_and_says_so(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 3})
        work_off(world, COUNT)
        done = job(world, asked)
        assert (done.state, done.done, done.total, done.result) == ("succeeded", 3, 3, {"steps": 3})
        assert (done.due_at, done.lease_owner) == (None, None)
        assert steps_of(world, asked) == [0, 1, 2]

    def test_a_running_worker_finds_what_is_asked_for(self, world: World) -> None:
        with running(worker(world)):
            asked = [ask(world, arguments={"steps": 2}) for _ in range(20)]
            until(lambda: all(job(world, one).state == "succeeded" for one in asked))
        assert [steps_of(world, one) for one in asked] == [[0, 1]] * 20

    def test_what_a_chunk_writes_is_undone_with_it(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=1))
                raise Refused(NOT_FOUND)

        asked = ask(world, "test.kind")
        work_off(world, kind(run))
        assert (job(world, asked).state, steps_of(world, asked)) == ("failed", [])

    def test_a_handler_that_only_returns_is_done(self, world: World) -> None:
        asked = ask(world, "test.kind")
        work_off(world, kind(lambda _: None))
        assert job(world, asked).state == "succeeded"

    def test_a_kind_of_another_version_is_left_alone(self, world: World) -> None:
        asked = ask(world, "test.of_tomorrow")
        work_off(world, COUNT)
        assert job(world, asked).state == "queued"

    def test_an_unfinished_job_is_asked_for_once_under_its_key(self, world: World) -> None:
        first, second = (ask(world, arguments={"steps": 1}, key="nightly") for _ in range(2))
        work_off(world, COUNT)
        third = ask(world, arguments={"steps": 1}, key="nightly")
        assert first == second != third

    def test_a_chunk_within_a_chunk_is_a_fault_of_the_handler(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk():
                run.report(1)
                with run.chunk():
                    pass

        asked = ask(world, "test.kind")
        work_off(world, kind(run, attempts=1))
        assert job(world, asked).error_code == "job.attempts_exhausted"


class TestFailure:
    def test_a_refusal_ends_the_job_at_once_with_its_code(self, world: World) -> None:
        asked = ask(world, "test.kind")
        work_off(world, kind(failing(lambda: Refused(NOT_FOUND))))
        ended = job(world, asked)
        assert (ended.state, ended.error_code, ended.failures) == ("failed", "not_found", 0)

    def test_another_fault_is_tried_again_later(self, world: World) -> None:
        asked = ask(world, "test.kind")
        with time_machine.travel(clock.now(), tick=False):
            failed_at = clock.now()
            work_off(world, kind(failing(lambda: ValueError("secret"))))
        waiting = job(world, asked)
        assert (waiting.state, waiting.failures, waiting.error_code) == ("queued", 1, None)
        assert waiting.due_at == failed_at + timedelta(seconds=2)

    def test_the_last_attempt_ends_it_with_a_code_and_nothing_of_the_cause(self, world: World) -> None:
        asked = ask(world, "test.kind")
        for _ in range(3):
            make_due(world)
            work_off(world, kind(failing(lambda: ValueError("secret")), attempts=3))
        ended = job(world, asked)
        assert (ended.state, ended.error_code, ended.failures) == ("failed", "job.attempts_exhausted", 3)
        assert "secret" not in str(vars(ended))

    def test_attempts_that_get_somewhere_are_not_counted(self, world: World) -> None:
        asked = ask(world, "test.kind")
        for _ in range(5):
            make_due(world)
            work_off(world, kind(failing(lambda: ValueError("x"), after_steps=1), attempts=2))
        assert (job(world, asked).state, job(world, asked).cursor) == ("queued", "5")

    def test_a_chunk_that_leaves_the_job_where_it_is_is_no_step_forward(self, world: World) -> None:
        """Else a handler that notes its start and then fails would do so for ever."""

        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.progress(0, 10)
            raise ValueError

        asked = ask(world, "test.kind")
        for _ in range(2):
            make_due(world)
            work_off(world, kind(run, attempts=2))
        assert (job(world, asked).state, job(world, asked).error_code) == ("failed", "job.attempts_exhausted")

    def test_what_did_not_succeed_hands_nothing_out(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.output(0, b"half")
            raise Refused(NOT_FOUND)

        ask(world, "test.kind")
        work_off(world, kind(run))
        with world.host() as ctx:
            assert ctx.session.scalar(select(func.count()).select_from(JobOutput)) == 0


class TestCancel:
    def test_a_waiting_job_ends_at_once(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        with world.host() as ctx:
            assert cancel(ctx, asked)
        work_off(world, COUNT)
        assert (job(world, asked).state, steps_of(world, asked)) == ("cancelled", [])

    def test_a_running_one_stops_before_its_next_chunk(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=0))
            with world.host() as ctx:
                assert cancel(ctx, run.id)
            count_steps(run)

        asked = ask(world, "test.kind", arguments={"steps": 5})
        work_off(world, kind(run))
        assert (job(world, asked).state, steps_of(world, asked)) == ("cancelled", [0])

    def test_what_has_ended_cannot_be_cancelled(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        work_off(world, COUNT)
        with world.host() as ctx:
            assert not cancel(ctx, asked)


class TestTakeOver:
    def test_a_lease_that_ran_out_is_taken_over_and_the_zombie_is_fenced(self, world: World) -> None:
        """The first worker's handler sleeps past its lease, in the middle of its job; then it wakes up and goes on."""
        asleep, wake = threading.Event(), threading.Event()

        def run(run: Run) -> None:
            with run.chunk() as chunk:
                record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=0))
                chunk.advance(cursor="1")
            asleep.set()
            wake.wait(90)
            count_steps(run)

        first, second = worker(world, [kind(run, "test.count")]), worker(world)
        asked = ask(world, arguments={"steps": 3})
        thread = threading.Thread(target=first.work_off)
        thread.start()
        assert asleep.wait(90)
        make_due(world)  # its lease has run out
        second.work_off()
        wake.set()
        thread.join(90)
        assert (job(world, asked).state, steps_of(world, asked)) == ("succeeded", [0, 1, 2])
        assert job(world, asked).lease_number == 2

    def test_a_zombie_is_fenced_even_at_the_end_of_its_chunk(self, world: World) -> None:
        first, second = worker(world), worker(world)
        asked = ask(world, arguments={"steps": 1})
        claim = first._claim()
        assert claim is not None
        zombie = Attempt(first.bench, claim)
        make_due(world)
        assert second.work_off() == 1
        with pytest.raises(Fenced), zombie.chunk() as chunk:
            chunk.finish({"by": "zombie"})
        assert job(world, asked).result == {"steps": 1}
        assert zombie.perform() is None
        assert steps_of(world, asked) == [0]

    def test_a_handler_that_gives_no_sign_is_taken_for_hung_and_has_failed(self, world: World) -> None:
        release = threading.Event()

        def hang(_run: Run) -> None:
            release.wait(90)

        impatient = kind(hang, patience=timedelta(seconds=0.5))
        asked = ask(world, "test.kind")
        with running(worker(world, [impatient], timing=BRIEF)):
            until(lambda: job(world, asked).lease_number >= 2)
            assert (job(world, asked).failures, job(world, asked).losses) == (1, 0)
            release.set()
            until(lambda: job(world, asked).state == "succeeded")

    def test_one_that_hangs_each_time_is_given_up_before_it_holds_every_thread(self, world: World) -> None:
        release = threading.Event()

        def hang(_run: Run) -> None:
            release.wait(90)

        impatient = kind(hang, patience=timedelta(seconds=0.3), attempts=1)
        asked = ask(world, "test.kind")
        with running(worker(world, [impatient])):
            until(lambda: job(world, asked).state == "failed")
            release.set()
        assert (job(world, asked).error_code, job(world, asked).lease_number) == ("job.attempts_exhausted", 1)

    def test_a_slow_handler_keeps_its_lease(self, world: World) -> None:
        release = threading.Event()

        def slow(_run: Run) -> None:
            release.wait(90)

        asked = ask(world, "test.kind")
        with running(worker(world, [kind(slow)])):
            until(lambda: job(world, asked).state == "running")
            ends = [self._end_of_lease(world, asked)]
            while len(ends) < 3:
                until(lambda: self._end_of_lease(world, asked) > ends[-1])
                ends.append(self._end_of_lease(world, asked))
            release.set()
            until(lambda: job(world, asked).state == "succeeded")
        assert job(world, asked).lease_number == 1

    def _end_of_lease(self, world: World, asked: UUID) -> datetime:
        due_at = job(world, asked).due_at
        assert due_at is not None
        return due_at

    def test_a_stopping_worker_lets_go_and_another_goes_on(self, world: World) -> None:
        first = worker(world)
        asked = ask(world, arguments={"steps": 400})
        with running(first):
            until(lambda: job(world, asked).done > 3)
        waiting = job(world, asked)
        assert (waiting.state, waiting.failures, waiting.losses) == ("queued", 0, 0)
        assert 3 < waiting.done < 400
        work_off(world, COUNT)
        assert steps_of(world, asked) == list(range(400))


class TestLoss:
    """Workers that go without a word: killed, out of memory, machine gone."""

    def test_once_it_goes_on_at_once(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 2})
        first, second = worker(world), worker(world)
        assert first._claim()
        make_due(world)
        claim = second._claim()
        assert claim is not None
        assert (claim.id, claim.losses, claim.failures) == (asked, 1, 0)

    def test_again_and_again_it_waits_longer_and_others_are_done(self, world: World) -> None:
        killer = ask(world, arguments={"steps": 1})
        first, second, third = worker(world), worker(world), worker(world)
        for one in (first, second):
            assert one._claim()
            make_due(world)
        other = ask(world, arguments={"steps": 1})
        with time_machine.travel(clock.now(), tick=False):
            lost_at = clock.now()
            claim = third._claim()
        assert claim is not None
        assert claim.id == other
        waiting = job(world, killer)
        assert (waiting.state, waiting.losses, waiting.lease_owner) == ("queued", 2, None)
        assert waiting.due_at == lost_at + timedelta(seconds=4)

    def test_more_often_than_attempts_may_fail_and_it_is_done_all_the_same(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 2})
        self._set(world, losses=3 * COUNT.attempts)
        self._work_off_later(worker(world))
        done = job(world, asked)
        assert (done.state, done.error_code, steps_of(world, asked)) == ("succeeded", None, [0, 1])

    def test_a_step_forward_and_they_are_counted_anew(self, world: World) -> None:
        asked = ask(world, "test.kind")
        self._set(world, losses=9)
        self._work_off_later(worker(world, [kind(failing(lambda: ValueError("x"), after_steps=1))]))
        assert (job(world, asked).losses, job(world, asked).failures) == (0, 1)

    def test_what_kills_every_worker_is_given_up_by_name(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        assert worker(world)._claim()
        self._set(world, losses=19)
        make_due(world)
        work_off(world, COUNT)
        ended = job(world, asked)
        assert (ended.state, ended.error_code, steps_of(world, asked)) == ("failed", "job.workers_lost", [])

    def test_one_that_was_to_be_cancelled_ends_without_another_worker_at_it(self, world: World) -> None:
        asked = ask(world, arguments={"steps": 1})
        assert worker(world)._claim()
        with world.host() as ctx:
            assert cancel(ctx, asked)
        make_due(world)
        assert worker(world)._claim() is None
        assert job(world, asked).state == "cancelled"

    def test_a_young_worker_leaves_what_was_lost_often_to_one_that_has_lived(self, world: World) -> None:
        """Where workers die young, it is not of the job."""
        asked, other = (ask(world, arguments={"steps": 1}) for _ in range(2))
        made = worker(world)
        with world.host() as ctx:
            ctx.session.execute(update(Job).where(Job.id == asked).values(losses=8))
        with looking(world) as session:
            assert made.bench.claimant.any_due(session, clock.now()), "the other is"
        assert made.work_off() == 1
        assert (job(world, asked).state, job(world, other).state) == ("queued", "succeeded")
        with looking(world) as session:
            assert not made.bench.claimant.any_due(session, clock.now())
        self._work_off_later(made)
        assert job(world, asked).state == "succeeded"

    def _work_off_later(self, made: Worker) -> None:
        """By a worker that has lived for an hour."""
        with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
            made.work_off()

    def _set(self, world: World, **values: int) -> None:
        with world.host() as ctx:
            ctx.session.execute(update(Job).values(**values))


@contextmanager
def _at_work(workers: list[Worker]) -> Iterator[None]:
    """One thread for each, which takes what it can get, again and again."""
    over = threading.Event()

    def toil(made: Worker) -> None:
        while not over.wait(0.02):
            made.work_off()

    threads = [threading.Thread(target=toil, args=(made,)) for made in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(90)


class TestLimits:
    def _at_once(self, world: World, expected: int, **limits: Any) -> int:
        """The most handlers at work at one time, with two workers of two threads each."""
        now, most, guard, full = 0, 0, threading.Lock(), threading.Event()

        def run(_run: Run) -> None:
            nonlocal now, most
            with guard:
                now += 1
                most = max(most, now)
                if most >= expected:
                    full.set()
            full.wait(90)  # as many as may: however slow the machine is
            threading.Event().wait(0.1)  # time for one too many
            with guard:
                now -= 1

        # Both are prepared before anything is asked: on SQLite a worker that starts takes what is at work for left behind.
        workers = [worker(world, [kind(run, **limits)]) for _ in range(2)]
        unit = ids.ordered()
        asked = [ask(world, "test.kind", unit_id=unit) for _ in range(8)]
        with _at_work(workers * 2):
            until(lambda: all(job(world, one).state == "succeeded" for one in asked))
        return most

    def test_no_more_of_a_kind_at_once_over_all_workers(self, world: World) -> None:
        assert self._at_once(world, 2, at_once=2, per_unit=8) == 2

    def test_nor_of_a_kind_in_one_unit(self, world: World) -> None:
        assert self._at_once(world, 1, at_once=8, per_unit=1) == 1

    def test_nor_of_kinds_that_are_counted_together(self, world: World) -> None:
        names = ("test.kind", "test.like_it", "test.alone")
        together, like_it = (kind(count_steps, name, at_once=1, group="test") for name in names[:2])
        kinds = [together, like_it, kind(count_steps, names[2], at_once=1)]
        first, second, third = (worker(world, kinds) for _ in names)
        for name in names:
            ask(world, name, arguments={"steps": 1})
        claims = [first._claim(), second._claim(), third._claim()]
        assert [claim and claim.kind.name for claim in claims] == ["test.kind", "test.alone", None]

    def test_another_unit_does_not_wait(self, world: World) -> None:
        one, other = ids.ordered(), ids.ordered()
        single = kind(count_steps, per_unit=1)
        first, second = worker(world, [single]), worker(world, [single])
        for unit in (one, one, other):
            ask(world, "test.kind", unit_id=unit, arguments={"steps": 1})
        claims = [first._claim(), second._claim(), first._claim()]
        assert [claim and claim.unit_id for claim in claims] == [one, other, None]


class TestPurge:
    def test_ended_jobs_go_with_their_files_when_their_time_is_over(self, world: World) -> None:
        def run(run: Run) -> None:
            with run.chunk() as chunk:
                chunk.output(0, b"file")
                chunk.finish()

        brief = kind(run, kept=timedelta(days=7))
        old = ask(world, "test.kind")
        work_off(world, brief)
        with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
            recent, waiting = ask(world, "test.kind"), ask(world, "test.unknown")
            work_off(world, brief)
            worker(world, [brief]).keep_house()
        with world.host() as ctx:
            assert set(ctx.session.scalars(select(Job.id))) == {recent, waiting}
            assert set(ctx.session.scalars(select(JobOutput.job_id))) == {recent}
        assert old not in (recent, waiting)
