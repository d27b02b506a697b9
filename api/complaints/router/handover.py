"""The hand-over to the superior organ over HTTP."""

import hashlib
import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.complaints import errors, errors_vault, parts
from api.complaints.queries.vault import read_part
from api.complaints.router.guards import SECOND, Opens, Receives
from api.complaints.schemas.handover import HandoverOut
from api.complaints.service import handing_over
from api.complaints.service.attachments import Opened
from api.complaints.service.handing_over import HandoverPackage
from api.core import clock
from api.core.context import Context
from api.core.routing import Router
from api.core.transaction import transaction
from api.files.delivery import disposition

router = Router(prefix="/complaints", tags=["complaints"])
_ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
_FETCH = (
    *(errors.NOT_SUPERIOR, errors.NOT_HANDED_OVER, errors.HANDOVER_DONE, errors.HANDOVER_OUTDATED),
    *(errors_vault.NOT_GRANTED, errors_vault.VIEW_USED, errors_vault.WIPED),
)


@router.post("/{complaint_id}/handover", summary="Prepare a hand-over 准备移交", errors=(*SECOND, errors.NOT_SUPERIOR))
def prepare_complaint_handover(ctx: Receives, complaint_id: UUID) -> HandoverOut:
    """Of a matter of a superior organ's. Where the reporter is named, a custodian is asked. Again is anew."""
    return handing_over.prepare(ctx, complaint_id)


@router.get("/{complaint_id}/handover", summary="Read a hand-over 移交情况")
def get_complaint_handover(ctx: Opens, complaint_id: UUID) -> HandoverOut:
    """How far it is."""
    return handing_over.get(ctx, complaint_id)


@router.post(
    "/{complaint_id}/handover:fetch",
    summary="Fetch a hand-over 领取移交包",
    response_class=StreamingResponse,
    responses={200: _ZIP},
    errors=(*SECOND, *_FETCH),
)
def fetch_complaint_handover(ctx: Receives, complaint_id: UUID, request: Request) -> StreamingResponse:
    """Texts, originals of the files, and the identity, as a ZIP; whole once, to who prepared it."""
    package = handing_over.fetch(ctx, complaint_id)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": disposition(f"{package.name}.zip"),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(_archive(request, package, ctx), 200, headers, "application/zip")


class _Sink(io.RawIOBase):
    """What a ZIP is written to: it counts, it sums, and it gives away."""

    def __init__(self) -> None:
        self.digest, self._held, self._written = hashlib.sha256(), bytearray(), 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, block: Any) -> int:
        self.digest.update(block)
        self._held += block
        self._written += len(block)
        return len(block)

    def take(self) -> bytes:
        """What was written since."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


async def _archive(request: Request, package: HandoverPackage, ctx: Context) -> AsyncIterator[bytes]:
    """Part by part: neither a session nor a place is held in between. What breaks off has not left whole."""
    state, sink = request.app.state, _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, document in package.documents.items():
            archive.writestr(zipfile.ZipInfo(name), document)
        for number, file in enumerate(package.files, 1):
            with archive.open(zipfile.ZipInfo(f"files/{number:02d}-{file.name}"), "w") as entry:
                async for block in _blocks(state, file):
                    entry.write(block)
                    yield sink.take()
    yield sink.take()
    await state.slots.run(_finish, state, package, ctx, sink.digest.hexdigest(), writing=True)


async def _blocks(state: Any, file: Opened) -> AsyncIterator[bytes]:
    content = parts.Content(file.key, file.part.place, file.size)
    for number in range(parts.number_of(file.size)):
        yield content.next(await state.slots.run(read_part, state.database, file.part, number))


def _finish(state: Any, package: HandoverPackage, ctx: Context, digest: str) -> None:
    with transaction(state.database) as session:
        now = clock.now()
        done = Context(session=session, now=now, trace=ctx.trace, path=ctx.path, keys=ctx.keys, actor=ctx.actor)
        handing_over.finish(done, package, digest)
