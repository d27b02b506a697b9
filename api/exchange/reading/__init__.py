"""The bytes of a file become typed rows and faults. No database, no HTTP; nothing here trusts a file."""

from collections.abc import Iterator
from pathlib import Path

from api.core.intake import How, RowSpec
from api.exchange.reading import plan, sources
from api.exchange.reading.asked import Asked, Format, Found, Look, Sheet
from api.exchange.reading.headings import Confidence, Proposal, Proposed, propose
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.plan import mapping_faults
from api.exchange.reading.reports import STAMPED_ROWS, Rows, Sent, read_rows, stamp, write_refused
from api.exchange.reading.sources import look
from api.exchange.reading.typed import Block, Reader

__all__ = [
    "STAMPED_ROWS",
    "Asked",
    "Block",
    "Confidence",
    "Format",
    "Found",
    "Look",
    "MappingIn",
    "Proposal",
    "Proposed",
    "Rows",
    "Sent",
    "Sheet",
    "look",
    "mapping_faults",
    "propose",
    "read",
    "read_rows",
    "stamp",
    "write_refused",
]


def read(path: Path, asked: Asked, mapping: MappingIn, spec: RowSpec, how: How) -> Iterator[Block]:
    """The rows of a file block by block, in order. Errors: Refused `import.file.*`, also after some blocks."""
    opened = sources.opened(path, asked, mapping)
    reader = Reader(plan.made(mapping, opened.look.headers, spec, how))
    return map(reader.read, opened.rows)
