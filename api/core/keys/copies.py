"""Copies of the wrapped keys. The master is never in them: a copy alone opens nothing.

They are kept for a short time only, since a copy still holds what was destroyed after it was made; whoever puts one
back removes those keys again by the destroy-list.
"""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.core.keys import destroyed
from api.core.keys.errors import KeyStoreError
from api.core.keys.folder import sync, write_whole
from api.core.keys.store import KeyStore
from api.core.keys.wrapping import load

PREFIX = "qinglian-keys-"
_STAMP = "%Y%m%dT%H%M%SZ"
_PARTS = ("keys", "data", "public")


def refuse_place(target: Path, keys: Path, data: Path) -> None:
    """Copies lie apart from what they are copies of. Errors: `KeyStoreError`."""
    target, keys, data = target.resolve(), keys.resolve(), data.resolve()
    if target.is_relative_to(keys) or keys.is_relative_to(target):
        raise KeyStoreError(f"{target} and the key store {keys} must not lie one inside the other")
    if target.is_relative_to(data):
        raise KeyStoreError(f"{target} lies inside the data folder {data}: it would be lost with it")


def copy(keys: KeyStore, target: Path, now: datetime) -> Path:
    """A copy of the wrapped keys, public halves and destroy-list in a new folder below `target`; gives its path."""
    made = target / f"{PREFIX}{now.astimezone(UTC).strftime(_STAMP)}"
    draft = made.with_name(f".{made.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    keys.prepare()
    with keys.vault.lock:
        for part in _PARTS:
            for path in sorted((keys.folder / part).glob("[!.]*")):
                write_whole(draft / part / path.name, path.read_bytes())
        write_whole(draft / destroyed.FILE, keys.destroy_list)
    draft.replace(made)
    sync(target)
    return made


def expire(target: Path, now: datetime, days: int) -> int:
    """Remove copies older than `days` days; gives how many."""
    old = [path for path in target.glob(f"{PREFIX}*") if now - _made_at(path) > timedelta(days=days)]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def put_back(keys: KeyStore, source: Path) -> int:
    """Bring keys of a copy back that the store no longer has; gives how many.

    What is there stays, what any known list names as destroyed does not come back. Errors: `KeyStoreError` when the
    folder is no such copy, a file in it is damaged, or the store has a master that does not open it.
    """
    listed = source / destroyed.FILE
    if not listed.exists():
        raise KeyStoreError(f"{source} is not a key backup: it has no {destroyed.FILE}")
    gone = {str(key) for content in (keys.destroy_list, listed.read_bytes()) for key in destroyed.claimed(content)}
    with keys.vault.lock:
        missing = [path for path in _files(source) if not (keys.folder / path.relative_to(source)).exists()]
        missing = [path for path in missing if path.stem not in gone]
        _refuse_unopened(keys, missing)
        for path in missing:
            write_whole(keys.folder / path.relative_to(source), path.read_bytes())
        if keys.vault.has_master:
            keys.apply_destroyed([listed.read_bytes()])
        elif not keys.destroy_list:
            write_whole(keys.folder / destroyed.FILE, listed.read_bytes())
    return len(missing)


def _refuse_unopened(keys: KeyStore, paths: list[Path]) -> None:
    wrapped = [load(path) for path in paths if path.suffix == ".json"]
    if keys.vault.has_master:
        known = keys.vault.masters()
        for key in wrapped:
            if key.master not in known:
                raise KeyStoreError(
                    "this key backup was wrapped by another master than the one in the store: take a newer backup, "
                    "or an empty key folder and the sheets that were printed when it was made"
                )
            key.open(known[key.master])


def _files(source: Path) -> list[Path]:
    return [path for part in _PARTS for path in sorted((source / part).glob("[!.]*"))]


def _made_at(path: Path) -> datetime:
    return datetime.strptime(path.name.removeprefix(PREFIX), _STAMP).replace(tzinfo=UTC)
