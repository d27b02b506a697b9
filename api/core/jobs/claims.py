"""Who works on what: claims, leases and what fences a worker that has lost one.

A claim is made under the lock of one row, so that limits hold over all workers; the lease is a time in `due_at` and a
number. Whoever writes for a job names that number; when another has claimed it meanwhile, nothing is met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Update, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from api.core import clock, logs, notices
from api.core.context import Capacity
from api.core.database import affected
from api.core.jobs.errors import WORKERS_LOST
from api.core.jobs.kinds import JobKind
from api.core.jobs.models import Job, JobOutput, Lease
from api.core.jobs.rules import ENDED, JobState, after_loss, most_losses

JOB_FINISHED = notices.define("job.finished")
JOB_FAILED = notices.define("job.failed")

CLAIMING = "jobs.claim"
_LOOKED_AT = timedelta(seconds=5)  # so long a person waits at the page
_PURGED_AT_ONCE = 500

# Tables, not entities: a small job costs a few statements, and each of them counts.
_JOB, _OUTPUT, _LEASE = (Job.metadata.tables[model.__tablename__] for model in (Job, JobOutput, Lease))
_DUE = (
    _JOB.c.due_at <= bindparam("now"),
    _JOB.c.kind.in_(bindparam("kinds", expanding=True)),
    # What ran until its lease did is taken note of in any case.
    or_(_JOB.c.losses <= bindparam("most_losses"), _JOB.c.state == JobState.RUNNING),
)
_ANY_DUE = select(_JOB.c.id).where(*_DUE).limit(1)
_TURN = select(_LEASE.c.name).where(_LEASE.c.name == bindparam("name"))
_MY_TURN, _MY_TURN_IF_FREE = _TURN.with_for_update(), _TURN.with_for_update(skip_locked=True)
_AT_WORK = (
    select(_JOB.c.kind, _JOB.c.unit_id, func.count())
    .where(_JOB.c.due_at > bindparam("now"), _JOB.c.state == JobState.RUNNING)
    .group_by(_JOB.c.kind, _JOB.c.unit_id)
)
_NEXT = (
    select(
        *(_JOB.c[name] for name in ("id", "kind", "unit_id", "actor_id", "arguments", "phase", "cursor")),
        *(_JOB.c[name] for name in ("post_id", "carried", "done", "total", "started_at")),
        *(_JOB.c[name] for name in ("state", "cancel_requested", "attempts", "losses", "lease_number")),
    )
    .where(*_DUE)
    .order_by(_JOB.c.due_at, _JOB.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_KNOWN = ("id", "unit_id", "actor_id", "arguments", "phase", "cursor", "done", "total", "attempts")
_NUMBERED = (_JOB.c.id == bindparam("job_id"), _JOB.c.lease_number == bindparam("number"))
_STANDING = select(_JOB.c.cancel_requested).where(*_NUMBERED, _JOB.c.state == JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands: what it is, where it stands, and the number of the lease."""

    id: UUID
    kind: JobKind
    unit_id: UUID | None
    actor_id: UUID | None
    capacity: Capacity
    arguments: Mapping[str, Any]
    phase: str
    cursor: str | None
    done: int
    total: int | None
    attempts: int
    losses: int
    number: int
    started_at: datetime

    @property
    def fence(self) -> dict[str, Any]:
        """What every statement for the job is bound to."""
        return {"job_id": self.id, "number": self.number}


@dataclass(frozen=True, slots=True)
class Claimant:
    """A worker as it claims: which kinds it knows, who it is, how long its leases are, since when it lives."""

    kinds: Mapping[str, JobKind]
    owner: str
    lease: timedelta
    since: datetime = field(default_factory=clock.now)

    def any_due(self, session: Session, now: datetime) -> bool:
        """Whether a look for work is worth a transaction. Kinds unknown to this version are left alone."""
        return session.execute(_ANY_DUE, self._due(now, self.kinds)).first() is not None

    def claim(self, session: Session, now: datetime) -> Claim | None:
        """The job that has waited longest and is within all limits, if any; the caller commits."""
        session.execute(_MY_TURN, {"name": CLAIMING})
        open_kinds, full_units = self._limits(session, now)
        stmt = _NEXT
        if full_units:
            stmt = stmt.where(_JOB.c.unit_id.is_(None) | tuple_(_JOB.c.kind, _JOB.c.unit_id).not_in(full_units))
        while open_kinds:
            row = session.execute(stmt, self._due(now, open_kinds)).one_or_none()
            if row is None:
                return None
            claim = self._take(session, row, now)
            if not _set_aside(session, claim, row, now):
                return claim
        return None

    def _due(self, now: datetime, kinds: Iterable[str]) -> dict[str, Any]:
        return {"now": now, "kinds": list(kinds), "most_losses": most_losses(now - self.since)}

    def _limits(self, session: Session, now: datetime) -> tuple[list[str], list[tuple[str, UUID]]]:
        """Kinds that have a place left, and units that have none left for a kind."""
        by_group: dict[str, int] = {}
        full_units = []
        for name, unit_id, number in session.execute(_AT_WORK, {"now": now}):
            group = self._group(name)
            by_group[group] = by_group.get(group, 0) + number
            if unit_id is not None and name in self.kinds and number >= self.kinds[name].per_unit:
                full_units.append((name, unit_id))
        free = [name for name, kind in self.kinds.items() if by_group.get(self._group(name), 0) < kind.at_once]
        return free, full_units

    def _group(self, name: str) -> str:
        """What a kind is counted with: alone, unless it says more."""
        return (self.kinds[name].group if name in self.kinds else None) or name

    def _take(self, session: Session, row: Any, now: datetime) -> Claim:
        # Whoever held it before has let go of it by a word, or else its lease has run out.
        losses = row.losses + (row.state == JobState.RUNNING)
        values = {
            "state": JobState.RUNNING,
            "lease_owner": self.owner,
            "lease_number": row.lease_number + 1,
            "permission": self.kinds[row.kind].permission,
            "losses": losses,
            "due_at": now + self.lease,
            "started_at": row.started_at or now,
        }
        at_hand = {"losses": losses, "number": values["lease_number"], "started_at": values["started_at"]}
        session.execute(_taking(tuple(values)), {"job_id": row.id, "number": row.lease_number} | _new(values))
        known = {name: getattr(row, name) for name in _KNOWN}
        capacity = Capacity(row.post_id, None if row.carried is None else frozenset(row.carried))
        kind = self.kinds[row.kind]
        return Claim(**known, **at_hand, kind=kind, capacity=capacity)

    def hold(self, session: Session, claim: Claim, now: datetime, **values: Any) -> bool:
        """Renew the lease, and write `values`, if the claim still stands."""
        return set_fenced(session, claim, due_at=now + self.lease, **values)


def _set_aside(session: Session, claim: Claim, row: Any, now: datetime) -> bool:
    """Whether what was just claimed is not to be done now: it was cancelled, or its workers went too often."""
    if row.cancel_requested:
        return end(session, claim, now, JobState.CANCELLED)
    if row.state != JobState.RUNNING:
        return False
    pause = after_loss(claim.losses)
    logs.warning("job_worker_lost", job=str(claim.id), kind=claim.kind.name, times=claim.losses)
    if pause is None:
        return end(session, claim, now, JobState.FAILED, error_code=WORKERS_LOST.code)
    return bool(pause) and put_back(session, claim, now + pause)


def cancel_requested(session: Session, claim: Claim) -> bool | None:
    """Whether the job is to stop; None when the claim no longer stands."""
    return session.execute(_STANDING, claim.fence).scalar_one_or_none()


def set_fenced(session: Session, claim: Claim, **values: Any) -> bool:
    """Write `values` if the claim still stands."""
    return bool(affected(session.execute(_fenced(tuple(values)), claim.fence | _new(values))))


@cache
def _taking(names: tuple[str, ...]) -> Update:
    """An UPDATE of these columns, built once: building it costs as much as sending it."""
    return update(_JOB).where(*_NUMBERED).values({name: bindparam(f"new_{name}") for name in names})


@cache
def _fenced(names: tuple[str, ...]) -> Update:
    return _taking(names).where(_JOB.c.state == JobState.RUNNING)


def _new(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def end(session: Session, claim: Claim, now: datetime, state: JobState, **values: Any) -> bool:
    """End the job, if the claim still stands; what did not succeed hands nothing out."""
    assert state in ENDED
    ended = set_fenced(session, claim, state=state, finished_at=now, due_at=None, key=None, lease_owner=None, **values)
    if ended and state is not JobState.SUCCEEDED:
        session.execute(delete(_OUTPUT).where(_OUTPUT.c.job_id == claim.id))
    if ended:
        _tell(session, claim, now, state)
    return ended


def _tell(session: Session, claim: Claim, now: datetime, state: JobState) -> None:
    """Who asked for the job has looked away when it took its time; a failure is told in any case."""
    kind = {JobState.SUCCEEDED: JOB_FINISHED, JobState.FAILED: JOB_FAILED}.get(state)
    looked_on = state is JobState.SUCCEEDED and now - claim.started_at < _LOOKED_AT
    if kind is None or claim.actor_id is None or claim.kind.quiet or looked_on:
        return
    about = notices.About("job", claim.id, claim.kind.name, claim.unit_id)
    notices.notify(notices.At(session, now), [claim.actor_id], kind, about)


def put_back(session: Session, claim: Claim, due_at: datetime, **values: Any) -> bool:
    """Let the job wait for another claim, if this one still stands."""
    return set_fenced(session, claim, state=JobState.QUEUED, due_at=due_at, lease_owner=None, **values)


def take_turn(session: Session, name: str) -> bool:
    """Lock the row `name` for this transaction, unless another has it: then somebody else is at it."""
    return session.execute(_MY_TURN_IF_FREE, {"name": name}).first() is not None


def expire_leases(session: Session, now: datetime) -> int:
    """Every lease has run out: for SQLite at start, where nobody else can be at work."""
    return affected(session.execute(update(_JOB).where(_JOB.c.state == JobState.RUNNING).values(due_at=now)))


def purge(kinds: Iterable[JobKind], session: Session, now: datetime) -> int:
    """Remove ended jobs, and what they handed out, once their kind's time is over; returns how many."""
    removed = 0
    for kind in kinds:
        old = select(_JOB.c.id).where(_JOB.c.kind == kind.name, _JOB.c.finished_at < now - kind.kept)
        removed += affected(session.execute(delete(_JOB).where(_JOB.c.id.in_(old.limit(_PURGED_AT_ONCE)))))
    return removed
