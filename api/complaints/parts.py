"""Files in parts of one size, so that a large one costs no more memory than a small one.

The packing is that of `sealing.pack`: a head, the content, filled up to a size that tells little. Each part is sealed
by itself, bound to its place and number; how many belong together follows from the size, which is sealed elsewhere.
"""

import io
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from api.complaints import sealing
from api.complaints.rules.padding import MARK, padded_size

PART = 2**20
_HEAD = sealing.head({})
_OVER = sealing.OVERHEAD


def number_of(size: int) -> int:
    """How many parts a file of `size` bytes has."""
    return -(-padded_size(len(_HEAD) + size + 1) // PART)


def packed(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The parts of a file of `size` bytes."""
    return _cut(chain((_HEAD,), blocks, _filling(size)))


class Content:
    """The content of a file of `size` bytes, from its sealed parts in their order."""

    def __init__(self, key: bytes, place: str, size: int) -> None:
        self._key, self._place, self._left = key, place, size
        self._number, self._skip = 0, len(_HEAD)

    def next(self, sealed: bytes) -> bytes:
        """What the next part holds of it. Errors: `NotOpened`, where it is not the next one."""
        part = sealing.open_bytes(self._key, sealed, _at(self._place, self._number))
        block = part[self._skip : self._skip + self._left]
        self._number, self._skip, self._left = self._number + 1, 0, self._left - len(block)
        return block


def content(key: bytes, sealed_parts: Iterable[bytes], place: str, size: int) -> Iterator[bytes]:
    """The same of all parts; `number_of` says how many there have to be. Errors: `NotOpened`."""
    found = Content(key, place, size)
    return (block for part in sealed_parts if (block := found.next(part)))


def sealed(key: bytes, parts: Iterable[bytes], place: str) -> Iterator[bytes]:
    """Each of `parts` under `key`."""
    return (sealing.seal_bytes(key, part, _at(place, number)) for number, part in enumerate(parts))


def _at(place: str, number: int) -> str:
    return f"{place}/{number}" if number else place  # what was sealed whole is its own first part


def _filling(size: int) -> Iterator[bytes]:
    left = padded_size(len(_HEAD) + size + 1) - len(_HEAD) - size
    yield MARK
    for start in range(1, left, PART):
        yield bytes(min(PART, left - start))


def _cut(blocks: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for block in blocks:
        pending += block
        while len(pending) >= PART:
            yield bytes(pending[:PART])
            del pending[:PART]
    if pending:
        yield bytes(pending)


class SealedFile:
    """A file on its way in: what lies on the disk is sealed, under a key that is in this process's memory only.

    It is written once, then read; whoever made it removes it.
    """

    def __init__(self, path: Path, place: str) -> None:
        self.path, self.place, self.size = path, place, 0
        self.key = os.urandom(32)
        self._pending = bytearray(_HEAD)
        self._number = 0

    def write(self, block: bytes) -> None:
        """Add a block of the content."""
        self.size += len(block)
        self._add(block)

    def close(self) -> None:
        """The content is whole."""
        for block in _filling(self.size):
            self._add(block)
        if self._pending:
            self._put(bytes(self._pending))

    def remove(self) -> None:
        """Take it from the disk; without the key, which goes with this object, it was noise."""
        self.path.unlink(missing_ok=True)

    def _add(self, block: bytes) -> None:
        self._pending += block
        while len(self._pending) >= PART:
            self._put(bytes(self._pending[:PART]))
            del self._pending[:PART]

    def _put(self, part: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(sealing.seal_bytes(self.key, part, _at(self.place, self._number)))
        self._number += 1

    def sealed_parts(self) -> Iterator[bytes]:
        """What lies on the disk, part by part."""
        with self.path.open("rb") as file:
            while part := file.read(PART + _OVER):
                yield part

    def blocks(self) -> Iterator[bytes]:
        """The content."""
        return content(self.key, self.sealed_parts(), self.place, self.size)

    def part(self, number: int) -> bytes:
        """One part, opened."""
        with self.path.open("rb") as file:
            file.seek(number * (PART + _OVER))
            return sealing.open_bytes(self.key, file.read(PART + _OVER), _at(self.place, number))

    def reader(self) -> io.BufferedReader:
        """The content as a file that can be looked into at any place; one part of it is in memory."""
        return io.BufferedReader(_Reader(self))


class _Reader(io.RawIOBase):
    def __init__(self, file: SealedFile) -> None:
        self._file, self._position = file, 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        left = self._file.size - self._position
        if left <= 0:
            return 0
        number, start = divmod(self._position + len(_HEAD), PART)
        if number != self._held[0]:
            self._held = (number, self._file.part(number))
        view = memoryview(buffer)
        found = self._held[1][start : start + min(left, len(view))]
        view[: len(found)] = found
        self._position += len(found)
        return len(found)
