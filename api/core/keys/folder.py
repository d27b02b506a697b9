"""Small files that are written whole or not at all, one writer at a time."""

import contextlib
import fcntl
import os
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path


class FolderLock:
    """Only one process, and in it one thread, changes a folder at a time. Whoever holds it may take it again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = threading.RLock()
        self._depth = 0
        self._descriptor = -1

    def __enter__(self) -> None:
        self._thread.acquire()
        try:
            if not self._depth:
                self._descriptor = self._taken()
            self._depth += 1
        except BaseException:
            self._thread.release()
            raise

    def _taken(self) -> int:
        make_private(self._folder)
        descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            os.close(self._descriptor)
        self._thread.release()


def make_private(folder: Path) -> None:
    """Make `folder` and what is missing above it, for the owner only."""
    for part in (*reversed(folder.parents), folder):
        part.mkdir(mode=0o700, exist_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, readable by the owner only: after a crash either the old file is there or the new one."""
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """The same for many files: each whole, and the names of a folder made durable once."""
    folders = {path.parent for path in contents}
    for folder in folders:
        make_private(folder)
    for path, content in contents.items():
        _write(path, content)
    for folder in folders:
        sync(folder)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sync(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def overwrite(descriptor: int) -> None:
    """Random bytes over the content of an open file.

    The best that a program can do: journals, snapshots, flash cells and copies elsewhere may keep the old bytes.
    """
    os.pwrite(descriptor, os.urandom(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)


def shred(path: Path) -> None:
    """Overwrite the file and remove it; nothing happens when it is gone already."""
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_WRONLY)
        try:
            overwrite(descriptor)
        finally:
            os.close(descriptor)
        path.unlink()
        sync(path.parent)
