"""Background work in tests: job kinds that leave traces, and workers that are driven step by step or left running."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.core import ids
from api.core.jobs.kinds import Chunk, Follower, JobKind, Run, Schedule
from api.core.jobs.models import Job
from api.core.jobs.requests import enqueue
from api.core.transaction import Mode, transaction
from api.ledger.models import LedgerEvent
from api.ledger.rules import Subject
from api.ledger.service import record
from api.wiring import Wiring, wire
from api.worker import Timing, Worker
from tests.world import V1, World, settings_for

# A lease that no busy machine lets run out, and one for tests that wait for just that.
QUICK = Timing(lease=60, heartbeat=0.1, look=0.02, housekeeping=3600)
BRIEF = replace(QUICK, lease=1.0)
STEP = "test.step"


def count_steps(run: Run) -> None:
    """Write event after event, `steps` of them, one chunk each; a place is left in the cursor."""
    steps = int(run.arguments["steps"])
    for number in range(int(run.cursor or 0), steps):
        with run.chunk() as chunk:
            _step(run, chunk, number, steps)


def _step(run: Run, chunk: Chunk, number: int, steps: int) -> None:
    record(chunk.ctx, STEP, Subject("job", run.id, "step", revision=number))
    chunk.advance(cursor=str(number + 1))
    chunk.progress(number + 1, steps)
    if number + 1 == steps:
        chunk.finish({"steps": steps})


def count_steps_with_a_pause(run: Run) -> None:
    """The same, with two seconds of thought after the first step, at the first attempt."""
    fresh = run.cursor is None
    steps = int(run.arguments["steps"])
    for number in range(int(run.cursor or 0), steps):
        with run.chunk() as chunk:
            _step(run, chunk, number, steps)
        if fresh and number == 0:
            time.sleep(2)


def failing(error: Callable[[], Exception], after_steps: int = 0) -> Callable[[Run], None]:
    """A handler that does some steps at each attempt and then fails."""

    def run(run: Run) -> None:
        for _ in range(after_steps):
            with run.chunk() as chunk:
                chunk.advance(cursor=str(int(run.cursor or 0) + 1))
        raise error()

    return run


COUNT = JobKind("test.count", count_steps, at_once=64, per_unit=64)
PAUSING = JobKind("test.pausing", count_steps_with_a_pause, at_once=64, per_unit=64)


def kind(run: Callable[[Run], None], name: str = "test.kind", **limits: Any) -> JobKind:
    """A kind of job for one test."""
    return JobKind(name, run, **limits)


def worker(
    world: World,
    jobs: Sequence[JobKind] = (COUNT,),
    followers: Sequence[Follower] = (),
    schedules: Sequence[Schedule] = (),
    timing: Timing = QUICK,
) -> Worker:
    """A worker beside the world's server, prepared and not started."""
    settings = settings_for(world.database)
    wiring: Wiring = replace(wire(settings), jobs=tuple(jobs), followers=tuple(followers), schedules=tuple(schedules))
    made = Worker(settings, wiring, beside=world.app.state.database, timing=timing)
    made.prepare()
    return made


def work_off(world: World, *jobs: JobKind) -> None:
    """Do everything that is due, here and now; without kinds, the product's own."""
    made = worker(world, jobs or wire(settings_for(world.database)).jobs)
    made.work_off()
    made.bench.database.close()


@contextmanager
def running(made: Worker) -> Iterator[Worker]:
    """The worker with all its threads, for the length of a `with`."""
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join(timeout=20)


def ask(world: World, name: str = "test.count", **asked: Any) -> UUID:
    """A job in nobody's name."""
    with world.host() as ctx:
        return enqueue(ctx, name, **asked)


def make_due(world: World) -> None:
    """As if every pause were over, and every lease."""
    with world.host() as ctx:
        ctx.session.execute(update(Job).where(Job.due_at.is_not(None)).values(due_at=ctx.now))


@contextmanager
def looking(world: World) -> Iterator[Session]:
    """Plain reading: it never waits for a writer, however stuck that is."""
    with transaction(world.app.state.database, Mode.READ) as session:
        yield session


def job(world: World, job_id: UUID) -> Job:
    """The row as it stands."""
    with looking(world) as session:
        return session.execute(select(Job).where(Job.id == job_id)).scalar_one()


def steps_of(world: World, job_id: UUID) -> list[int]:
    """The traces of `count_steps`, in the order they were written."""
    stmt = select(LedgerEvent.revision).where(LedgerEvent.object_id == job_id, LedgerEvent.action == STEP)
    with looking(world) as session:
        return [int(number) for number in session.scalars(stmt.order_by(LedgerEvent.id)) if number is not None]


def nobody() -> UUID:
    """An id that belongs to nothing."""
    return ids.ordered()


def job_of_answer(client: TestClient, started: dict[str, Any]) -> dict[str, Any]:
    """The job as its asker reads it now."""
    answer = client.get(f"{V1}/jobs/{started['id']}")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until it holds; a test that waits in vain fails here."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)
