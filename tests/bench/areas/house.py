"""The house itself: what a request costs over its own SQL, on 50,000 schools with log-in, reach and log on."""

import os
import pickle
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import orjson
from fastapi import FastAPI

from api.main import create_app
from tests.bench.capture import statements_of, work_of
from tests.bench.duel import Duel, cost, duel, median
from tests.bench.load import Request
from tests.bench.rows import Row, measurement
from tests.bench.servers import Server, product, serving
from tests.bench.world import County, county, product_server, school_body, settings
from tests.databases import Backend, Database, borrowed
from tests.world import settings_for

POOL = 8
UVICORN = ("--http", "httptools", "--loop", "uvloop", "--no-access-log", "--log-level", "warning")


def requests(place: County) -> dict[str, tuple[Request, float]]:
    """What is measured, and the least share of the product's cost that must be the limit's."""
    get = partial(Request, "GET", headers=place.headers)
    return {
        "schools: list of 50": (get("/api/v1/schools?size=50"), 0.50),
        "units: list of 50": (get("/api/v1/units?size=50&kind=school"), 0.28),
        "school: one": (get(f"/api/v1/schools/{place.school}"), 0.20),
        "school: create": (creation(place), 0.25),
    }


def creation(place: County) -> Request:
    """A POST whose body is a new school each time."""
    body: Callable[[], bytes] = lambda: orjson.dumps(school_body(place.district))  # noqa: E731
    return Request("POST", "/api/v1/schools", place.headers, body, 201)


@measurement("house.requests")
def measure_requests() -> Iterator[Row]:
    """Each request against its limit; then two workers; then the number of queries."""
    with county() as place:
        wanted = requests(place)
        with product_server(place) as ours, limit_server(place, wanted) as theirs:
            for name, (request, goal) in wanted.items():
                yield from duel_rows(name, duel(ours, theirs, request), goal)
        yield from two_workers(place, wanted["schools: list of 50"][0])
        yield from query_counts(place)


def duel_rows(name: str, result: Duel, goal: float) -> Iterator[Row]:
    """The judged row with backends, the informing ones without them and of throughput."""
    ours, theirs = result.product, result.limit
    yield Row("house", name, ours.total, "ms CPU", theirs.total, result.ratio, ">=", goal)
    yield Row("house", f"{name}, server process only", ours.own, "ms CPU", theirs.own, result.own_ratio)
    yield Row("house", f"{name}, throughput", ours.rate, "1/s", theirs.rate)


def two_workers(place: County, request: Request) -> Iterator[Row]:
    """Two processes must not cost more a request than one: nothing is shared that they could fight over."""
    with product_server(place, "one") as one, product_server(place, "two", QINGLIAN_WORKERS="2") as two:
        for server in (one, two):
            cost(server, request, 1)
        pairs = [(cost(one, request), cost(two, request)) for _ in range(5)]
    single, double = median([each for each, _ in pairs]), median([each for _, each in pairs])
    # Here a smaller value is better and the limit is the same product: the ratio is turned round.
    yield Row(
        "house",
        "two workers, list of 50",
        double.total,
        "ms CPU",
        single.total,
        double.total / single.total,
        "<=",
        1.10,
    )
    yield Row("house", "two workers, throughput", double.rate, "1/s", single.rate)


def query_counts(place: County) -> Iterator[Row]:
    """A page of 200 takes as many queries as a page of 10, and at most four."""
    app = in_process(place)
    for path in ("/api/v1/schools", "/api/v1/units", "/api/v1/regions"):
        counts = [
            len(statements_of(app, Request("GET", f"{path}?size={size}", place.headers)).statements)
            for size in (10, 200)
        ]
        if counts[0] != counts[1]:
            raise RuntimeError(f"{path} takes {counts[0]} queries for 10 rows and {counts[1]} for 200")
        yield Row("house", f"queries of a page: {path}", counts[0], "queries", sign="<=", bound=4)


def in_process(place: County) -> FastAPI:
    """The product in this process, so that its statements can be heard."""
    return create_app(settings_for(place.database))


@contextmanager
def limit_server(place: County, wanted: dict[str, tuple[Request, float]]) -> Iterator[Server]:
    """The bare ASGI function with the product's own statements."""
    app = in_process(place)
    works = {
        (request.method, request.path.partition("?")[0]): work_of(app, request, place.dsn)
        for request, _ in wanted.values()
    }
    sessions = session_settings(app)
    app.state.database.close()
    file = place.database.folder / "limit.pickle"
    file.write_bytes(pickle.dumps((works, place.dsn, POOL, sessions)))
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "tests.bench.limit:application",
        "--port",
        "{port}",
        *UVICORN,
    ]
    environment = {"QINGLIAN_BENCH_LIMIT": str(file), "PYTHONPATH": os.curdir}
    with serving(command, "limit", environment, "/ready", place.cluster) as server:
        yield server


def session_settings(app: FastAPI) -> dict[str, str]:
    """What the product sets for its database sessions; planner settings and the like are the limit's too."""
    chosen = "SELECT name, setting FROM pg_settings WHERE source = 'client' AND name NOT IN ('application_name')"
    with app.state.database.engine.connect() as connection:
        return {row.name: row.setting for row in connection.exec_driver_sql(chosen)}


@measurement("house.start")
def measure_start() -> Iterator[Row]:
    """Seconds to ready and idle memory: the API on PostgreSQL, and all in one on SQLite."""
    limits: tuple[tuple[Backend, str, int], ...] = (("postgresql", "API process", 150), ("sqlite", "all in one", 260))
    for backend, name, most in limits:
        with borrowed(backend) as database:
            once = zip(*(start_once(database) for _ in range(3)), strict=True)
            seconds, processor, memory = (statistics.median(figures) for figures in once)
        yield Row("house", f"start to ready, {backend}", seconds, "s", sign="<=", bound=3)
        yield Row("house", f"start to ready, {backend}, processor time", processor, "s")
        yield Row("house", f"{name} idle, {backend}", memory, "MB", sign="<=", bound=most)


def start_once(database: Database) -> tuple[float, float, float]:
    """Start, let it settle, look."""
    with serving(product(), f"start-{database.backend}", settings(database), "/readyz") as server:
        processor = server.own_cpu()
        time.sleep(2)
        return server.seconds_to_ready, processor, server.resident_mb()
