"""Bodies on their way in: spooled to disk by async dependencies, so that no slot and no session waits for a slow line.

A body is taken in only after a short look-up has said that this caller may send it. It is held in memory by the
mebibyte, on disk by the chunk: a chunk that is full is stored and written down at once, so that a broken line, or a
server that is killed, costs no more than the chunk on its way (draft-ietf-httpbis-resumable-upload).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from starlette.requests import ClientDisconnect

from api.access.guard import Admission, Guard
from api.core.errors import Refused
from api.core.middleware import BODY_LIMIT
from api.files import queries, service
from api.files.errors import BROKEN_OFF
from api.files.inspection import Examined
from api.files.queries import Gathered
from api.files.rules import CHUNK, MEBIBYTE, ONE_SHOT, Part, Purpose, purpose_of, refuse_gap
from api.files.schemas import FileName, PurposeName, Sha256
from api.files.service.files import Taken
from api.files.storage import Storage, full_disk_refused, part_key

Result = TypeVar("Result")

# One instance for a route and its dependencies: the request is admitted once.
GUARD = Guard()
Admitted = Annotated[Admission, Depends(GUARD)]


def storage_of(request: Request) -> Storage:
    """The storage of this application."""
    storage: Storage = request.app.state.storage
    return storage


Stored = Annotated[Storage, Depends(storage_of)]


async def _apart(storage: Storage, work: Callable[..., Result], *values: Any) -> Result:
    """Do something with disk or network in a thread of the storage: the event loop never waits for a disk."""
    return await asyncio.get_running_loop().run_in_executor(storage.threads, work, *values)


# --- Spooling --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Spooled:
    """What has come in so far: a file of the spool and how long it is. `broken`: the line broke after it."""

    path: Path
    size: int = 0
    broken: bool = False


async def _spool(body: AsyncIterator[bytes], storage: Storage, most: int) -> _Spooled:
    """The next bytes of a body, at least `most` unless it ends before, in a file of the spool."""
    spooled, pending = _Spooled(storage.new_path()), bytearray()
    try:
        async for block in body:
            pending += block
            if len(pending) >= MEBIBYTE:
                await _apart(storage, _append, spooled, bytes(pending))
                pending.clear()
                if spooled.size >= most:
                    return spooled
    except ClientDisconnect:
        spooled.broken = True
    except BaseException:
        await _apart(storage, _remove, spooled.path)
        raise
    if pending:
        await _apart(storage, _append, spooled, bytes(pending))
    return spooled


def _append(spooled: _Spooled, content: bytes) -> None:
    with full_disk_refused(), spooled.path.open("ab") as file:
        file.write(content)
    spooled.size += len(content)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


# --- In one request --------------------------------------------------------------------------------------------------


async def receive_file(  # noqa: PLR0913, PLR0917 (what the request brings)
    request: Request,
    admission: Admitted,
    storage: Stored,
    purpose: Annotated[PurposeName, Query(description="What the file is for.")],
    name: Annotated[FileName, Query(description="What the file is called, with its extension.")],
    sha256: Annotated[Sha256 | None, Query(description="Refuse it unless this is its SHA-256.")] = None,
) -> Taken:
    """A file that is this request's body, looked into and stored. Errors: `file.broken_off` and those of `examine`."""
    length = _content_length(request)
    wanted = await admission.ask(lambda ctx: service.expect_file(ctx, purpose, name, length))
    request.scope[BODY_LIMIT] = ONE_SHOT
    spooled = await _spool(request.stream(), storage, ONE_SHOT + MEBIBYTE)
    try:
        if spooled.broken:
            raise Refused(BROKEN_OFF)
        spooled.path.touch()  # an empty body has made no file
        examined = await _apart(storage, service.take_in, storage, spooled.path, wanted, (name, sha256))
    finally:
        await _apart(storage, _remove, spooled.path)
    return Taken(purpose, name, examined)


def _content_length(request: Request) -> int | None:
    header = request.headers.get("content-length", "")
    return int(header) if header.isdecimal() and header.isascii() else None


# --- In parts --------------------------------------------------------------------------------------------------------


async def receive_part(
    request: Request,
    admission: Admitted,
    storage: Stored,
    upload_id: UUID,
    upload_offset: Annotated[int | None, Header(ge=0, description="Byte at which this part begins.")] = None,
) -> int:
    """Take in a part of an upload, chunk by chunk; returns where the next part begins, however this one ended."""
    length = _content_length(request) or 0
    wanted = await admission.ask(lambda ctx: service.expect_part(ctx, upload_id, upload_offset, length))
    offset, request.scope[BODY_LIMIT] = wanted.start, wanted.most
    body, more = request.stream(), True
    while more:
        spooled = await _spool(body, storage, CHUNK)
        more = spooled.size >= CHUNK and not spooled.broken
        if spooled.size:
            offset = await _keep(admission, storage, upload_id, offset, spooled)
    return offset


async def _keep(admission: Admission, storage: Storage, upload_id: UUID, start: int, spooled: _Spooled) -> int:
    """Store a chunk, then write it down; it is not there unless both are done."""
    part = Part(start, spooled.size, part_key(upload_id))
    try:
        await _apart(storage, storage.put, part.key, spooled.path)
        return await admission.ask(lambda ctx: service.append_part(ctx, upload_id, part), writing=True)
    except Refused:
        await _apart(storage, storage.delete, [part.key])
        raise
    finally:
        await _apart(storage, _remove, spooled.path)


async def put_together(admission: Admitted, storage: Stored, upload_id: UUID) -> AsyncIterator[Taken | None]:
    """The parts of a complete upload as one file, looked into and stored; None when that was done before.

    Once the file is written down, the parts are removed.
    """
    gathered = await admission.ask(lambda ctx: queries.get_gathered(ctx, upload_id))
    upload = gathered.upload
    if upload.file_id is not None:
        yield None
        return
    refuse_gap(upload.offset, upload.size)
    wanted = purpose_of(upload.purpose)
    examined = await _apart(storage, _join, storage, gathered, wanted)
    yield Taken(upload.purpose, upload.name, examined)
    await _apart(storage, storage.delete, [part.key for part in gathered.parts])


def _join(storage: Storage, gathered: Gathered, purpose: Purpose) -> Examined:
    path = storage.new_path()
    try:
        with full_disk_refused(), path.open("wb") as file:
            for part in gathered.parts:
                file.writelines(storage.read(part.key))
        return service.take_in(storage, path, purpose, (gathered.upload.name, gathered.sha256))
    finally:
        _remove(path)


Received = Annotated[Taken, Depends(receive_file)]
Continued = Annotated[int, Depends(receive_part)]
Assembled = Annotated[Taken | None, Depends(put_together)]
