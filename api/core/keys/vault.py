"""The folder of wrapped keys and the master that opens them."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.core.keys.errors import KeyStoreError, UnknownKey
from api.core.keys.folder import FolderLock, overwrite, sync, write_all, write_whole
from api.core.keys.wrapping import KEY_BYTES, Master, Name, WrappedKey, load, wrap

_ATTEMPTS = 5


class Vault:
    """Key files are written under `lock`, and read without it, by any number of processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = FolderLock(folder)
        self._key, self._next = folder / "master.key", folder / "master.next"
        self._known: dict[bytes, Master] = {}

    def files(self) -> Iterator[Path]:
        """Every wrapped key."""
        for folder in ("keys", "data"):
            yield from sorted((self.folder / folder).glob("*.json"))

    def write(self, path: Path, name: Name, secret: bytes) -> None:
        """Put a key into its file, under the master of this moment."""
        self.write_all([(path, name, secret)])

    def write_all(self, keys: Iterable[tuple[Path, Name, bytes]]) -> None:
        """Put keys into their files; all of them are durable, or whoever asked does not learn their names."""
        with self.lock:
            master = self._current()
            write_all({path: wrap(name, secret, master).dump() for path, name, secret in keys})

    def open(self, path: Path) -> tuple[Name, bytes]:
        """The key in a file, and what it is. Errors: `UnknownKey` without the file, `KeyStoreError`.

        While masters change, the file may be read just before and the master just after: a second look finds both.
        """
        for attempt in range(_ATTEMPTS):
            try:
                wrapped = load(path)
            except FileNotFoundError as error:
                raise UnknownKey(f"no key {path.stem}") from error
            if master := self._find(wrapped):
                return wrapped.name, wrapped.open(master)
            time.sleep(0.01 * attempt)
        raise KeyStoreError(f"{path.name} is wrapped by a master that is not here: recover it, or restore newer keys")

    @property
    def has_master(self) -> bool:
        """Whether the master is there."""
        return self._key.exists()

    def masters(self) -> dict[bytes, Master]:
        """By fingerprint: the master, and while it is being changed the next one too."""
        # The next one first: when it takes the other's place in between, it is seen there.
        found = [Master(path.read_bytes()) for path in (self._next, self._key) if path.exists()]
        return {master.fingerprint: master for master in found}

    def master(self) -> Master:
        """The master as it lies on disk. Errors: `KeyStoreError` when it is missing or damaged."""
        try:
            return Master(self._key.read_bytes())
        except FileNotFoundError as error:
            hint = "bring it back with `qinglian keys recover` and the two printed sheets"
            raise KeyStoreError(f"{self._key} is missing: {hint}") from error

    def rotate(self) -> Master:
        """Wrap every key anew under a new master.

        The new master lies beside the old one until the last key is wrapped; a kill in between leaves both, the store
        opens with either, and the next call goes on. Running processes find the new master when a key asks for it.
        """
        with self.lock:
            old = self._current()
            if not self._next.exists():
                write_whole(self._next, os.urandom(KEY_BYTES))
            new = Master(self._next.read_bytes())
            for path in self.files():
                wrapped = load(path)
                if wrapped.master != new.fingerprint:
                    write_whole(path, wrapped.rewrap(old, new).dump())
            self._replace()
            self._known = {new.fingerprint: new}
        return new

    def recover(self, master: Master) -> None:
        """Put a recovered master back. Errors: `KeyStoreError` when another is there, or it does not open the keys."""
        with self.lock:
            if self._key.exists() and self._key.read_bytes() != master.secret:
                raise KeyStoreError(f"another master lies at {self._key}; move it away first")
            masters = self.masters() | {master.fingerprint: master}
            for path in self.files():
                wrapped = load(path)
                if wrapped.master not in masters:
                    raise KeyStoreError(f"{path.name} is wrapped by another master than these sheets'")
                wrapped.open(masters[wrapped.master])
            write_whole(self._key, master.secret)

    def _current(self) -> Master:
        """The master, made if the store is empty; under the lock."""
        if not self._key.exists() and not any(self.files()):
            write_whole(self._key, os.urandom(KEY_BYTES))
        return self.master()

    def _find(self, wrapped: WrappedKey) -> Master | None:
        if wrapped.master not in self._known:
            self._known = self.masters()
            if not self._known:
                self.master()  # says what to do
        return self._known.get(wrapped.master)

    def _replace(self) -> None:
        descriptor = os.open(self._key, os.O_WRONLY)
        try:
            self._next.replace(self._key)
            sync(self.folder)
            overwrite(descriptor)
        finally:
            os.close(descriptor)
