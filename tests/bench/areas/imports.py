"""Bulk import: from the POST to `completed`, what it costs over the database's own way in, and what others notice of it."""

import csv
import io
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
import psycopg
from fastapi.testclient import TestClient
from sqlalchemy import insert

from api import wiring
from api.access.guard import COOKIE, CSRF_HEADER
from api.core import ids
from api.organizations.models import Unit
from tests.background import work_off
from tests.bench.rows import Row, measurement
from tests.bench.schools import school_csv
from tests.bench.servers import Server, product, serving
from tests.bench.world import school_body, settings
from tests.databases import BACKENDS, Backend, borrowed
from tests.postgres import cluster, superuser
from tests.scores import SCORE, SPEC, WITH_SCORES, score_csv
from tests.world import V1, WORLD, World, inhabited

SCHOOLS = int(os.environ.get("QINGLIAN_BENCH_SCHOOLS", "100000"))
SCORES = int(os.environ.get("QINGLIAN_BENCH_SCORES", "1000000"))
ERRORS = 10_000
FEW = 10
PATIENCE = 600
STILL = 0.1  # processor seconds in a second: a server that waits for work
WORKER, WEB = "import-worker", "import-web"


# --- 100,000 schools over HTTP ---------------------------------------------------------------------------------------


@measurement("import.schools")
def measure_schools() -> Iterator[Row]:
    """Seconds over HTTP with log-in, rules, ledger and manifest; then a rerun; meanwhile others write."""
    content, few = school_csv(SCHOOLS), school_csv(FEW, first=SCHOOLS)
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world, _product(world) as (web, server):
            client = _signed_in(world, web)
            _settled(server)
            idle = _memory(server)
            # The first name that a process writes loads the tables of pinyin, import or not (docs/adr/0002).
            client.post("/schools", json=school_body(world.unit("district"))).raise_for_status()
            _imported(client, few)
            _settled(server)
            before = _cpu(server)
            with _others_writing(client, world.unit("district")) as waits:
                seconds = _imported(client, content)
            cost, most = _cpu(server) - before, _memory(server) - idle
            yield Row("import", f"{SCHOOLS} schools, {backend}", seconds, "s", sign="<=", bound=20)
            yield Row("import", f"memory over idle, {backend}", most, "MB", sign="<=", bound=200)
            p99 = statistics.quantiles(waits, n=100)[98] * 1000 if len(waits) > 1 else 0.0
            yield Row("import", f"p99 of others' writes, {backend}", p99, "ms", sign="<=", bound=200)
            yield Row("import", f"the same again, {backend}", _imported(client, content), "s")
            if backend == "postgresql":
                cost += _posting(client, web, content)
                limit = _staged_upsert(database.name)
                yield Row("import", "schools: CPU over a staged upsert", cost, "s CPU", limit, limit / cost, ">=", 0.55)


@contextmanager
def _product(world: World) -> Iterator[tuple[Server, Server]]:
    """The server, and what imports: the same, on PostgreSQL its worker. The connections of each carry its label."""
    database = world.database
    environment = settings(database) | {"QINGLIAN_SPA_DIR": ""}
    if database.backend == "sqlite":
        with serving(product(), "import", environment, "/readyz") as server:
            yield server, server
        return
    web, own = (
        environment | {"QINGLIAN_DATABASE_URL": f"{database.url}&application_name={label}"} for label in (WEB, WORKER)
    )
    with serving(product(), WEB, web, "/readyz", cluster()) as server:
        worker = subprocess.Popen([product()[0], "worker"], env=os.environ | own)
        try:
            yield server, Server(psutil.Process(worker.pid), server.port, WORKER, 0, cluster())
        finally:
            worker.terminate()
            worker.wait(timeout=30)


def _settled(server: Server) -> None:
    """Wait until it has started: what that takes is measured elsewhere."""
    last, spent = -1.0, _cpu(server)
    while spent - last > STILL:
        time.sleep(1)
        last, spent = spent, _cpu(server)


def _signed_in(world: World, server: Server) -> httpx.Client:
    officer = world.sign_in("section_officer")
    return httpx.Client(
        base_url=f"http://127.0.0.1:{server.port}{V1}",
        cookies={COOKIE: officer.cookies[COOKIE]},
        headers={CSRF_HEADER: officer.headers[CSRF_HEADER]},
        timeout=120,
    )


def _imported(client: httpx.Client, content: bytes) -> float:
    """Seconds from the POST to rest."""
    start = time.monotonic()
    answer = client.post(
        "/imports:run", params={"type": "school"}, content=content, headers={"Content-Type": "text/csv"}
    )
    answer.raise_for_status()
    return _rest(client, answer.json()["id"]) - start


def _posting(client: httpx.Client, web: Server, content: bytes) -> float:
    """Processor seconds that taking the file costs the server, where nobody else asks it for anything."""
    before = _cpu(web)
    answer = client.post("/imports", json={"type": "school"}, headers={"Idempotency-Key": ids.random().hex})
    answer.raise_for_status()
    client.put(f"/imports/{answer.json()['id']}/parts/1", content=content).raise_for_status()
    return _cpu(web) - before


def _rest(client: Any, import_id: str, prefix: str = "") -> float:
    """When the import is at rest. Errors: RuntimeError unless every row of it was good."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = client.get(f"{prefix}/imports/{import_id}").json()
        if found["state"] == "completed":
            return time.monotonic()
        if found["state"] not in ("validating", "applying"):
            raise RuntimeError(f"the import ended {found['state']}: {found['failure']} {found['first_errors'][:2]}")
        time.sleep(0.1)
    raise RuntimeError("the import did not end")


@contextmanager
def _others_writing(client: httpx.Client, district: str) -> Iterator[list[float]]:
    """Somebody creates a school ten times a second; how long each took."""
    waits: list[float] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.1):
            start = time.monotonic()
            client.post("/schools", json=school_body(district)).raise_for_status()
            waits.append(time.monotonic() - start)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield waits
    finally:
        stop.set()
        thread.join()


def _cpu(server: Server) -> float:
    return server.own_cpu() + server.backend_cpu()


def _memory(server: Server) -> float:
    """Peak of the process that imports, in MB."""
    with Path(f"/proc/{server.process.pid}/status").open(encoding="ascii") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1000


def _staged_upsert(name: str) -> float:
    """Processor seconds of a COPY into stages and an upsert into `unit` and `school`: the same rows, indexes, foreign keys."""
    with psycopg.connect(cluster().dsn(name, superuser()), autocommit=True) as connection:
        connection.execute(
            "CREATE TEMP TABLE kept AS SELECT u.id FROM unit u WHERE u.kind = 'school' AND u.revision = 1"
        )
        for table in ("unit", "school"):
            connection.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)".encode())
            connection.execute(f"CREATE TEMP TABLE stage_{table} AS SELECT * FROM {table} WHERE false".encode())
        connection.execute("ALTER TABLE bench_unit ADD FOREIGN KEY (parent_id) REFERENCES unit (id)")
        connection.execute("ALTER TABLE bench_school ADD FOREIGN KEY (id) REFERENCES bench_unit (id)")
        texts = {table: _copied_out(connection, table) for table in ("unit", "school")}
        backend = psutil.Process(connection.info.backend_pid)
        before, client = sum(backend.cpu_times()[:2]), time.process_time()
        for table, text in texts.items():
            with connection.cursor() as cursor, cursor.copy(f"COPY stage_{table} FROM STDIN".encode()) as copy:
                copy.write(text)
            insert_from = f"INSERT INTO bench_{table} SELECT * FROM stage_{table} ON CONFLICT (id) DO NOTHING"
            connection.execute(insert_from.encode())
        return float(sum(backend.cpu_times()[:2]) - before + time.process_time() - client)


def _copied_out(connection: psycopg.Connection[Any], table: str) -> bytes:
    with connection.cursor() as cursor:
        chosen = f"COPY (SELECT t.* FROM {table} t JOIN kept USING (id)) TO STDOUT"
        with cursor.copy(chosen.encode()) as copy:
            return b"".join(bytes(block) for block in copy)


# --- Ten thousand errors ----------------------------------------------------------------------------------------------


@measurement("import.errors")
def measure_errors() -> Iterator[Row]:
    """A file in which every row is at fault: seconds in which all its errors are fetched."""
    content = school_csv(ERRORS, encoding="utf-8").replace("公办".encode(), "国营".encode())
    content = content.replace("民办".encode(), "国营".encode())
    for backend in BACKENDS:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            officer = world.sign_in("section_officer")
            media = {"Content-Type": "text/csv"}
            one = officer.post(f"{V1}/imports:run", params={"type": "school"}, content=content, headers=media).json()
            work_off(world)
            for form in ("csv", "ndjson"):
                start = time.monotonic()
                answer = officer.get(f"{V1}/imports/{one['id']}/errors.{form}")
                seconds = time.monotonic() - start
                if len(answer.text.splitlines()) < ERRORS:
                    raise RuntimeError(f"errors are missing: {answer.status_code} {answer.text[:200]}")
                yield Row("import", f"{ERRORS} errors as {form}, {backend}", seconds, "s", sign="<=", bound=3)


# --- A million scores, all in SQL ------------------------------------------------------------------------------------


@measurement("import.scores")
def measure_scores() -> Iterator[Row]:
    """Rows of one table: processor time over the database's own way to take a CSV, and whether time is linear."""
    for backend in BACKENDS:
        small, _ = _scores(backend, SCORES // 10)
        large, limit = _scores(backend, SCORES)
        name = "psql's \\copy" if backend == "postgresql" else "sqlite3's .import"
        yield Row("import", f"{SCORES} scores: CPU over {name}", large, "s CPU", limit, limit / large, ">=", 0.50)
        yield Row("import", f"ten times the rows, {backend}", large / small, "times", sign="<=", bound=12)


def _scores(backend: Backend, number: int) -> tuple[float, float]:
    """Processor seconds of an import of so many scores, and of the limit."""
    wiring.ROW_SPECS = (*(spec for spec in wiring.ROW_SPECS if spec.name != SPEC.name), SPEC)
    with borrowed(backend, WITH_SCORES) as database, inhabited(database) as world:
        content = score_csv(_many_schools(world), number)
        url = database.url + (f"&application_name={WORKER}" if backend == "postgresql" else "")
        environment = os.environ | settings(database) | {"QINGLIAN_DATABASE_URL": url}
        officer: TestClient = world.sign_in("section_officer")
        media = {"Content-Type": "text/csv"}
        worker = subprocess.Popen([sys.executable, "-m", "tests.bench.score_worker"], env=environment)
        try:
            server = Server(psutil.Process(worker.pid), 0, WORKER, 0, cluster() if backend == "postgresql" else None)
            _settled(server)
            before = _cpu(server)
            one = officer.post(f"{V1}/imports:run", params={"type": "score"}, content=content, headers=media).json()
            _rest(officer, one["id"], V1)
            cost = _cpu(server) - before
        finally:
            worker.terminate()
            worker.wait(timeout=60)
        limit = (
            _copy_limit(database.name) if backend == "postgresql" else _import_limit(database.folder / "qinglian.db")
        )
    return cost, limit


def _many_schools(world: World, number: int = 1000) -> list[str]:
    """Codes of so many schools below the county's district; their rows are copies of one."""
    with world.host() as ctx:
        table: Any = Unit.__table__
        row = dict(ctx.session.execute(table.select().where(table.c.id == UUID(world.unit("school")))).one()._mapping)
        codes = [f"21340{index:05}" for index in range(10_000, 10_000 + number)]
        copies = [row | {"id": ids.ordered(), "code": code, "path": f"{row['path']}{code}/"} for code in codes]
        ctx.session.execute(insert(table), copies)
    return codes


def _copy_limit(name: str) -> float:
    """Processor seconds of COPY of the very rows into an empty table with the same key, index and foreign key."""
    with psycopg.connect(cluster().dsn(name, superuser()), autocommit=True) as connection:
        with connection.cursor() as cursor, cursor.copy("COPY test_score TO STDOUT (FORMAT csv)") as out:
            text = b"".join(bytes(block) for block in out)
        connection.execute("CREATE TABLE bench_score (LIKE test_score INCLUDING ALL)")
        connection.execute("ALTER TABLE bench_score ADD FOREIGN KEY (unit_id) REFERENCES unit (id)")
        backend = psutil.Process(connection.info.backend_pid)
        before, client = sum(backend.cpu_times()[:2]), time.process_time()
        with connection.cursor() as cursor, cursor.copy("COPY bench_score FROM STDIN (FORMAT csv)") as copy:
            copy.write(text)
        return float(sum(backend.cpu_times()[:2]) - before + time.process_time() - client)


def _import_limit(path: Path) -> float:
    """What `.import` does, by Python's sqlite3: CSV in, one prepared INSERT, one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    rows = connection.execute("SELECT * FROM test_score").fetchall()
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    text.seek(0)
    (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'test_score'").fetchone()
    connection.execute(made.replace("test_score", "bench_score"))
    connection.execute("CREATE INDEX bench_score_item_year ON bench_score (item, year)")
    connection.execute("PRAGMA foreign_keys = ON")
    start = time.process_time()
    connection.execute("BEGIN")
    places = ", ".join("?" * len(SCORE.c))
    connection.executemany(f"INSERT INTO bench_score VALUES ({places})", csv.reader(text))
    connection.execute("COMMIT")
    spent = time.process_time() - start
    connection.close()
    return spent
