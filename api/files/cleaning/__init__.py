"""Cleaned copies: what people can see in a file, and nothing else. Made in a child process with little to spend.

What a stranger made is opened by large libraries; a fault in one of them must cost a child that holds no secret, no
connection and no more than its share of memory and time.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.files.errors import DAMAGED

SECONDS = 120
_ROOT = Path(__file__).resolve().parents[3]


class NotCleaned(Exception):
    """There will be no cleaned copy; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may spend."""

    memory: int = 1536 * 2**20
    seconds: int = SECONDS
    written: int = 1024 * 2**20


_LIMITS = Limits()


@contextmanager
def cleaned(kind: str, source: Path, limits: Limits = _LIMITS, place: Path | None = None) -> Iterator[Path]:
    """The cleaned copy of a file of type `kind`, for the length of a `with`; made in `place`. Raises NotCleaned."""
    with tempfile.TemporaryDirectory(prefix="clean-", dir=place) as folder:
        target = Path(folder) / "copy"
        code = _run(kind, source, target, limits)
        if code:
            raise NotCleaned(code)
        yield target


def _run(kind: str, source: Path, target: Path, limits: Limits) -> str:
    """Why there is no copy; empty when there is one."""
    bounds = json.dumps([limits.memory, limits.seconds, limits.written])
    command = [sys.executable, "-m", "api.files.cleaning.child", kind, str(source.resolve()), str(target), bounds]
    # No variable of ours is passed on: settings hold secrets.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "TMPDIR": str(target.parent)}
    with subprocess.Popen(  # noqa: S603 (our own interpreter on our own module)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=target.parent,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            said, _ = child.communicate(timeout=limits.seconds + 5)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            return "file.cleaning_timeout"
    if child.returncode == 0 and target.is_file():
        return ""
    return said.decode("ascii", "replace").strip()[:80] or DAMAGED.code
