"""Fresh databases for tests, in milliseconds: a template is migrated once per run and copied from then on.

A template may also hold a prepared world: `fresh("sqlite", Template("county", build))` runs `build` once per run and
backend on a migrated database, and every later call gets a copy of the result.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.postgres import APP, OWNER, Cluster, cluster, locked, run_folder

Backend = Literal["sqlite", "postgresql"]
BACKENDS: tuple[Backend, ...] = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Database:
    """Where one test's database is: as the application reaches it, and as its owner does."""

    backend: Backend
    name: str
    url: str
    migration_url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead a process of its own (server, CLI) to this database."""
        return {
            "QINGLIAN_DATABASE_URL": self.url,
            "QINGLIAN_MIGRATION_URL": self.migration_url,
            "QINGLIAN_DATA_DIR": str(self.folder / "data"),
            "QINGLIAN_KEYS": str(self.folder / "keys"),
            "QINGLIAN_SECOND_FACTOR": "optional",
        }


@dataclass(frozen=True)
class Template:
    """A named state to start from; `build` is given a migrated database and fills it."""

    name: str = "empty"
    build: Callable[[Database], None] = lambda _: None


EMPTY = Template()


def fresh(backend: Backend, template: Template = EMPTY) -> Database:
    """A new database, a copy of the template."""
    source = _built(backend, template)
    target = _place(backend, f"t_{uuid.uuid4().hex[:16]}")
    shutil.copytree(source.folder, target.folder)
    if backend == "postgresql":
        cluster().create(target.name, template=source.name)
    return target


def discard(database: Database) -> None:
    """Remove it; the next test needs the memory."""
    if database.backend == "postgresql":
        cluster().drop(database.name)
    shutil.rmtree(database.folder, ignore_errors=True)


@contextmanager
def borrowed(backend: Backend, template: Template = EMPTY) -> Iterator[Database]:
    """A fresh database for the length of a `with`."""
    database = fresh(backend, template)
    try:
        yield database
    finally:
        discard(database)


def _built(backend: Backend, template: Template) -> Database:
    source = _place(backend, f"template_{template.name}")
    with locked(f"{backend}-{template.name}"):
        done = source.folder / ".built"
        if not done.exists():
            source.folder.mkdir(parents=True)
            _migrate(source)
            template.build(source)
            done.touch()
    return source


def _place(backend: Backend, name: str) -> Database:
    folder = run_folder() / "databases" / f"{backend}-{name}"
    if backend == "sqlite":
        url = f"sqlite:///{folder}/qinglian.db"
        return Database(backend, name, url, url, folder)
    server = Cluster(run_folder() / "postgres")
    return Database(backend, name, server.url(name, APP), server.url(name, OWNER), folder)


def _migrate(database: Database) -> None:
    # Imported late: unit tests need neither Alembic nor the tables.
    from api.migrate import upgrade  # noqa: PLC0415

    if database.backend == "postgresql":
        cluster().create(database.name)
    upgrade(database.migration_url, APP if database.backend == "postgresql" else None)
