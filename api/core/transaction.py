"""The only place, beside worker and CLI, where a transaction begins and commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from enum import Enum
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.core.database import Database

Result = TypeVar("Result")

# serialization failure, deadlock, lock not available
_TRANSIENT = frozenset({"40001", "40P01", "55P03"})
_ATTEMPTS = 3


class Mode(Enum):
    """How a unit of work sees the database."""

    READ = "read"  # each statement for itself (autocommit): one query, or queries that need not agree
    SNAPSHOT = "snapshot"  # read-only, all statements see one state: list + total, exports, dashboards
    WRITE = "write"  # one transaction, one commit


@contextmanager
def transaction(database: Database, mode: Mode = Mode.WRITE) -> Iterator[Session]:
    """A session of one unit of work; in WRITE mode it is committed on leaving, rolled back on any exception."""
    begin = {Mode.READ: "", Mode.SNAPSHOT: database.begin_snapshot, Mode.WRITE: database.begin_writing}[mode]
    place = database.lock if mode is Mode.WRITE and database.lock else nullcontext()
    with place, Session(database.engine, expire_on_commit=False) as session:
        if begin:
            session.connection().exec_driver_sql(begin)
        yield session
        if mode is Mode.WRITE:
            session.commit()
        elif begin:  # a rollback makes psycopg forget every statement that this connection has prepared
            session.connection().connection.commit()


def repeat_transient(work: Callable[[], Result]) -> Result:
    """Run `work`, a whole unit of work, again when the database gave up for reasons that pass."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return work()
        except DBAPIError as error:
            if attempt == _ATTEMPTS or not transient(error):
                raise
    raise AssertionError


def transient(error: DBAPIError) -> bool:
    """Whether the same work may succeed when it is repeated."""
    return getattr(error.orig, "sqlstate", None) in _TRANSIENT
