"""What the background does, as declarations that `wiring` collects.

A *job* is a row: asked for once, done once, visible to the one who asked. A *follower* never ends: it works off what
others have written (sequence, roll-ups). A *schedule* makes a job at the times it names.
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
        """Where the job goes on after this chunk; the phase stays when none is given."""

    def progress(self, done: int, total: int | None = None) -> None:
        """How far the job is, for people."""

    def output(self, part: int, content: bytes) -> None:
        """One part of the file that the job hands out, counted from 0 without gaps; a part given again is replaced."""

    def finish(self, result: Mapping[str, Any] | None = None) -> None:
        """The job is done with this chunk. `result` is shown to whoever may see the job: figures, no content.

        Of a job with output it says under `file`: `filename`, `media_type`, `size` in bytes; only its actor sees that.
        """


class Run(Protocol):
    """One attempt at a job. A handler goes on from `phase` and `cursor`, chunk by chunk, until it finishes.

    What it raises decides: `Refused` ends the job as failed with that code; `Interrupted` (raised here, never caught by
    a handler) lets go of it; anything else is an attempt that failed and is repeated after a pause.
    """

    id: UUID
    kind: str
    unit_id: UUID | None
    actor_id: UUID | None
    arguments: Mapping[str, Any]
    phase: str
    cursor: str | None
    data_dir: Path

    def chunk(self) -> AbstractContextManager[Chunk]:
        """A writing transaction, as the job's actor with the rights held now; keep it short, compute outside of it.

        Errors: `Interrupted` when another worker has taken over or the job is to stop, `job.right_lost`.
        """

    def snapshot(self) -> AbstractContextManager[Context]:
        """A read-only transaction that sees one state, as the job's actor with the rights held now. Errors: as above."""

    def report(self, done: int, total: int | None = None) -> None:
        """Progress from outside a chunk. Cheap: call it often. It writes once a second at most. Errors: as above."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a job of this kind does, and its limits. `at_once` counts over all workers, `per_unit` in one unit.

    Kinds of one `group` are counted together for `at_once`: give them all the same.
    `permission` is what the actor must hold, now and at each step; the contexts of the run are narrowed to it, as a
    request's is to the permission of its route. `attempts` are those that may fail without a step forward (`advance`);
    an attempt whose worker was killed is none of them (`rules.after_loss`). A handler that gives no sign (chunk, report)
    for `patience` is taken for hung: it loses its lease, and has failed. The end of a `quiet` kind is not told to the
    actor: its handler says more.
    """

    name: str
    run: Callable[[Run], None]
    permission: str | None = None
    at_once: int = 4
    group: str | None = None
    per_unit: int = 2
    attempts: int = 5
    kept: timedelta = timedelta(days=30)
    patience: timedelta = timedelta(minutes=5)
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Follower:
    """Works off what others have written, one worker at a time.

    `due` is a cheap reading, asked about twice a second. `step` works off one chunk in a transaction that excludes
    every other worker's, commits on return, and says whether there is more.
    """

    name: str
    due: Callable[[Session], bool]
    step: Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job made at each time of `cron` (five fields, in the legal time zone), once over all workers.

    While the job of the time before is unfinished, none is added; times that passed unattended count once.
    """

    name: str
    kind: str
    cron: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
