"""What is known of a file that was pushed before: rows that the server took, and how it read them.

One document for a server, a type and a file name, in the user's own cache folder. It holds digests of rows, no rows.
Only rows of the file as it is now are kept: one that was changed and is changed back is sent again.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from api.cli.pushing.rows import Kind, digests, head_of

_READ = ("header_row", "encoding", "delimiter")


@dataclass(slots=True)
class Taken:
    """Digests of the rows that one import took; until when that can be taken back."""

    until: str | None
    rows: list[str]


@dataclass(slots=True)
class Known:
    """`basis` is what the rows mean something under: the options of the push and the head of the file."""

    basis: str = ""
    read: dict[str, Any] = field(default_factory=dict)
    second: bool = False
    imports: dict[str, Taken] = field(default_factory=dict)

    @property
    def rows(self) -> frozenset[str]:
        """All rows that are known."""
        return frozenset(row for taken in self.imports.values() for row in taken.rows)

    def head(self, content: bytes, kind: Kind) -> bytes:
        """What stands above the data, as the server found it."""
        return head_of(content, kind, self.read.get("header_row") or 1, second=self.second)

    def fits(self, content: bytes, kind: Kind, asked: Mapping[str, Any]) -> bool:
        """Whether it holds for this file: same head, same options, and still in the encoding in which it was read."""
        utf8 = self.read.get("encoding") == "utf-8"
        return self.basis == basis(self.head(content, kind), asked) and utf8 == _is_utf8(content)

    def forget(self, now: datetime, stands: Callable[[str], bool]) -> None:
        """Drop rows of imports that were taken back; those that no longer can be are not asked about."""
        for import_id, taken in list(self.imports.items()):
            if taken.until and datetime.fromisoformat(taken.until) > now and not stands(import_id):
                del self.imports[import_id]

    def keep_only(self, content: bytes, kind: Kind) -> None:
        """Drop rows that the file no longer has."""
        there = set(digests(content, kind, self.head(content, kind)))
        for import_id, taken in list(self.imports.items()):
            taken.rows = [row for row in taken.rows if row in there]
            if not taken.rows:
                del self.imports[import_id]

    def add(
        self, one: Mapping[str, Any], sent: bytes, kind: Kind, refused: Collection[int], asked: Mapping[str, Any]
    ) -> None:
        """Rows of an import that ended well; what is known from before stays if it still means the same."""
        self.read = {name: one[name] for name in _READ if one.get(name) is not None}
        self.second = bool((one.get("mapping") or {}).get("second_header"))
        head = self.head(sent, kind)
        if self.basis != (now := basis(head, asked)):
            self.basis, self.imports = now, {}
        rows = list(digests(sent, kind, head, refused))
        if rows:
            self.imports[one["id"]] = Taken(one.get("rollback_until"), rows)


def basis(head: bytes, asked: Mapping[str, Any]) -> str:
    """Under what rows mean what they mean."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode() + b"\0" + head).hexdigest()


def place(server: str, type_: str, name: str) -> Path:
    """Where the document lies."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    key = hashlib.sha256(f"{server}\0{type_}\0{name}".encode()).hexdigest()[:32]
    return Path(folder) / "qinglian" / "push" / f"{key}.json"


def load(path: Path) -> Known:
    """What is known; nothing where the document is missing or cannot be read."""
    try:
        said = json.loads(path.read_bytes())
        imports = {import_id: Taken(**taken) for import_id, taken in said.pop("imports").items()}
        return Known(**said, imports=imports)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Known()


def save(path: Path, known: Known) -> None:
    """Keep it, for this user only; a push that is killed leaves the one before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(known), file)
    new.replace(path)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
