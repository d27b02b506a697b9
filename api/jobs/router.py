"""Background work over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from api.access.guard import SignedIn
from api.core.context import Context
from api.core.jobs.errors import ENDED, NO_OUTPUT, OTHER_POST, RIGHT_LOST
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_CURSOR, CursorText, Limit
from api.core.routing import Router
from api.core.schemas import Feed
from api.jobs import queries, service
from api.jobs.schemas import JobFilter

router = Router(prefix="/jobs", tags=["jobs"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"description": "The file.", "content": {"application/octet-stream": _BINARY}}}


@router.get("", summary="List background jobs 后台任务", errors=(BAD_CURSOR,))
def list_jobs(
    ctx: Annotated[Context, SignedIn(machines=True)],
    wanted: Annotated[JobFilter, Query()],
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[JobOut]:
    """What the caller has asked for, newest first; with `job.read`, on request, what others have too."""
    return queries.list_jobs(ctx, wanted, cursor, limit)


@router.get("/{job_id}", summary="Read a job 任务进度")
def get_job(ctx: Annotated[Context, SignedIn(machines=True)], job_id: UUID) -> JobOut:
    """Where a job stands: state, progress, and in the end its figures or why it failed."""
    return queries.get_job(ctx, job_id)


@router.post("/{job_id}:cancel", summary="Cancel a job 取消任务", errors=(ENDED,))
def cancel_job(ctx: Annotated[Context, SignedIn(machines=True)], job_id: UUID) -> JobOut:
    """A waiting job ends at once; a running one stops at its next step, and `cancel_requested` says so until then."""
    return service.cancel_job(ctx, job_id)


@router.get(
    "/{job_id}/output",
    summary="Download a job's file 下载任务结果",
    response_class=StreamingResponse,
    responses=_FILE,
    errors=(NO_OUTPUT, RIGHT_LOST, OTHER_POST),
)
def download_job_output(
    ctx: Annotated[Context, SignedIn(logged=True, machines=True)], job_id: UUID, request: Request
) -> StreamingResponse:
    """The file, for who asked for it and still has the right to it. The download is recorded in the ledger."""
    job, parts = service.open_output(ctx, job_id)
    assert job.output is not None
    name = f"attachment; filename=\"{job.kind}\"; filename*=UTF-8''{quote(job.output.filename)}"
    headers = {
        "Content-Disposition": name,
        "Content-Length": str(job.output.size),
        # Opened by mistake in the browser it stays a stranger to this origin.
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(_stream(request, job_id, parts), headers=headers, media_type=job.output.media_type)


async def _stream(request: Request, job_id: UUID, parts: int) -> AsyncIterator[bytes]:
    state: Any = request.app.state
    for part in range(parts):
        yield await state.slots.run(queries.read_part, state.database, job_id, part)
