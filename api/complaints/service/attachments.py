"""Files of a case: name, original and cleaned copy, each sealed under the key of the case.

They never lie among the files of the house: no name, no digest and no type of theirs stands in any column.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from api.complaints import errors_vault as errors
from api.complaints import parts, sealing
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.vault import ComplaintAttachment, ComplaintFilePart
from api.complaints.queries import vault as queries
from api.complaints.queries.vault import PartOf
from api.complaints.sealing import NotOpened
from api.complaints.service.contents import key_of
from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_rows
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
    clean_size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be read: how it is sent, and what opens its parts, which are read one by one."""

    name: str
    media_type: str
    size: int
    key: bytes
    part: PartOf


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that has been looked into: `size` bytes in `blocks`."""

    name: str
    type: str
    size: int
    blocks: Iterable[bytes]
    drop_id: UUID | None = None


def add(ctx: Context, case: ComplaintCase, file: NewFile) -> UUID:
    """Seal a file into a case and give its id; the worker makes the cleaned copy. Errors: `complaint.wiped`."""
    key, file_id = key_of(ctx, case), ids.random()
    said = {"name": file.name, "type": file.type, "size": file.size}
    row = {
        "id": file_id,
        "case_id": case.id,
        "about": sealing.seal_content(key, said, place_of(case.id, file_id, "about")),
        "clean_state": first_state(TYPES[file.type]).value,
        "received_on": clock.legal_day(ctx.now),
        "drop_id": file.drop_id,
    }
    ctx.session.execute(insert(ComplaintAttachment).values(row))
    keep_parts(ctx, key, PartOf(case.id, file_id, "original"), file.blocks, file.size)
    if row["clean_state"] == CleanState.PENDING:
        # The house's own work, under a random id that tells nothing of the case.
        enqueue(replace(ctx, actor=None), CLEANING, arguments={"file_id": str(file_id)}, key=str(file_id))
    return file_id


_PARTS = insert(ComplaintFilePart.metadata.tables[ComplaintFilePart.__tablename__])


def keep_parts(ctx: Context, key: bytes, whose: PartOf, blocks: Iterable[bytes], size: int) -> None:
    """Write the parts of a file's original, or of its cleaned copy, one by one."""
    for number, sealed in enumerate(parts.sealed(key, parts.packed(blocks, size), whose.place)):
        row = {"attachment_id": whose.file_id, "copy": whose.copy, "number": number, "sealed": sealed}
        insert_rows(ctx.session, _PARTS, [row])


def list_of(ctx: Context, case: ComplaintCase) -> list[Attachment]:
    """The files of a case. Errors: `complaint.wiped`."""
    rows = queries.attachments_of(ctx, case.id)
    return [_shown(key_of(ctx, case), row) for row in rows] if rows else []


def only_original(ctx: Context, case_id: UUID, file_id: UUID) -> bool:
    """Whether there is no cleaner for the type of a file: the desk has let it in as it is, and there is nothing else."""
    row = queries.find_attachment(ctx, case_id, file_id)
    return row is not None and row.clean_state == CleanState.NONE


def open_copy(ctx: Context, case: ComplaintCase, file_id: UUID, *, clean: bool) -> Opened:
    """The cleaned copy of a file, or the original. Errors: `not_found`, `complaint.no_clean_copy`, `complaint.wiped`."""
    row = queries.find_attachment(ctx, case.id, file_id)
    if row is None:
        raise Refused(NOT_FOUND)
    key = key_of(ctx, case)
    shown = _shown(key, row)
    if clean and shown.clean_state is not CleanState.DONE:
        raise Refused(errors.NO_CLEAN_COPY)
    kind = TYPES[shown.type]
    if clean:
        kind = TYPES[kind.cleaned_as or kind.name]
    name = shown.name if kind.name == shown.type else f"{shown.name.rpartition('.')[0]}.{kind.extensions[0]}"
    size = shown.clean_size if clean else shown.size
    return Opened(name, kind.media_type, size, key, PartOf(case.id, file_id, "clean" if clean else "original"))


def keep_clean(ctx: Context, key: bytes, row: ComplaintAttachment, copy: Path) -> None:
    """Keep the cleaned copy of a file, which lies at `copy` for the moment."""
    size = copy.stat().st_size
    with copy.open("rb") as file:
        blocks = iter(lambda: file.read(parts.PART), b"")
        keep_parts(ctx, key, PartOf(row.case_id, row.id, "clean"), blocks, size)
    said = about(key, row) | {"clean_size": size}
    values = {"about": sealing.seal_content(key, said, place_of(row.case_id, row.id, "about"))}
    table = ComplaintAttachment
    ctx.session.execute(update(table).where(table.id == row.id).values(clean_state=CleanState.DONE.value, **values))


def content_of(ctx: Context, key: bytes, whose: PartOf, size: int) -> Iterator[bytes]:
    """What a file holds, block by block, within a transaction. Errors: `NotOpened`."""
    sealed = (queries.file_part(ctx.session, whose, number) for number in range(parts.number_of(size)))
    return parts.content(key, sealed, whose.place, size)


def about(key: bytes, row: ComplaintAttachment) -> dict[str, Any]:
    """What a file is called and is. Errors: `complaint.wiped`."""
    try:
        return sealing.open_content(key, row.about, place_of(row.case_id, row.id, "about"))[0]
    except NotOpened as error:
        raise Refused(errors.WIPED) from error


def _shown(key: bytes, row: ComplaintAttachment) -> Attachment:
    said, state = about(key, row), CleanState(row.clean_state)
    size = said["size"]
    return Attachment(row.id, said["name"], said["type"], size, row.received_on, state, said.get("clean_size", size))


def place_of(case_id: UUID, file_id: UUID, part: str) -> str:
    """Where something of a file belongs: it opens nowhere else."""
    return PartOf(case_id, file_id, part).place
