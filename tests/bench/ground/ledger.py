"""The ledger: what the sequencer costs writers, how far it is behind, how long a verification and a proof take."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import orjson
import psycopg
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.access.guard import CSRF_HEADER
from api.core import clock, ids
from api.core.keys import KeyStore
from api.core.transaction import Mode, transaction
from api.ledger import service
from api.ledger.models import LedgerPending, LedgerSequence
from api.ledger.rules import Subject, proofs
from api.ledger.rules.notes import Key
from api.ledger.service import Entry
from api.ledger.verify import verify
from tests.bench.ground.million import fill
from tests.bench.load import Request, drive
from tests.bench.rows import Row, measurement
from tests.bench.servers import product, serving
from tests.bench.world import school_body
from tests.databases import borrowed
from tests.postgres import cluster, superuser
from tests.world import V1, WORLD, World, inhabited

WRITERS = 32
ROUNDS = 5
SECONDS = 4.0
EVENTS = int(os.environ.get("QINGLIAN_BENCH_EVENTS", "1000000"))
A_SECOND = 500
LAG_SECONDS = 20


@contextmanager
def sequencer(world: World) -> Iterator[None]:
    """A worker process that does nothing but give events their places; it has caught up when this begins."""
    command = [sys.executable, "-m", "tests.bench.ground.sequencer"]
    process = subprocess.Popen(command, env=os.environ | world.database.environment)
    try:
        _until_caught_up(world)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_caught_up(world: World) -> None:
    end = time.monotonic() + 60
    while _count(world, LedgerPending.event_id):
        if time.monotonic() > end:
            raise RuntimeError("the sequencer did not catch up")
        time.sleep(0.05)


def _count(world: World, column: object) -> int:
    with transaction(world.app.state.database, Mode.READ) as session:
        return session.execute(select(func.count(column))).scalar_one()  # type: ignore[arg-type]


# --- Writers ---------------------------------------------------------------------------------------------------------


@measurement("ground.ledger.writers")
def measure_writers() -> Iterator[Row]:
    """Schools made over HTTP by 32 clients at once, on PostgreSQL, in turns without and with a sequencer beside them."""
    with borrowed("postgresql", WORLD) as database, inhabited(database) as world:
        request = _creation(world)
        environment = database.environment | {"QINGLIAN_COOKIE_SECURE": "false"}
        with serving(product(), "writers", environment, "/readyz", cluster()) as server:
            work = partial(drive, server.port, request, SECONDS, WRITERS)
            work()
            pairs = []
            for _ in range(ROUNDS):
                alone = work().rate
                with sequencer(world):
                    pairs.append((alone, work().rate))
    alone, beside = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    ratio = statistics.median(with_ / without for without, with_ in pairs)
    yield Row("ground", "32 writers beside the sequencer", beside, "1/s", alone, ratio, ">=", 0.85)


def _creation(world: World) -> Request:
    officer, district = world.sign_in("section_officer"), world.unit("district")
    return Request("POST", f"{V1}/schools", _headers(officer), lambda: orjson.dumps(school_body(district)), 201)


def _headers(client: TestClient) -> tuple[tuple[str, str], ...]:
    ((name, token),) = client.cookies.items()
    return (
        ("Cookie", f"{name}={token}"),
        (CSRF_HEADER, client.headers[CSRF_HEADER]),
        ("Content-Type", "application/json"),
    )


# --- Lag -------------------------------------------------------------------------------------------------------------


@measurement("ground.ledger.lag")
def measure_lag() -> Iterator[Row]:
    """500 events a second in transactions of five: the age of the oldest event that waits, at its worst."""
    with borrowed("postgresql", WORLD) as database, inhabited(database) as world, sequencer(world):
        stop = threading.Event()
        writer = threading.Thread(target=_write, args=(world, stop))
        before = _count(world, LedgerSequence.seq)
        writer.start()
        worst = _worst_age(world)
        stop.set()
        writer.join()
        _until_caught_up(world)
        rate = (_count(world, LedgerSequence.seq) - before) / LAG_SECONDS
    yield Row("ground", f"sequencer behind at {rate:.0f} events/s", worst, "s", sign="<=", bound=2)


def _write(world: World, stop: threading.Event) -> None:
    start, written = time.monotonic(), 0
    while not stop.is_set():
        due = (time.monotonic() - start) * A_SECOND
        if written >= due:
            time.sleep((written - due) / A_SECOND + 0.001)
            continue
        with world.host() as ctx:
            service.record_all(ctx, [Entry("thing.done", Subject("thing", ids.random(), "一件事")) for _ in range(5)])
        written += 5


def _worst_age(world: World) -> float:
    """Seconds, from the times in the ids of what waits."""
    worst, end = 0.0, time.monotonic() + LAG_SECONDS
    while time.monotonic() < end:
        with transaction(world.app.state.database, Mode.READ) as session:
            oldest: UUID | None = session.execute(
                select(LedgerPending.event_id).order_by(LedgerPending.event_id).limit(1)
            ).scalar_one_or_none()
        if oldest is not None:
            worst = max(worst, clock.now().timestamp() - (oldest.int >> 80) / 1000)
        time.sleep(0.05)
    return worst


# --- Verification and proofs -----------------------------------------------------------------------------------------


@measurement("ground.ledger.verify")
def measure_verification() -> Iterator[Row]:
    """Everything recomputed: seals, commitments, leaves, places, nodes, heads; then one proof checked offline."""
    with borrowed("postgresql", WORLD) as database, inhabited(database) as world:
        keys = world.app.state.keys
        _empty(database.name)
        fill(cluster().dsn(database.name, superuser()), keys, EVENTS)
        start = time.perf_counter()
        with transaction(world.app.state.database, Mode.SNAPSHOT) as session:
            report = verify(session, keys)
        taken = time.perf_counter() - start
        if report.size != EVENTS or report.found:
            raise RuntimeError(f"{report.size} entries, faults: {report.faults[:5]}")
        yield Row("ground", f"verify {EVENTS:,} events", taken, "s", sign="<=", bound=60)
        yield _proof(world, keys)


def _empty(name: str) -> None:
    with psycopg.connect(cluster().dsn(name, superuser()), autocommit=True) as connection:
        connection.execute("TRUNCATE ledger_event, ledger_payload, ledger_pending CASCADE")


def _proof(world: World, keys: KeyStore) -> Row:
    with world.host() as ctx:
        service.open_epoch(ctx, "bench")
        service.sequence(ctx)
        stmt = select(LedgerSequence.event_id).where(LedgerSequence.seq == EVENTS // 3)
        text = str(service.prove(ctx, ctx.session.execute(stmt).scalar_one()))
        key = Key.of(text.rpartition("— ")[2].split(" ")[0], keys.public("ledger-head"))
    times = []
    for _ in range(21):
        start = time.perf_counter()
        proofs.checked(text, key)
        times.append(1000 * (time.perf_counter() - start))
    return Row("ground", "proof checked offline", statistics.median(times), "ms", sign="<=", bound=50)
