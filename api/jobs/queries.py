"""Reading jobs: one's own; of others, with `job.read`, those of units within reach and those of the house itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.database import Database
from api.core.errors import NOT_FOUND, Refused
from api.core.jobs.errors import NO_OUTPUT, OTHER_POST, RIGHT_LOST
from api.core.jobs.models import Job, JobOutput
from api.core.jobs.resource import COLUMNS, JobOut, present
from api.core.jobs.rules import JobState
from api.core.paging import open_cursor, seal_cursor
from api.core.schemas import Feed
from api.core.transaction import Mode, transaction
from api.jobs.schemas import JobFilter

_FEED = "jobs"


def list_jobs(ctx: Context, wanted: JobFilter, cursor: str | None, limit: int) -> Feed[JobOut]:
    """Jobs, newest first. Errors: `paging.bad_cursor`."""
    stmt = select(*COLUMNS).where(_own(ctx) if wanted.scope == "own" else _visible(ctx))
    if wanted.state:
        stmt = stmt.where(Job.state.in_(wanted.state))
    after = open_cursor(ctx, _FEED, cursor)
    if after is not None:
        stmt = stmt.where(Job.id < after)
    rows = ctx.session.execute(stmt.order_by(Job.id.desc()).limit(limit + 1)).all()
    jobs = [present(ctx, row) for row in rows[:limit]]
    more = len(rows) > limit
    return Feed(items=jobs, next_cursor=seal_cursor(ctx, _FEED, jobs[-1].id) if more else None)


def get_job(ctx: Context, job_id: UUID) -> JobOut:
    """One job. Errors: `not_found`."""
    row = ctx.session.execute(select(*COLUMNS).where(Job.id == job_id, _visible(ctx))).one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    return present(ctx, row)


def get_output(ctx: Context, job_id: UUID) -> tuple[JobOut, int]:
    """One's own job and the number of parts of its file.

    Errors: `not_found`, `job.no_output`, `job.right_lost`, `job.other_post`.
    """
    row = ctx.session.execute(select(*COLUMNS).where(Job.id == job_id, _own(ctx))).one_or_none()
    if row is None:
        raise Refused(NOT_FOUND)
    job = present(ctx, row)
    if job.state is not JobState.SUCCEEDED or job.output is None:
        raise Refused(NO_OUTPUT)
    if row.permission is not None and not ctx.may(row.permission):
        raise Refused(RIGHT_LOST)
    _refuse_other_post(ctx, row.post_id)
    parts = select(func.count()).select_from(JobOutput).where(JobOutput.job_id == job_id)
    return job, ctx.session.execute(parts).scalar_one()


def _refuse_other_post(ctx: Context, post: UUID | None) -> None:
    """What one post may read is handed out to that post only, and to nobody once it was taken away."""
    actor = ctx.signed_in
    if post is not None and post not in {grant.id for grant in actor.grants}:
        raise Refused(OTHER_POST if actor.capacity.post else RIGHT_LOST)


def read_part(database: Database, job_id: UUID, part: int) -> bytes:
    """One part of a file, read by itself: a download holds neither a session nor a place while it waits."""
    stmt = select(JobOutput.content).where(JobOutput.job_id == job_id, JobOutput.part == part)
    with transaction(database, Mode.READ) as session:
        return session.execute(stmt).scalar_one()


def _own(ctx: Context) -> ColumnElement[bool]:
    """A machine sees what was asked for by token: a lesser token must not stop what its person began at the screen."""
    own = Job.actor_id == ctx.signed_in.id
    return and_(own, Job.carried.is_not(None)) if ctx.signed_in.machine else own


def _visible(ctx: Context) -> ColumnElement[bool]:
    if not ctx.may(Permission.JOB_READ):
        return _own(ctx)
    inside: ColumnElement[Any] = reach.condition(ctx, Job.unit_id, Permission.JOB_READ)
    return or_(_own(ctx), inside, and_(Job.unit_id.is_(None), Job.actor_id.is_(None)))
