"""The bytes of a file become typed rows and faults. No database, no HTTP; nothing here trusts a file."""

from collections.abc import Iterator
from pathlib import Path

from api.core.intake import How, RowSpec
from api.exchange.reading import headings, plan, sources, trees
from api.exchange.reading.asked import Asked, Format, Found, Look, Sheet
from api.exchange.reading.errors import HEADERS_ALIKE
from api.exchange.reading.headings import Confidence, Proposal, Proposed
from api.exchange.reading.mapping import MappingIn
from api.exchange.reading.plan import mapping_faults
from api.exchange.reading.reports import STAMPED_ROWS, Rows, Sent, read_rows, stamp, write_refused
from api.exchange.reading.trees import place_of, value_at
from api.exchange.reading.typed import Block, Reader

__all__ = [
    "HEADERS_ALIKE",
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
    "place_of",
    "propose",
    "read",
    "read_rows",
    "stamp",
    "value_at",
    "write_refused",
]


def look(path: Path, asked: Asked, spec: RowSpec | None = None) -> Look:
    """What a file looks like; bounded in time and memory, whatever it is. Errors: Refused `import.file.*`."""
    return sources.look(path, asked, spec.tree.lists if spec and spec.tree else None)


def propose(seen: Look, spec: RowSpec) -> Proposal:
    """How this file may be read as rows of this type."""
    return trees.propose(seen, spec) if spec.tree else headings.propose(seen, spec)


def read(path: Path, asked: Asked, mapping: MappingIn, spec: RowSpec, how: How) -> Iterator[Block]:
    """The rows of a file block by block, in order. Errors: Refused `import.file.*`, also after some blocks."""
    if spec.tree:
        return trees.read(path, asked, mapping, spec)
    opened = sources.opened(path, asked, mapping)
    reader = Reader(plan.made(mapping, opened.look.headers, spec, how))
    return map(reader.read, opened.rows)
