"""Decisions: a school looked at again, a whole city at night, and sums that may have been split."""

import os
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import psutil

from api.access.guard import COOKIE, CSRF_HEADER
from api.core.jobs.requests import enqueue
from tests.background import job
from tests.bench.logs import PER_SCHOOL, city_log
from tests.bench.rows import Row, measurement
from tests.bench.servers import product, serving
from tests.bench.world import settings
from tests.databases import BACKENDS, borrowed
from tests.world import V1, WORLD, World, inhabited

DECISIONS = int(os.environ.get("QINGLIAN_BENCH_DECISIONS", "420000"))
SAMPLE = 20
PATIENCE = 1_800


@measurement("decisions.city")
def measure_city() -> Iterator[Row]:
    """Every school of a city by the worker: all is new, then nothing is; then some by themselves; then splitting."""
    with borrowed("postgresql", WORLD) as database, inhabited(database) as world:
        schools = city_log(world, max(DECISIONS // PER_SCHOOL, 1))
        number = len(schools) * PER_SCHOOL
        for name, bound in (("first", 600), ("second", 600)):
            seconds, processor, memory = _night(world)
            label = f"{number} decisions of {len(schools)} schools, {name} night"
            yield Row("decisions", label, seconds, "s", sign="<=", bound=bound)
            yield Row(
                "decisions", f"{name} night, worker's processor time a school", processor / len(schools), "ms CPU"
            )
            yield Row("decisions", f"memory of the worker over idle, {name} night", memory, "MB", sign="<=", bound=300)
        yield from _rechecked(world, schools, "postgresql")
        yield from _split(world)


@measurement("decisions.school")
def measure_school() -> Iterator[Row]:
    """One school, whose log is the only one, on both databases."""
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            schools = city_log(world, 1)
            yield from _rechecked(world, schools * (SAMPLE + 2), f"alone, {backend}")


def _night(world: World) -> tuple[float, float, float]:
    """Seconds of the nightly run in a worker of its own, its processor time (ms), and its memory over idle at most (MB)."""
    environment = os.environ | world.database.environment | {"QINGLIAN_SPA_DIR": ""}
    worker = subprocess.Popen([product()[0], "worker"], env=environment)
    try:
        idle = _settled(worker.pid)
        started, before = time.monotonic(), _processor(worker.pid)
        with world.host() as ctx:
            job_id = enqueue(ctx, "checks.nightly")
        while (state := job(world, job_id).state) not in {"succeeded", "failed"}:
            if time.monotonic() > started + PATIENCE:
                raise RuntimeError("the night did not end")
            time.sleep(0.25)
        assert state == "succeeded", job(world, job_id).error_code
        spent = (_processor(worker.pid) - before) * 1000
        return time.monotonic() - started, spent, _peak(worker.pid) - idle
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def _settled(pid: int) -> float:
    """The memory of a worker that has started."""
    time.sleep(8)
    return _peak(pid)


def _processor(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _peak(pid: int) -> float:
    with Path(f"/proc/{pid}/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def _rechecked(world: World, schools: Sequence[UUID], where: str) -> Iterator[Row]:
    """One after another over HTTP, each after the runs before: what a school's leader waits for."""
    step = max(len(schools) // SAMPLE, 1)
    with _client(world) as client:
        spent = [_run(client, school) for school in schools[::step][: SAMPLE + 2]][2:]
    label = f"one school of {PER_SCHOOL} decisions looked at again"
    yield Row("decisions", f"{label}, median, {where}", statistics.median(spent), "ms", sign="<=", bound=300)
    yield Row("decisions", f"{label}, slowest of {len(spent)}, {where}", max(spent), "ms")


@contextmanager
def _client(world: World) -> Iterator[httpx.Client]:
    """The inspector of the county, at a server as users start it."""
    environment = settings(world.database) | {"QINGLIAN_SPA_DIR": ""}
    inspector = world.sign_in("discipline_inspector")
    headers = {CSRF_HEADER: inspector.headers[CSRF_HEADER]}
    with serving(product(), "decisions", environment, "/readyz") as server:
        address = f"http://127.0.0.1:{server.port}{V1}"
        cookies = {COOKIE: inspector.cookies[COOKIE]}
        with httpx.Client(base_url=address, cookies=cookies, headers=headers, timeout=60) as client:
            yield client


def _run(client: httpx.Client, school: UUID) -> float:
    """Milliseconds until every rule has been asked about a school."""
    started = time.perf_counter()
    client.post("/check-runs", json={"unit_id": str(school)}).raise_for_status()
    return (time.perf_counter() - started) * 1000


def _split(world: World) -> Iterator[Row]:
    """Groups among the payments of so many schools that they are a hundred thousand; the terms of the Oxford file."""
    officer = world.sign_in("section_officer")
    terms = {"unit": world.unit("county"), "item_below": "5000.00", "sum_at_least": "10000.00", "min_count": 2}
    started = time.perf_counter()
    found = officer.get(f"{V1}/analytics/threshold-split", params={**terms, "window_days": 30})
    spent = time.perf_counter() - started
    found.raise_for_status()
    yield Row("decisions", f"splitting over {found.json()['payments']} payments", spent, "s", sign="<=", bound=5)
