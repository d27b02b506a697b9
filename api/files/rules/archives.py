"""Whether an archive can be unpacked without harm, judged by its directory alone."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from api.core.errors import ErrorSpec
from api.files import errors

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1024 * 2**20
# XML shrinks to a twentieth; what shrinks to less than a two-hundredth was made to.
MAX_RATIO = 200
_RATIO_FROM = 10 * 2**20


class Entry(Protocol):
    """A line of the directory, as `zipfile` reads it."""

    filename: str
    file_size: int
    compress_size: int
    header_offset: int
    flag_bits: int


def archive_fault(entries: Sequence[Entry], size: int) -> ErrorSpec | None:
    """What is wrong with an archive of `size` bytes with these entries; None when nothing is.

    Entries that overlap are how a small archive holds petabytes without a high ratio in any of them.
    """
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or packed > size or _overlapping(entries):
        return errors.ARCHIVE_BOMB
    if unpacked > _RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1):
        return errors.ARCHIVE_BOMB
    if any(entry.flag_bits & 1 for entry in entries):
        return errors.PROTECTED
    if any(_leads_out(entry.filename) for entry in entries):
        return errors.DAMAGED
    names = [entry.filename.lower() for entry in entries]
    return errors.DAMAGED if len(set(names)) < len(names) else None


def _overlapping(entries: Sequence[Entry]) -> bool:
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(one.header_offset + one.compress_size > other.header_offset for one, other in pairwise(ordered))


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
