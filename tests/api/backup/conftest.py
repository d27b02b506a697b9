"""A county with files and keys, and what is done to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from api.backup.make import make
from api.backup.restore import Plan, restore, undo
from api.core.database import Base, Database, Handle
from api.core.keys import KeyStore
from api.main import create_app
from api.settings import Settings
from api.wiring import wire
from tests.world import World, settings_for


@dataclass
class Place:
    """A county whose servers are stopped, its backups below `target`."""

    world: World
    target: Path
    settings: Settings
    said: list[str] = field(default_factory=list)

    @property
    def keys(self) -> KeyStore:
        """As a process that starts now sees them."""
        return KeyStore(self.settings.keys)

    def backup(self, keep: int = 0) -> Path:
        """Make one."""
        return make(self.settings, self.keys, self.target, keep)

    def restore(self, backup: Path, **wishes: Any) -> None:
        """Restore from it."""
        self.stop()
        restore(self.settings, wire(self.settings), Plan(backup, **wishes), self.said.append)

    def undo(self) -> None:
        """Put back what was replaced."""
        undo(self.settings)

    def stop(self) -> None:
        """Nobody is connected."""
        self.world.app.state.database.close()

    def open_again(self) -> None:
        """A server on what is there now."""
        self.stop()
        self.world.app = create_app(self.settings)

    def tables(self) -> dict[str, set[str]]:
        """Every row of every table, as the database holds it."""
        database = Database(Handle(self.settings.owner_url), pool_size=1)
        try:
            with database.engine.connect() as connection:
                return {
                    table.name: {repr(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')}  # noqa: S608
                    for table in Base.metadata.sorted_tables
                }
        finally:
            database.close()

    def execute(self, *statements: str) -> None:
        """Behind the product's back, as the owner."""
        engine = create_engine(self.settings.owner_url)
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def destroy_database(self) -> None:
        """As a disk does."""
        self.stop()
        if self.settings.sqlite:
            for path in self.world.database.folder.glob("qinglian.db*"):
                path.unlink()
        else:
            self.execute("DROP TABLE " + ", ".join(f'"{t.name}"' for t in Base.metadata.sorted_tables) + " CASCADE")
            self.execute("DROP TABLE alembic_version")


@pytest.fixture
def place(world: World, tmp_path: Path) -> Iterator[Place]:
    settings = settings_for(world.database)
    (settings.data_dir / "files/ab").mkdir(parents=True)
    (settings.data_dir / "files/ab/photo").write_bytes(b"photo" * 1000)
    (settings.data_dir / "note.json").write_text("{}")
    yield (made := Place(world, tmp_path / "backups", settings))
    made.stop()
