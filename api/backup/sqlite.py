"""SQLite: the online backup API one way, a rename the other."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from api.backup.manifest import BackupError, Facts, Manifest, copy_file
from api.core import restoring
from api.core.database import Database, Handle
from api.core.keys.folder import sync
from api.settings import Settings

DUMP = "database.sqlite"


class SqliteStore:
    """One SQLite file. Beside it lie `….restoring`, being prepared, and `….replaced`, what a restore has replaced."""

    kind = "sqlite"

    def __init__(self, settings: Settings) -> None:
        self.url = settings.database_url.get_secret_value()
        self.path = Path(make_url(self.url).database or "")
        self._draft, self._aside = (self.path.with_name(self.path.name + end) for end in (".restoring", ".replaced"))

    def save(self, folder: Path) -> Facts:
        """Copy the database in one step while writers go on: they write into the log beside it."""
        if not self.path.exists():
            raise BackupError(f"there is no database at {self.path}")
        target = folder / DUMP
        with closing(sqlite3.connect(self.path, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupError(f"{self.path} is damaged: PRAGMA quick_check; restore the last good backup")
            facts = Facts.of(lambda query: (copy.execute(query).fetchone() or (None,))[0])
        target.chmod(0o600)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        return facts

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the place of the server. Errors: `BackupError` while one runs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            try:
                stack.enter_context(Database(Handle(self.url), pool_size=1).served())
            except RuntimeError as error:
                raise BackupError(f"a server is running on {self.path}: stop it first") from error
            yield

    def accepts(self, manifest: Manifest) -> None:
        """Any SQLite backup fits."""

    def under_way(self) -> bool:
        """Whether the mark stands in the database."""
        if not self.path.exists():
            return False
        with closing(sqlite3.connect(self.path)) as live:
            try:
                return bool(live.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (restoring.MARK,)).fetchone())
            except sqlite3.DatabaseError:
                return False  # destroyed: that is why it is being restored

    def replace(self, folder: Path) -> None:
        """Put the backup, marked, in the place of the database; at every moment the old or the new one is there."""
        copy_file(folder / DUMP, self._draft)
        with closing(sqlite3.connect(self._draft)) as draft:
            draft.execute(restoring.CREATE)
        if not self.under_way():
            self.drop_aside()
            self._put_aside()
        self._forget_log()
        self._draft.replace(self.path)
        sync(self.path.parent)

    def _put_aside(self) -> None:
        if self.path.exists():
            self._fold(self.path)
            with contextlib.suppress(FileNotFoundError):
                self._log(self.path).replace(self._log(self._aside))
            os.link(self.path, self._aside)

    def _fold(self, path: Path) -> None:
        """Write the log into the file, so that it stands alone. A destroyed database is left as it is."""
        with closing(sqlite3.connect(path, timeout=5)) as database:
            try:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    raise BackupError(f"another program has {path} open: stop it first") from error

    def _forget_log(self) -> None:
        for end in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)

    def take_back(self) -> None:
        """The replaced database comes back."""
        if not self._aside.exists():
            raise BackupError("nothing was replaced: there was no database before; run `qinglian restore` again")
        self._forget_log()
        if self._log(self._aside).exists():
            self._log(self._aside).replace(self._log(self.path))
        self._aside.replace(self.path)
        sync(self.path.parent)

    def finish(self, database: Database) -> None:
        """Take the mark away: the service may open."""
        with database.engine.begin() as connection:
            restoring.remove(connection)

    def drop_aside(self) -> None:
        """What was replaced is not needed any more."""
        self._aside.unlink(missing_ok=True)
        self._log(self._aside).unlink(missing_ok=True)

    def _log(self, path: Path) -> Path:
        return path.with_name(path.name + "-wal")
