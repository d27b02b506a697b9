"""What a file is, told from its bytes, and its bytes in order; whoever named it may have been wrong."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.core.errors import ErrorSpec, Refused
from api.exchange.reading import errors, limits
from api.exchange.reading.asked import Format
from api.files.rules.archives import archive_fault

_HEAD = 64 * 1024
_GZIP = b"\x1f\x8b"
_MAGIC: tuple[tuple[bytes, ErrorSpec], ...] = (
    (b"%PDF", errors.PDF),
    (b"Rar!", errors.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", errors.ARCHIVE),
    (b"\xfd7zXZ", errors.ARCHIVE),
    (b"BZh", errors.ARCHIVE),
    (b"\x89PNG", errors.NOT_A_TABLE),
    (b"\xff\xd8\xff", errors.NOT_A_TABLE),
    (b"{\\rtf", errors.NOT_A_TABLE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MARKUP = re.compile(rb"<(!doctype|html|head|body|table|meta|style|!--)", re.IGNORECASE)
# `[01]新北市` begins a CSV; `[{`, `[[` and `[]` begin a JSON array.
_ARRAY = re.compile(rb"\[\s*[{\[\]]")
_RECORD = re.compile(rb'\{\s*["}]')


def format_of(path: Path) -> Format:
    """How the rows of this file are written. Errors: Refused, by what it is instead."""
    head = _head(path)
    if not head:
        raise Refused(errors.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        _check_book(path)
        return Format.XLSX
    _refuse_others(head, path)
    start = head.lstrip(_BLANK)
    if _ARRAY.match(start):
        return Format.JSON
    return _records(start) if _RECORD.match(start) else Format.CSV


def _records(start: bytes) -> Format:
    """Whether objects come line by line, or one object over many lines holds them all."""
    line = start.split(b"\n", 1)[0].rstrip()
    return Format.NDJSON if line.endswith(b"}") or len(line) == len(start) else Format.JSON


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.startswith(_GZIP):
        return head
    inner = next(chunks(path), (b"", 0))[0][:_HEAD]
    if inner.startswith((b"PK\x03\x04", _GZIP)):
        raise Refused(errors.ARCHIVE)
    return inner


def _refuse_others(head: bytes, path: Path) -> None:
    for magic, spec in _MAGIC:
        if head.startswith(magic):
            raise Refused(spec)
    if head.startswith(_OLE):
        # The directory of an OLE file names its streams in UTF-16, wherever it lies.
        raise Refused(errors.ENCRYPTED if _contains(path, _ENCRYPTED) else errors.OLD_EXCEL)
    if head[257:262] == b"ustar":
        raise Refused(errors.ARCHIVE)
    start = head.lstrip(_BLANK)
    if start.startswith(b"<"):
        raise Refused(errors.WEB_PAGE if _MARKUP.match(start) else errors.XML)


def _contains(path: Path, wanted: bytes) -> bool:
    tail = b""
    with path.open("rb") as file:
        while block := file.read(limits.CHUNK):
            if wanted in tail + block:
                return True
            tail = block[-len(wanted) :]
    return False


def _check_book(path: Path) -> None:
    """A ZIP is a workbook without macros, of a size that can be read."""
    if path.stat().st_size > limits.BOOK_FILE:
        raise Refused(errors.TOO_LARGE, limit=limits.BOOK_FILE // limits.MB)
    try:
        with zipfile.ZipFile(path) as book:
            entries = [entry for entry in book.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise Refused(errors.DAMAGED) from error
    _check_kind({entry.filename.lower() for entry in entries})
    if len(entries) > limits.PARTS:
        raise Refused(errors.TOO_MANY_PARTS, limit=limits.PARTS)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    high = unpacked > limits.RATIO_FROM and unpacked > limits.RATIO * packed
    if unpacked > limits.INFLATED or high:
        raise Refused(errors.BOMB, limit=limits.INFLATED // limits.MB, ratio=limits.RATIO)
    if archive_fault(entries, path.stat().st_size) is not None:
        raise Refused(errors.DAMAGED)


def _check_kind(names: set[str]) -> None:
    if any("vbaproject" in name for name in names):
        raise Refused(errors.MACROS)
    if "xl/workbook.bin" in names:
        raise Refused(errors.BINARY_EXCEL)
    if "xl/workbook.xml" not in names:
        raise Refused(errors.OPEN_DOCUMENT if "content.xml" in names else errors.ARCHIVE)


@dataclass(slots=True)
class _Spent:
    """What has come out of a compressed file, held to what went in."""

    packed: int
    unpacked: int = 0

    def add(self, block: bytes) -> None:
        self.unpacked += len(block)
        high = self.unpacked > limits.RATIO_FROM and self.unpacked > limits.RATIO * self.packed
        if self.unpacked > limits.INFLATED or high:
            raise Refused(errors.BOMB, limit=limits.INFLATED // limits.MB, ratio=limits.RATIO)


def chunks(path: Path) -> Iterator[tuple[bytes, int]]:
    """The bytes of a text file, unpacked if need be, and with each chunk how much of the file on disk is done.

    Errors: Refused when it is too large, damaged, or unpacks without measure.
    """
    size = path.stat().st_size
    if size > limits.TEXT_FILE:
        raise Refused(errors.TOO_LARGE, limit=limits.TEXT_FILE // limits.MB)
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        yield from _unpacked(file, size) if packed else _plain(file)


def _plain(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    while block := file.read(limits.CHUNK):
        yield block, file.tell()


def _unpacked(file: IO[bytes], size: int) -> Iterator[tuple[bytes, int]]:
    spent = _Spent(size)
    try:
        with gzip.GzipFile(fileobj=file) as inner:
            while block := inner.read(limits.CHUNK):
                spent.add(block)
                yield block, file.tell()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(errors.DAMAGED) from error
