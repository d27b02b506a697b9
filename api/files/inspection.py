"""What a file really is. The name is a claim, and so is the Content-Type: only the bytes are looked at.

Three things are refused besides what is not on the list: content of another type than the extension says, a file that
is two files at once (a picture that is also a page or an archive), and what would burst when it is opened.
"""

import codecs
import hashlib
import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import filetype

from api.core.errors import Refused
from api.files import errors
from api.files.rules import Family, FileType, Purpose, archive_fault, intended_type, refuse_size

_HEAD = 8192
_BLOCK = 2**20
MEGAPIXELS = 250

# What `filetype` calls the types that it tells from their first bytes.
_BY_MAGIC = {
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "webp": ("image/webp",),
    "heic": ("image/heic", "image/heif"),
    "pdf": ("application/pdf",),
    "mp4": ("video/mp4", "video/x-m4v"),
    "mov": ("video/quicktime",),
    "mp3": ("audio/mpeg",),
    "m4a": ("audio/mp4", "video/mp4"),
}
# Where a browser that sniffs would see a page.
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?php|!entity)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_ARCHIVE = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
# Formats that are written in letters.
_LOOKS_LIKE_TEXT = (b"%PDF-", b"%!PS", b"{\\rtf")
_MACROS = ("_VBA_PROJECT", "VBA_PROJECT_CUR")


@dataclass(frozen=True, slots=True)
class Examined:
    """A file of the spool that may be taken in."""

    kind: FileType
    size: int
    sha256: str


def examine(path: Path, name: str, purpose: Purpose, expected: str | None = None) -> Examined:
    """Look into the file at `path`, which someone calls `name`; `expected` is the SHA-256 they gave.

    Errors: those of `rules.intended_type`, `file.content_mismatch`, `file.active_content`, `file.archive_bomb`,
    `file.damaged`, `file.password_protected`, `file.picture_too_large`, `file.digest_mismatch`.
    """
    size = path.stat().st_size
    kind = intended_type(purpose, name, size)
    refuse_size(purpose, kind, size)
    sha256 = _digest(path)
    if expected is not None and sha256 != expected:
        raise Refused(errors.DIGEST_MISMATCH)
    with path.open("rb") as file:
        _look_into(kind, file, size)
    return Examined(kind, size, sha256)


def examine_open(file: IO[bytes], size: int, name: str, purpose: Purpose) -> FileType:
    """The same for what must not lie readable on the disk. Errors: as of `examine`, the digest aside."""
    kind = intended_type(purpose, name, size)
    refuse_size(purpose, kind, size)
    _look_into(kind, file, size)
    return kind


def _look_into(kind: FileType, file: IO[bytes], size: int) -> None:
    head = file.read(_HEAD)
    _LOOK[kind.family](kind, file, head, size)
    if kind.family is not Family.OOXML and _ends_as_archive(file, size):
        raise Refused(errors.ACTIVE_CONTENT)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


# --- By family -------------------------------------------------------------------------------------------------------


def _look_at_magic(kind: FileType, _file: IO[bytes], head: bytes, _size: int) -> None:
    guessed = filetype.guess(head)
    if guessed is None or guessed.mime not in _BY_MAGIC[kind.name]:
        raise Refused(errors.CONTENT_MISMATCH)
    if _MARKUP.search(head[:2048]):
        raise Refused(errors.ACTIVE_CONTENT)


def _look_at_picture(kind: FileType, file: IO[bytes], head: bytes, size: int) -> None:
    _look_at_magic(kind, file, head, size)
    measure = _SIZES.get(kind.name)
    width, height = measure(file, head) if measure else (0, 0)
    if width * height > MEGAPIXELS * 1_000_000:
        raise Refused(errors.PICTURE_TOO_LARGE, limit=MEGAPIXELS)


def _look_at_pdf(kind: FileType, file: IO[bytes], head: bytes, size: int) -> None:
    # Readers search the first kilobyte for the header; a file that hides something before it is two files.
    if not head.startswith(b"%PDF-"):
        raise Refused(errors.CONTENT_MISMATCH)
    _look_at_magic(kind, file, head[:1024], size)


def _look_at_package(kind: FileType, file: IO[bytes], head: bytes, size: int) -> None:
    if head.startswith(_OLE):  # an encrypted package is wrapped in an OLE file
        raise Refused(errors.PROTECTED)
    if not head.startswith(b"PK\x03\x04"):
        raise Refused(errors.CONTENT_MISMATCH)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            fault = archive_fault(entries, size)
            if fault is not None:
                raise Refused(fault)
            names = {entry.filename for entry in entries}
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, struct.error) as error:
        raise Refused(errors.DAMAGED) from error
    if not any(name.startswith(kind.marker) for name in names) or b"<!" in types:
        raise Refused(errors.CONTENT_MISMATCH)
    # `.docx` with the content type of `.docm`: the extension hides macros.
    if f"{kind.media_type}.main+xml".encode() not in types:
        raise Refused(errors.CONTENT_MISMATCH)


def _look_at_ole(kind: FileType, file: IO[bytes], head: bytes, _size: int) -> None:
    if not head.startswith(_OLE):
        raise Refused(errors.CONTENT_MISMATCH)
    streams = [_wide(kind.marker), *([_wide("Book")] if kind.name == "xls" else [])]
    macros = [_wide(name) for name in _MACROS]
    found = _search(file, [*streams, *macros])
    if found & set(macros):
        raise Refused(errors.ACTIVE_CONTENT)
    if not found & set(streams):
        raise Refused(errors.CONTENT_MISMATCH)


def _look_at_text(_kind: FileType, file: IO[bytes], head: bytes, _size: int) -> None:
    if b"\0" in head or head.startswith(_LOOKS_LIKE_TEXT):
        raise Refused(errors.CONTENT_MISMATCH)
    if _MARKUP.search(head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused(errors.ACTIVE_CONTENT)
    file.seek(0)
    if not any(_decodes(file, encoding) for encoding in ("utf-8", "gb18030")):
        raise Refused(errors.CONTENT_MISMATCH)


_LOOK = {
    Family.PICTURE: _look_at_picture,
    Family.PDF: _look_at_pdf,
    Family.OOXML: _look_at_package,
    Family.OLE: _look_at_ole,
    Family.TEXT: _look_at_text,
    Family.MEDIA: _look_at_magic,
}


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _search(file: IO[bytes], wanted: list[bytes]) -> set[bytes]:
    """Which of `wanted` are somewhere in the file, block by block."""
    longest, before, found = max(map(len, wanted)), b"", set[bytes]()
    file.seek(0)
    while block := file.read(_BLOCK):
        found |= {word for word in wanted if word in before + block}
        before = block[-longest:]
    return found


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _ends_as_archive(file: IO[bytes], size: int) -> bool:
    """Whether the end of the file is that of a ZIP archive, however it begins."""
    tail_size = min(size, _LONGEST_COMMENT + 22)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    place = tail.rfind(_END_OF_ARCHIVE)
    if place < 0 or len(tail) < place + 22:
        return False
    comment = int.from_bytes(tail[place + 20 : place + 22], "little")
    return place + 22 + comment == len(tail)


# --- Sizes of pictures -----------------------------------------------------------------------------------------------


def _png_size(_file: IO[bytes], head: bytes) -> tuple[int, int]:
    if head[12:16] != b"IHDR":
        raise Refused(errors.DAMAGED)
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg_size(file: IO[bytes], _head: bytes) -> tuple[int, int]:
    """From the start-of-frame segment (ITU-T T.81, B.2.2); the segments before it are passed over."""
    file.seek(2)
    while True:
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:  # noqa: PLR2004
            raise Refused(errors.DAMAGED)
        code, length = marker[1], int.from_bytes(marker[2:], "big")
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):  # noqa: PLR2004
            _, height, width = struct.unpack(">BHH", file.read(5).ljust(5, b"\0"))
            return width, height
        file.seek(length - 2, 1)


_SIZES = {"png": _png_size, "jpeg": _jpeg_size}
