"""Files that have come in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete

from api.core import ids
from api.core.context import Context
from api.core.database import insert_or
from api.core.errors import BUSY, Refused, Violation
from api.core.jobs.requests import enqueue
from api.files import errors, queries
from api.files.inspection import Examined, examine
from api.files.models import FileContent, FileUse, StoredFile, Upload
from api.files.rules import TYPES, CleanState, FileType, Purpose, first_state, normal_name
from api.files.schemas import FileOut
from api.files.storage import Storage, content_key
from api.ledger.rules import Subject
from api.ledger.service import record

CLEAN = "files.clean"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose content has been looked into and stored: what it is for and called, what it is."""

    purpose: str
    name: str
    examined: Examined


def take_in(storage: Storage, path: Path, purpose: Purpose, said: tuple[str, str | None]) -> Examined:
    """Look into a file of the spool, of which (name, SHA-256) is said, and store its content. No session is open.

    Errors: those of `inspection.examine`, `file.no_space`.
    """
    name, sha256 = said
    examined = examine(path, normal_name(name), purpose, sha256)
    storage.put(content_key(examined.sha256), path)
    return examined


def create_file(ctx: Context, storage: Storage, taken: Taken) -> FileOut:
    """Write down a file whose content is stored already, and ask for its cleaned copy. Errors: `conflict.busy`."""
    examined = taken.examined
    _hold_content(ctx, storage, examined.sha256, examined.size)
    file = StoredFile(
        id=ids.ordered(),
        purpose=taken.purpose,
        name=normal_name(taken.name),
        type=examined.kind.name,
        sha256=examined.sha256,
        size=examined.size,
        uploaded_by=ctx.signed_in.id,
        created_at=ctx.now,
        clean_state=first_state(examined.kind).value,
    )
    ctx.session.add(file)
    ctx.session.flush()
    said = {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256, "purpose": file.purpose}
    record(ctx, "file.uploaded", subject(file), None, said)
    if file.clean_state == CleanState.PENDING:
        # The house's own work: it goes on when the uploader's account is closed meanwhile.
        enqueue(replace(ctx, actor=None), CLEAN, arguments={"file_id": str(file.id)}, key=str(file.id))
    return queries.get_file(ctx, file.id)


def _hold_content(ctx: Context, storage: Storage, sha256: str, size: int) -> None:
    """Have a row for stored content and hold it; a sweep that was faster has taken the object along.

    Errors: `conflict.busy`, then the caller sends it again.
    """
    row = {"sha256": sha256, "size": size, "created_at": ctx.now}
    ctx.session.execute(insert_or(ctx.session, FileContent.__table__).values(row).on_conflict_do_nothing())
    queries.lock_contents(ctx, [sha256])
    if storage.size(content_key(sha256)) != size:
        raise Refused(BUSY)


def attach(ctx: Context, file_ids: Sequence[UUID], purpose: str, user: tuple[str, UUID]) -> None:
    """Let an object, (type, id), hold on to files: from now on its rule says who reads them.

    Errors: `file.not_attachable` at `/file_ids/<index>` unless the caller uploaded them for `purpose`, or the object
    holds them already.
    """
    if not file_ids:
        return
    allowed = queries.find_attachable(ctx, file_ids, purpose, user)
    missing = [index for index, file_id in enumerate(file_ids) if file_id not in allowed]
    if missing:
        raise Refused(errors.NOT_YOURS, [Violation(errors.NOT_YOURS, f"/file_ids/{index}") for index in missing])
    rows = [{"file_id": file_id, "object_type": user[0], "object_id": user[1]} for file_id in dict.fromkeys(file_ids)]
    ctx.session.execute(insert_or(ctx.session, FileUse.__table__).values(rows).on_conflict_do_nothing())


def discard_file(ctx: Context, file_id: UUID) -> None:
    """Remove a file of the caller's own that nothing uses; its content goes with the next sweep.

    Errors: `not_found`, `file.in_use`.
    """
    file, used = queries.load_own_unused(ctx, file_id)
    if used:
        raise Refused(errors.IN_USE)
    record(ctx, "file.discarded", subject(file))
    ctx.session.execute(delete(Upload).where(Upload.file_id == file.id))
    ctx.session.execute(delete(StoredFile).where(StoredFile.id == file.id))


def keep_copy(ctx: Context, storage: Storage, file_id: UUID, kind: FileType, stored: tuple[str, int]) -> None:
    """Write down the cleaned copy of a file, whose content, (SHA-256, size), is stored already."""
    sha256, size = stored
    _hold_content(ctx, storage, sha256, size)
    file = queries.files_of(ctx, [file_id]).get(file_id)
    if file is not None:
        file.clean_state, file.clean_type = CleanState.DONE.value, kind.name
        file.clean_sha256, file.clean_size = sha256, size


def keep_failure(ctx: Context, file_id: UUID, code: str) -> None:
    """Write down why there is no cleaned copy of a file."""
    file = queries.files_of(ctx, [file_id]).get(file_id)
    if file is not None:
        file.clean_state, file.clean_error = CleanState.FAILED.value, code


def subject(file: StoredFile) -> Subject:
    """A file as the ledger's subject. It has no unit: who reads what is nothing that a school may see."""
    return Subject("file", file.id, file.name)


def clean_type(kind: str) -> FileType:
    """The type of the cleaned copy of a file of type `kind`."""
    cleaned_as = TYPES[kind].cleaned_as
    assert cleaned_as is not None
    return TYPES[cleaned_as]
