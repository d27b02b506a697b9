"""Servers under measurement: started as a user starts them, and what they cost in processor time and memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg

from tests.postgres import Cluster, superuser

# Seconds; a busy machine is slow, but a server that hangs should not hang the bench.
PATIENCE = 120


@dataclass(frozen=True)
class Server:
    """A running server. `label` is the application name of its database connections."""

    process: psutil.Process
    port: int
    label: str
    seconds_to_ready: float
    cluster: Cluster | None = None

    def family(self) -> list[psutil.Process]:
        """The process and its workers."""
        return [self.process, *self.process.children(recursive=True)]

    def own_cpu(self) -> float:
        """Processor seconds of the server's processes so far."""
        return sum(_cpu(process) for process in self.family())

    def backend_cpu(self) -> float:
        """Processor seconds of its PostgreSQL backends so far."""
        return sum(_cpu(psutil.Process(pid)) for pid in self._backends())

    def resident_mb(self) -> float:
        """Resident memory of the fattest of its processes, in MB; a parent that only watches is none."""
        return float(max(process.memory_info().rss for process in self.family()) / 1e6)

    def _backends(self) -> list[int]:
        if self.cluster is None:
            return []
        query = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
        with psycopg.connect(self.cluster.dsn("postgres", superuser())) as connection:
            return [pid for (pid,) in connection.execute(query, (self.label,))]


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def serving(
    command: list[str], label: str, environment: Mapping[str, str], probe: str, cluster: Cluster | None = None
) -> Iterator[Server]:
    """Start `command` on a free port (told as QINGLIAN_PORT), wait until `probe` answers 200, stop it in the end."""
    port = free_port()
    log = Path("build") / f"bench-{label}.log"
    log.parent.mkdir(exist_ok=True)
    start = time.monotonic()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [part.replace("{port}", str(port)) for part in command],
            env=os.environ | dict(environment) | {"QINGLIAN_PORT": str(port)},
            stdout=file,
            stderr=file,
        )
    try:
        _wait(process, port, probe, log)
        yield Server(psutil.Process(process.pid), port, label, time.monotonic() - start, cluster)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, probe: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once: {log.read_text()[-2000:]}")
        try:
            if status(port, probe) == 200:
                return
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError(f"The server did not get ready: {log.read_text()[-2000:]}")


def status(port: int, path: str) -> int:
    """The status of one GET."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def product() -> list[str]:
    """The command that starts the product."""
    return [str(Path(sys.executable).parent / "qinglian"), "serve"]
