"""A ZIP of many files with a manifest of their SHA-256 hashes. The same files make the same bytes."""

import hashlib
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import IO, Any

import orjson

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
_BLOCK = 64 * 1024
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"  # what `sha256sum --check` reads


class Bundle:
    """A ZIP that is being filled, on disk. `finish` writes the manifest and hands the file over, rewound."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever reads the finished file closes it)
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._entries: list[dict[str, Any]] = []

    def add(self, name: str, content: IO[bytes], **about: Any) -> None:
        """One file; it is closed. `about` is what the manifest says of it beside name, size and hash."""
        digest, size = hashlib.sha256(), 0
        with content, self._archive.open(_entry(name), "w", force_zip64=True) as target:
            while block := content.read(_BLOCK):
                digest.update(block)
                size += len(block)
                target.write(block)
        self._entries.append({"name": name, "size": size, "sha256": digest.hexdigest()} | about)

    def finish(self, about: Mapping[str, Any]) -> tuple[IO[bytes], str]:
        """The whole ZIP, and the SHA-256 of its manifest, which vouches for every file in it."""
        manifest = orjson.dumps(
            {**about, "files": self._entries}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        )
        sums = "".join(f"{entry['sha256']}  {entry['name']}\n" for entry in self._entries)
        self._archive.writestr(_entry(MANIFEST), manifest)
        self._archive.writestr(_entry(SUMS), sums)
        self._archive.close()
        self._file.seek(0)
        return self._file, hashlib.sha256(manifest).hexdigest()

    def close(self) -> None:
        """Give up what was not finished."""
        self._archive.close()
        self._file.close()


def _entry(name: str) -> zipfile.ZipInfo:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("a name leads out of the ZIP")
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
