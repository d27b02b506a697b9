"""Uploads and files over HTTP. Parts follow draft-ietf-httpbis-resumable-upload where it is settled."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.access.guard import SignedIn
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page
from api.files import errors, queries, service
from api.files.delivery import deliver
from api.files.intake import GUARD, Assembled, Continued, Received, Stored
from api.files.schemas import Copy, FileOut, Purposes, UploadIn, UploadOut

router = Router(tags=["files"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_CONTENT = {
    "description": "The content, or the range that was asked for.",
    "content": {"application/octet-stream": _BINARY},
}
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": _BINARY}}}
_OFFSET = {"description": "Byte at which the next part begins.", "schema": {"type": "integer"}}
_GONE_ON = {
    204: {
        "description": "What arrived is kept.",
        "headers": {"Upload-Offset": _OFFSET, "Upload-Complete": {"schema": {"type": "string"}}},
    }
}
_INTENDED = (
    errors.PURPOSE_UNKNOWN,
    errors.NAME_BAD,
    errors.DOUBLE_EXTENSION,
    errors.TYPE_NOT_ALLOWED,
    errors.EMPTY,
    errors.TOO_LARGE,
    errors.NO_SPACE,
)
_EXAMINED = (
    errors.CONTENT_MISMATCH,
    errors.ACTIVE_CONTENT,
    errors.ARCHIVE_BOMB,
    errors.DAMAGED,
    errors.PROTECTED,
    errors.PICTURE_TOO_LARGE,
    errors.DIGEST_MISMATCH,
)
# The routes whose bodies are taken in before a slot is.
Admitted = Annotated[Context, Depends(GUARD)]

# --- Uploads ---------------------------------------------------------------------------------------------------------


@router.get("/uploads/purposes", summary="List upload purposes 上传用途")
def list_upload_purposes(ctx: Annotated[Context, SignedIn()]) -> Purposes:
    """What the caller may upload: purposes, types, largest sizes."""
    return queries.list_purposes(ctx)


@router.post("/uploads", status_code=201, summary="Begin an upload 开始上传", errors=(*_INTENDED, errors.TOO_MANY))
def begin_upload(ctx: Annotated[Context, SignedIn(idempotent=True)], storage: Stored, body: UploadIn) -> UploadOut:
    """Announce a file that comes in parts. Send them with PATCH to the address in `Location`, then complete it."""
    return service.begin_upload(ctx, storage, body)


@router.get("/uploads/{upload_id}", summary="Read an upload 上传进度")
def get_upload(ctx: Annotated[Context, SignedIn()], upload_id: UUID) -> UploadOut:
    """Where an upload of the caller's stands; after a broken line the next part begins at `offset`."""
    return queries.get_upload(ctx, upload_id)


@router.get(
    "/uploads/{upload_id}",
    methods=["HEAD"],
    status_code=204,
    summary="Ask for the offset 查询续传位置",
    responses=_GONE_ON,
)
def get_upload_offset(ctx: Annotated[Context, SignedIn()], upload_id: UUID) -> Response:
    """The same in headers: `Upload-Offset`, `Upload-Length`, `Upload-Complete`."""
    upload = queries.get_upload(ctx, upload_id)
    return _stands_at(upload.offset, upload.size, done=upload.file_id is not None)


@router.patch(
    "/uploads/{upload_id}",
    status_code=204,
    summary="Send a part 续传一段",
    responses=_GONE_ON,
    openapi_extra=_BODY,
    errors=(
        errors.OFFSET_REQUIRED,
        errors.OFFSET_MISMATCH,
        errors.TOO_LONG,
        errors.COMPLETED,
        errors.NO_SPACE,
    ),
)
def continue_upload(ctx: Admitted, upload_id: UUID, offset: Continued) -> Response:
    """Bytes from `Upload-Offset` on, of any number and type. What arrives is kept even when the line breaks."""
    upload = queries.get_upload(ctx, upload_id)
    return _stands_at(offset, upload.size, done=False)


@router.post(
    "/uploads/{upload_id}:complete",
    summary="Complete an upload 完成上传",
    errors=(*_EXAMINED, errors.INCOMPLETE, errors.PURPOSE_UNKNOWN, errors.NO_SPACE),
)
def complete_upload(ctx: Admitted, storage: Stored, upload_id: UUID, taken: Assembled) -> FileOut:
    """Put the parts together and look into them. Asked again, it answers the same file."""
    return service.complete_upload(ctx, storage, upload_id, taken)


@router.delete("/uploads/{upload_id}", status_code=204, summary="Cancel an upload 取消上传", errors=(errors.COMPLETED,))
def cancel_upload(ctx: Annotated[Context, SignedIn()], upload_id: UUID) -> None:
    """Give up an upload of the caller's."""
    service.cancel_upload(ctx, upload_id)


def _stands_at(offset: int, size: int, *, done: bool) -> Response:
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(size), "Upload-Complete": "?1" if done else "?0"}
    return Response(status_code=204, headers=headers)


# --- Files -----------------------------------------------------------------------------------------------------------


@router.get("/files", summary="List unused files 未引用的文件", errors=(TOO_DEEP,))
def list_own_unused_files(ctx: Annotated[Context, SignedIn(snapshot=True)], paging: Paged) -> Page[FileOut]:
    """The caller's uploads that nothing refers to yet, newest first. They go away after seven days."""
    return queries.list_own_unused(ctx, paging)


@router.post(
    "/files",
    status_code=201,
    summary="Upload a file 上传文件",
    openapi_extra=_BODY,
    errors=(*_INTENDED, *_EXAMINED, errors.BROKEN_OFF),
)
def upload_file(ctx: Admitted, storage: Stored, taken: Received) -> FileOut:
    """A file of up to 8 MiB as the body of one request; larger ones come in parts, see `/uploads`."""
    return service.create_file(ctx, storage, taken)


@router.get("/files/{file_id}", summary="Read a file's details 文件详情")
def get_file(ctx: Annotated[Context, SignedIn()], file_id: UUID) -> FileOut:
    """What is known of a file that the caller may read."""
    return queries.get_file(ctx, file_id)


@router.get(
    "/files/{file_id}/content",
    summary="Download a file 下载文件",
    response_class=StreamingResponse,
    responses={200: _CONTENT, 206: _CONTENT},
    errors=(errors.ORIGINAL_DENIED, errors.NO_CLEAN_COPY),
)
def download_file(
    ctx: Annotated[Context, SignedIn(logged=True)],
    storage: Stored,
    request: Request,
    file_id: UUID,
    copy: Annotated[
        Copy, Query(description="`clean` is without macros, scripts, place, camera and authors.")
    ] = "original",
) -> StreamingResponse:
    """The content, whole or a `Range` of it. The reading is recorded in the ledger."""
    return deliver(request, storage, service.open_copy(ctx, file_id, copy))


@router.delete("/files/{file_id}", status_code=204, summary="Discard a file 删除未引用的文件", errors=(errors.IN_USE,))
def discard_file(ctx: Annotated[Context, SignedIn()], file_id: UUID) -> None:
    """Remove a file of the caller's that nothing refers to."""
    service.discard_file(ctx, file_id)
