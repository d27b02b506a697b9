"""Tables of the background: jobs, what they hand out, schedules, and rows that stand for exclusive work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.jobs.errors import PENDING
from api.core.jobs.rules import JobState

_STATES = ", ".join(f"'{state}'" for state in JobState)


class Job(Base):
    """Something asked for once. Written in the transaction of whoever asks, so that there is no outbox.

    `due_at` is when a worker may take it: a waiting job not before, a running one once its lease has run out; an ended
    job has none. `lease_number` grows with each claim and fences whoever held it before. `attempts` counts those
    that failed, `losses` those whose worker went without a word, both since phase or cursor last moved. `key` lets only
    one unfinished job bear it. `permission` is what its kind demands of the actor, written by the worker that took it:
    whoever lost it gets no output either. `post_id` and `carried`: the capacity in which its actor asked
    (`context.Capacity`), in which it is done; no foreign key, as in a session.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        UniqueConstraint("key"),
        Index(None, "due_at", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "kind", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    post_id: Mapped[UUID | None]
    carried: Mapped[list[Any] | None]
    arguments: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    cancel_requested: Mapped[bool]
    phase: Mapped[str] = mapped_column(String(40))
    cursor: Mapped[str | None]
    done: Mapped[int]
    total: Mapped[int | None]
    result: Mapped[dict[str, Any] | None]
    error_code: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int]
    losses: Mapped[int]
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(80))
    lease_number: Mapped[int]
    permission: Mapped[str | None] = mapped_column(String(40))


class JobOutput(Base):
    """A file that a job hands out, in parts: no shared disk is needed, and it is purged with its job."""

    __tablename__ = "job_output"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class JobSchedule(Base):
    """When a schedule makes its next job; whoever moves `next_at` on makes it."""

    __tablename__ = "job_schedule"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    cron: Mapped[str] = mapped_column(String(80))
    next_at: Mapped[datetime] = mapped_column(index=True)


class Lease(Base):
    """A row that is locked by the transaction that does what only one may do at a time."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)


map_constraint("uq_job_key", PENDING)
