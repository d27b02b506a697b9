"""Where the bytes are: a folder of this machine, or a bucket of anything that speaks S3. Both through obstore.

An object is there whole or not at all. In the folder it is flushed to the disk, moved to its place in one step, and
the folders that name it are flushed; a bucket promises the same by itself.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from api.core import ids
from api.core.errors import Refused
from api.files.errors import NO_SPACE
from api.settings import Settings

_BLOCK = 2**20
_UPLOADS = "uploads/"
_CONTENT = "sha256/"
_IMPORTS = "imports/"
# What must stay free for the database and the logs.
_RESERVE = 512 * 2**20
_FULL = (errno.ENOSPC, errno.EDQUOT)


def content_key(sha256: str) -> str:
    """Where content lies: fanned out, so that no folder holds more than a few thousand names."""
    return f"{_CONTENT}{sha256[:2]}/{sha256[2:4]}/{sha256}"


def part_key(upload_id: object) -> str:
    """A new place for a part of an upload; two who send the same part do not meet."""
    return f"{_UPLOADS}{upload_id}/{ids.random().hex}"


def import_key(folder: object) -> str:
    """A new place for a part of a file that is imported."""
    return f"{_IMPORTS}{folder}/{ids.random().hex}"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is there."""

    key: str
    size: int
    modified_at: datetime


class Storage:
    """Objects by key. `spool` is the folder on this machine in which bodies are put together."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._root = None if settings.files_url else settings.data_dir / "files"
        self.spool = (self._root or settings.data_dir) / ".spool"
        self.threads = ThreadPoolExecutor(6, "files")

    @cached_property
    def _store(self) -> Any:
        """Opened when first needed: most processes never touch a file."""
        from obstore.store import LocalStore, S3Store  # noqa: PLC0415

        settings = self._settings
        if self._root is not None:
            self._make_spool()
            return LocalStore(self._root, mkdir=True)
        given = {
            "endpoint": settings.files_endpoint,
            "region": settings.files_region,
            "access_key_id": settings.files_key_id,
            "secret_access_key": settings.files_secret.get_secret_value(),
        }
        config: Any = {name: value for name, value in given.items() if value}
        plain = settings.files_endpoint.startswith("http://")
        return S3Store.from_url(settings.files_url, config=config, client_options={"allow_http": plain})

    def _make_spool(self) -> None:
        """The folders that nobody else on the machine may enter; `parents` would make them for everyone."""
        self.spool.parent.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.spool.parent, self.spool):
            folder.mkdir(mode=0o700, exist_ok=True)

    # --- Putting together --------------------------------------------------------------------------------------------

    def new_path(self) -> Path:
        """A new place in the spool; whoever asks removes what is there, the sweep what a crash left."""
        self._make_spool()
        return self.spool / ids.random().hex

    def refuse_without_space(self, size: int) -> None:
        """Go on only with room for `size` bytes on this machine. Errors: `file.no_space`."""
        self._make_spool()
        if shutil.disk_usage(self.spool).free < size + _RESERVE:
            raise Refused(NO_SPACE, retry_after=3600)

    # --- Objects -----------------------------------------------------------------------------------------------------

    def put(self, key: str, source: Path) -> None:
        """Store a file of the spool under `key`; it is gone from the spool. What was there is replaced by the same.

        Always written, never left because it is there: its new date keeps the sweep away. Errors: `file.no_space`.
        """
        with full_disk_refused():
            if self._root is not None:
                _move(source, self._root / key)
                return
            import obstore  # noqa: PLC0415

            obstore.put(self._store, key, source)
            source.unlink()

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` to before `end`, in blocks. Raises FileNotFoundError."""
        import obstore  # noqa: PLC0415

        wanted: Any = {} if end is None and not start else {"range": {"offset": start} if end is None else (start, end)}
        for block in obstore.get(self._store, key, options=wanted).stream(min_chunk_size=_BLOCK):
            yield bytes(block)

    def size(self, key: str) -> int | None:
        """How many bytes there are, or None when the object is not there."""
        import obstore  # noqa: PLC0415

        try:
            return int(obstore.head(self._store, key)["size"])
        except FileNotFoundError:
            return None

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects; those that are gone already are no fault."""
        import obstore  # noqa: PLC0415

        for key in keys:
            with suppress(FileNotFoundError):
                obstore.delete(self._store, key)
        if self._root is not None:
            for folder in {(self._root / key).parent for key in keys}:
                with suppress(OSError):
                    folder.rmdir()

    def uploads(self) -> Iterator[Stored]:
        """The parts of uploads that are there."""
        return self._list(_UPLOADS)

    def imports(self) -> Iterator[Stored]:
        """The parts of imports that are there."""
        return self._list(_IMPORTS)

    def contents(self) -> Iterator[Stored]:
        """The contents that are there."""
        return self._list(_CONTENT)

    def _list(self, prefix: str) -> Iterator[Stored]:
        import obstore  # noqa: PLC0415

        for block in obstore.list(self._store, prefix, chunk_size=500):
            for found in block:
                yield Stored(found["path"], found["size"], found["last_modified"])

    @contextmanager
    def fetched(self, key: str) -> Iterator[Path]:
        """The object as a file to be read on this machine."""
        if self._root is not None:
            yield self._root / key
            return
        path = self.new_path()
        try:
            with path.open("wb") as file:
                file.writelines(self.read(key))
            yield path
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the threads go."""
        self.threads.shutdown(wait=False)


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Say that the disk is full as a refusal. Errors: `file.no_space`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused(NO_SPACE, retry_after=3600) from error
        raise


def _move(source: Path, target: Path) -> None:
    """To its place in one step, and not lost when the power is."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
    new = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.replace(target)
    for folder in (target.parent, *(folder.parent for folder in new)):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
