"""Frameworks as XLSX tables: read with merged cells filled, and written in the official column order."""

import io
import zipfile
from typing import IO, Any, Literal
from uuid import UUID

from api.core import ids, tabular
from api.core.context import Context
from api.core.errors import Refused, refuse_if_any
from api.frameworks import errors, queries, service
from api.frameworks.queries import findings
from api.frameworks.rules import codec
from api.frameworks.rules.model import Framework
from api.frameworks.rules.tables import HEADER, MAX_ROWS, Read, find_header, known_lineages, read_table, write_table
from api.frameworks.rules.validation import check, name_violations
from api.frameworks.schemas import DraftOut
from api.frameworks.schemas.comparisons import RecognizedRow, TableIn, TablePreview

# A sheet is text in a zip: what it unpacks to is looked at before it is unpacked.
_UNPACKED = 60_000_000


def preview_table(ctx: Context, framework_id: UUID, wanted: TableIn) -> TablePreview:
    """What a table would make of the draft, and what is wrong with that; nothing is written.

    Errors: `not_found`, `framework.no_draft`, `framework.table_unreadable`, `framework.table_no_header`,
    `framework.table_too_large`.
    """
    sheet, read, framework = _read(ctx, framework_id, wanted)
    checked = check(framework)
    notes = findings.present(ctx, framework, read.notes)
    return TablePreview(
        sheet=sheet,
        rows=read.rows,
        indicators=[codec.write(node) for node in read.indicators],
        recognized=_recognized(read),
        faults=findings.present(ctx, framework, checked.faults),
        warnings=[*notes, *findings.present(ctx, framework, checked.warnings)],
    )


def import_table(ctx: Context, framework_id: UUID, wanted: TableIn) -> DraftOut:
    """Put the table's indicators in place of the draft's. Errors: as the preview; names as `input.invalid`."""
    _, read, framework = _read(ctx, framework_id, wanted)
    refuse_if_any(name_violations(framework))
    return service.replace_indicators(ctx, framework_id, read.indicators)


def _read(ctx: Context, framework_id: UUID, wanted: TableIn) -> tuple[str, Read, Framework]:
    draft = queries.open_draft(ctx, framework_id).draft
    before = queries.framework_of(draft, queries.list_nodes(ctx, draft.id))
    name, grid = _grid(wanted)
    read = read_table(grid, known_lineages(before), lambda: str(ids.ordered()))
    document = {**codec.write(before), "indicators": [codec.write(node) for node in read.indicators]}
    framework: Framework = codec.read(Framework, document, [])
    return name, read, framework


def _recognized(read: Read) -> list[RecognizedRow]:
    return [
        RecognizedRow.model_validate(
            {
                **{name: getattr(one, name) for name in ("row", "code", "title")},
                **{name: getattr(one.recognized, name) for name in ("sentence", "sureness", "left")},
                "rule": codec.write(one.recognized.rule),
            }
        )
        for one in read.sentences
    ]


def _grid(wanted: TableIn) -> tuple[str, list[list[Any]]]:
    """The sheet that was asked for, or the first with a header, its merged cells filled."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (a process that reads no table loads none)

    try:
        with zipfile.ZipFile(io.BytesIO(wanted.content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
                raise Refused(errors.TABLE_TOO_LARGE, limit=MAX_ROWS)
        book = CalamineWorkbook.from_filelike(io.BytesIO(wanted.content))
        names = [wanted.sheet] if wanted.sheet in book.sheet_names else book.sheet_names
        sheets = [(name, _filled(book.get_sheet_by_name(name))) for name in names if name]
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError, RuntimeError) as error:
        raise Refused(errors.TABLE_UNREADABLE) from error
    found = next((sheet for sheet in sheets if find_header(sheet[1])), None)
    if found is None:
        raise Refused(errors.TABLE_NO_HEADER)
    return found


def _filled(sheet: Any) -> list[list[Any]]:
    """All cells from the first row and column; each merged area holds its value everywhere."""
    grid = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom < len(grid) and right < len(grid[top]) and left == right:
            for row in range(top + 1, bottom + 1):
                grid[row][left] = grid[top][left]
    return grid


def write(framework: Framework) -> IO[bytes]:
    """The table as XLSX."""
    return tabular.write_xlsx("指标", HEADER, write_table(framework))


def export(ctx: Context, version_id: UUID, file: Literal["json", "xlsx"]) -> tuple[str, IO[bytes]]:
    """A version as a file: its name and content. Errors: `not_found`."""
    published = queries.get_published(ctx, version_id)
    name = f"{published.record.code}-{published.version.version}.{file}"
    if file == "json":
        return name, io.BytesIO(queries.content_of(ctx, version_id).encode())
    return name, write(queries.published_framework(ctx, version_id))
