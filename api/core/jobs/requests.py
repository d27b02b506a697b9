"""Asking for work: a job row in the caller's own transaction, so that work and request are acknowledged together."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.core import ids
from api.core.context import Actor, Context
from api.core.database import affected
from api.core.errors import Refused
from api.core.jobs.errors import PENDING
from api.core.jobs.models import Job, JobOutput
from api.core.jobs.rules import JobState

_JOB = Job.metadata.tables["job"]
_TRIES = 3


def insert_new(session: Session, table: Any) -> Any:
    """An INSERT that leaves a row alone which is there already."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return make(table).on_conflict_do_nothing()


def enqueue(
    ctx: Context,
    kind: str,
    *,
    unit_id: UUID | None = None,
    arguments: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> UUID:
    """Ask for a job of `kind`, in the name of the context's actor; it starts once the caller's transaction commits.

    With a `key`, an unfinished job of the kind under the same key is that job: its id is returned. Arguments hold ids
    and choices, no content.
    """
    row = _row(ctx, kind, unit_id, arguments) | {"key": None if key is None else f"{kind}:{key}"}
    for _ in range(_TRIES):
        found = _insert(ctx.session, row) or _pending(ctx.session, row["key"])
        if found is not None:
            return found
    raise Refused(PENDING)


def _insert(session: Session, row: Mapping[str, Any]) -> UUID | None:
    """The id of the new row; None when its key is taken."""
    made: UUID | None = session.execute(insert_new(session, _JOB).values(row).returning(_JOB.c.id)).scalar_one_or_none()
    return made


def _pending(session: Session, key: str) -> UUID | None:
    """The unfinished job under `key`; None when it has ended meanwhile."""
    found: UUID | None = session.execute(select(_JOB.c.id).where(_JOB.c.key == key)).scalar_one_or_none()
    return found


def _row(ctx: Context, kind: str, unit_id: UUID | None, arguments: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "id": ids.ordered_by(ctx),
        "kind": kind,
        "unit_id": unit_id,
        "actor_id": ctx.actor.id if ctx.actor else None,
        **_capacity(ctx.actor),
        "arguments": dict(arguments or {}),
        "state": JobState.QUEUED,
        "cancel_requested": False,
        "phase": "",
        "done": 0,
        "attempts": 0,
        "losses": 0,
        "due_at": ctx.now,
        "created_at": ctx.now,
        "lease_number": 0,
    }


def _capacity(actor: Actor | None) -> dict[str, Any]:
    """Without a token `carried` is left out: NULL, which a JSON null is not."""
    if actor is None:
        return {}
    carried = actor.capacity.carried
    return {"post_id": actor.capacity.post} | ({} if carried is None else {"carried": sorted(carried)})


def count_unfinished(ctx: Context, actor_id: UUID) -> int:
    """How many jobs of an actor have not ended."""
    stmt = select(func.count()).select_from(_JOB).where(_JOB.c.actor_id == actor_id, _JOB.c.finished_at.is_(None))
    return ctx.session.execute(stmt).scalar_one()


def pass_on(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Let another go on with all jobs of an actor that have not ended, with the successor's own rights; how many.

    A worker at one of them is fenced off and the next goes on after its last chunk; parts of a file that are there were
    read with the leaver's rights, so they go. What has ended stays the leaver's: nobody reads it any more.
    """
    unfinished = (_JOB.c.actor_id == leaver, _JOB.c.finished_at.is_(None))
    parts = delete(JobOutput).where(JobOutput.job_id.in_(select(_JOB.c.id).where(*unfinished)))
    ctx.session.execute(parts)
    anew = {"state": JobState.QUEUED, "due_at": ctx.now, "lease_owner": None, "attempts": 0, "losses": 0}
    whose = {"actor_id": successor, "post_id": None, "carried": null()}
    fence = {"lease_number": _JOB.c.lease_number + 1}
    return affected(ctx.session.execute(update(_JOB).where(*unfinished).values(**anew, **whose, **fence)))


def cancel(ctx: Context, job_id: UUID) -> bool:
    """A waiting job ends at once, a running one before its next chunk; returns whether it had not ended yet."""
    waiting = update(_JOB).where(_JOB.c.id == job_id, _JOB.c.state == JobState.QUEUED)
    ended = {"state": JobState.CANCELLED, "finished_at": ctx.now, "due_at": None, "key": None}
    if affected(ctx.session.execute(waiting.values(cancel_requested=True, **ended))):
        ctx.session.execute(delete(JobOutput).where(JobOutput.job_id == job_id))
        return True
    running = update(_JOB).where(_JOB.c.id == job_id, _JOB.c.state == JobState.RUNNING)
    return bool(affected(ctx.session.execute(running.values(cancel_requested=True))))
