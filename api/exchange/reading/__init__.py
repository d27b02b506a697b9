"""The bytes of a file become typed rows and faults. No database, no HTTP; nothing here trusts a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from api.core.errors import Refused
from api.core.intake import How, RowSpec
from api.exchange.reading import books, delimited, encodings, errors, limits, plan, records
from api.exchange.reading.asked import Asked, Format, Found, Look, Sheet
from api.exchange.reading.containers import format_of
from api.exchange.reading.headings import Confidence, Proposal, Proposed, propose
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.plan import mapping_faults
from api.exchange.reading.raw import Raw
from api.exchange.reading.typed import Block, Reader

__all__ = [
    "Asked",
    "Block",
    "Confidence",
    "Format",
    "Found",
    "Look",
    "MappingIn",
    "Proposal",
    "Proposed",
    "Sheet",
    "look",
    "mapping_faults",
    "propose",
    "read",
]


def look(path: Path, asked: Asked) -> Look:
    """What a file looks like; bounded in time and memory, whatever it is. Errors: Refused `import.file.*`."""
    format_ = _format(path, asked)
    if format_ is Format.XLSX:
        return books.look(path, asked)
    return delimited.look(path, asked) if format_ is Format.CSV else records.look(path, asked, format_)


def read(path: Path, asked: Asked, mapping: MappingIn, spec: RowSpec, how: How) -> Iterator[Block]:
    """The rows of a file block by block, in order. Errors: Refused `import.file.*`, also after some blocks."""
    asked = asked.or_else(mapping.asked)
    most = limits.TEXT_ROWS
    if _format(path, asked) is Format.XLSX:
        most = limits.BOOK_ROWS
        rows = books.read(path, asked, second_header=mapping.second_header, fill=mapping.merged == "fill")
    else:
        rows = _text(path, asked, mapping)
    seen = next(rows)
    assert isinstance(seen, Look)
    reader = Reader(plan.made(mapping, seen.headers, spec, how))
    return (reader.read(raw) for raw in _counted(rows, most))


def _format(path: Path, asked: Asked) -> Format:
    """What the bytes say; the caller may know better among the formats that are text. Errors: Refused."""
    found = format_of(path)
    return found if Format.XLSX in (found, asked.format) else asked.format or found


def _text(path: Path, asked: Asked, mapping: MappingIn) -> Iterator[Look | Raw]:
    seen = look(path, asked)
    if seen.encoding_doubted:
        raise Refused(errors.ENCODING_DOUBTED, allowed=encodings.ALLOWED)
    yield seen
    if seen.format is Format.CSV:
        yield from delimited.read(path, seen, skipped=int(mapping.second_header))
    else:
        yield from records.read(path, seen)


def _counted(rows: Iterable[Look | Raw], most: int) -> Iterator[Raw]:
    """The rows, as long as there are not too many."""
    count = 0
    for raw in rows:
        assert isinstance(raw, Raw)
        count += len(raw.frame)
        if count > most:
            raise Refused(errors.TOO_MANY_ROWS, limit=most)
        yield raw
