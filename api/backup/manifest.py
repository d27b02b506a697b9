"""What a backup says of itself: the digest of every file in it, and a signature of the key store."""

import hashlib
import os
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from api.core.keys import KeyStore
from api.core.keys.folder import make_private, sync, write_whole

FILE, SIGNATURE = "manifest.json", "manifest.sig"
_BLOCK = 1 << 20
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


class BackupError(RuntimeError):
    """A backup cannot be made or used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of the database in the backup: migration revision, last signed head of the ledger (C2SP note)."""

    revision: str
    head: str | None
    server: str = ""
    schema: str = ""

    @classmethod
    def of(cls, scalar: Callable[[str], Any], server: str = "", schema: str = "") -> "Facts":
        """Read by `scalar`, which gives the first value of a query, within one snapshot."""
        revision = scalar("SELECT version_num FROM alembic_version")
        head = scalar("SELECT note FROM ledger_head ORDER BY epoch DESC, size DESC LIMIT 1")
        return cls(str(revision), head, server, schema)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of manifest.json. `database` is sqlite or postgresql; sizes in bytes."""

    product: str
    database: str
    created_at: str
    facts: Facts
    schema: int = 1
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


def seal(folder: Path, manifest: Manifest, keys: KeyStore) -> None:
    """Write the manifest of what lies in `folder`, and its signature."""
    files = {name: {"sha256": digest(folder / name), "size": (folder / name).stat().st_size} for name in names(folder)}
    content = orjson.dumps(asdict(manifest) | {"files": files}, option=_OPTIONS)
    write_whole(folder / FILE, content)
    write_whole(folder / SIGNATURE, b64encode(keys.signer("backup").sign(content)) + b"\n")


def read(folder: Path, publics: Mapping[int, Ed25519PublicKey] | None) -> Manifest:
    """The manifest of a backup whose every file is as it was written.

    `publics`: the keys one of which must have signed it; None accepts a backup of a key store that is lost.
    Errors: `BackupError`, which names the first file that was altered, is missing, or does not belong there.
    """
    if not (folder / FILE).exists():
        raise BackupError(f"{folder} is not a whole backup: it has no {FILE}")
    content = (folder / FILE).read_bytes()
    if publics is not None and not _signed(content, folder / SIGNATURE, publics):
        raise BackupError(f"{folder / FILE} was altered, or signed by another key store than the one at hand")
    document = orjson.loads(content)
    manifest = Manifest(**document | {"facts": Facts(**document["facts"])})
    _compare(folder, manifest.files)
    return manifest


def _signed(content: bytes, signature: Path, publics: Mapping[int, Ed25519PublicKey]) -> bool:
    signed = signature.read_bytes() if signature.exists() else b""
    for public in publics.values():
        try:
            public.verify(b64decode(signed), content)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def _compare(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    present = set(names(folder))
    for name in sorted(files.keys() | present):
        if name not in present:
            raise BackupError(f"{folder / name} is missing")
        if name not in files:
            raise BackupError(f"{folder / name} does not belong to the backup")
        if digest(folder / name) != files[name]["sha256"]:
            raise BackupError(f"{folder / name} was altered since the backup was made")


def names(folder: Path) -> list[str]:
    """Every file of a backup but the manifest, as paths within it."""
    own = {FILE, SIGNATURE}
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in own)


def digest(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_file(source: Path, target: Path) -> None:
    """Copy one file durably; nothing is left behind when the source is gone."""
    with source.open("rb") as old:
        make_private(target.parent)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
            shutil.copyfileobj(old, new, _BLOCK)
            new.flush()
            os.fsync(new.fileno())
    sync(target.parent)
