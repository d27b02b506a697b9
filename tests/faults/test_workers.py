"""Workers are killed, frozen and thawed while they work: no step of a job is lost or done twice, none is left behind."""

import random
import signal
import sqlite3
import time
from contextlib import closing, suppress
from uuid import UUID

import pytest
from psutil import Process
from sqlalchemy import func, select

from api.core.jobs.models import Job
from api.core.jobs.requests import enqueue
from tests.background import COUNT, PAUSING, ask, job, looking, steps_of, until
from tests.databases import Backend, borrowed
from tests.faults.workers import worker_process
from tests.soak import rounds
from tests.world import WORLD, World, inhabited

STEPS = 6
JOBS = 60


def ask_for(world: World, number: int) -> list[UUID]:
    """Jobs of several chunks each."""
    with world.host() as ctx:
        return [enqueue(ctx, COUNT.name, arguments={"steps": STEPS}) for _ in range(number)]


def progress(world: World) -> int:
    """Chunks done so far."""
    with looking(world) as session:
        return session.execute(select(func.coalesce(func.sum(Job.done), 0))).scalar_one()


def kill_while_working(world: World, after: float) -> list[UUID]:
    """Give a worker jobs and kill it in the middle of them; returns the jobs.

    One that was done with them before it was killed, on a busy machine, has proved nothing: another gets more.
    """
    jobs: list[UUID] = []
    while not jobs or all_ended(world):
        jobs += ask_for(world, JOBS)
        with worker_process(world) as process:
            kill_after_progress(world, process, after)
    return jobs


def kill_after_progress(world: World, process: Process, after: float) -> None:
    """Let the worker do something, then kill it `after` seconds later, wherever it is."""
    before = progress(world)
    until(lambda: progress(world) > before)
    time.sleep(after)
    process.kill()


def all_ended(world: World) -> bool:
    with looking(world) as session:
        return session.execute(select(func.count()).where(Job.finished_at.is_(None))).scalar_one() == 0


def finish(world: World) -> None:
    """A last worker that nobody disturbs; leases of the dead run out meanwhile."""
    with worker_process(world):
        until(lambda: all_ended(world))


def assert_done_once(world: World, jobs: list[UUID]) -> None:
    """Each job succeeded, each of its steps written once and in order."""
    with looking(world) as session:
        states = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    assert [tuple(row) for row in states] == [("succeeded", len(jobs))]
    assert [steps_of(world, one) for one in jobs] == [list(range(STEPS))] * len(jobs)


def writable(world: World) -> bool:
    """Whether SQLite's write lock can be had at once; PostgreSQL has none."""
    if world.database.backend == "postgresql":
        return True
    connection = sqlite3.connect(world.database.folder / "qinglian.db", timeout=0, isolation_level=None)
    with closing(connection), suppress(sqlite3.OperationalError):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return True
    return False


def freeze(world: World, process: Process) -> None:
    """Stop it where it holds no lock: SQLite's one lock would keep everyone out, in the product itself included."""
    while True:
        process.send_signal(signal.SIGSTOP)
        if writable(world):
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)


class TestKill:
    def test_jobs_of_killed_workers_are_done_once_and_none_is_left(self, backend: Backend) -> None:
        moment = random.Random(20261120)  # noqa: S311
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            jobs: list[UUID] = []
            for _ in range(5):
                jobs += kill_while_working(world, moment.uniform(0, 0.2))
            finish(world)
            assert_done_once(world, jobs)


class TestFreeze:
    def test_a_frozen_worker_is_replaced_and_fenced_when_it_thaws(self, backend: Backend) -> None:
        """SIGSTOP in the middle of a job; its lease runs out, another does the job, SIGCONT: it may not go on."""
        with borrowed(backend, WORLD) as database, inhabited(database) as world, worker_process(world) as frozen:
            asked = ask(world, PAUSING.name, arguments={"steps": STEPS})
            until(lambda: job(world, asked).done == 1)  # it pauses after its first step
            freeze(world, frozen)
            with worker_process(world):
                until(lambda: job(world, asked).state == "succeeded")
            frozen.send_signal(signal.SIGCONT)
            others = ask_for(world, 5)
            until(lambda: all_ended(world))
            assert_done_once(world, [asked, *others])
            assert job(world, asked).lease_number >= 2
            assert frozen.is_running(), "the thawed worker lives, and takes other work"

    @pytest.mark.soak
    def test_with_the_product_s_own_timing_it_is_replaced_within_a_minute(self, backend: Backend) -> None:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            asked = ask(world, PAUSING.name, arguments={"steps": STEPS})
            with worker_process(world, lease=0) as frozen:
                until(lambda: job(world, asked).done == 1)
                frozen.send_signal(signal.SIGSTOP)
                start = time.monotonic()
                if backend == "sqlite":  # a new server finds the leases of the one before expired
                    frozen.kill()
                with worker_process(world, lease=0):
                    until(lambda: job(world, asked).state == "succeeded", 60)
                assert time.monotonic() - start < 60


@pytest.mark.soak
class TestKillOften:
    def test_a_hundred_kills_lose_and_repeat_nothing(self, backend: Backend) -> None:
        moment = random.Random()  # noqa: S311
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            jobs: list[UUID] = []
            for _ in rounds(0.07, 100):
                jobs += kill_while_working(world, moment.uniform(0, 0.2))
            finish(world)
            assert_done_once(world, jobs)
