"""Workers take over from one another, give up what ends them, and keep to limits together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update

from api.core import clock, ids
from api.core.jobs.attempts import Attempt, Fenced
from api.core.jobs.kinds import Run
from api.core.jobs.models import Job
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
    failing,
    job,
    kind,
    looking,
    make_due,
    running,
    steps_of,
    until,
    work_off,
    worker,
)
from tests.world import World


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
            assert (job(world, asked).attempts, job(world, asked).losses) == (1, 0)
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
        assert (waiting.state, waiting.attempts, waiting.losses) == ("queued", 0, 0)
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
        assert (claim.id, claim.losses, claim.attempts) == (asked, 1, 0)

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
        assert (job(world, asked).losses, job(world, asked).attempts) == (0, 1)

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
