"""A file cut into blocks of whole rows: at a line end before which the quotation marks pair up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from api.core.errors import Refused
from api.exchange.reading import errors, limits


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole rows of a file: their bytes, where they begin (byte, and line from 1), and how much of the file is done."""

    content: bytes
    offset: int
    line: int
    done: int


def cut(chunks: Iterable[tuple[bytes, int]], *, quoted: bool, size: int | None = None) -> Iterator[Lines]:
    """Blocks of about `size` bytes (`limits.BLOCK`). A line end in quotation marks ends no row. Errors: Refused when a row never ends."""
    held = bytearray()
    size = size or limits.BLOCK
    offset, line, done = 0, 1, 0
    for chunk, done in chunks:
        held += chunk
        if len(held) < size:
            continue
        end = last_row_end(held, quoted=quoted)
        if end:
            block = bytes(memoryview(held)[:end])
            del held[:end]
            yield Lines(block, offset, line, done)
            offset, line = offset + end, line + block.count(b"\n")
        elif len(held) > max(size, limits.ROW):
            raise Refused(errors.ROW_TOO_LONG, row=line, limit=limits.ROW // limits.MB)
    if held:
        yield Lines(bytes(held), offset, line, done)


def last_row_end(held: bytes | bytearray, *, quoted: bool) -> int:
    """Where the last whole row ends; 0 when there is none."""
    open_marks = held.count(b'"') % 2 if quoted else 0
    at = len(held)
    while (found := held.rfind(b"\n", 0, at)) >= 0:
        if quoted:
            open_marks = (open_marks + held.count(b'"', found, at)) % 2
        if not open_marks:
            return found + 1
        at = found
    return 0


def pieces(block: Lines, width: int, *, quoted: bool = True) -> Iterator[Lines]:
    """A block in parts of so many cells as fit in memory: short rows below a wide head take more of it than of bytes."""
    cells = block.content.count(b"\n") * width
    if cells <= limits.CELLS:
        yield block
        return
    size = max(1, len(block.content) * limits.CELLS // cells)
    starts = range(0, len(block.content), size)
    slices = ((block.content[start : start + size], block.done) for start in starts)
    for piece in cut(slices, quoted=quoted, size=size):
        yield replace(piece, line=block.line + piece.line - 1)


def with_line_ends(chunks: Iterable[tuple[bytes, int]]) -> Iterator[tuple[bytes, int]]:
    """The chunks with line feeds where a file ends its lines by carriage returns alone."""
    old = None
    for chunk, done in chunks:
        if old is None:
            old = b"\n" not in chunk and b"\r" in chunk
        yield (chunk.replace(b"\r", b"\n") if old else chunk), done
