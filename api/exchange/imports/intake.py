"""Files of imports on their way in: spooled to disk by async dependencies before a slot is taken (see `files.intake`).

A part is kept whole or not at all. Whoever loses the line asks which parts are there and sends the others.
"""

import base64
import hashlib
import re
import zlib
from asyncio import get_running_loop, sleep
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from api.access.guard import Admission, Guard
from api.access.permissions import Permission
from api.core import ids
from api.core.context import Context
from api.core.errors import INVALID, MALFORMED_HEADER, Refused, Violation
from api.core.intake import RowSpec
from api.core.middleware import BODY_LIMIT
from api.core.problems import violations_of
from api.exchange import reading
from api.exchange.imports import errors, queries, service
from api.exchange.imports.bundles.errors import NO_PREVIEW
from api.exchange.imports.pipeline.reading import asked_of
from api.exchange.imports.pipeline.source import assembled
from api.exchange.imports.rules import RUNNING
from api.exchange.imports.rules.bundles import BUNDLE
from api.exchange.imports.rules.limits import FILE, LONGEST_WAIT, MEBIBYTE, MOST_ROWS_SHOWN, PART, RATIO
from api.exchange.imports.schemas import ImportIn, PartOut, RunQuery
from api.exchange.imports.schemas.requests import Delimiter
from api.exchange.imports.service import Part, Run
from api.files.intake import Stored
from api.files.storage import Storage, full_disk_refused, import_key

Result = TypeVar("Result")

GUARD = Guard(Permission.IMPORT_RUN)
Admitted = Annotated[Admission, Depends(GUARD)]
MEDIA = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/x-ndjson": "ndjson",
    "application/json": "json",
}
_DIGEST = re.compile(r"^sha-256=:([A-Za-z0-9+/]{43}=):$")
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")
_KEY = re.compile(r"""^("?)([A-Za-z0-9_-]{8,200})\1$""")
_LOOK = 0.15  # seconds between looks while a caller waits


async def _apart(storage: Storage, work: Callable[..., Result], *values: Any) -> Result:
    """Do something with disk or network in a thread of the storage: the event loop never waits for a disk."""
    return await get_running_loop().run_in_executor(storage.threads, partial(work, *values))


# --- Spooling --------------------------------------------------------------------------------------------------------


class _Spool:
    """A body on its way to disk: hashed as it was sent, unpacked as it is kept, never larger than `most`."""

    def __init__(self, path: Path, most: int, *, packed: bool) -> None:
        self.path, self.size, self._most = path, 0, most
        self._sent, self._kept = hashlib.sha256(), hashlib.sha256()
        self._came = 0
        self._unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed else None

    def write(self, block: bytes) -> None:
        """The next bytes. Errors: `import.file_too_large`, `import.coding_broken`, `file.no_space`."""
        self._came += len(block)
        self._sent.update(block)
        content = block if self._unpack is None else self._unpacked(self._unpack, block)
        self.size += len(content)
        if self.size > self._most:
            raise Refused(errors.FILE_TOO_LARGE, limit=self._most)
        self._kept.update(content)
        with full_disk_refused(), self.path.open("ab") as file:
            file.write(content)

    def _unpacked(self, unpack: Any, block: bytes) -> bytes:
        try:
            content: bytes = unpack.decompress(block, min(self._most - self.size + 1, RATIO * self._came + MEBIBYTE))
        except zlib.error as error:
            raise Refused(errors.CODING_BROKEN) from error
        if unpack.unconsumed_tail:
            raise Refused(errors.CODING_BROKEN)
        return content

    def finish(self, digest: str | None) -> None:
        """All is there. Errors: `import.part_empty`, `import.coding_broken`, `import.digest_mismatch`."""
        if self._unpack is not None and not self._unpack.eof:
            raise Refused(errors.CODING_BROKEN)
        if not self.size:
            raise Refused(errors.PART_EMPTY)
        if digest is not None and digest != self._sent.hexdigest():
            raise Refused(errors.DIGEST_MISMATCH)

    @property
    def sha256(self) -> str:
        """Of what is kept."""
        return self._kept.hexdigest()


async def _spooled(request: Request, storage: Storage, most: int, folder: UUID) -> Part:
    """The body of a request, stored under a key of the import. Errors: those of `_Spool`, `import.broken_off`."""
    digest, packed = _digest(request), _packed(request)
    spool = _Spool(storage.new_path(), most, packed=packed)
    key = import_key(folder)
    pending = bytearray()
    try:
        async for block in request.stream():
            pending += block
            if len(pending) >= MEBIBYTE:
                await _apart(storage, spool.write, bytes(pending))
                pending.clear()
        await _apart(storage, spool.write, bytes(pending))
        spool.finish(digest)
        await _apart(storage, storage.put, key, spool.path)
    except ClientDisconnect as error:
        raise Refused(errors.BROKEN_OFF) from error
    finally:
        await _apart(storage, partial(spool.path.unlink, missing_ok=True))
    return Part(spool.size, spool.sha256, key)


def _digest(request: Request) -> str | None:
    """SHA-256 in hex of `Content-Digest` (RFC 9530). Errors: `request.bad_header`."""
    header = request.headers.get("content-digest")
    if header is None:
        return None
    match = _DIGEST.match(header.strip())
    if match is None:
        raise Refused(MALFORMED_HEADER, [Violation(MALFORMED_HEADER, parameter="Content-Digest")])
    return base64.b64decode(match[1]).hex()


def _packed(request: Request) -> bool:
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise Refused(errors.CODING_UNKNOWN)
    return coding == "gzip"


async def _kept(admission: Admission, storage: Storage, part: Part, work: Callable[[Context], Result]) -> Result:
    """Write down what is stored; where that is refused, it goes away again."""
    try:
        return await admission.ask(work, writing=True)
    except BaseException:
        await _apart(storage, storage.delete, [part.key])
        raise


# --- In parts --------------------------------------------------------------------------------------------------------


async def receive_part(request: Request, admission: Admitted, storage: Stored, import_id: UUID, number: int) -> PartOut:
    """Take in a part of the file. Errors: those of `service.expect_part` and `_spooled`."""
    wanted = await admission.ask(lambda ctx: service.expect_part(ctx, import_id, number))
    request.scope[BODY_LIMIT] = PART
    part = await _spooled(request, storage, wanted.most, import_id)
    kept, replaced = await _kept(admission, storage, part, lambda ctx: service.keep_part(ctx, import_id, number, part))
    if replaced is not None:
        await _apart(storage, storage.delete, [replaced])
    return kept


# --- In one request --------------------------------------------------------------------------------------------------


async def receive_run(  # noqa: PLR0913, PLR0917 (what the request brings)
    request: Request,
    admission: Admitted,
    storage: Stored,
    wanted: Annotated[RunQuery, Query()],
    idempotency_key: Annotated[
        str | None, Header(pattern='^"?[A-Za-z0-9_-]{8,200}"?$', description="The same key makes one import.")
    ] = None,
    prefer: Annotated[
        str | None, Header(max_length=200, examples=["wait=20"], description="`wait=SECONDS`: answer when it is done.")
    ] = None,
) -> UUID:
    """Take in a whole file, make its import, start it, and wait for its end where asked.

    Errors: as `service.run_import`, those of `_spooled`.
    """
    run = Run(_descriptor(request, wanted), _key(idempotency_key))
    await admission.ask(lambda ctx: service.refuse_type(ctx, run.wanted.type))
    request.scope[BODY_LIMIT] = FILE
    part = await _spooled(request, storage, FILE, ids.ordered())
    import_id, made = await _kept(admission, storage, part, lambda ctx: service.run_import(ctx, run, part))
    if not made:
        await _apart(storage, storage.delete, [part.key])
    await _wait(admission, import_id, _seconds(prefer))
    return import_id


def _descriptor(request: Request, wanted: RunQuery) -> ImportIn:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        return wanted.descriptor(MEDIA.get(media))
    except ValidationError as error:
        raise Refused(INVALID, violations_of(error.errors())) from error


def _key(header: str | None) -> str | None:
    match = _KEY.match(header) if header else None
    return match[2] if match else None


def _seconds(prefer: str | None) -> int:
    match = _WAIT.search(prefer or "")
    return min(int(match[1]), LONGEST_WAIT) if match else 0


async def _wait(admission: Admission, import_id: UUID, seconds: int) -> None:
    """Until it is at rest, or the time is over; between two looks neither slot nor session is held."""
    end = monotonic() + seconds
    while monotonic() < end:
        if await admission.ask(lambda ctx: queries.require_import(ctx, import_id).state) not in RUNNING:
            return
        await sleep(_LOOK)


# --- Looking ---------------------------------------------------------------------------------------------------------

READ_GUARD = Guard(Permission.IMPORT_READ)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file looks like, and how its columns may be read."""

    look: reading.Look
    proposal: reading.Proposal


async def look_into(  # noqa: PLR0913, PLR0917 (what the request brings)
    admission: Annotated[Admission, Depends(READ_GUARD)],
    storage: Stored,
    import_id: UUID,
    sheet: Annotated[str | None, Query(max_length=200)] = None,
    header_row: Annotated[int | None, Query(ge=1, le=1000)] = None,
    encoding: Annotated[str | None, Query(pattern="^[A-Za-z0-9_-]{1,20}$")] = None,
    delimiter: Annotated[Delimiter | None, Query()] = None,
) -> Looked:
    """A bounded look into the file, with other settings where asked; it holds neither slot nor session.

    Errors: `not_found`, `import.no_file`, `import.storage_down`, `import.bundle.no_preview`, those of `reading.look`.
    """
    source = await admission.ask(lambda ctx: queries.get_source(ctx, import_id))
    asked = reading.Asked(None, encoding, delimiter, sheet, header_row).or_else(asked_of(source.one))
    if source.one.type == BUNDLE:
        raise Refused(NO_PREVIEW)
    await admission.ask(lambda ctx: service.refuse_type(ctx, source.one.type))
    return await _apart(storage, _look, storage, source.keys, asked, queries.spec_of(source.one.type))


def _look(storage: Storage, keys: Sequence[str], asked: reading.Asked, spec: RowSpec) -> Looked:
    with assembled(storage, keys) as path:
        look = reading.look(path, asked, spec)
    return Looked(look, reading.propose(look, spec))


async def look_at_rows(
    admission: Annotated[Admission, Depends(READ_GUARD)],
    storage: Stored,
    import_id: UUID,
    row: Annotated[list[int], Query(min_length=1, max_length=MOST_ROWS_SHOWN, examples=[[17]])],
) -> reading.Rows:
    """Rows of the file as they were sent; whoever did not send it sees none of its personal columns.

    Errors: `not_found`, `import.no_file`, `import.rows_gone`, `import.storage_down`, those of reading.
    """
    source, own = await admission.ask(lambda ctx: (queries.get_source(ctx, import_id), queries.is_own(ctx, import_id)))
    found = source.one.found
    if found is None:
        raise Refused(errors.ROWS_GONE)
    spec = queries.spec_of(source.one.type)
    if spec.tree:  # its rows stand in several sheets, or are documents: errors name the place
        return reading.Rows([], [], {})
    hidden = () if own else tuple(field.name for field in spec.fields if field.personal)
    mapping = reading.MappingIn.model_validate(found["mapping"])
    return await _apart(storage, _rows, storage, source.keys, (asked_of(source.one), mapping), row, hidden)


def _rows(
    storage: Storage, keys: Sequence[str], how: tuple[reading.Asked, Any], numbers: list[int], hidden: Sequence[str]
) -> reading.Rows:
    with assembled(storage, keys) as path:
        return reading.read_rows(reading.Sent(path, *how), numbers, hidden=hidden)


SentRows = Annotated[reading.Rows, Depends(look_at_rows)]
SeenInside = Annotated[Looked, Depends(look_into)]
Received = Annotated[PartOut, Depends(receive_part)]
Ran = Annotated[UUID, Depends(receive_run)]
