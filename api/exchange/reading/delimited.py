"""CSV and its cousins. Regular blocks are parsed by polars, any other one by Python's csv module, row by row.

Both give the same for what both can read (a test holds them to it); the second tells lines and cells apart exactly
where rows are longer than the head, or quotation marks stand in odd places.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.core.errors import Refused
from api.exchange.reading import cell_errors, encodings, errors, head, limits
from api.exchange.reading.asked import Asked, Format, Look
from api.exchange.reading.containers import chunks
from api.exchange.reading.encodings import Encoding
from api.exchange.reading.lines import Lines, cut, pieces, with_line_ends
from api.exchange.reading.raw import Mark, Raw

if TYPE_CHECKING:
    from polars import DataFrame

# A cell that is too long is named with its row, as other faults are; the module would call it bad quoting.
csv.field_size_limit(limits.ROW)
DELIMITERS = {",": ",", "\t": "Tab", ";": ";", "|": "|"}
_ROWS_JUDGED = 50
_ROWS_SHOWN = 200
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))


def look(path: Path, asked: Asked) -> Look:
    """What a delimited file looks like, from its first megabyte. Errors: Refused."""
    encoding = encodings.find(chunks(path), asked.encoding)
    for text in _beginnings(path, encoding):
        delimiter = _delimiter(asked, text)
        found = head.find(_rows(text, delimiter, (asked.header_row or 0) + _ROWS_SHOWN), asked.header_row)
        if found.below:
            break
    else:
        raise Refused(errors.HEADER_ONLY)
    sample = found.below[: limits.SAMPLE]
    return Look(
        Format.CSV,
        found.headers,
        tuple(tuple(cells) for _, cells in sample),
        tuple(number for number, _ in sample),
        header_row=found.row,
        encoding=encoding.name,
        found=encoding.found,
        delimiter=delimiter,
        warnings=(cell_errors.DAMAGED_TEXT.code,) if "\ufffd" in text else (),
    )


def _beginnings(path: Path, encoding: Encoding) -> Iterator[str]:
    """The first rows, decoded, and once more with those after them: a head may be all of the first ones.

    Errors: Refused, for nothing and for a row that never ends.
    """
    stream = encodings.transcoded(chunks(path), encoding)
    text = ""
    for block in itertools.islice(cut(with_line_ends(stream), quoted=True, size=limits.LOOKED_AT), 2):
        text += encodings.utf8(block, encoding).decode()
        if not text.strip():
            break
        yield text
    if not text.strip():
        raise Refused(errors.EMPTY)


def _delimiter(asked: Asked, text: str) -> str:
    if asked.delimiter is not None:
        if asked.delimiter not in DELIMITERS:
            raise Refused(errors.DELIMITER, allowed="、".join(DELIMITERS.values()))
        return asked.delimiter
    return max(DELIMITERS, key=lambda candidate: _evenness(text, candidate))


def _evenness(text: str, delimiter: str) -> float:
    """How well a delimiter divides the first rows: into more than one cell, and as many in each."""
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _ROWS_JUDGED))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if row)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return 0 if width <= 1 else count / sum(widths.values()) + min(width, 50) / 1000


def _rows(text: str, delimiter: str, most: int) -> list[head.Row]:
    """The first rows with their first lines."""
    found: list[head.Row] = []
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for cells in itertools.islice(reader, most):
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(errors.QUOTES, row=line) from error
    return found


def read(path: Path, seen: Look, skipped: int = 0) -> Iterator[Raw]:
    """The rows below the head, and below `skipped` more rows. Errors: Refused."""
    assert seen.encoding
    assert seen.found
    assert seen.delimiter
    encoding = Encoding(seen.encoding, seen.found, encodings.find(chunks(path), seen.encoding).mark)
    stream = encodings.transcoded(chunks(path), encoding)
    width = len(seen.headers)
    for block in cut(with_line_ends(stream), quoted=True):
        rows = replace(block, content=encodings.utf8(block, encoding))
        if block.offset == 0:
            rows = _below_head(rows, seen, skipped)
        for piece in pieces(rows, width):
            frame, marks = _parsed(piece, width, seen.delimiter)
            yield Raw(frame, piece.done, marks=marks, spoilt=_spoilt(piece.content), wide=b"\xef\xbc" in piece.content)


def _spoilt(content: bytes) -> bool:
    return len(content.translate(None, _CONTROLS)) < len(content) or b"\xef\xbf\xbd" in content


def _below_head(block: Lines, seen: Look, skipped: int) -> Lines:
    """What stands below the head. Its rows may hold line ends in quotation marks."""
    assert seen.delimiter
    assert seen.header_row
    lines = io.BytesIO(block.content)
    for _ in range(seen.header_row - 1):
        lines.readline()
    reader = csv.reader((line.decode() for line in lines), delimiter=seen.delimiter)
    for _ in range(1 + skipped):
        next(reader, None)
    return replace(block, content=block.content[lines.tell() :], line=seen.header_row + reader.line_num)


def _parsed(block: Lines, width: int, delimiter: str) -> tuple[DataFrame, tuple[Mark, ...]]:
    frame = regular(block, width, delimiter)
    return (frame, ()) if frame is not None else irregular(block, width, delimiter)


def regular(block: Lines, width: int, delimiter: str) -> DataFrame | None:
    """The rows by polars; None where it finds them irregular: it is strict about quotation marks and long rows."""
    import polars as pl  # noqa: PLC0415 (30 MB, for who reads files)

    columns = [str(place) for place in range(width)]
    schema = dict.fromkeys(columns, pl.String)
    try:
        frame = pl.read_csv(block.content, has_header=False, separator=delimiter, schema=schema)
    except pl.exceptions.PolarsError:
        return None
    if b'"' not in block.content:
        return frame.with_row_index("row", offset=block.line).cast({"row": pl.Int64})
    lines = pl.sum_horizontal(pl.col(columns).str.count_matches("\n", literal=True)).cast(pl.Int64) + 1
    return frame.select((lines.cum_sum() - lines + block.line).alias("row"), *columns)


def irregular(block: Lines, width: int, delimiter: str) -> tuple[DataFrame, tuple[Mark, ...]]:
    """The rows by Python's csv module. A row that is too short has blank cells at its end, as Excel writes them."""
    import polars as pl  # noqa: PLC0415

    numbers: list[int] = []
    rows: list[Sequence[str]] = []
    marks: list[Mark] = []
    for number, cells in _row_by_row(block, delimiter):
        numbers.append(number)
        rows.append([*cells, *[""] * (width - len(cells))][:width])
        if any(cells[width:]):
            marks.append(Mark(number, None, cell_errors.RAGGED, {"found": len(cells), "expected": width}))
        if len(marks) > limits.MARKS:
            raise Refused(errors.RAGGED, row=marks[0].row)
    columns = {str(place): [row[place] or None for row in rows] for place in range(width)}
    schema = {"row": pl.Int64} | dict.fromkeys(columns, pl.String)
    return pl.DataFrame({"row": numbers, **columns}, schema=schema), tuple(marks)


def _row_by_row(block: Lines, delimiter: str) -> Iterator[head.Row]:
    line = block.line
    reader = csv.reader(io.StringIO(block.content.decode(), newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield line, cells
            line = block.line + reader.line_num
    except csv.Error as error:
        raise Refused(errors.QUOTES, row=line) from error
