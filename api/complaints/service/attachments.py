"""Files of a case: name, original and cleaned copy, each sealed under the key of the case.

They never lie among the files of the house: no name, no digest and no type of theirs stands in any column.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import insert

from api.complaints import errors_vault as errors
from api.complaints import sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintAttachment
from api.complaints.queries import vault as queries
from api.complaints.sealing import NotOpened
from api.complaints.service.contents import key_of
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.requests import enqueue
from api.files.rules import TYPES, CleanState, first_state

CLEANING = "complaints.clean"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case: what it is called and is."""

    id: UUID
    name: str
    type: str
    size: int
    received_on: date
    clean_state: CleanState


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's content, and how it is sent."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that has been looked into."""

    name: str
    type: str
    content: bytes
    drop_id: UUID | None = None


def add(ctx: Context, case: ComplaintCase, file: NewFile) -> UUID:
    """Seal a file into a case and give its id; the worker makes the cleaned copy. Errors: `complaint.wiped`."""
    key, file_id = key_of(ctx, case), ids.random()
    about = {"name": file.name, "type": file.type, "size": len(file.content)}
    row = {
        "id": file_id,
        "case_id": case.id,
        "about": sealing.seal_content(key, about, _place(case.id, file_id, "about")),
        "original": sealing.seal_content(key, {}, _place(case.id, file_id, "original"), file.content),
        "clean": None,
        "clean_state": first_state(TYPES[file.type]).value,
        "received_on": clock.legal_day(ctx.now),
        "drop_id": file.drop_id,
    }
    ctx.session.execute(insert(ComplaintAttachment).values(row))
    if row["clean_state"] == CleanState.PENDING:
        # The house's own work, under a random id that tells nothing of the case.
        enqueue(replace(ctx, actor=None), CLEANING, arguments={"file_id": str(file_id)}, key=str(file_id))
    return file_id


def list_of(ctx: Context, case: ComplaintCase) -> list[Attachment]:
    """The files of a case. Errors: `complaint.wiped`."""
    rows = queries.attachments_of(ctx, case.id)
    return [_shown(key_of(ctx, case), row) for row in rows] if rows else []


def open_copy(ctx: Context, case: ComplaintCase, file_id: UUID, *, clean: bool) -> Opened:
    """The cleaned copy of a file, or the original. Errors: `not_found`, `complaint.no_clean_copy`, `complaint.wiped`."""
    row = queries.find_attachment(ctx, case.id, file_id)
    if row is None:
        raise Refused(NOT_FOUND)
    key = key_of(ctx, case)
    shown = _shown(key, row)
    sealed = queries.file_content(ctx, file_id, clean=clean)
    if sealed is None:
        raise Refused(errors.NO_CLEAN_COPY)
    kind = TYPES[shown.type]
    if clean:
        kind = TYPES[kind.cleaned_as or kind.name]
    name = shown.name if kind.name == shown.type else f"{shown.name.rpartition('.')[0]}.{kind.extensions[0]}"
    return Opened(name, kind.media_type, unsealed(key, row, sealed, "clean" if clean else "original"))


def unsealed(key: bytes, row: ComplaintAttachment, sealed: bytes, part: str) -> bytes:
    """A file's content. Errors: `complaint.wiped`."""
    try:
        return sealing.open_content(key, sealed, _place(row.case_id, row.id, part))[1]
    except NotOpened as error:
        raise Refused(errors.WIPED) from error


def sealed_copy(key: bytes, row: ComplaintAttachment, content: bytes) -> bytes:
    """The cleaned copy of a file, sealed."""
    return sealing.seal_content(key, {}, _place(row.case_id, row.id, "clean"), content)


def type_of(key: bytes, row: ComplaintAttachment) -> str:
    """What a file is."""
    return _shown(key, row).type


def _shown(key: bytes, row: ComplaintAttachment) -> Attachment:
    try:
        about, _ = sealing.open_content(key, row.about, _place(row.case_id, row.id, "about"))
    except NotOpened as error:
        raise Refused(errors.WIPED) from error
    state = CleanState(row.clean_state)
    return Attachment(row.id, about["name"], about["type"], about["size"], row.received_on, state)


def _place(case_id: UUID, file_id: UUID, part: str) -> str:
    return f"file/{case_id}/{file_id}/{part}"
