"""Worker processes under test: started, killed, stopped and continued."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.world import World

Process = subprocess.Popen[bytes]


@contextmanager
def worker_process(world: World, lease: float = 1.0) -> Iterator[Process]:
    """A worker that knows the tests' jobs, with leases of `lease` seconds; killed in the end, if it still lives."""
    with _process(world, [sys.executable, "-m", "tests.faults.worker_process", str(lease)]) as process:
        yield process


@contextmanager
def import_process(world: World, lease: float = 1.0) -> Iterator[Process]:
    """A worker that imports the tests' things."""
    with _process(world, [sys.executable, "-m", "tests.faults.import_process", str(lease)]) as process:
        yield process


@contextmanager
def product_worker(world: World, label: str = "worker") -> Iterator[Process | None]:
    """`qinglian worker` on PostgreSQL, whose connections carry the label; on SQLite the server does its work."""
    if world.database.backend == "sqlite":
        yield None
        return
    command = [str(Path(sys.executable).parent / "qinglian"), "worker"]
    with _process(world, command, QINGLIAN_DATABASE_URL=f"{world.database.url}&application_name={label}") as process:
        yield process


@contextmanager
def _process(world: World, command: list[str], **environment: str) -> Iterator[Process]:
    log = Path("build") / "faults-worker.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as file:
        env = os.environ | world.database.environment | environment
        process = subprocess.Popen(command, env=env, stdout=file, stderr=file)  # noqa: S603
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)
