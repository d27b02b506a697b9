"""What every phase stands on: one import, its type, its job; chunks that are fenced by its state; how it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from api.access.permissions import Permission
from api.core import notices
from api.core.errors import Refused
from api.core.intake import How, Mode, RowSpec
from api.core.jobs.errors import RIGHT_LOST
from api.core.jobs.kinds import Chunk, Run
from api.exchange.imports import rules
from api.exchange.imports.errors import HAS_ERRORS, TOO_LARGE_FOR_ALL
from api.exchange.imports.models import Import
from api.exchange.imports.pipeline.flat import FlatTable
from api.exchange.imports.pipeline.promises import Promises
from api.exchange.imports.rules import ImportState, ImportVerb, OnBlank
from api.exchange.imports.service.bundles import member_rested
from api.exchange.imports.service.standing import FAILED, FINISHED, OBJECT_TYPE, plain_params
from api.files.storage import Storage
from api.ledger.rules import Subject
from api.ledger.service import record

# All or nothing was asked for: what a check has counted did not come to pass.
_NOTHING_WRITTEN = (HAS_ERRORS, TOO_LARGE_FOR_ALL)
_OF_FILE = ("total", "rejected", "skipped")
_TABLE: Any = Import.__table__
_OUTCOMES = {ImportVerb.FAIL: "failed", ImportVerb.UNDO: "rolled_back", ImportVerb.UNDO_PARTLY: "partly_rolled_back"}


class Halted(Exception):
    """The import is no longer in the state in which this work belongs: somebody stopped it."""


@dataclass(slots=True)
class Work:
    """An import at work. `one` is its row as last read; `state` the state in which the work belongs."""

    run: Run
    storage: Storage
    spec: RowSpec
    state: ImportState
    flat: FlatTable | None = None
    one: Any = None
    promises: Promises | None = None
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """Of the import."""
        return UUID(self.run.arguments["import_id"])

    def how(self, *, write: bool) -> How:
        """How rows are taken, as was asked."""
        scheme = self.one.id_scheme or self.spec.keys[0]
        named = rules.references(self.spec, self.one.references, self.one.mapping)
        return How(Mode(self.one.mode), scheme, named, write, clear=self.one.on_blank == OnBlank.CLEAR)

    def load(self) -> None:
        """Read the row. Errors: Halted."""
        with self.run.snapshot() as ctx:
            self._adopt(ctx.session.execute(select(_TABLE).where(_TABLE.c.id == self.id)).one_or_none())

    @contextmanager
    def chunk(self) -> Iterator["Step"]:
        """One transaction: what it writes, and where the import stands, are committed together.

        The row of the import is locked first: whoever cancels waits for the chunk, or the chunk finds it cancelled. That of
        its bundle comes before it, as it does for people.
        Errors: Halted, `job.right_lost`.
        """
        with self.run.chunk() as chunk:
            if not chunk.ctx.may(Permission.IMPORT_RUN):
                raise Refused(RIGHT_LOST)
            if self.one is not None and self.one.bundle_id is not None:
                chunk.ctx.session.execute(
                    select(_TABLE.c.id).where(_TABLE.c.id == self.one.bundle_id).with_for_update()
                )
            row = chunk.ctx.session.execute(
                select(_TABLE).where(_TABLE.c.id == self.id).with_for_update()
            ).one_or_none()
            self._adopt(row)
            step = Step(self, chunk)
            yield step
            step.write()
            if step.ended and row is not None and row.bundle_id is not None:
                member_rested(chunk.ctx, row.bundle_id)

    def _adopt(self, row: Row[Any] | None) -> None:
        if row is None or row.state != self.state:
            raise Halted
        self.one = row


class Step:
    """What a chunk says about its import, until it is committed."""

    def __init__(self, work: Work, chunk: Chunk) -> None:
        self.work, self.chunk, self.ctx = work, chunk, chunk.ctx
        self.changes: dict[str, Any] = {}
        self.ended = False

    def set(self, **values: Any) -> None:
        """Columns of the import."""
        self.changes |= values

    def enter(self, phase: str) -> None:
        """A new phase begins with this chunk."""
        self.set(phase=phase, cursor=None, phase_at=self.ctx.now, rows_done=0)

    def advance(self, cursor: str, rows_done: int) -> None:
        """Where the work goes on after this chunk."""
        self.set(cursor=cursor, rows_done=rows_done)
        self.chunk.advance(phase=self.changes.get("phase", self.work.one.phase), cursor=cursor)
        self.chunk.progress(rows_done, self.changes.get("rows_total", self.work.one.rows_total))

    def move(self, verb: ImportVerb, **values: Any) -> None:
        """To the next state, where more is to be done."""
        after = rules.step(self.work.state, verb).after
        self.set(state=after.value, revision=self.work.one.revision + 1, **values)

    def end(self, verb: ImportVerb, **values: Any) -> None:
        """To a state at rest: written down in the ledger, told to who asked, and the job is done."""
        phase = {} if verb is ImportVerb.FAIL else {"phase": None, "cursor": None}
        self.move(verb, ended_at=self.ctx.now, **phase, **values)
        self._record(verb)
        self.ended = True
        counts = self._now("counts")
        self.chunk.finish({name: counts[name] for name in sorted(counts)})
        kind = FAILED if verb is ImportVerb.FAIL else FINISHED
        actor = self.work.run.actor_id
        if actor is not None and self.work.one.bundle_id is None:  # a bundle is told of once
            notices.notify(self.ctx, [actor], kind, self.subject)

    def _record(self, verb: ImportVerb) -> None:
        done = {"state": self._now("state"), "counts": self._now("counts"), "failure": self._now("failure_code")}
        action = f"import.{_OUTCOMES.get(verb, 'checked' if verb is ImportVerb.PASS else 'completed')}"
        record(self.ctx, action, self.subject, {"state": self.work.one.state}, done)

    def _now(self, name: str) -> Any:
        return self.changes[name] if name in self.changes else getattr(self.work.one, name)

    @property
    def subject(self) -> Subject:
        """The import as the ledger and notices name it."""
        one = self.work.one
        revision = self.changes.get("revision", one.revision)
        return Subject(OBJECT_TYPE, one.id, one.filename or one.type, unit_id=one.unit_id, revision=revision)

    def write(self) -> None:
        """The row of the import, with one statement."""
        if self.changes:
            self.ctx.session.execute(update(_TABLE).where(_TABLE.c.id == self.work.id).values(**self.changes))


def failed(work: Work, refused: Refused) -> None:
    """End in `failed` with a reason; what was staged and written stays, so that it can be tried again."""
    with work.chunk() as step:
        if refused.spec in _NOTHING_WRITTEN:
            counts = work.one.counts
            step.set(counts=dict.fromkeys(counts, 0) | {name: counts[name] for name in _OF_FILE})
        step.end(ImportVerb.FAIL, failure_code=refused.spec.code, failure_params=plain_params(refused.params))


def bulk_subject(one: Any) -> Subject:
    """The import as the subject of what it did to others: by its type alone, for a file's name may say too much."""
    return Subject(OBJECT_TYPE, one.id, one.type, unit_id=one.unit_id)
