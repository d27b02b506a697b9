"""Background work on files: cleaned copies, and the sweep."""

import hashlib
import shutil
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from uuid import UUID

from api.core import clock
from api.core.jobs.kinds import JobKind, Run, Schedule
from api.files import queries, service
from api.files.cleaning import NotCleaned, cleaned
from api.files.service.files import CLEAN, clean_type
from api.files.service.sweep import STRAY
from api.files.storage import Storage, Stored, content_key, full_disk_refused
from api.settings import Settings

SWEEP = "files.sweep"
SCHEDULES = (
    Schedule("files.sweep", SWEEP, "17 * * * *"),
    Schedule("files.sweep_strays", SWEEP, "40 3 * * *", {"strays": True}),
)
_AT_ONCE = 500


@lru_cache(maxsize=8)
def jobs(settings: Settings) -> tuple[JobKind, ...]:
    """What the worker does with the files of these settings. One child cleans at a time: it may take 1.5 GiB."""
    storage = Storage(settings)
    return (
        JobKind(CLEAN, lambda run: _clean(run, storage), at_once=1, per_unit=1),
        JobKind(SWEEP, lambda run: _sweep(run, storage), at_once=1),
    )


# --- Cleaned copies --------------------------------------------------------------------------------------------------


def _clean(run: Run, storage: Storage) -> None:
    """Make the cleaned copy of one file, or write down why there is none."""
    file_id = UUID(run.arguments["file_id"])
    with run.snapshot() as ctx:
        found = queries.find_uncleaned(ctx, file_id)
    if found is None:
        return
    kind, sha256 = found
    try:
        with storage.fetched(content_key(sha256)) as source, cleaned(kind, source) as copy:
            stored = _keep(storage, copy)
    except NotCleaned as failure:
        with run.chunk() as chunk:
            service.keep_failure(chunk.ctx, file_id, failure.code)
            chunk.finish({"error": failure.code})
        return
    with run.chunk() as chunk:
        service.keep_copy(chunk.ctx, storage, file_id, clean_type(kind), stored)
        chunk.finish()


def _keep(storage: Storage, copy: Path) -> tuple[str, int]:
    """Store the copy that a child has made; its SHA-256 and size."""
    content = copy.stat().st_size
    with copy.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    spooled = storage.new_path()
    with full_disk_refused():
        shutil.copyfile(copy, spooled)
    storage.put(content_key(sha256), spooled)
    return sha256, content


# --- The sweep -------------------------------------------------------------------------------------------------------


def _sweep(run: Run, storage: Storage) -> None:
    """Forget what was given up, then remove what nothing refers to any more."""
    figures = {"uploads": _sweep_uploads(run, storage), "files": 0, "contents": 0, "strays": 0}
    more = True
    while more:
        with run.chunk() as chunk:
            more = bool(found := service.forget_unused(chunk.ctx))
            figures["files"] += found
    more = True
    while more:
        with run.chunk() as chunk:
            more = bool(found := service.forget_contents(chunk.ctx, storage))
            figures["contents"] += found
    if run.arguments.get("strays"):
        figures["strays"] = _sweep_strays(run, storage) + _sweep_spool(storage)
    with run.chunk() as chunk:
        chunk.finish(figures)


def _sweep_uploads(run: Run, storage: Storage) -> int:
    total, found = 0, 1
    while found:
        with run.chunk() as chunk:
            found, keys = service.forget_uploads(chunk.ctx)
        # After the commit: a part that is left over is a stray, a part that is missing would be a lost upload.
        storage.delete(keys)
        total += found
    return total


def _sweep_strays(run: Run, storage: Storage) -> int:
    """Objects that no row knows, left by a crash between storing and writing down; young ones may yet get a row."""
    removed = 0
    for block in _old(storage.uploads()):
        with run.snapshot() as ctx:
            known = queries.known_parts(ctx, [stored.key for stored in block])
        removed += _remove(storage, [stored.key for stored in block if stored.key not in known])
    for block in _old(storage.contents()):
        names = {stored.key: stored.key.rpartition("/")[2] for stored in block}
        with run.snapshot() as ctx:
            known = queries.known_contents(ctx, names.values())
        removed += _remove(storage, [key for key, sha256 in names.items() if sha256 not in known])
    return removed


def _remove(storage: Storage, keys: list[str]) -> int:
    storage.delete(keys)
    return len(keys)


def _old(found: Iterator[Stored]) -> Iterator[list[Stored]]:
    before = clock.now() - STRAY
    old = (stored for stored in found if stored.modified_at < before)
    while block := list(islice(old, _AT_ONCE)):
        yield block


def _sweep_spool(storage: Storage) -> int:
    before, removed = (clock.now() - STRAY).timestamp(), 0
    for path in storage.spool.glob("*") if storage.spool.exists() else ():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
