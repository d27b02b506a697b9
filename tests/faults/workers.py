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
    """A worker on the world's database with leases of `lease` seconds; killed in the end, if it still lives."""
    log = Path("build") / "faults-worker.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.faults.worker_process", str(lease)],
            env=os.environ | world.database.environment,
            stdout=file,
            stderr=file,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)
