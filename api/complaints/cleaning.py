"""Cleaned copies of what came with a complaint: made by the worker, in memory but for the length of the cleaning.

The cleaner is a child process that reads and writes files. They lie in a folder for the owner only, in memory where the
machine has a place for that, and are gone with it; what stays is sealed.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import update

from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintAttachment
from api.complaints.queries import vault as queries
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
    key, row, kind, content = found
    copy = _copy(kind, content)
    with run.chunk() as chunk:
        state = CleanState.FAILED if copy is None else CleanState.DONE
        sealed = None if copy is None else attachments.sealed_copy(key, row, copy)
        values: dict[str, Any] = {"clean_state": state.value, "clean": sealed}
        table = ComplaintAttachment
        chunk.ctx.session.execute(update(table).where(table.id == file_id).values(values))
        chunk.finish()


def _opened(ctx: Context, file_id: UUID) -> tuple[bytes, ComplaintAttachment, str, bytes] | None:
    found = queries.find_uncleaned(ctx, file_id)
    if found is None:
        return None
    row, case = found
    key = _key(ctx, case)
    sealed = queries.file_content(ctx, file_id, clean=False)
    if key is None or sealed is None:
        return None
    return key, row, attachments.type_of(key, row), attachments.unsealed(key, row, sealed, "original")


def _key(ctx: Context, case: ComplaintCase) -> bytes | None:
    try:
        return ctx.keys.open_data_key(case.data_key_id) if case.data_key_id else None
    except (DestroyedKey, UnknownKey):
        return None


def _copy(kind: str, content: bytes) -> bytes | None:
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="sealed-", dir=place) as folder:
        source = Path(folder) / "original"
        source.write_bytes(content)
        try:
            with cleaned(kind, source, place=Path(folder)) as copy:
                return copy.read_bytes()
        except NotCleaned:
            return None


# Quiet, without a result, and gone with the next round of housekeeping: a job's row must not tell what came with a
# complaint, nor when.
JOB = JobKind(CLEANING, clean, at_once=1, per_unit=1, kept=timedelta(0), quiet=True)
