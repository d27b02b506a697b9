"""The mark of a restore that is not finished: while it stands, no server and no worker opens the database.

It is a table in the database itself, so that every host sees it and a restore that is killed leaves it behind.
"""

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from api.core.database import Database

MARK = "restoring"
CREATE = f"CREATE TABLE IF NOT EXISTS {MARK} (backup VARCHAR)"


class Restoring(RuntimeError):
    """The database is being restored, or a restore was broken off."""


def put(connection: Connection) -> None:
    """Mark the database; once more does nothing."""
    connection.exec_driver_sql(CREATE)


def remove(connection: Connection) -> None:
    """The restore is done."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {MARK}")


def stands(connection: Connection) -> bool:
    """Whether the mark is there."""
    if connection.dialect.name == "sqlite":
        return connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = :name"), {"name": MARK}) is not None
    return connection.scalar(text("SELECT to_regclass(:name)"), {"name": MARK}) is not None


def refuse(database: Database) -> None:
    """For a process that is about to work on the database; one that is away is `/readyz`'s to tell. Errors: `Restoring`."""
    try:
        with database.engine.connect() as connection:
            marked = stands(connection)
    except OperationalError:
        return
    if marked:
        raise Restoring(
            "a restore of this database is under way or was broken off: run `qinglian restore` again, "
            "or put back what it replaced with `qinglian restore --undo`"
        )
