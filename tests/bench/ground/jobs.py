"""Background work: how many small jobs a worker does in a second, and what it costs when there is nothing to do."""

import time
from collections.abc import Iterator

import psutil
from sqlalchemy import func, insert, select

from api.core import clock, ids
from api.core.jobs.models import Job, Lease
from api.core.jobs.rules import JobState
from tests.background import COUNT, looking, until
from tests.bench.rows import Row, measurement
from tests.bench.servers import Server, product, serving
from tests.databases import BACKENDS, Backend, borrowed
from tests.faults.workers import product_worker, worker_process
from tests.postgres import cluster
from tests.world import WORLD, World, inhabited

JOBS = 2_000
IDLE_SECONDS = 15


@measurement("ground.jobs")
def measure_small_jobs() -> Iterator[Row]:
    """Jobs of one chunk that writes one event, done by one worker process of two threads."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            rate = small_jobs_per_second(world)
        yield Row("ground", f"small jobs, {backend}", rate, "1/s", sign=">=", bound=100)


@measurement("ground.idle")
def measure_idle_worker() -> Iterator[Row]:
    """The worker alone on PostgreSQL, with its database connections; on SQLite the server that it lives in."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            share = idle_share(world, backend)
        yield Row("ground", f"idle worker, {backend}", share, "% CPU", sign="<=", bound=2)


def small_jobs_per_second(world: World) -> float:
    """From the first start to the last end, by the clock of the rows."""
    ask_for(world, JOBS)
    with worker_process(world, lease=0):
        until(lambda: finished(world) == JOBS, seconds=120)
    with looking(world) as session:
        first, last = session.execute(select(func.min(Job.started_at), func.max(Job.finished_at))).one()
    assert first is not None
    assert last is not None
    return JOBS / (last - first).total_seconds()


def ask_for(world: World, number: int) -> None:
    """Many jobs with one statement: asking is not what is measured."""
    now = clock.now()
    same = {"kind": COUNT.name, "arguments": {"steps": 1}, "state": JobState.QUEUED, "cancel_requested": False}
    zero = {"phase": "", "done": 0, "attempts": 0, "losses": 0, "lease_number": 0, "due_at": now, "created_at": now}
    with world.host() as ctx:
        ctx.session.execute(insert(Job), [{"id": ids.ordered()} | same | zero for _ in range(number)])


def finished(world: World) -> int:
    """Jobs done so far."""
    with looking(world) as session:
        return session.execute(select(func.count()).where(Job.state == JobState.SUCCEEDED)).scalar_one()


def idle_share(world: World, backend: Backend) -> float:
    """Percent of one processor over a quarter of a minute, once the start is over."""
    environment = world.database.environment | {"QINGLIAN_SPA_DIR": "", "QINGLIAN_COOKIE_SECURE": "false"}
    if backend == "sqlite":
        with serving(product(), "idle", environment, "/readyz") as server:
            return _share(server)
    with product_worker(world, "idle") as process:
        assert process is not None
        until(lambda: prepared(world), seconds=60)
        return _share(Server(psutil.Process(process.pid), 0, "idle", 0.0, cluster()))


def prepared(world: World) -> bool:
    """Whether a worker has begun."""
    with looking(world) as session:
        return session.execute(select(Lease.name)).first() is not None


def _share(server: Server) -> float:
    time.sleep(5)
    before = server.own_cpu() + server.backend_cpu()
    time.sleep(IDLE_SECONDS)
    return 100 * (server.own_cpu() + server.backend_cpu() - before) / IDLE_SECONDS
