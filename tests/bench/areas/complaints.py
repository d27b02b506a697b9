"""Complaints: a hundred intakes a second with sealing, cases and ledger; and whether a wrong receipt takes longer.

Each request comes from another network of the loopback, so that the brakes on floods stay as they are in use.
"""

import asyncio
import itertools
import json
import os
import secrets
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from api.complaints.data.shipped import shipped
from api.complaints.rules import receipts
from api.complaints.service import documents
from tests.bench.rows import Row, measurement
from tests.bench.servers import Server, product, serving
from tests.databases import Database, borrowed
from tests.postgres import cluster, superuser
from tests.world import WORLD, inhabited

PORTAL = "/api/public/v1/complaints"
RATE, SECONDS, LOOK_UPS = 100, 30, 500
PATIENCE = 180
_addresses = (f"127.{a}.{b}.1" for a, b in itertools.product(range(1, 250), range(250)))


@dataclass
class Seen:
    """What came of a run: seconds of each request, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[bytes] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


@measurement("complaints.intake")
def measure_intake() -> Iterator[Row]:
    """Open-loop: a request every 10 ms whatever becomes of the ones before; the worker takes them in meanwhile."""
    with borrowed("postgresql", WORLD) as database, _serving(database) as server:
        worker = subprocess.Popen([product()[0], "worker"], env=_environment(database))
        try:
            seen = asyncio.run(_send_all(server.port))
            started = time.monotonic()
            cases = _wait_for_cases(database, RATE * SECONDS - len(seen.errors))
            lag = time.monotonic() - started
        finally:
            worker.terminate()
            worker.wait(timeout=30)
    total = RATE * SECONDS
    yield Row("complaints", f"errors in {total} intakes at {RATE}/s", len(seen.errors), "", sign="<=", bound=0)
    yield Row("complaints", "intake p50", seen.percentile(0.50), "ms")
    yield Row("complaints", "intake p99", seen.percentile(0.99), "ms", sign="<=", bound=500)
    yield Row("complaints", "cases made of them, with ledger", cases, "", sign=">=", bound=total)
    yield Row("complaints", "seconds from the last intake to the last case", lag, "s", sign="<=", bound=60)


@measurement("complaints.receipts")
def measure_receipts() -> Iterator[Row]:
    """Five hundred look-ups each of wrong, malformed and expired receipts, taking turns; their medians."""
    with borrowed("postgresql", WORLD) as database, _serving(database) as server:
        expired = asyncio.run(_new_receipt(server.port))
        with psycopg.connect(cluster().dsn(database.name, superuser())) as connection:
            connection.execute("UPDATE complaint_receipt SET expires_on = '2020-01-01'")
        medians = asyncio.run(_look_up(server.port, expired))
    for name, median in medians.items():
        yield Row("complaints", f"{name} receipt, median of {LOOK_UPS}", median * 1000, "ms")
    spread = max(medians.values()) / min(medians.values())
    yield Row("complaints", "slowest median / fastest", spread, "", sign="<=", bound=1.25)


@contextmanager
def _serving(database: Database) -> Iterator[Server]:
    """A server of both faces on `database`, whose portal has its documents."""
    with inhabited(database) as world, world.host() as ctx:
        documents.refresh(ctx)
    with serving(product(), "complaints", _environment(database), "/readyz", cluster()) as server:
        yield server


def _environment(database: Database) -> dict[str, str]:
    return os.environ | database.environment | {"QINGLIAN_PROOF_OF_WORK": "0", "QINGLIAN_SPA_DIR": ""}


# --- Sending ---------------------------------------------------------------------------------------------------------


async def _send_all(port: int) -> Seen:
    seen, start = Seen(), time.monotonic()
    tasks = []
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, start + number / RATE - time.monotonic()))
        tasks.append(asyncio.create_task(_send(port, seen)))
    await asyncio.gather(*tasks)
    return seen


async def _send(port: int, seen: Seen) -> None:
    start = time.monotonic()
    try:
        status, answer = await _post(port, "", _complaint(), 201)
    except OSError as error:
        status, answer = 0, str(error).encode()
    seen.seconds.append(time.monotonic() - start)
    if status != 201:
        seen.errors.append(answer)


async def _new_receipt(port: int) -> str:
    _, answer = await _post(port, "", _complaint(), 201)
    return str(json.loads(answer)["receipt"])


async def _look_up(port: int, expired: str) -> dict[str, float]:
    """The medians, in seconds. The three kinds take turns, so that what disturbs one disturbs all."""
    kinds: dict[str, Callable[[], str]] = {
        "wrong": receipts.new,
        "malformed": lambda: "七七",
        "expired": lambda: expired,
    }
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(LOOK_UPS):
        for name, make in kinds.items():
            document = {"receipt": make()}
            start = time.monotonic()
            await _post(port, "/lookup", document, 404)
            seconds[name].append(time.monotonic() - start)
    return {name: statistics.median(found) for name, found in seconds.items()}


def _complaint() -> dict[str, str]:
    version = str(shipped("privacy")["version"])
    return {"concerns": "school", "category": "0502", "text": "反映收费不公开。" * 20, "privacy_version": version}


async def _post(port: int, path: str, document: dict[str, str], expected: int) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(next(_addresses), 0))
    body = json.dumps(document).encode()
    head = f"POST {PORTAL}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    head += f"Idempotency-Key: {secrets.token_urlsafe(24)}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    answer = await reader.read()
    writer.close()
    status = int(answer[9:12])
    if path and status != expected:
        raise RuntimeError(f"{path} answered {status}: {answer[-300:]!r}")
    return status, answer.partition(b"\r\n\r\n")[2]


def _wait_for_cases(database: Database, wanted: int) -> int:
    """How many cases there are once all are, or patience is over."""
    until, found = time.monotonic() + PATIENCE, 0
    with psycopg.connect(cluster().dsn(database.name, superuser()), autocommit=True) as connection:
        while found < wanted and time.monotonic() < until:
            time.sleep(0.2)
            row = connection.execute("SELECT count(*) FROM complaint_case").fetchone()
            found = int(row[0]) if row else 0
    return found
