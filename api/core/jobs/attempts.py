"""One attempt at a job: its transactions, what stops it, and how it ends."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.core import clock, logs
from api.core.context import Actor, Capacity, Context
from api.core.database import Database
from api.core.errors import Refused
from api.core.jobs import claims
from api.core.jobs.claims import Claim, Claimant
from api.core.jobs.errors import ATTEMPTS_EXHAUSTED, RIGHT_LOST
from api.core.jobs.models import JobOutput
from api.core.jobs.rules import JobState, backoff
from api.core.keys import KeyStore
from api.core.transaction import Mode, transaction

_REPORT_EVERY = 1.0
_OUTPUT = JobOutput.metadata.tables["job_output"]


class Interrupted(Exception):
    """The attempt ends here through no fault of the handler's."""


class Fenced(Interrupted):
    """Another worker has taken over, or the job has ended: nothing more may be written for it."""


class Cancelled(Interrupted):
    """The job was asked to stop."""


class Stopping(Interrupted):
    """This worker is being stopped; another goes on."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every attempt of one worker process uses. `find_actor` gives who asked, with the rights held now."""

    database: Database
    keys: KeyStore
    data_dir: Path
    find_actor: Callable[[Session, UUID, Capacity], Actor | None]
    claimant: Claimant
    stop: threading.Event = field(default_factory=threading.Event)

    def context(self, session: Session, trace: str) -> Context:
        """A context of the house's own: no actor."""
        return Context(session=session, now=clock.now(), trace=trace, path="", keys=self.keys)


class AttemptChunk:
    """Collects what a chunk says about its job, until it is committed."""

    def __init__(self, ctx: Context, job_id: UUID) -> None:
        self.ctx = ctx
        self._job_id = job_id
        self.changes: dict[str, Any] = {}
        self.finished = False

    def advance(self, *, phase: str | None = None, cursor: str | None = None) -> None:
        """Where the job goes on after this chunk; the phase stays when none is given."""
        self.changes |= {"cursor": cursor} | ({} if phase is None else {"phase": phase})

    def progress(self, done: int, total: int | None = None) -> None:
        """How far the job is, for people."""
        self.changes |= {"done": done} | ({} if total is None else {"total": total})

    def output(self, part: int, content: bytes) -> None:
        """One part of the file that the job hands out."""
        place = {"job_id": self._job_id, "part": part}
        self.ctx.session.execute(delete(_OUTPUT).where(_OUTPUT.c.job_id == self._job_id, _OUTPUT.c.part >= part))
        self.ctx.session.execute(insert(_OUTPUT).values(**place, content=content))

    def finish(self, result: Mapping[str, Any] | None = None) -> None:
        """The job is done with this chunk."""
        self.finished = True
        if result is not None:
            self.changes["result"] = dict(result)


class Attempt:
    """A claimed job as its handler sees it (`kinds.Run`)."""

    def __init__(self, bench: Workbench, claim: Claim) -> None:
        self._bench, self._claim = bench, claim
        self.id, self.kind = claim.id, claim.kind.name
        self.unit_id, self.actor_id = claim.unit_id, claim.actor_id
        self.arguments, self.phase, self.cursor = claim.arguments, claim.phase, claim.cursor
        self.data_dir = bench.data_dir
        self.next: Claim | None = None
        self.ended = False
        self._lost = self._inside = False
        self._failures = claim.attempts
        self._last_sign = self._last_report = time.monotonic()

    # --- What the handler uses ---------------------------------------------------------------------------------------

    @contextmanager
    def chunk(self) -> Iterator[AttemptChunk]:
        """A writing transaction that commits the handler's rows and the job's standing together, or neither."""
        with self._entered():
            with transaction(self._bench.database, Mode.WRITE) as session:
                self._check(session)
                chunk = AttemptChunk(self._context(session), self.id)
                yield chunk
                session.flush()
                following = self._settle(session, chunk)
            self._adopt(chunk, following)

    @contextmanager
    def snapshot(self) -> Iterator[Context]:
        """A read-only transaction that sees one state."""
        with transaction(self._bench.database, Mode.SNAPSHOT) as session:
            self._check(session)
            yield self._context(session)

    def report(self, done: int, total: int | None = None) -> None:
        """Progress from outside a chunk, written once a second at most."""
        self._check_signals()
        if time.monotonic() - self._last_report < _REPORT_EVERY:
            return
        self._last_report = time.monotonic()
        values = {"done": done} | ({} if total is None else {"total": total})
        with self._entered(), transaction(self._bench.database, Mode.WRITE) as session:
            self._check(session)
            self._bench.claimant.hold(session, self._claim, clock.now(), **values)

    # --- What the worker uses ----------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Hold the lease for a handler at work; one that gave no sign for its kind's patience has failed."""
        if self._lost or self.ended:
            return
        if time.monotonic() - self._last_sign > self._claim.kind.patience.total_seconds():
            logs.error("job_hung", job=str(self.id), kind=self.kind)
            self._lost = True
            self._count_failure()
            return
        with transaction(self._bench.database, Mode.WRITE) as session:
            if not self._bench.claimant.hold(session, self._claim, clock.now()) and not self.ended:
                self._lost = True

    def perform(self) -> Claim | None:
        """Run the handler to its end, whichever that is; returns the next claim when one was made on the way."""
        try:
            self._claim.kind.run(self)
            if not self.ended:
                with self.chunk() as chunk:
                    chunk.finish()
        except Interrupted as interrupted:
            self._let_go(interrupted)
        except Refused as refused:
            self._fail(refused.spec.code)
        except Exception as error:  # noqa: BLE001 (a handler may fail in any way; the worker goes on)
            self._stumble(error)
        return self.next

    # --- Inside ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _entered(self) -> Iterator[None]:
        """One transaction of an attempt at a time: on SQLite a second one would wait for the first for ever."""
        if self._inside:
            raise RuntimeError("a chunk is open: report progress through it")
        if self.ended:
            raise RuntimeError("the job has been finished")
        self._inside = True
        try:
            yield
        finally:
            self._inside = False

    def _check_signals(self) -> None:
        self._last_sign = time.monotonic()
        if self._lost:
            raise Fenced
        if self._bench.stop.is_set():
            raise Stopping

    def _check(self, session: Session) -> None:
        self._check_signals()
        cancel = claims.cancel_requested(session, self._claim)
        if cancel is None:
            raise Fenced
        if cancel:
            raise Cancelled

    def _context(self, session: Session) -> Context:
        """As the job's actor in the capacity in which it was asked for, with the rights held now."""
        now, permission = clock.now(), self._claim.kind.permission
        actor = self._bench.find_actor(session, self.actor_id, self._claim.capacity) if self.actor_id else None
        if self.actor_id and (actor is None or (permission is not None and not actor.may(permission))):
            raise Refused(RIGHT_LOST)
        trace = f"job-{self.id.hex}"
        return Context(
            session=session, now=now, trace=trace, path="", keys=self._bench.keys, actor=actor, permission=permission
        )

    def _settle(self, session: Session, chunk: AttemptChunk) -> Claim | None:
        """Last statements of a chunk: the job's standing, met only under our lease; with the last, the next claim."""
        now, claim, claimant = clock.now(), self._claim, self._bench.claimant
        if not chunk.finished:
            fresh = {"attempts": 0, "losses": 0} if self._moves(chunk) else {}
            if not claimant.hold(session, claim, now, **fresh, **chunk.changes):
                raise Fenced
            return None
        if not claims.end(session, claim, now, JobState.SUCCEEDED, **chunk.changes):
            raise Fenced
        return None if self._bench.stop.is_set() else claimant.claim(session, now)

    def _moves(self, chunk: AttemptChunk) -> bool:
        """Whether the next attempt would go on from another place."""
        return any(chunk.changes.get(name, getattr(self, name)) != getattr(self, name) for name in ("phase", "cursor"))

    def _adopt(self, chunk: AttemptChunk, following: Claim | None) -> None:
        """What has been committed."""
        self._failures = 0 if self._moves(chunk) else self._failures
        self.phase = chunk.changes.get("phase", self.phase)
        self.cursor = chunk.changes.get("cursor", self.cursor)
        self.ended, self.next = chunk.finished, following

    def _let_go(self, interrupted: Interrupted) -> None:
        logs.info("job_interrupted", job=str(self.id), kind=self.kind, why=type(interrupted).__name__)
        now, claim = clock.now(), self._claim
        if isinstance(interrupted, Cancelled):
            self._write(lambda session: claims.end(session, claim, now, JobState.CANCELLED))
        elif isinstance(interrupted, Stopping):
            self._write(lambda session: claims.put_back(session, claim, now))

    def _fail(self, code: str, **values: Any) -> None:
        logs.warning("job_failed", job=str(self.id), kind=self.kind, code=code)
        self._write(lambda s: claims.end(s, self._claim, clock.now(), JobState.FAILED, error_code=code, **values))

    def _stumble(self, error: Exception) -> None:
        logs.error("job_attempt_failed", job=str(self.id), kind=self.kind, **logs.where(error))
        if not (self.ended or self._lost):
            self._count_failure()

    def _count_failure(self) -> None:
        """After a pause it is tried again, unless this was the last attempt."""
        claim, failures = self._claim, self._failures + 1
        if failures >= claim.kind.attempts:
            self._fail(ATTEMPTS_EXHAUSTED.code, attempts=failures)
        else:
            due = clock.now() + backoff(failures)
            self._write(lambda session: claims.put_back(session, claim, due, attempts=failures))

    def _write(self, work: Callable[[Session], bool]) -> None:
        """A last word about the job; when the database is gone, its lease runs out by itself."""
        try:
            with transaction(self._bench.database, Mode.WRITE) as session:
                work(session)
        except SQLAlchemyError as error:
            logs.error("job_not_settled", job=str(self.id), error=type(error).__name__)
