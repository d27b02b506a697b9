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
def product_worker(world: World) -> Iterator[Process | None]:
    """`qinglian worker` on PostgreSQL; on SQLite the server does its work."""
    if world.database.backend == "sqlite":
        yield None
        return
    with _process(world, [str(Path(sys.executable).parent / "qinglian"), "worker"]) as process:
        yield process


@contextmanager
def _process(world: World, command: list[str]) -> Iterator[Process]:
    log = Path("build") / "faults-worker.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as file:
        process = subprocess.Popen(command, env=os.environ | world.database.environment, stdout=file, stderr=file)  # noqa: S603
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)
