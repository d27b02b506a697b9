"""The job that makes an export: read from one state of the data to a file on disk, then handed over in parts.

An attempt that is cut off begins anew: another one could not see the state that the first has read. Its parts are
replaced, and only the last chunk finishes the job, so nobody ever gets half a file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import IO, Any

from api.core import clock, tabular
from api.core.errors import Refused
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run
from api.exchange.books_of_trees import write_book
from api.exchange.errors import TOO_MANY_ROWS
from api.exchange.exporters import Exporter

_REPORT_EVERY = 500
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ndjson": "application/x-ndjson",
    "ndjson.gz": "application/gzip",
}


def job_of(exporter: Exporter) -> JobKind:
    """The kind of job that makes this export."""
    run = partial(_export, exporter)
    return JobKind(exporter.job, run, permission=exporter.permission, per_unit=2, kept=timedelta(days=7))


def _export(exporter: Exporter, run: Run) -> None:
    asked = run.arguments
    with run.snapshot() as ctx:
        wanted = exporter.filter.model_validate(asked["filter"])
        total = exporter.count(ctx, wanted)
        if asked["format"] == "xlsx" and total > tabular.XLSX_ROWS:
            raise Refused(TOO_MANY_ROWS)
        rows = _reported(run, exporter.read(ctx, wanted, asked["sort"]), total)
        file = _write(exporter, asked, rows)
        day = clock.legal_day(ctx.now)
    name = f"{exporter.table.named(asked['lang'])}_{day:%Y%m%d}.{asked['format']}"
    with file:
        hand_over(run, file, total, {"filename": name, "media_type": MEDIA[asked["format"]]})


def _reported(run: Run, rows: Iterable[Mapping[str, Any]], total: int) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(rows):
        if number % _REPORT_EVERY == 0:
            run.report(number, total)
        yield row


def _write(exporter: Exporter, asked: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> IO[bytes]:
    table, language = exporter.table, asked["lang"]
    if asked["format"].startswith("ndjson"):
        records = rows if exporter.tree else table.records(rows)
        return tabular.write_ndjson(records, compressed=asked["format"] == "ndjson.gz")
    if exporter.tree:
        return write_book(exporter.tree, rows, language)
    header, cells = table.header(language), table.cells(rows, language)
    if asked["format"] == "csv":
        return tabular.write_csv(header, cells)
    return tabular.write_xlsx(table.named(language), header, cells)
