"""The public face: what was released, and the box for objections. No route here reads anything else."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import StreamingResponse

from api.access.guard import Anyone
from api.core.context import Context
from api.core.errors import Refused
from api.core.faces import PUBLIC
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.core.visits import Buckets
from api.disclosures import errors, queries, service
from api.disclosures.queries import crossing
from api.disclosures.schemas.public import (
    LetterIn,
    LetterTaken,
    NoticeNumber,
    PageFilter,
    PageKinds,
    PageOut,
    PageRow,
    UnitsOfPages,
)
from api.files.delivery import deliver, disposition
from api.files.service import Handout
from api.files.storage import Storage, content_key

router = Router(prefix="/notices", tags=["notices"], face=PUBLIC)

Number = Annotated[NoticeNumber, Path()]
Edition = Annotated[int, Path(ge=1, le=10_000)]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_CONTENT = {"description": "The cleaned copy.", "content": {"application/octet-stream": _BINARY}}


@router.get("", summary="List published notices 公示公开列表", errors=(TOO_DEEP,))
def list_published_notices(
    ctx: Annotated[Context, Anyone(snapshot=True)], wanted: Annotated[PageFilter, Query()], paging: Paged
) -> Page[PageRow]:
    """Everything that was published, the newest first; corrected and withdrawn ones say so."""
    return queries.list_pages(ctx, wanted, paging)


@router.get("/units", summary="List units that published 发布过的单位")
def list_publishing_units(ctx: Annotated[Context, Anyone()]) -> UnitsOfPages:
    """With how many notices each."""
    return queries.list_units(ctx)


@router.get("/kinds", summary="List kinds of published notices 公示公开的类别")
def list_published_kinds(_ctx: Annotated[Context, Anyone()]) -> PageKinds:
    """What kinds there are, and on which ground."""
    return queries.list_page_kinds()


@router.get("/{number}", summary="Read a published notice 公示内容")
def get_published_notice(ctx: Annotated[Context, Anyone(snapshot=True)], number: Number) -> PageOut:
    """The edition in view, its period, how many objections came in and how they were answered."""
    return queries.get_page(ctx, number)


@router.get("/{number}/editions/{edition}", summary="Read an earlier edition 以前的版本")
def get_published_edition(ctx: Annotated[Context, Anyone(snapshot=True)], number: Number, edition: Edition) -> PageOut:
    """What an edition said that has been corrected since, unless it was concealed."""
    return queries.get_page(ctx, number, edition)


@router.get(
    "/{number}/editions/{edition}/files/{position}",
    summary="Download an attachment 下载附件",
    response_class=StreamingResponse,
    responses={200: _CONTENT, 206: _CONTENT},
)
def download_published_file(
    ctx: Annotated[Context, Anyone()],
    request: Request,
    number: Number,
    edition: Edition,
    position: Annotated[int, Path(ge=0, le=100)],
) -> StreamingResponse:
    """The cleaned copy; the original never leaves the house."""
    storage: Storage = request.app.state.storage
    file = queries.find_file(ctx, number, edition, position)
    if crossing.held_files(ctx.session, file["sha256"]):
        return _from_parts(request, file)
    return deliver(
        request,
        storage,
        Handout(content_key(file["sha256"]), file["size"], file["sha256"], file["name"], file["media_type"]),
    )


@router.post(
    "/{number}/objections",
    status_code=202,
    summary="Object 提出意见",
    errors=(errors.NOT_TAKEN, errors.TOO_MANY, errors.NO_SEAL),
)
def send_objection(ctx: Annotated[Context, Anyone()], request: Request, number: Number, body: LetterIn) -> LetterTaken:
    """By anyone, without a name. It is sealed at once; what is written down is the day, never an address."""
    visits: Buckets = request.app.state.visits
    if not visits.admits(request.client.host if request.client else None, ctx.now):
        raise Refused(errors.TOO_MANY, retry_after=visits.window)
    return service.drop_letter(ctx, number, body)


def _from_parts(request: Request, file: Mapping[str, Any]) -> StreamingResponse:
    """A file that came across with its page, on a portal without our storage."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": disposition(file["name"]),
        "Content-Length": str(file["size"]),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{file["sha256"]}"',
    }
    return StreamingResponse(_parts(request, file["sha256"]), 200, headers, file["media_type"])


async def _parts(request: Request, sha256: str) -> AsyncIterator[bytes]:
    state: Any = request.app.state
    number = 0
    while (part := await state.slots.run(crossing.file_part, state.database, sha256, number)) is not None:
        yield part
        number += 1
