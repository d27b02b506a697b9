"""The file of an import on this machine, for as long as it is read."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from api.core.errors import Refused
from api.exchange.imports.errors import NO_FILE, STORAGE_DOWN
from api.files.storage import Storage, full_disk_refused


@contextmanager
def assembled(storage: Storage, keys: Sequence[str]) -> Iterator[Path]:
    """The parts as one file. Errors: `import.no_file`, `import.storage_down`, `file.no_space`."""
    if not keys:
        raise Refused(NO_FILE)
    if len(keys) == 1:
        with ExitStack() as stack:
            with _told():
                path = stack.enter_context(storage.fetched(keys[0]))
                path.stat()
            yield path
        return
    joined = storage.new_path()
    try:
        _join(storage, keys, joined)
        yield joined
    finally:
        joined.unlink(missing_ok=True)


@contextmanager
def _told() -> Iterator[None]:
    """What keeps a file from us, by name. Errors: as `assembled`."""
    try:
        yield
    except Refused:
        raise
    except FileNotFoundError as error:
        raise Refused(NO_FILE) from error
    except Exception as error:
        raise Refused(STORAGE_DOWN) from error


def _join(storage: Storage, keys: Sequence[str], target: Path) -> None:
    with full_disk_refused(), target.open("wb") as file:
        for key in keys:
            file.writelines(_read(storage, key))


def _read(storage: Storage, key: str) -> Iterator[bytes]:
    """Blocks of a part. Errors: as `assembled`; a full disk is the writer's to tell."""
    with _told():
        blocks = storage.read(key)
    while True:
        with _told():
            block = next(blocks, None)
        if block is None:
            return
        yield block


def digest_of(path: Path) -> str:
    """SHA-256 of the file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
