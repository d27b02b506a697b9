"""An import over HTTP: made, filled, started, applied, stopped, taken back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import KEY_REUSED, MALFORMED_HEADER
from api.core.paging import BAD_CURSOR, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.exchange.imports import errors, queries, service
from api.exchange.imports.bundles.errors import IS_MEMBER, NO_PREVIEW, OF_MEMBER
from api.exchange.imports.intake import GUARD, MEDIA, READ_GUARD, Ran, Received, SeenInside
from api.exchange.imports.rules import RUNNING
from api.exchange.imports.rules.limits import MOST_PARTS
from api.exchange.imports.schemas import ImportFilter, ImportIn, ImportOut, ImportPatch, ImportRow, PartOut, Parts
from api.exchange.imports.schemas.preview import PreviewOut
from api.files.errors import NO_SPACE
from api.ledger.schemas import Event

router = Router(prefix="/imports", tags=["imports"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_HEADERS = [
    {
        "name": "Content-Digest",
        "in": "header",
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
        "description": "Of the body as it is sent (RFC 9530); what does not fit is refused.",
    },
    {"name": "Content-Encoding", "in": "header", "schema": {"type": "string", "enum": ["gzip", "identity"]}},
]
_PART: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": _BINARY}},
    "parameters": _HEADERS,
}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys((*MEDIA, "application/zip", "application/octet-stream"), _BINARY),
    },
    "parameters": _HEADERS,
}
_BODY = (
    *(errors.PART_EMPTY, errors.FILE_TOO_LARGE, errors.BROKEN_OFF, errors.DIGEST_MISMATCH, errors.CODING_UNKNOWN),
    *(errors.CODING_BROKEN, NO_SPACE, MALFORMED_HEADER),
)
_DESCRIBED = (
    *(errors.TYPE_UNKNOWN, errors.UNIT_UNKNOWN, errors.MODE_NOT_ALLOWED, errors.SCHEME_UNKNOWN),
    *(errors.REFERENCE_UNKNOWN, errors.MAPPING_UNKNOWN, OF_MEMBER),
)
_STEP = (errors.WRONG_STATE, errors.NOT_YOURS, IS_MEMBER)
_APPLY = (*_STEP, errors.ROWS_GONE, errors.HAS_ERRORS, errors.TOO_LARGE_FOR_ALL, errors.TOO_MANY)

Reads = Annotated[Context, Requires(Permission.IMPORT_READ)]
Creates = Annotated[Context, Requires(Permission.IMPORT_RUN, idempotent=True)]
Changes = Annotated[Context, Requires(Permission.IMPORT_RUN, if_match="required")]
Acts = Annotated[Context, Requires(Permission.IMPORT_RUN, if_match="optional")]
# The routes whose bodies are taken in before a slot is.
Admitted = Annotated[Context, Depends(GUARD)]
PartNumber = Annotated[int, Path(ge=1, le=MOST_PARTS)]


@router.get("", summary="List imports 导入列表", errors=(TOO_DEEP,))
def list_imports(
    ctx: Annotated[Context, Requires(Permission.IMPORT_READ, snapshot=True)],
    wanted: Annotated[ImportFilter, Query()],
    paging: Paged,
) -> Page[ImportRow]:
    """One's own imports, and within reach those of types one may import oneself; newest first."""
    return queries.list_imports(ctx, wanted, paging)


@router.post("", status_code=201, summary="Begin an import 新建导入", errors=_DESCRIBED)
def create_import(ctx: Creates, body: ImportIn) -> ImportOut:
    """An import whose file comes in parts. Needs the permission of its type beside `import.run`.

    Type `bundle` is a ZIP whose `manifest.json` names files and their types: its `members` are imported in the order in which
    they refer to each other. Once opened, the ZIP is not kept; a member is read, but only its bundle is acted on.
    """
    return service.create_import(ctx, body)


@router.post(
    ":run",
    summary="Import a file 一次导入",
    status_code=202,
    openapi_extra=_FILE,
    responses={200: {"model": ImportOut, "description": "It is done."}},
    errors=(*_DESCRIBED, *_BODY, errors.TOO_MANY, KEY_REUSED),
)
def run_import(ctx: Admitted, import_id: Ran) -> ImportOut:
    """The whole file, up to 200 MB, as the body: made, uploaded and started in one request.

    `Location` names the import. With `Prefer: wait=20` the answer is 200 once it is at rest, if that is in time.
    """
    found = queries.get_import(ctx, import_id)
    ctx.reply.headers["Location"] = f"{ctx.path.removesuffix(':run')}/{import_id}"
    ctx.reply.status = 202 if found.state in RUNNING else 200
    return found


@router.get("/{import_id}", summary="Read an import 导入详情")
def get_import(ctx: Reads, import_id: UUID) -> ImportOut:
    """State, progress, counts, the first faults and all of them in groups, and what the caller can do now."""
    return queries.get_import(ctx, import_id)


@router.patch("/{import_id}", summary="Change an import 修改导入", errors=(*_STEP, *_DESCRIBED))
def change_import(ctx: Changes, import_id: UUID, body: ImportPatch) -> ImportOut:
    """Merge patch of what is asked. What bears on reading or judging makes a validated import be checked anew."""
    return service.change_import(ctx, import_id, body)


@router.get("/{import_id}/history", summary="List an import's history 导入变动记录", errors=(BAD_CURSOR,))
def list_import_history(ctx: Reads, import_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What happened to the import, newest first, from the ledger."""
    return queries.list_history(ctx, import_id, cursor, limit)


# --- The file --------------------------------------------------------------------------------------------------------


@router.get("/{import_id}/parts", summary="List parts 已收分段")
def list_import_parts(ctx: Reads, import_id: UUID) -> Parts:
    """The parts that are there; after a broken line, send those that are missing."""
    return queries.list_parts(ctx, import_id)


@router.put("/{import_id}/parts/{number}", summary="Send a part 上传分段", openapi_extra=_PART, errors=(*_STEP, *_BODY))
def put_import_part(ctx: Admitted, import_id: UUID, number: PartNumber, part: Received) -> PartOut:
    """A part of up to 16 MB, numbered from 1. Sent again, it takes the place of the one before."""
    queries.require_import(ctx, import_id)
    assert part.number == number
    return part


@router.get(
    "/{import_id}/preview",
    summary="Preview an import 预览文件",
    errors=(errors.NO_FILE, errors.STORAGE_DOWN, NO_SPACE, NO_PREVIEW),
)
def preview_import(ctx: Annotated[Context, Depends(READ_GUARD)], import_id: UUID, seen: SeenInside) -> PreviewOut:
    """A look into the file with the settings of the import, or others tried out: first rows, sheets, a mapping."""
    return queries.present_preview(ctx, queries.require_import(ctx, import_id), seen.look, seen.proposal)


# --- Moves -----------------------------------------------------------------------------------------------------------


@router.post(
    "/{import_id}:start",
    status_code=202,
    summary="Start an import 开始检查",
    errors=(*_STEP, errors.NO_FILE, errors.PARTS_MISSING, errors.SIZE_MISMATCH, errors.TOO_MANY),
)
def start_import(ctx: Acts, import_id: UUID) -> ImportOut:
    """Read and check the file; unless only a check was asked for, good rows are then applied."""
    return service.start(ctx, import_id)


@router.post("/{import_id}:apply", status_code=202, summary="Apply an import 写入", errors=_APPLY)
def apply_import(ctx: Acts, import_id: UUID) -> ImportOut:
    """Write the rows of a checked import without uploading them again; they are judged once more as they are written."""
    return service.apply(ctx, import_id)


@router.post("/{import_id}:retry", status_code=202, summary="Retry an import 重试", errors=_APPLY)
def retry_import(ctx: Acts, import_id: UUID) -> ImportOut:
    """Go on with an import that failed on the way; rows that were written before are found unchanged."""
    return service.retry(ctx, import_id)


@router.post("/{import_id}:cancel", summary="Cancel an import 取消导入", errors=_STEP)
def cancel_import(ctx: Acts, import_id: UUID) -> ImportOut:
    """Nothing more is written from now on; what was written stays."""
    return service.cancel(ctx, import_id)


@router.post(
    "/{import_id}:rollback",
    status_code=202,
    summary="Roll an import back 撤销导入",
    errors=(*_STEP, errors.NOTHING_WRITTEN, errors.ROLLBACK_OVER, errors.TOO_MANY),
)
def roll_back_import(ctx: Acts, import_id: UUID) -> ImportOut:
    """Take back what it wrote, within seven days; rows that were changed since are kept and listed."""
    return service.roll_back(ctx, import_id)
