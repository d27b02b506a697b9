"""What time does to imports: uploads are given up, rows, files and reports go; counts stay for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from api.core import clock
from api.core.database import affected
from api.core.jobs.errors import GIVEN_UP
from api.core.jobs.kinds import Run, Schedule
from api.core.jobs.models import Job
from api.core.jobs.rules import ENDED as JOB_ENDED
from api.core.jobs.rules import JobState
from api.exchange.imports.errors import STOPPED
from api.exchange.imports.models import Import, ImportBlock, ImportFault, ImportOutcome, ImportPart
from api.exchange.imports.rules import ENDED, RUNNING, STEPS, ImportState, ImportVerb
from api.exchange.imports.rules.bundles import BUNDLE
from api.exchange.imports.rules.limits import FILE_KEPT, REPORT_KEPT, ROWS_KEPT
from api.files.storage import Storage

KEEP = "import.keep"
KEEPING = Schedule("import.keep", KEEP, "23 * * * *")
_TABLE: Any = Import.__table__
_IMPORT, _PART, _JOB = _TABLE.c, ImportPart.__table__.c, Job.__table__.c
_AT_ONCE = 50
# What was brought in, of use to who goes on from it: nobody can from an import that expired, so it has had its time.
_BROUGHT = frozenset({ImportPart, ImportBlock})
_STRAY = timedelta(days=2)


def settle(session: Session, now: datetime) -> int:
    """Imports whose jobs have ended without a word: they were given up, or someone cancelled the job.

    They get a state from which they can go on; returns how many.
    """
    stmt = (
        select(_IMPORT.id, _IMPORT.state, _IMPORT.revision, _JOB.state.label("job_state"), _JOB.error_code)
        .join(Job.__table__, _JOB.id == _IMPORT.job_id)
        .where(_IMPORT.state.in_(sorted(RUNNING)), _JOB.state.in_(sorted(JOB_ENDED)))
    )
    rows = session.execute(stmt.limit(_AT_ONCE)).all()
    for row in rows:
        verb = ImportVerb.CANCEL if row.job_state == JobState.CANCELLED else ImportVerb.FAIL
        after = STEPS[ImportState(row.state), verb].after.value
        code = (row.error_code or STOPPED.code) if verb is ImportVerb.FAIL else None
        code = STOPPED.code if code in GIVEN_UP else code
        values = {"state": after, "revision": row.revision + 1, "ended_at": now, "failure_code": code}
        same = (_IMPORT.id == row.id, _IMPORT.state == row.state)
        session.execute(update(_TABLE).where(*same).values(**values))
    return len(rows)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Gives up what was left, and removes what is no longer kept; afterwards, what no row knows."""

    storage: Storage

    def __call__(self, run: Run) -> None:
        """One round."""
        figures = {"expired": _expire(run), "files": _forget_files(run, self.storage)}
        figures["rows"] = _forget(run, (ImportBlock,), ROWS_KEPT, {"rows_staged": False})
        figures["reports"] = _forget(run, (ImportFault, ImportOutcome), REPORT_KEPT, {"groups": []})
        figures["strays"] = _forget_strays(run, self.storage)
        with run.chunk() as chunk:
            chunk.finish(figures)


def _expire(run: Run) -> int:
    open_states = [state.value for state, verb in STEPS if verb is ImportVerb.EXPIRE]
    with run.chunk() as chunk:
        now = chunk.ctx.now
        still = _IMPORT.state.in_(open_states)
        values = {"state": ImportState.EXPIRED.value, "ended_at": now, "revision": _IMPORT.revision + 1}
        alone = (still, _IMPORT.expires_at < now, _IMPORT.bundle_id.is_(None))
        expired = affected(chunk.ctx.session.execute(update(_TABLE).where(*alone).values(**values)))
        # Members go with their bundle, never before it.
        bundles = _TABLE.alias("bundle")
        gone = select(bundles.c.id).where(bundles.c.type == BUNDLE, bundles.c.state == ImportState.EXPIRED.value)
        members = (still, _IMPORT.bundle_id.in_(gone))
        return expired + affected(chunk.ctx.session.execute(update(_TABLE).where(*members).values(**values)))


def _forget(run: Run, tables: Sequence[Any], kept: timedelta, left: dict[str, Any]) -> int:
    """Remove what hangs on imports that ended so long ago, a few imports at a time."""
    total = found = _AT_ONCE
    total = 0
    while found == _AT_ONCE:
        with run.chunk() as chunk:
            session = chunk.ctx.session
            ids = _due(session, tables, chunk.ctx.now - kept)
            found = len(ids)
            for table in tables:
                session.execute(delete(table).where(table.import_id.in_(ids)))
            session.execute(update(_TABLE).where(_IMPORT.id.in_(ids)).values(**left))
        total += found
    return total


def _due(session: Session, tables: Sequence[Any], before: datetime) -> list[UUID]:
    return list(session.execute(_ended(tables, before).limit(_AT_ONCE)).scalars())


def _ended(tables: Sequence[Any], before: datetime) -> Select[UUID]:
    hanging = [exists().where(table.import_id == _IMPORT.id) for table in tables]
    states = [state.value for state in sorted(ENDED)]
    over = _IMPORT.ended_at < before
    if _BROUGHT.issuperset(tables):
        over = or_(over, _IMPORT.state == ImportState.EXPIRED.value)
    return select(_IMPORT.id).where(_IMPORT.state.in_(states), over, or_(*hanging))


def _forget_files(run: Run, storage: Storage) -> int:
    total, found = 0, _AT_ONCE
    while found == _AT_ONCE:
        with run.chunk() as chunk:
            session = chunk.ctx.session
            ids = _due(session, (ImportPart,), chunk.ctx.now - FILE_KEPT)
            keys = list(session.execute(select(_PART.key).where(_PART.import_id.in_(ids))).scalars())
            session.execute(delete(ImportPart).where(ImportPart.import_id.in_(ids)))
            found = len(ids)
        # After the commit: an object that is left over is a stray, one that is missing would be a lost file.
        storage.delete(keys)
        total += found
    return total


def _forget_strays(run: Run, storage: Storage) -> int:
    """Objects that no row knows, left by a crash between storing and writing down; young ones may yet get a row."""
    before, removed = clock.now() - _STRAY, 0
    old = (stored.key for stored in storage.imports() if stored.modified_at < before)
    while keys := list(islice(old, 500)):
        with run.snapshot() as ctx:
            known = set(ctx.session.execute(select(_PART.key).where(_PART.key.in_(keys))).scalars())
        strays = [key for key in keys if key not in known]
        storage.delete(strays)
        removed += len(strays)
    return removed
