"""JSON: objects line by line, or an array of them. What is nested is named by dots; a list of values is one cell."""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from api.core.errors import Refused
from api.exchange.reading import cell_errors, encodings, errors, limits
from api.exchange.reading.asked import Asked, Format, Look
from api.exchange.reading.containers import chunks
from api.exchange.reading.encodings import Encoding
from api.exchange.reading.lines import Lines, cut, pieces
from api.exchange.reading.raw import Mark, Raw

if TYPE_CHECKING:
    from polars import DataFrame

# Begins the last line of our own exports: how many records there are, and the digest of all bytes before it.
_END = b'{"@end":'
_DEEP = 8
_PRECISE = 10**15
_JUDGED = 200
_TOGETHER = 500  # documents

Record = tuple[int, Any]


def look(path: Path, asked: Asked, format_: Format, lists: Sequence[str] | None = None) -> Look:
    """What the first records look like: their fields, in order of appearance. `lists`: as of `documents`. Errors: Refused."""
    encoding = encodings.find(chunks(path), asked.encoding)
    first = list(itertools.islice(_records(path, encoding, format_, lists), _JUDGED))
    rows = [(number, flat(record)) for number, record in first if isinstance(record, dict)]
    if not rows:
        raise Refused(errors.NOT_RECORDS, row=first[0][0]) if first else Refused(errors.EMPTY)
    headers = tuple(dict.fromkeys(name for _, cells in rows for name in cells))
    if not headers:
        raise Refused(errors.NO_HEADER)
    if len(headers) > limits.COLUMNS:
        raise Refused(errors.TOO_MANY_COLUMNS, limit=limits.COLUMNS)
    sample = rows[: limits.SAMPLE]
    return Look(
        format_,
        headers,
        tuple(tuple(_text(cells.get(name)) for name in headers) for _, cells in sample),
        tuple(number for number, _ in sample),
        encoding=encoding.name,
        found=encoding.found,
    )


def read(path: Path, seen: Look) -> Iterator[Raw]:
    """The records, in blocks. Errors: Refused."""
    encoding = _encoding(path, seen)
    if seen.format is Format.JSON:
        records = _array(path, encoding)
        if len(records) > limits.ARRAY_ROWS:
            raise Refused(errors.TOO_MANY_ROWS, limit=limits.ARRAY_ROWS)
        size = path.stat().st_size
        for start in range(0, len(records), limits.BATCH):
            part = records[start : start + limits.BATCH]
            frame, marks = _frame(part, seen.headers)
            yield Raw(frame, size * (start + len(part)) // len(records), marks=marks)
        return
    yield from _lines(path, encoding, seen.headers)


def documents(path: Path, seen: Look, lists: Sequence[str]) -> Iterator[tuple[list[Record], int]]:
    """Whole documents as they were sent, some at a time, and how much of the file is read by then.

    `lists`: under which names a document holds many; one without any of them is itself the one. Errors: Refused.
    """
    encoding = _encoding(path, seen)
    if seen.format is not Format.JSON:
        yield from _held(path, encoding, limits.COLUMNS)
        return
    found = _array(path, encoding, lists)
    for start in range(0, len(found), _TOGETHER):
        yield found[start : start + _TOGETHER], path.stat().st_size * start // len(found)


def _encoding(path: Path, seen: Look) -> Encoding:
    assert seen.encoding
    assert seen.found
    return Encoding(seen.encoding, seen.found, encodings.find(chunks(path), seen.encoding).mark)


def _lines(path: Path, encoding: Encoding, headers: Sequence[str]) -> Iterator[Raw]:
    for part, done in _held(path, encoding, len(headers)):
        frame, marks = _frame(part, headers)
        yield Raw(frame, done, marks=marks)


def _held(path: Path, encoding: Encoding, width: int) -> Iterator[tuple[list[Record], int]]:
    """The records line by line, held to the last line where it says how many there are."""
    digest, count = hashlib.sha256(), 0
    end: Any = None
    for block in cut(encodings.transcoded(chunks(path), encoding), quoted=False):
        before, (content, end) = end, _without_end(block.content)
        if before is not None or content.startswith(_END) or b"\n" + _END in content:
            raise Refused(errors.TRUNCATED)
        digest.update(content)
        whole = replace(block, content=encodings.utf8(replace(block, content=content), encoding))
        for piece in pieces(whole, width, quoted=False):
            part = list(_parsed(piece))
            count += len(part)
            yield part, piece.done
    if end is not None and end != {"rows": count, "sha256": digest.hexdigest()}:
        raise Refused(errors.TRUNCATED)


def _without_end(content: bytes) -> tuple[bytes, Any]:
    """The lines before the last one, if that tells what the file holds, and what it tells."""
    lines = content.rstrip()
    at = lines.rfind(b"\n") + 1
    if not lines.startswith(_END, at):
        return content, None
    try:
        return content[:at], orjson.loads(lines[at:])["@end"]
    except orjson.JSONDecodeError:
        return content[:at], {}


def _records(path: Path, encoding: Encoding, format_: Format, lists: Sequence[str] | None) -> Iterator[Record]:
    if format_ is Format.JSON:
        return iter(_array(path, encoding, lists))
    return itertools.chain.from_iterable(map(_parsed, _blocks(path, encoding, limits.LOOKED_AT)))


def _blocks(path: Path, encoding: Encoding, size: int | None = None) -> Iterator[Lines]:
    stream = encodings.transcoded(chunks(path), encoding)
    for block in cut(stream, quoted=False, size=size):
        yield Lines(encodings.utf8(block, encoding), block.offset, block.line, block.done)


def _parsed(block: Lines) -> Iterator[Record]:
    """Each line that is not blank; what is no JSON comes as None."""
    for number, line in enumerate(block.content.split(b"\n"), start=block.line):
        if line.strip() and not line.startswith(_END):
            try:
                yield number, orjson.loads(line)
            except orjson.JSONDecodeError:
                yield number, None


def _array(path: Path, encoding: Encoding, lists: Sequence[str] | None = None) -> list[Record]:
    """The records of a document: an array of objects, or the first one inside an object. Errors: Refused.

    With `lists` the array inside is one of these names; an object without any is itself the only record.
    """
    held = bytearray()
    for chunk, _ in encodings.transcoded(chunks(path), encoding):
        held += chunk
        if len(held) > limits.ARRAY_FILE:
            raise Refused(errors.TOO_LARGE, limit=limits.ARRAY_FILE // limits.MB)
    try:
        found = orjson.loads(encodings.utf8(Lines(bytes(held), 0, 1, 0), encoding))
    except orjson.JSONDecodeError as error:
        raise Refused(errors.NOT_JSON, row=error.lineno) from error
    if isinstance(found, dict) and lists is not None:
        found = next((found[name] for name in lists if isinstance(found.get(name), list)), [found])
    elif isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list) and value), [])
    if not found:
        raise Refused(errors.EMPTY)
    return list(enumerate(found, start=1))


def flat(record: Mapping[str, Any], before: str = "", depth: int = 1) -> dict[str, Any]:
    """The fields of an object and of the objects inside it."""
    cells: dict[str, Any] = {}
    for name, value in record.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and depth < _DEEP:
            cells |= flat(value, f"{key}.", depth + 1)
        elif isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
            cells[key] = "、".join(filter(None, map(_text, value)))
        else:
            cells[key] = value
    return cells


def _text(value: Any) -> str:
    """A value as text; what is nested stays JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)


def _frame(records: Iterable[Record], headers: Sequence[str]) -> tuple[DataFrame, tuple[Mark, ...]]:
    import polars as pl  # noqa: PLC0415

    numbers: list[int] = []
    columns: list[list[str | None]] = [[] for _ in headers]
    marks: list[Mark] = []
    for number, record in records:
        if isinstance(record, dict):
            numbers.append(number)
            cells = flat(record)
            for place, name in enumerate(headers):
                value = cells.get(name)
                columns[place].append(_text(value) or None)
                marks += _nested(number, place, value)
        else:
            marks.append(Mark(number, None, cell_errors.RECORD))
        if len(marks) > limits.MARKS:
            raise Refused(errors.NOT_RECORDS, row=marks[0].row)
    texts = {str(place): column for place, column in enumerate(columns)}
    schema = {"row": pl.Int64} | dict.fromkeys(texts, pl.String)
    return pl.DataFrame({"row": numbers, **texts}, schema=schema), tuple(marks)


def _nested(number: int, place: int, value: Any) -> list[Mark]:
    if isinstance(value, dict | list):
        return [Mark(number, place, cell_errors.NESTED)]
    if isinstance(value, float) and abs(value) >= _PRECISE:
        return [Mark(number, place, cell_errors.PRECISION_LOST, value=str(value))]
    return []
