"""Files on their way in: one line of JSON that says what comes, then the file itself, sealed block by block as it comes.

No slot and no session waits for a slow line, no more than a part of the file is in memory, and nothing of it lies
readable on the disk. A body is taken in only after a short look-up has said that this caller may send it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from api.access.guard import Admission, Guard
from api.access.permissions import Permission
from api.complaints.parts import SealedFile
from api.complaints.queries import visible
from api.complaints.router.tries import counted
from api.complaints.rules import files
from api.complaints.schemas.intake import AttachmentIn
from api.complaints.schemas.portal import MOST_FILE_BODY, FileIn
from api.complaints.service import dropping
from api.core import ids
from api.core.errors import INVALID, MALFORMED, Refused
from api.core.problems import violations_of
from api.core.schemas import In
from api.files.errors import BROKEN_OFF
from api.files.inspection import examine_open
from api.files.intake import Stored
from api.files.rules import Purpose, normal_name
from api.files.storage import Storage, full_disk_refused

_LONGEST_HEAD = 4096
Head = TypeVar("Head", bound=In)
Result = TypeVar("Result")

# One instance for a route and its dependencies: the request is admitted once.
VISITOR = Guard(anyone=True, most=MOST_FILE_BODY)
DESK = Guard(Permission.COMPLAINT_INTAKE, most=MOST_FILE_BODY)


class Arrived(NamedTuple, Generic[Head]):
    """A file that has come in and was looked into."""

    head: Head
    name: str
    type: str
    file: SealedFile


def described(head: type[In]) -> dict[str, Any]:
    """Such a body, for the contract."""
    names = ", ".join(f"`{name}`" for name in head.model_fields)
    text = f"A line of JSON ({names}) in UTF-8, a line feed, then the file as it is."
    binary = {"type": "string", "format": "binary"}
    return {
        "requestBody": {
            "required": True,
            "description": text,
            "content": {"application/octet-stream": {"schema": binary}},
        }
    }


async def receive_from_reporter(
    request: Request, admission: Annotated[Admission, Depends(VISITOR)], storage: Stored
) -> AsyncIterator[Arrived[FileIn]]:
    """A file under a receipt. Errors: those of `dropping.expect_file` before any of it is taken, those of files."""
    body = request.stream()
    head, rest = await _head(body, FileIn)
    purpose = await admission.ask(lambda ctx: counted(ctx, request, lambda: dropping.expect_file(ctx, head)))
    async with _sealed(storage, body, rest, f"drop/{head.id}") as file:
        name = normal_name(head.name)
        yield Arrived(head, name, await _looked_into(storage, file, name, purpose), file)


async def receive_from_desk(
    request: Request, admission: Annotated[Admission, Depends(DESK)], storage: Stored, complaint_id: UUID
) -> AsyncIterator[Arrived[AttachmentIn]]:
    """A file for a case of the caller's desk; sound and film too. Errors: `not_found`, those of files."""
    await admission.ask(lambda ctx: visible.get_case(ctx, complaint_id))
    body = request.stream()
    head, rest = await _head(body, AttachmentIn)
    async with _sealed(storage, body, rest, f"desk/{ids.random()}") as file:
        name = normal_name(head.name)
        yield Arrived(head, name, await _looked_into(storage, file, name, files.WITH_MEDIA), file)


async def _head(body: AsyncIterator[bytes], model: type[Head]) -> tuple[Head, bytes]:
    """What the first line says, and what came behind it. Errors: `request.malformed`, `input.invalid`."""
    said = bytearray()
    async for block in body:
        said += block
        if b"\n" in block or len(said) > _LONGEST_HEAD:
            break
    line, ended, rest = bytes(said).partition(b"\n")
    if not ended or len(line) > _LONGEST_HEAD:
        raise Refused(MALFORMED)
    try:
        return model.model_validate_json(line), rest
    except ValidationError as error:
        raise Refused(INVALID, violations_of(error.errors(include_url=False))) from error


@asynccontextmanager
async def _sealed(storage: Storage, body: AsyncIterator[bytes], first: bytes, place: str) -> AsyncIterator[SealedFile]:
    """The rest of a body in a sealed file of the spool, for the length of a `with`. Errors: `file.broken_off`."""
    await _apart(storage, storage.refuse_without_space, files.MOST)
    file = SealedFile(storage.new_path(), place)
    try:
        await _apart(storage, _write, file, first)
        async for block in body:
            await _apart(storage, _write, file, block)
        await _apart(storage, _write, file, None)
        yield file
    except ClientDisconnect as error:
        raise Refused(BROKEN_OFF) from error
    finally:
        await _apart(storage, file.remove)


def _write(file: SealedFile, block: bytes | None) -> None:
    with full_disk_refused():
        if block is None:
            file.close()
        else:
            file.write(block)


async def _looked_into(storage: Storage, file: SealedFile, name: str, purpose: Purpose) -> str:
    def look() -> str:
        with file.reader() as content:
            return examine_open(content, file.size, name, purpose).name

    return await _apart(storage, look)


async def _apart(storage: Storage, work: Callable[..., Result], *values: Any) -> Result:
    """In a thread of the storage: the event loop never waits for a disk."""
    return await asyncio.get_running_loop().run_in_executor(storage.threads, work, *values)


FromReporter = Annotated[Arrived[FileIn], Depends(receive_from_reporter)]
FromDesk = Annotated[Arrived[AttachmentIn], Depends(receive_from_desk)]
