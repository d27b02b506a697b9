"""Refused rows as a workbook: the user's own with a column of faults, to be put right and sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from api.access.permissions import Permission
from api.core import tabular
from api.core.errors import Refused
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run
from api.exchange import reading
from api.exchange.export import MEDIA
from api.exchange.imports import queries
from api.exchange.imports.pipeline.reading import asked_of
from api.exchange.imports.pipeline.source import assembled
from api.exchange.imports.reports import ERRORS, errors_of
from api.exchange.imports.service.steps import REPORT
from api.exchange.reading import MappingIn
from api.exchange.specs import ports
from api.files.storage import Storage

Notes = Mapping[int, Sequence[str]]


def job(storage: Storage) -> JobKind:
    """The kind of job that makes it."""
    return JobKind(REPORT, Reporter(storage), permission=Permission.IMPORT_READ)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the workbooks. Whoever did not send the file gets none of its personal columns."""

    storage: Storage

    def __call__(self, run: Run) -> None:
        """One workbook."""
        language: tabular.Language = run.arguments["lang"]
        with run.snapshot() as ctx:
            told = replace(ctx, language=language)
            one = queries.require_import(ctx, UUID(run.arguments["import_id"]))
            errors = list(queries.stream_errors(told, one))
            keys = queries.part_keys(ctx, one.id)
            own = ctx.signed_in.id == one.created_by
        file = self._written(one, errors, (keys, own), language)
        stem = (one.filename or one.type).rpartition(".")[0] or one.type
        name = f"{stem}_{ERRORS.named(language)}.xlsx"
        with file:
            hand_over(run, file, len(errors), {"filename": name, "media_type": MEDIA["xlsx"]})

    def _written(
        self,
        one: Any,
        errors: Sequence[Mapping[str, Any]],
        source: tuple[Sequence[str], bool],
        language: tabular.Language,
    ) -> IO[bytes]:
        keys, own = source
        spec = ports.row_specs.get(one.type)
        # A bundle, documents of many sheets, or a file no longer kept: then what is known of its faults must do.
        if not keys or (spec is not None and spec.tree):
            table = errors_of(one.type)
            return tabular.write_xlsx(table.named(language), table.header(language), table.cells(errors, language))
        with assembled(self.storage, keys) as path:
            return _of_file(path, one, _notes(errors), own=own, language=language)


def _notes(errors: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """What is said of each row, with the column it is about."""
    notes: dict[int, list[str]] = {}
    for error in errors:
        said = error["message"] if error["column"] is None else f"{error['column']}: {error['message']}"
        notes.setdefault(error["row"], []).append(said)
    return notes


def _of_file(path: Path, one: Any, notes: Notes, *, own: bool, language: tabular.Language) -> IO[bytes]:
    found = one.found
    if own and found["format"] == "xlsx" and one.counts["total"] <= reading.STAMPED_ROWS:
        try:
            return reading.stamp(path, (found["sheet"], found["header_row"]), notes, language)
        except Refused:  # too costly: a new workbook of the refused rows
            pass
    sent = reading.Sent(path, asked_of(one), MappingIn.model_validate(found["mapping"]))
    hidden = () if own else {field.name for field in ports.row_specs[one.type].fields if field.personal}
    return reading.write_refused(sent, notes, language, hidden=hidden)
