"""Worker processes under test: started, killed, stopped and continued."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psutil

from tests.world import World

Process = subprocess.Popen[bytes]


@contextmanager
def worker_process(world: World, lease: float = 1.0) -> Iterator[psutil.Process]:
    """A worker that knows the tests' jobs, with leases of `lease` seconds; killed in the end, if it still lives."""
    with _forked(world, "worker", str(lease)) as process:
        yield process


@contextmanager
def import_process(world: World, lease: float = 1.0) -> Iterator[psutil.Process]:
    """A worker that imports the tests' things."""
    with _forked(world, "import", str(lease)) as process:
        yield process


@contextmanager
def product_worker(world: World, label: str = "worker") -> Iterator[Process | None]:
    """`qinglian worker` on PostgreSQL, whose connections carry the label; on SQLite the server does its work."""
    if world.database.backend == "sqlite":
        yield None
        return
    command = [str(Path(sys.executable).parent / "qinglian"), "worker"]
    url = {"QINGLIAN_DATABASE_URL": f"{world.database.url}&application_name={label}"}
    with _log().open("ab") as file:
        process = subprocess.Popen(command, env=_environment(world) | url, stdout=file, stderr=file)  # noqa: S603
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


@contextmanager
def _forked(world: World, main: str, *arguments: str) -> Iterator[psutil.Process]:
    """A process of its own, forked from one that has loaded what it needs."""
    asked = {"main": main, "arguments": arguments, "environment": _environment(world), "log": str(_log().resolve())}
    mother = _mother()
    assert mother.stdin is not None
    assert mother.stdout is not None
    mother.stdin.write(json.dumps(asked) + "\n")
    mother.stdin.flush()
    process = psutil.Process(int(mother.stdout.readline()))
    try:
        yield process
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
            process.wait(timeout=30)


@cache
def _mother() -> "subprocess.Popen[str]":
    """Started by the first who asks; it ends with this process, whose end of the pipe closes then."""
    command = [sys.executable, "-m", "tests.faults.mother"]
    return subprocess.Popen(  # noqa: S603 (our own interpreter on our own module)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _environment(world: World) -> dict[str, str]:
    return os.environ | world.database.environment


def _log() -> Path:
    log = Path("build") / "faults-worker.log"
    log.parent.mkdir(exist_ok=True)
    return log
