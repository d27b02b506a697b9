"""A job on the wire, for every operation that starts one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row, select

from api.core.context import Context
from api.core.errors import CATALOG
from api.core.faces import STAFF
from api.core.jobs.models import Job
from api.core.jobs.requests import enqueue
from api.core.jobs.rules import JobState
from api.core.schemas import Moment, Out

_JOB = Job.metadata.tables["job"]
COLUMNS = tuple(
    _JOB.c[name]
    for name in (
        *("id", "kind", "unit_id", "actor_id", "state", "cancel_requested", "done", "total", "result", "error_code"),
        *("permission", "post_id", "created_at", "started_at", "finished_at", "due_at"),
    )
)


class JobError(Out):
    """Why a job failed: a stable code, and its sentence in the caller's language."""

    code: str = Field(examples=["job.right_lost"])
    title: str


class JobFile(Out):
    """What a job hands out at `/jobs/{id}/output`."""

    filename: str = Field(examples=["学校_20270301.xlsx"])
    media_type: str
    size: int = Field(description="Bytes.")


class JobOut(Out):
    """Something done in the background. `own` says whether it was asked for by the caller."""

    id: UUID
    kind: str = Field(examples=["export.schools"])
    unit_id: UUID | None
    own: bool
    state: JobState
    cancel_requested: bool
    done: int
    total: int | None = Field(description="Null while it is not known.")
    result: dict[str, Any] | None = Field(description="Figures of what was done; no content.")
    error: JobError | None
    output: JobFile | None = Field(description="For who asked for it, once it is done.")
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    resumes_at: Moment | None = Field(
        description="When it is tried again, after an attempt that failed or was cut off."
    )


def accept(
    ctx: Context,
    kind: str,
    *,
    unit_id: UUID | None = None,
    arguments: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> JobOut:
    """Ask for a job (see `enqueue`) and answer where it is: 202 with its address."""
    job_id = enqueue(ctx, kind, unit_id=unit_id, arguments=arguments, key=key)
    ctx.reply.headers["Location"] = f"{STAFF.prefix}/jobs/{job_id}"
    return present(ctx, ctx.session.execute(select(*COLUMNS).where(_JOB.c.id == job_id)).one())


def present(ctx: Context, row: Row[*tuple[Any, ...]]) -> JobOut:
    """A row of `COLUMNS` as the caller may see it."""
    result = dict(row.result) if row.result else None
    file = result.pop("file", None) if result else None
    own = ctx.actor is not None and row.actor_id == ctx.actor.id
    plain = {name: getattr(row, name) for name in JobOut.model_fields if name in row._fields}
    return JobOut(
        **(plain | {"result": result}),
        own=own,
        error=_error(ctx, row.error_code),
        output=JobFile(**file) if file and own else None,
        resumes_at=row.due_at if _pauses(ctx, row) else None,
    )


def _pauses(ctx: Context, row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.state == JobState.QUEUED and row.started_at and row.due_at > ctx.now)


def _error(ctx: Context, code: str | None) -> JobError | None:
    if code is None:
        return None
    spec = CATALOG.get(code)
    # A sentence may name parameters, which the row does not keep: then the code must do.
    title = spec.text(ctx.language, {}) if spec and "{" not in spec.zh else code
    return JobError(code=code, title=title)
