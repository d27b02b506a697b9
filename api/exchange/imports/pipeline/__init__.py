"""The background of imports: one kind of job a type, so that each runs with that type's permission.

A job reads, checks, applies; or takes back. Where it stands is written in the row of its import with the rows of each
chunk: killed anywhere, another goes on, and no row is lost or written twice.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from api.core import logs
from api.core.errors import Refused
from api.core.intake import RowSpec
from api.core.jobs.errors import RIGHT_LOST
from api.core.jobs.kinds import JobKind, Run
from api.exchange.imports import errors
from api.exchange.imports.pipeline import applying, keeping, opening, reporting, undoing
from api.exchange.imports.pipeline.flat import FlatTable
from api.exchange.imports.pipeline.keeping import KEEPING, settle
from api.exchange.imports.pipeline.reading import read_file
from api.exchange.imports.pipeline.work import Halted, Work, failed
from api.exchange.imports.rules import Atomic, ImportState
from api.exchange.imports.service.asking import APPLY, CHECK, UNDO
from api.files.storage import Storage
from api.settings import Settings

__all__ = ["KEEPING", "jobs", "settle"]

_STATES = {CHECK: ImportState.VALIDATING, APPLY: ImportState.APPLYING, UNDO: ImportState.ROLLING_BACK}


def jobs(
    settings: Settings, specs: Iterable[RowSpec], tables: Mapping[str, FlatTable] = MappingProxyType({})
) -> tuple[JobKind, ...]:
    """A kind of job for each of these types, with the files of these settings, and one that keeps order.

    `tables` names the types that are one table, and are written by SQL alone.
    """
    storage = _storage(settings)
    keep = JobKind(keeping.KEEP, keeping.Keeper(storage), at_once=1)
    return (
        keep,
        reporting.job(storage),
        opening.job(storage),
        *(_job_of(Importer(spec, storage, tables.get(spec.name))) for spec in specs),
    )


@lru_cache(maxsize=8)
def _storage(settings: Settings) -> Storage:
    return Storage(settings)


def _job_of(run: "Importer") -> JobKind:
    spec = run.spec
    # One import at a time, whatever its type: two would fight for the same rows, and on SQLite for the one place to write.
    limits: dict[str, Any] = {"at_once": 1, "per_unit": 1, "group": "import"}
    return JobKind(f"import.{spec.name}", run, permission=spec.permission, quiet=True, **limits)


@dataclass(frozen=True, slots=True)
class Importer:
    """Does the jobs of one type."""

    spec: RowSpec
    storage: Storage
    table: FlatTable | None = None

    def __call__(self, run: Run) -> None:
        """One attempt. What is refused is written down as the reason why the import failed."""
        work = Work(run, self.storage, self.spec, _STATES[run.arguments["task"]], self.table)
        try:
            _go_on(work)
        except Refused as refused:
            if refused.spec is RIGHT_LOST:
                raise
            logs.warning("import_failed", id=str(work.id), code=refused.spec.code)
            with suppress(Halted):
                failed(work, refused)
        except Halted:
            return


def _go_on(work: Work) -> None:
    if work.state is ImportState.ROLLING_BACK:
        undoing.undo_rows(work)
        return
    _settle_state(work)
    if work.state is ImportState.VALIDATING:
        read_file(work)
        if not _check(work):
            return
        work.state = ImportState.APPLYING
    applying.apply_rows(work)
    applying.completed(work)


def _settle_state(work: Work) -> None:
    """A job that began by checking goes on by applying when another attempt finds it there."""
    try:
        work.load()
    except Halted:
        if work.state is not ImportState.VALIDATING:
            raise
        work.state = ImportState.APPLYING
        work.load()


def _check(work: Work) -> bool:
    """Judge what was read, as far as that is to be done before anything is written; whether to go on to applying."""
    work.load()
    whole = work.one.atomic == Atomic.ALL
    if work.one.validate_only or whole:
        applying.check_rows(work)
        work.load()
    if work.one.validate_only:
        applying.passed(work)
        return False
    if whole and work.one.groups:
        raise Refused(errors.HAS_ERRORS)
    applying.proceed(work)
    return True
