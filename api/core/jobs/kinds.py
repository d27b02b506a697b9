"""What the background does, as declarations that `wiring` collects.

A *job* is a row: asked for once, done once, visible to the one who asked. A *follower* never ends: it holds a lease and
works off what others have written (sequence, roll-ups). A *schedule* makes a job at the times it names.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from api.core.context import Context


class Chunk(Protocol):
    """One transaction of a job, fenced by its lease: what it writes and where the job stands are committed together."""

    ctx: Context

    def advance(self, *, phase: str | None = None, cursor: str | None = None) -> None:
        """Where the job goes on after this chunk."""

    def progress(self, done: int, total: int | None = None) -> None:
        """How far the job is, for people."""

    def finish(self, result: Mapping[str, Any] | None = None) -> None:
        """The job is done with this chunk. `result` is shown to whoever may see the job: figures, no content."""


class Run(Protocol):
    """One attempt at a job. A handler goes on from `phase` and `cursor`, chunk by chunk, until it finishes."""

    id: UUID
    kind: str
    unit_id: UUID | None
    actor_id: UUID | None
    arguments: Mapping[str, Any]
    phase: str
    cursor: str | None
    data_dir: Path

    def chunk(self) -> AbstractContextManager[Chunk]:
        """A writing transaction. Errors: `Fenced` when another worker has taken over, `Cancelled` when asked to stop."""

    def snapshot(self) -> AbstractContextManager[Context]:
        """A read-only transaction that sees one state, as the job's actor with the rights held now."""

    def report(self, done: int, total: int | None = None) -> None:
        """Progress from outside a chunk, in a short transaction; renews the lease. Errors: as `chunk`."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a job of this kind does, and its limits. `at_once` counts over all workers, `per_unit` in one unit."""

    name: str
    run: Callable[[Run], None]
    at_once: int = 4
    per_unit: int = 2
    attempts: int = 5
    kept: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Follower:
    """Works off what others have written, one worker at a time.

    `due` is a cheap reading, asked about twice a second; `step` works off one chunk in a transaction that its lease
    fences, and returns whether there is more.
    """

    name: str
    due: Callable[[Session], bool]
    step: Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job made at each time of `cron` (five fields, in the legal time zone), once over all workers."""

    name: str
    kind: str
    cron: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
