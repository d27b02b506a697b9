"""Reading files and uploads. A file is found by who may read it: its uploader while nothing uses it, then its users' rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from api.accounts.models import Account
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import Paging, count
from api.core.schemas import Named, Page
from api.files.models import FileContent, FileUse, StoredFile, Upload, UploadPart
from api.files.ports import RULES
from api.files.rules import CHUNK, ONE_SHOT, PURPOSES, TYPES, CleanState, Part, expires_at
from api.files.schemas import Copy, FileOut, FileRow, PurposeOut, Purposes, UploadOut

_USED = exists().where(FileUse.file_id == StoredFile.id)

# --- Files -----------------------------------------------------------------------------------------------------------


def get_file(ctx: Context, file_id: UUID) -> FileOut:
    """A file that the caller may read. Errors: `not_found`."""
    row = ctx.session.execute(_shown(ctx).where(StoredFile.id == file_id)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return _present(row)


def list_own_unused(ctx: Context, paging: Paging) -> Page[FileOut]:
    """The caller's uploads that nothing uses yet, newest first."""
    own = _own_unused(ctx)
    rows = ctx.session.execute(
        _shown(ctx).where(own).order_by(StoredFile.id.desc()).limit(paging.size).offset(paging.offset)
    )
    total = count(ctx, select(StoredFile.id).where(own))
    return Page(items=[_present(row) for row in rows], page=paging.page, size=paging.size, total=total)


def _shown(ctx: Context) -> Select[*tuple[Any, ...]]:
    stmt = select(StoredFile, Account.display_name, _USED.label("used"), _original(ctx).label("original"))
    return stmt.join(Account, Account.id == StoredFile.uploaded_by).where(_readable(ctx))


def _own_unused(ctx: Context) -> ColumnElement[bool]:
    """The permission of the purpose is asked for again: what came by a hand-over is read with the successor's rights."""
    return and_(StoredFile.uploaded_by == ctx.signed_in.id, ~_USED, StoredFile.purpose.in_(_open_purposes(ctx)))


def _open_purposes(ctx: Context) -> list[str]:
    return [purpose.name for purpose in PURPOSES.values() if ctx.may(purpose.permission)]


def _readable(ctx: Context) -> ColumnElement[bool]:
    return or_(_own_unused(ctx), _by_use(ctx, original=False))


def _original(ctx: Context) -> ColumnElement[bool]:
    return or_(_own_unused(ctx), _by_use(ctx, original=True))


def _by_use(ctx: Context, *, original: bool) -> ColumnElement[bool]:
    """What the rules of the users of a file say."""
    allowed = [
        and_(
            FileUse.object_type == rule.object_type,
            (rule.original if original else rule.readable)(ctx, FileUse.object_id),
        )
        for rule in RULES.values()
    ]
    return exists().where(FileUse.file_id == StoredFile.id, or_(false(), *allowed))


def _present(row: Any) -> FileOut:
    file: StoredFile = row.StoredFile
    shown = present_row(file, original=row.original)
    return FileOut(
        **shown.model_dump(),
        purpose=file.purpose,
        sha256=file.sha256,
        uploaded_by=Named(id=file.uploaded_by, name=row.display_name),
        created_at=file.created_at,
        clean_size=file.clean_size,
        clean_error=file.clean_error,
        used=row.used,
    )


def present_row(file: StoredFile, *, original: bool) -> FileRow:
    """A file as those who refer to it show it to a reader who may, or may not, open the original."""
    return FileRow(
        id=file.id,
        name=file.name,
        type=file.type,
        media_type=TYPES[file.type].media_type,
        size=file.size,
        clean_state=CleanState(file.clean_state),
        copies=_copies(CleanState(file.clean_state), original=original),
    )


def _copies(state: CleanState, *, original: bool) -> list[Copy]:
    originals: list[Copy] = ["original"] if original or state is CleanState.NONE else []
    return [*originals, "clean"] if state is CleanState.DONE else originals


def files_of(ctx: Context, ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """Files by id, whoever may read them: for domains that have made sure of that themselves."""
    stmt = select(StoredFile).where(StoredFile.id.in_(set(ids)))
    return {file.id: file for file in ctx.session.execute(stmt).scalars()}


def find_attachable(ctx: Context, ids: Sequence[UUID], purpose: str, held_by: tuple[str, UUID]) -> set[UUID]:
    """Those of `ids` that the caller may attach: uploaded by them for this purpose, or held by that object already."""
    object_type, object_id = held_by
    holding = exists().where(
        FileUse.file_id == StoredFile.id, FileUse.object_type == object_type, FileUse.object_id == object_id
    )
    stmt = select(StoredFile.id).where(
        StoredFile.id.in_(ids), StoredFile.purpose == purpose, or_(_own_unused(ctx), holding)
    )
    return set(ctx.session.execute(stmt).scalars())


def load_own_unused(ctx: Context, file_id: UUID) -> tuple[StoredFile, bool]:
    """A file of the caller's own, locked, and whether anything uses it. Errors: `not_found`."""
    stmt = select(StoredFile, _USED).where(StoredFile.id == file_id, StoredFile.uploaded_by == ctx.signed_in.id)
    row = ctx.session.execute(stmt.with_for_update(of=StoredFile)).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row[0], row[1]


def lock_contents(ctx: Context, sha256s: Iterable[str]) -> None:
    """Hold the rows of contents, so that no sweep takes the objects away before this transaction ends."""
    stmt = select(FileContent.sha256).where(FileContent.sha256.in_(sorted(set(sha256s)))).order_by(FileContent.sha256)
    ctx.session.execute(stmt.with_for_update()).all()


# --- For jobs ---------------------------------------------------------------------------------------------------------


def find_uncleaned(ctx: Context, file_id: UUID) -> tuple[str, str] | None:
    """Type and SHA-256 of a file whose cleaned copy is still to be made."""
    stmt = select(StoredFile.type, StoredFile.sha256).where(
        StoredFile.id == file_id, StoredFile.clean_state == CleanState.PENDING
    )
    row = ctx.session.execute(stmt).first()
    return (row.type, row.sha256) if row else None


def find_unused(ctx: Context, before: datetime, limit: int) -> list[UUID]:
    """Files older than `before` that nothing uses, locked; those in another's hands are left to it."""
    stmt = select(StoredFile.id).where(StoredFile.created_at < before, ~_USED).order_by(StoredFile.id).limit(limit)
    return list(ctx.session.execute(stmt.with_for_update(skip_locked=True, of=StoredFile)).scalars())


def find_unfinished(ctx: Context, before: datetime, limit: int) -> list[UUID]:
    """Uploads, finished or not, that nobody has gone on with since `before`."""
    stmt = select(Upload.id).where(Upload.touched_at < before).order_by(Upload.touched_at).limit(limit)
    return list(ctx.session.execute(stmt.with_for_update(skip_locked=True)).scalars())


def find_unreferenced(ctx: Context, limit: int) -> list[str]:
    """Contents that no file has, neither as original nor as cleaned copy; locked."""
    originals = exists().where(StoredFile.sha256 == FileContent.sha256)
    copies = exists().where(StoredFile.clean_sha256 == FileContent.sha256)
    stmt = select(FileContent.sha256).where(~originals, ~copies).limit(limit)
    return list(ctx.session.execute(stmt.with_for_update(skip_locked=True, of=FileContent)).scalars())


def known_contents(ctx: Context, sha256s: Iterable[str]) -> set[str]:
    """Those of these contents that have a row."""
    stmt = select(FileContent.sha256).where(FileContent.sha256.in_(list(sha256s)))
    return set(ctx.session.execute(stmt).scalars())


def known_parts(ctx: Context, keys: Iterable[str]) -> set[str]:
    """Those of these keys that belong to an upload."""
    return set(ctx.session.execute(select(UploadPart.key).where(UploadPart.key.in_(list(keys)))).scalars())


# --- Uploads ---------------------------------------------------------------------------------------------------------


def get_upload(ctx: Context, upload_id: UUID) -> UploadOut:
    """An upload of the caller's own. Errors: `not_found`."""
    return present_upload(_find_upload(ctx, upload_id))


def load_upload(ctx: Context, upload_id: UUID) -> Upload:
    """An upload of the caller's own, locked until the transaction ends. Errors: `not_found`."""
    return _find_upload(ctx, upload_id, locked=True)


def _find_upload(ctx: Context, upload_id: UUID, *, locked: bool = False) -> Upload:
    own = (Upload.created_by == ctx.signed_in.id, Upload.purpose.in_(_open_purposes(ctx)))
    stmt = select(Upload).where(Upload.id == upload_id, *own)
    upload = ctx.session.execute(stmt.with_for_update() if locked else stmt).scalar_one_or_none()
    if upload is None:
        raise Refused(NOT_FOUND)
    return upload


def present_upload(upload: Upload) -> UploadOut:
    """An upload as the wire shows it."""
    return UploadOut(
        id=upload.id,
        purpose=upload.purpose,
        name=upload.name,
        size=upload.size,
        offset=upload.received,
        chunk_size=CHUNK,
        expires_at=expires_at(upload.touched_at),
        file_id=upload.file_id,
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """An upload and its parts in their order."""

    upload: UploadOut
    sha256: str | None
    parts: tuple[Part, ...]


def get_gathered(ctx: Context, upload_id: UUID) -> Gathered:
    """What there is of an upload of the caller's own. Errors: `not_found`."""
    upload = _find_upload(ctx, upload_id)
    return Gathered(present_upload(upload), upload.sha256, parts_of(ctx, [upload_id]))


def parts_of(ctx: Context, upload_ids: Iterable[UUID]) -> tuple[Part, ...]:
    """The parts of these uploads, each upload's in their order."""
    stmt = select(UploadPart.start, UploadPart.size, UploadPart.key).where(UploadPart.upload_id.in_(list(upload_ids)))
    rows = ctx.session.execute(stmt.order_by(UploadPart.upload_id, UploadPart.start))
    return tuple(Part(*row) for row in rows)


def count_unfinished(ctx: Context) -> int:
    """How many uploads the caller has begun and not finished."""
    stmt = select(func.count(Upload.id)).where(Upload.created_by == ctx.signed_in.id, Upload.file_id.is_(None))
    return ctx.session.execute(stmt).scalar_one()


def count_pending(ctx: Context, account_id: UUID) -> int:
    """What an account has under way: uploads that are not finished, files that nothing uses yet."""
    uploads = select(func.count(Upload.id)).where(Upload.created_by == account_id, Upload.file_id.is_(None))
    files = select(func.count(StoredFile.id)).where(*unused_of(account_id))
    return sum(ctx.session.execute(stmt).scalar_one() for stmt in (uploads, files))


def unused_of(account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """What makes a file one that an account has uploaded and nothing uses yet."""
    return StoredFile.uploaded_by == account_id, ~_USED


def list_purposes(ctx: Context) -> Purposes:
    """The purposes for which the caller may upload."""
    return Purposes(
        items=[
            PurposeOut(
                name=purpose.name,
                extensions=list(purpose.extensions),
                limits={name: limit for kind, limit in purpose.limits.items() for name in TYPES[kind].extensions},
                one_shot=ONE_SHOT,
                chunk_size=CHUNK,
            )
            for purpose in PURPOSES.values()
            if ctx.may(purpose.permission)
        ]
    )
