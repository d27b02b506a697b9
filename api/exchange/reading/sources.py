"""The four formats behind one door: what a file looks like, and its rows as text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.core.errors import Refused
from api.exchange.reading import books, delimited, encodings, errors, limits, records
from api.exchange.reading.asked import Asked, Format, Look
from api.exchange.reading.containers import format_of
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.raw import Raw


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is being read."""

    look: Look
    rows: Iterator[Raw]


def look(path: Path, asked: Asked, lists: Sequence[str] | None = None) -> Look:
    """What a file looks like; bounded in time and memory, whatever it is. Errors: Refused `import.file.*`.

    `lists`: of documents, the names under which one holds many.
    """
    format_ = _format(path, asked)
    if format_ is Format.XLSX:
        return books.look(path, asked)
    return delimited.look(path, asked) if format_ is Format.CSV else records.look(path, asked, format_, lists)


def opened(path: Path, asked: Asked, mapping: MappingIn) -> Opened:
    """The file as it is asked for, and where nothing is asked, as the mapping says. Errors: Refused."""
    asked = asked.or_else(mapping.asked)
    if _format(path, asked) is Format.XLSX:
        rows = books.read(path, asked, second_header=mapping.second_header, fill=mapping.merged == "fill")
        seen = next(rows)
        assert isinstance(seen, Look)
        return Opened(seen, _counted(rows, limits.BOOK_ROWS))
    seen = look(path, asked)
    if seen.encoding_doubted:
        raise Refused(errors.ENCODING_DOUBTED, allowed=encodings.ALLOWED)
    table = seen.format is Format.CSV
    text = delimited.read(path, seen, int(mapping.second_header)) if table else records.read(path, seen)
    return Opened(seen, _counted(text, limits.TEXT_ROWS))


def _format(path: Path, asked: Asked) -> Format:
    """What the bytes say; the caller may know better among the formats that are text. Errors: Refused."""
    found = format_of(path)
    return found if Format.XLSX in (found, asked.format) else asked.format or found


def _counted(rows: Iterable[Look | Raw], most: int) -> Iterator[Raw]:
    """The rows, as long as there are not too many."""
    count = 0
    for raw in rows:
        assert isinstance(raw, Raw)
        count += len(raw.frame)
        if count > most:
            raise Refused(errors.TOO_MANY_ROWS, limit=most)
        yield raw
