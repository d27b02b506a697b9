"""A backup: a folder with the database, the files, the destroy-list and the manifest, complete or not there."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api import __version__
from api.backup import manifest
from api.backup.files import Files
from api.backup.manifest import BackupError, Manifest
from api.backup.postgresql import PostgresqlStore
from api.backup.sqlite import SqliteStore
from api.core import clock
from api.core.keys import KeyStore, copies, destroyed
from api.core.keys.folder import make_private, sync, write_whole
from api.settings import Settings

PREFIX = "qinglian-"
FILES = "files"


def store_of(settings: Settings, app_role: str = "") -> SqliteStore | PostgresqlStore:
    """The database that these settings name."""
    return SqliteStore(settings) if settings.sqlite else PostgresqlStore(settings, app_role)


def make(settings: Settings, keys: KeyStore, target: Path, keep: int = 0) -> Path:
    """Write a new backup below `target` and give its path; servers may go on.

    `keep`: how many whole backups stay, this one among them; 0 keeps all.
    Errors: `BackupError`; `KeyStoreError` when `target` and the key store lie one inside the other.
    """
    copies.refuse_place(target, settings.keys, settings.data_dir)
    make_private(target)
    with _alone(target):
        for broken in target.glob(f".{PREFIX}*.partial"):
            shutil.rmtree(broken)
        _refuse_shortened(keys, target)
        made = target / f"{PREFIX}{clock.now():%Y%m%dT%H%M%S%fZ}"
        draft = target / f".{made.name}.partial"
        _write(settings, keys, draft)
        draft.replace(made)
        sync(target)
        for old in whole(target)[:-keep] if keep else ():
            shutil.rmtree(old)
    return made


def whole(target: Path) -> list[Path]:
    """The backups below `target`, oldest first."""
    return sorted(path.parent for path in target.glob(f"{PREFIX}*/{manifest.FILE}"))


def _write(settings: Settings, keys: KeyStore, draft: Path) -> None:
    """The database first: a file that it names was there before, and files are never changed."""
    draft.mkdir(mode=0o700)
    store = store_of(settings)
    facts = store.save(draft)
    Files(settings).save(draft / FILES)
    write_whole(draft / destroyed.FILE, keys.destroy_list)
    manifest.seal(draft, Manifest(__version__, store.kind, clock.now().isoformat(), facts), keys)


def _refuse_shortened(keys: KeyStore, target: Path) -> None:
    """The destroy-list only grows: one that no longer begins like the last backup's was tampered with."""
    before = whole(target)
    last = (before[-1] / destroyed.FILE).read_bytes() if before else b""
    if {entry.key for entry in keys.destroyed()} < destroyed.claimed(last):
        raise BackupError(
            f"entries were taken out of the destroy-list since {before[-1]}; bring them back with `qinglian keys restore`"
        )


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    with (target / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"another backup into {target} is under way") from error
        yield
