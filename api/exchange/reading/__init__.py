"""The bytes of a file become typed rows and faults. No database, no HTTP; nothing here trusts a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from api.core.errors import Refused
from api.core.intake import How, RowSpec
from api.exchange.reading import delimited, encodings, errors, limits, plan
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
    return _look(path, asked)


def read(path: Path, asked: Asked, mapping: MappingIn, spec: RowSpec, how: How) -> Iterator[Block]:
    """The rows of a file block by block, in order. Errors: Refused `import.file.*`, also after some blocks."""
    seen = _look(path, asked.or_else(mapping.asked))
    if seen.encoding_doubted:
        raise Refused(errors.ENCODING_DOUBTED, allowed=encodings.ALLOWED)
    reader = Reader(plan.made(mapping, seen.headers, spec, how))
    rows = delimited.read(path, seen, skipped=int(mapping.second_header))
    return (reader.read(raw) for raw in _counted(rows, limits.TEXT_ROWS))


def _look(path: Path, asked: Asked) -> Look:
    if format_of(path) is not Format.CSV:
        raise Refused(errors.NOT_A_TABLE)
    return delimited.look(path, asked)


def _counted(rows: Iterable[Raw], most: int) -> Iterator[Raw]:
    """The rows, as long as there are not too many."""
    count = 0
    for raw in rows:
        count += len(raw.frame)
        if count > most:
            raise Refused(errors.TOO_MANY_ROWS, limit=most)
        yield raw
