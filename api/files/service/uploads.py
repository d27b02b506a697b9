"""Files on their way, in one request or in parts."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, update

from api.core import assignments, ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.files import errors, queries
from api.files.models import StoredFile, Upload, UploadPart
from api.files.rules import (
    MAX_OPEN_UPLOADS,
    Part,
    Purpose,
    intended_type,
    normal_name,
    purpose_of,
    refuse_excess,
    refuse_gap,
    refuse_start,
)
from api.files.schemas import FileOut, UploadIn, UploadOut
from api.files.service.files import Taken, create_file
from api.files.storage import Storage


def expect_file(ctx: Context, purpose: str, name: str, size: int | None) -> Purpose:
    """Whether the caller may send such a file, asked before a byte of it is read.

    Errors: `file.purpose_unknown`, `access.denied`, those of `rules.intended_type`.
    """
    wanted = purpose_of(purpose)
    if not ctx.may(wanted.permission):
        raise Refused(FORBIDDEN)
    intended_type(wanted, normal_name(name), size)
    return wanted


def begin_upload(ctx: Context, storage: Storage, wanted: UploadIn) -> UploadOut:
    """Announce a file that comes in parts. Errors: those of `expect_file`, `upload.too_many`, `file.no_space`."""
    expect_file(ctx, wanted.purpose, wanted.name, wanted.size)
    storage.refuse_without_space(wanted.size)
    if queries.count_unfinished(ctx) >= MAX_OPEN_UPLOADS:
        raise Refused(errors.TOO_MANY, limit=MAX_OPEN_UPLOADS)
    upload = Upload(
        id=ids.ordered(),
        purpose=wanted.purpose,
        name=normal_name(wanted.name),
        size=wanted.size,
        sha256=wanted.sha256,
        received=0,
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        touched_at=ctx.now,
        file_id=None,
    )
    ctx.session.add(upload)
    ctx.session.flush()
    return queries.present_upload(upload)


def _pass_on(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Let another go on with what an account has under way. Whoever reads it needs the permission of its purpose."""
    passed = queries.count_pending(ctx, leaver)
    ctx.session.execute(update(Upload).where(Upload.created_by == leaver).values(created_by=successor))
    ctx.session.execute(update(StoredFile).where(*queries.unused_of(leaver)).values(uploaded_by=successor))
    return passed


assignments.define("upload", queries.count_pending, _pass_on)


class Expected(NamedTuple):
    """A part that may come: the byte at which it begins, and the most bytes it may have."""

    start: int
    most: int


def expect_part(ctx: Context, upload_id: UUID, start: int | None, length: int) -> Expected:
    """Whether a part may come at `start`, asked before it is read; `length` is what its header announces.

    Errors: `not_found`, `upload.offset_required`, `upload.completed`, `upload.offset_mismatch`, `upload.too_long`.
    """
    upload = queries.get_upload(ctx, upload_id)
    if start is None:
        raise Refused(errors.OFFSET_REQUIRED)
    if upload.file_id is not None:
        raise Refused(errors.COMPLETED)
    refuse_start(upload.offset, start)
    refuse_excess(start, length, upload.size)
    return Expected(start, upload.size - start)


def append_part(ctx: Context, upload_id: UUID, part: Part) -> int:
    """Write down a part that is stored already; returns where the next begins. Errors: as for `expect_part`."""
    upload = queries.load_upload(ctx, upload_id)
    if upload.file_id is not None:
        raise Refused(errors.COMPLETED)
    refuse_start(upload.received, part.start)
    refuse_excess(part.start, part.size, upload.size)
    row = {"upload_id": upload_id, "start": part.start, "size": part.size, "key": part.key}
    ctx.session.execute(insert(UploadPart).values(**row))
    upload.received, upload.touched_at = part.start + part.size, ctx.now
    ctx.session.flush()
    return upload.received


def complete_upload(ctx: Context, storage: Storage, upload_id: UUID, taken: Taken | None) -> FileOut:
    """Make the upload the file that its parts were put together to; asked again, it answers the same.

    Errors: `not_found`, `upload.incomplete`, `conflict.busy`.
    """
    upload = queries.load_upload(ctx, upload_id)
    if upload.file_id is not None:
        return queries.get_file(ctx, upload.file_id)
    refuse_gap(upload.received, upload.size)
    assert taken is not None, "an unfinished upload is put together first"
    file = create_file(ctx, storage, taken)
    upload.file_id, upload.touched_at = file.id, ctx.now
    ctx.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
    return file


def cancel_upload(ctx: Context, upload_id: UUID) -> None:
    """Give an upload up; its parts go with the next sweep. Errors: `not_found`, `upload.completed`."""
    upload = queries.load_upload(ctx, upload_id)
    if upload.file_id is not None:
        raise Refused(errors.COMPLETED)
    ctx.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
    ctx.session.execute(delete(Upload).where(Upload.id == upload_id))
