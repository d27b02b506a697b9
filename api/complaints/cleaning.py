"""Cleaned copies of what came with a complaint: made by the worker, in memory but for the length of the cleaning.

The cleaner is a child process that reads and writes files. They lie in a folder for the owner only, in memory where the
machine has a place for that, and are gone with it; what stays is sealed.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import update

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintAttachment
from api.complaints.queries import vault as queries
from api.complaints.queries.vault import PartOf
from api.complaints.service import attachments
from api.complaints.service.attachments import CLEANING
from api.core.context import Context
from api.core.jobs.kinds import JobKind, Run
from api.core.keys import DestroyedKey, UnknownKey
from api.files.cleaning import NotCleaned, cleaned
from api.files.rules import CleanState

_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it, for the owner only)


def clean(run: Run) -> None:
    """Make the cleaned copy of one file, or write down that there is none. A file that was wiped meanwhile is let be."""
    file_id = UUID(run.arguments["file_id"])
    with run.snapshot() as ctx:
        found = _opened(ctx, file_id)
    if found is None:
        with run.chunk() as chunk:
            chunk.finish()
        return
    key, row, kind, source = found
    with source, _cleaned(kind, source.path) as copy, run.chunk() as chunk:
        if copy is None:
            table = ComplaintAttachment
            failed = update(table).where(table.id == file_id).values(clean_state=CleanState.FAILED.value)
            chunk.ctx.session.execute(failed)
        else:
            attachments.keep_clean(chunk.ctx, key, row, copy)
        chunk.finish()


class _Source(NamedTuple):
    """The original where the cleaner finds it, and the folder that goes with it."""

    path: Path
    folder: tempfile.TemporaryDirectory[str]

    def __enter__(self) -> None:
        """It is there."""

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()


def _opened(ctx: Context, file_id: UUID) -> tuple[bytes, ComplaintAttachment, str, _Source] | None:
    found = queries.find_uncleaned(ctx, file_id)
    if found is None:
        return None
    row, case = found
    key = _key(ctx, case)
    if key is None:
        return None
    about = attachments.about(key, row)
    blocks = attachments.content_of(ctx, key, PartOf(row.case_id, row.id, "original"), about["size"])
    return key, row, about["type"], _written(blocks)


def _written(blocks: Iterable[bytes]) -> _Source:
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    folder = tempfile.TemporaryDirectory(prefix="sealed-", dir=place)
    path = Path(folder.name) / "original"
    try:
        with path.open("wb") as file:
            file.writelines(blocks)
    except BaseException:
        folder.cleanup()
        raise
    return _Source(path, folder)


@contextmanager
def _cleaned(kind: str, source: Path) -> Iterator[Path | None]:
    """The cleaned copy for the length of a `with`; None where there will be none."""
    with ExitStack() as stack:
        try:
            copy = stack.enter_context(cleaned(kind, source, place=source.parent))
        except NotCleaned:
            copy = None
        yield copy


def _key(ctx: Context, case: ComplaintCase) -> bytes | None:
    try:
        return ctx.keys.open_data_key(case.data_key_id) if case.data_key_id else None
    except (DestroyedKey, UnknownKey):
        return None


# Quiet, without a result, and gone with the next round of housekeeping: a job's row must not tell what came with a
# complaint, nor when.
JOB = JobKind(CLEANING, clean, at_once=1, per_unit=1, kept=timedelta(0), quiet=True)
