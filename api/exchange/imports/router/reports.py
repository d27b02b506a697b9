"""What came of an import, over HTTP: on the screen by stretches, as files of any size."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core import tabular
from api.core.context import Context
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_CURSOR, CursorText, Limit
from api.core.routing import Router
from api.core.transaction import Mode, transaction
from api.exchange.imports import errors, intake, queries, service
from api.exchange.imports.errors import NO_REPORT
from api.exchange.imports.intake import READ_GUARD
from api.exchange.imports.reports import RESULTS, errors_of, result_lines
from api.exchange.imports.rules.bundles import BUNDLE
from api.exchange.imports.schemas import ErrorFeed, SentRow, SentRows
from api.files.delivery import disposition
from api.files.errors import NO_SPACE

router = Router(prefix="/imports/{import_id}", tags=["imports"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
Reads = Annotated[Context, Requires(Permission.IMPORT_READ)]
Fetches = Annotated[Context, Requires(Permission.IMPORT_READ, snapshot=True)]


def _file(media: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file.", "content": {media: _BINARY}}}


@router.get("/errors", summary="List an import's errors 导入错误", errors=(BAD_CURSOR,))
def list_import_errors(
    ctx: Reads,
    import_id: UUID,
    code: Annotated[str | None, Query(max_length=80)] = None,
    column: Annotated[str | None, Query(max_length=200)] = None,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> ErrorFeed:
    """Faults of rows by their place in the file, of one code or one column where asked."""
    return queries.list_errors(ctx, queries.require_import(ctx, import_id), (code, column), cursor, limit)


@router.get(
    "/rows",
    summary="Read rows as they were sent 原样的行",
    errors=(errors.NO_FILE, errors.ROWS_GONE, errors.STORAGE_DOWN, NO_SPACE),
)
def list_sent_rows(ctx: Annotated[Context, Depends(READ_GUARD)], import_id: UUID, found: intake.SentRows) -> SentRows:
    """Rows of the file as they stand in it, by their numbers: what an error is about. Of a bundle, ask its members.

    A file is kept for 30 days; one with identity numbers is not. Personal columns are for whoever sent the file.
    """
    queries.require_import(ctx, import_id)
    items = [SentRow(row=row, cells=cells) for row, cells in sorted(found.cells.items())]
    return SentRows(places=found.places, headers=found.headers, items=items)


@router.get(
    "/errors.csv",
    summary="Download errors as CSV 下载错误 CSV",
    response_class=StreamingResponse,
    responses=_file("text/csv"),
)
def download_import_errors_csv(ctx: Fetches, import_id: UUID) -> StreamingResponse:
    """Every fault that was kept, for Excel, in the caller's language."""
    one = queries.require_import(ctx, import_id)
    language: tabular.Language = "en" if ctx.language == "en" else "zh-CN"
    table = errors_of(one.type)
    file = tabular.write_csv(table.header(language), table.cells(queries.stream_errors(ctx, one), language))
    return _saved(tabular.blocks(file), "errors.csv", "text/csv; charset=utf-8")


@router.post("/errors.xlsx", status_code=202, summary="Make a workbook of errors 生成错误工作簿", errors=(NO_REPORT,))
def start_import_report(ctx: Reads, import_id: UUID) -> JobOut:
    """The caller's own workbook with a column of faults, to be put right and sent again; made in the background.

    Of other files, and above 20,000 rows: a new workbook of the refused rows.
    """
    return service.start_report(ctx, import_id)


@router.get(
    "/errors.ndjson",
    summary="Download errors as NDJSON 下载错误 NDJSON",
    response_class=StreamingResponse,
    responses=_file("application/x-ndjson"),
)
def download_import_errors_ndjson(ctx: Fetches, import_id: UUID) -> StreamingResponse:
    """Every fault that was kept, for programs."""
    file = tabular.write_ndjson(queries.stream_errors(ctx, queries.require_import(ctx, import_id)))
    return _saved(tabular.blocks(file), "errors.ndjson", "application/x-ndjson")


@router.get(
    "/results.csv",
    summary="Download results 下载结果",
    response_class=StreamingResponse,
    responses=_file("text/csv"),
)
def download_import_results(ctx: Fetches, request: Request, import_id: UUID) -> StreamingResponse:
    """Row, action, id and natural key of every row that was taken: how the caller learns our ids."""
    one = queries.require_import(ctx, import_id)
    content = _results(request, queries.result_places(ctx, one), named=one.type == BUNDLE)
    return _saved(content, "results.csv", "text/csv; charset=utf-8")


async def _results(request: Request, places: list[Any], *, named: bool) -> AsyncIterator[bytes]:
    """Chunk by chunk, each read by itself: a download holds neither a session nor a place while it waits.

    Of a bundle each line begins with the file, `named`.
    """
    state: Any = request.app.state
    yield "\ufeff".encode() + _lines([["member", *RESULTS] if named else list(RESULTS)])
    for place in places:
        before = [place.member] if named else []
        yield await state.slots.run(_chunk, state.database, place, before)


def _chunk(database: Any, place: Any, before: list[str]) -> bytes:
    with transaction(database, Mode.READ) as session:
        outcomes = queries.read_outcomes(session, place.import_id, place.number)
        return _lines([*before, *line] for line in result_lines(outcomes))


def _lines(rows: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([tabular.safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _saved(content: Any, name: str, media: str) -> StreamingResponse:
    headers = {"Content-Disposition": disposition(name), "Content-Security-Policy": "sandbox; default-src 'none'"}
    return StreamingResponse(content, headers=headers, media_type=media)
