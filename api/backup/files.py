"""The files of DATA_DIR beside the database: into a backup, and back in its place."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from api.backup.manifest import copy_file
from api.settings import Settings

_ASIDE = ".replaced"


class Files:
    """What lies in DATA_DIR and is not the database. What is put aside there is out of sight until it is dropped."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.data_dir
        url = make_url(settings.database_url.get_secret_value())
        self._database = Path(url.database or "").resolve() if settings.sqlite else None
        self._aside, self._partial = self.folder / _ASIDE, self.folder / f"{_ASIDE}.partial"

    def save(self, target: Path) -> None:
        """Copy everything below `target`. Hidden folders are work under way, and a file may be purged meanwhile."""
        for path in self._paths():
            with contextlib.suppress(FileNotFoundError):
                copy_file(path, target / path.relative_to(self.folder))

    def _paths(self) -> Iterator[Path]:
        for entry in self._entries():
            for path in [entry] if entry.is_file() else sorted(entry.rglob("*")):
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(self.folder).parts):
                    yield path

    def put_aside(self) -> None:
        """Once: after a crash the rest follows; what came from the backup since then is dropped instead."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._aside.exists():
            self._clear()
            return
        self._partial.mkdir(exist_ok=True)
        for entry in self._entries():
            entry.replace(self._partial / entry.name)
        self._partial.replace(self._aside)

    def bring(self, source: Path) -> None:
        """Copy the files of a backup into their place."""
        for path in sorted(source.rglob("*")):
            if path.is_file():
                copy_file(path, self.folder / path.relative_to(source))

    def take_back(self) -> None:
        """What was put aside comes back, what came from the backup goes."""
        aside = self._aside if self._aside.exists() else self._partial
        if aside == self._aside:
            self._clear()
        for entry in sorted(aside.iterdir()) if aside.exists() else ():
            entry.replace(self.folder / entry.name)
        self.drop_aside()

    def drop_aside(self) -> None:
        """The restore is done: what it replaced is not needed any more."""
        shutil.rmtree(self._aside, ignore_errors=True)
        shutil.rmtree(self._partial, ignore_errors=True)

    def _clear(self) -> None:
        for entry in self._entries():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def _entries(self) -> Iterator[Path]:
        for entry in sorted(self.folder.iterdir()) if self.folder.exists() else ():
            if entry.name.startswith(_ASIDE) or self._is_database(entry):
                continue
            yield entry

    def _is_database(self, entry: Path) -> bool:
        return (
            self._database is not None
            and entry.resolve().parent == self._database.parent
            and entry.name.startswith(self._database.name)
        )
