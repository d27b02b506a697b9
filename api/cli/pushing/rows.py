"""A file in rows, and the same file without the rows that were taken before. Pure.

A row that is left out leaves its line ends behind, so that every other row keeps its number: what the server says of
row 17 is true of row 17 of the file. Files are cut at line feeds, which are part of no character in UTF-8, GB18030, Big5
and Windows-1252; what is packed or in UTF-16 goes as it is.
"""

import codecs
import hashlib
import io
import json
from collections.abc import Collection, Iterator
from enum import StrEnum

_GZIP = b"\x1f\x8b"
_END = b'{"@end":'


class Kind(StrEnum):
    """Files whose rows can be told apart by their bytes; named as the server names formats."""

    CSV = "csv"
    NDJSON = "ndjson"


_KINDS = {".csv": Kind.CSV, ".tsv": Kind.CSV, ".txt": Kind.CSV, ".ndjson": Kind.NDJSON, ".jsonl": Kind.NDJSON}


def kind_of(suffix: str, content: bytes) -> Kind | None:
    """What kind of rows a file has; None where they cannot be told apart."""
    packed = content.startswith((_GZIP, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content
    return None if packed else _KINDS.get(suffix.lower())


def split(content: bytes, kind: Kind) -> Iterator[tuple[int, bytes]]:
    """Each row with the line, from 1, on which it begins. A line end in quotation marks ends no row of a CSV file."""
    start = at = 0
    first = line = 1
    within = False
    for piece in io.BytesIO(content):
        at, line = at + len(piece), line + 1
        within ^= kind is Kind.CSV and piece.count(b'"') % 2 == 1
        if not within:
            yield first, content[start:at]
            start, first = at, line
    if start < at:
        yield first, content[start:at]


def head_of(content: bytes, kind: Kind, header_row: int, *, second: bool = False) -> bytes:
    """What always goes with the rows: the byte order mark, and in a CSV file all that stands above the data."""
    if kind is Kind.NDJSON:
        return codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    end = 0
    for line, row in split(content, kind):
        if line > header_row:
            if not second:
                break
            second = False
        end += len(row)
    return content[:end]


def digest(row: bytes) -> str:
    """By which a row is known again, however its line ends."""
    return hashlib.blake2b(row.rstrip(b"\r\n"), digest_size=16).hexdigest()


def digests(content: bytes, kind: Kind, head: bytes, refused: Collection[int] = ()) -> Iterator[str]:
    """Those of all rows but the refused ones, which are named by their lines."""
    above = head.count(b"\n")
    for line, row in split(content[len(head) :], kind):
        if line + above not in refused and row.strip():
            yield digest(row)


def without(content: bytes, kind: Kind, head: bytes, known: Collection[str]) -> bytes:
    """The file without the rows that are known; nothing at all when no other is left."""
    if not known:
        return content
    rows = _without_end(content[len(head) :]) if kind is Kind.NDJSON else content[len(head) :]
    if rows is None:
        return content
    kept, fresh = bytearray(head), 0
    for _, row in split(rows, kind):
        if row.strip() and digest(row) not in known:
            kept += row
            fresh = len(kept)
        else:
            kept += b"\n" * row.count(b"\n")
    return bytes(kept[:fresh])


def _without_end(rows: bytes) -> bytes | None:
    """Without the line in which our own exports say what they hold; None where it says that something is missing."""
    at = rows.rstrip().rfind(b"\n") + 1
    if not rows.startswith(_END, at):
        return rows
    try:
        said = json.loads(rows[at:])["@end"]["sha256"]
    except (ValueError, KeyError, TypeError):
        return None
    return rows[:at] if said == hashlib.sha256(rows[:at]).hexdigest() else None
