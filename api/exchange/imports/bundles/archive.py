"""A ZIP from outside: judged by what it says of itself before anything is unpacked, and unpacked within bounds.

Names in it are never used as paths: members are written to places of our own.
"""

import hashlib
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from api.core.errors import Refused, Violation
from api.core.problems import violations_of
from api.exchange.imports.bundles import errors
from api.exchange.imports.bundles.manifest import ManifestIn
from api.exchange.imports.rules.bundles import MANIFEST, MOST_DIRECTORY, MOST_MANIFEST, MOST_MEMBERS
from api.exchange.reading import limits
from api.files.storage import full_disk_refused

_END = b"PK\x05\x06"  # the record that ends a ZIP: 22 bytes, and a comment of at most 65,535
_END_SIZE, _COMMENT = 22, 65_535
_UTF8, _UNICODE_PATH, _FIELD = 0x800, 0x7075, 4
_ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ASIDE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # what desktops put in beside the user's files
_BROKEN = (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError, EOFError)


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP that may be unpacked: its manifest, and the entry of each file that the manifest names."""

    zip: zipfile.ZipFile
    manifest: ManifestIn
    entries: Mapping[str, zipfile.ZipInfo]

    def unpack(self, file: str, target: Path) -> str:
        """Write a member; its SHA-256 in hex. Errors: `import.bundle.not_zip`, `file.no_space`."""
        digest = hashlib.sha256()
        with full_disk_refused(), target.open("wb") as out:
            for block in _blocks(self.zip, self.entries[file]):
                digest.update(block)
                out.write(block)
        return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The ZIP at `path`. Errors: every `import.bundle.…` that can be told before a member is unpacked."""
    _refuse_directory(path)
    try:
        book = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Refused(errors.NOT_ZIP) from error
    with book:
        files = _files(book.infolist())
        _refuse(files, path.stat().st_size)
        manifest, root = _manifest(book, files)
        yield Archive(book, manifest, _named(manifest, root, files))


def _refuse_directory(path: Path) -> None:
    """How many entries there are is asked before the library makes an object of each.

    Errors: `import.bundle.not_zip`, `import.bundle.too_many_members`.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_SIZE - _COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Refused(errors.NOT_ZIP)
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    # Folders and what desktops add are no members, yet not without number either.
    if entries > 10 * MOST_MEMBERS or directory > MOST_DIRECTORY:
        raise Refused(errors.TOO_MANY_MEMBERS, limit=MOST_MEMBERS)


def _files(entries: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    for entry in entries:
        entry.filename = _meant(entry)
    if any(_unsafe(entry) for entry in entries):
        raise Refused(errors.UNSAFE_NAME)
    return [entry for entry in entries if not entry.is_dir() and not _is_aside(entry.filename)]


def _meant(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows writes it in the code page of its land, here GBK, and the library takes CP437.

    Info-ZIP puts UTF-8 into a field of its own (0x7075: version, CRC, name) where it must not write it plainly.
    """
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    extra = entry.extra
    while len(extra) >= _FIELD:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    raw = entry.orig_filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _unsafe(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    out = name.startswith(("/", "\\")) or ".." in parts or "\\" in name or ":" in parts[0]
    return out or not name.isprintable() or stat.S_ISLNK(entry.external_attr >> 16)


def _is_aside(name: str) -> bool:
    return name.startswith(_ASIDE) or PurePosixPath(name).name in _ASIDE


def _refuse(files: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Errors: `import.bundle.` `too_many_members`, `encrypted`, `nested`, `repeated`, `bomb`, `not_zip`."""
    if len(files) > MOST_MEMBERS + 1:
        raise Refused(errors.TOO_MANY_MEMBERS, limit=MOST_MEMBERS)
    if any(entry.flag_bits & 1 for entry in files):
        raise Refused(errors.ENCRYPTED)
    if any(entry.filename.lower().endswith(_ARCHIVES) for entry in files):
        raise Refused(errors.NESTED)
    names = [entry.filename.lower() for entry in files]
    if len(set(names)) < len(names):
        raise Refused(errors.REPEATED)
    if any(entry.compress_type not in _METHODS for entry in files):
        raise Refused(errors.NOT_ZIP)
    _refuse_bomb(files, size)


def _refuse_bomb(files: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Sizes are what the ZIP says; no more than that is ever unpacked of an entry."""
    unpacked = sum(entry.file_size for entry in files)
    high = any(entry.file_size > limits.RATIO_FROM + limits.RATIO * entry.compress_size for entry in files)
    shared = sum(entry.compress_size for entry in files) > size  # entries that overlap
    if unpacked > limits.INFLATED or high or shared:
        raise Refused(errors.BOMB, limit=limits.INFLATED // limits.MB, ratio=limits.RATIO)


def _blocks(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with book.open(entry) as member:
            while block := member.read(limits.CHUNK):
                yield block
    except _BROKEN as error:
        raise Refused(errors.NOT_ZIP) from error


def _manifest(book: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo]) -> tuple[ManifestIn, str]:
    """The manifest and the folder in which it lies, for who packs a folder packs its name too.

    Errors: `import.bundle.manifest_missing`, `import.bundle.manifest_invalid` with every fault.
    """
    found = [entry for entry in files if PurePosixPath(entry.filename).name == MANIFEST]
    if not found:
        raise Refused(errors.MANIFEST_MISSING)
    entry = min(found, key=lambda each: each.filename.count("/"))
    if entry.file_size > MOST_MANIFEST:
        raise Refused(errors.MANIFEST_INVALID)
    content = b"".join(_blocks(book, entry))
    try:
        manifest = ManifestIn.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise Refused(errors.MANIFEST_INVALID, violations_of(error.errors())) from error
    return manifest, entry.filename.removesuffix(MANIFEST)


def _named(manifest: ManifestIn, root: str, files: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The entries by the names that the manifest gives them.

    Errors: `import.bundle.` `member_missing`, `member_unnamed`, `repeated`; `manifest_invalid` where there are several kinds.
    """
    there = {entry.filename.removeprefix(root): entry for entry in files if entry.filename != root + MANIFEST}
    named = [member.file for member in manifest.members]
    faults = [
        Violation(errors.MEMBER_MISSING if name not in there else errors.REPEATED, f"/members/{number}/file")
        for number, name in enumerate(named)
        if name not in there or name in named[:number]
    ]
    faults += [Violation(errors.MEMBER_UNNAMED, f"/{name}") for name in sorted(there.keys() - set(named))]
    refuse_places(faults)
    return {name: there[name] for name in named}


def refuse_places(faults: Sequence[Violation]) -> None:
    """All faults of a manifest at once, under their own code where it is one. Errors: that, `manifest_invalid`."""
    specs = {fault.spec for fault in faults}
    if specs:
        raise Refused(specs.pop() if len(specs) == 1 else errors.MANIFEST_INVALID, faults)
