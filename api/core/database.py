"""The database of one bureau: table base, column types, engines. Sessions are opened by `core.transaction` only."""

import fcntl
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    QueuePool,
    Result,
    String,
    TypeDecorator,
    Uuid,
    cast,
    create_engine,
    event,
    func,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session

from api.core.turns import Turns

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant on both databases (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive time; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table; constraints get stable names, which `core.constraints` maps to error codes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's own declaration)
        UUID: Uuid(as_uuid=True),
        str: String(),
        datetime: Instant(),
        dict[str, str]: JSON().with_variant(JSONB(), "postgresql"),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[Any]: JSON().with_variant(JSONB(), "postgresql"),
    }


Model = TypeVar("Model", bound=type[Base])

# Tables whose rows are written once: on PostgreSQL the application's role gets no UPDATE or DELETE on them, on SQLite
# triggers refuse. Filled by `insert_only` beside each model, read by the migrations and a house test.
INSERT_ONLY: set[str] = set()


def insert_only(model: Model) -> Model:
    """Class decorator: rows of this table are never changed or deleted."""
    INSERT_ONLY.add(model.__tablename__)
    return model


def affected(result: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE has met."""
    assert isinstance(result, CursorResult)
    return result.rowcount


def insert_rows(session: Session, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write `rows` with one `statement`, built once beside its table. One row goes by itself: a batch costs twice."""
    if len(rows) == 1:
        session.execute(statement, rows[0])
    elif rows:
        session.execute(statement, rows)


def insert_or(session: Session, table: Any) -> Any:
    """An INSERT into `table` that knows ON CONFLICT, which both databases write alike and SQLAlchemy does not."""
    return insert_into(session.get_bind().dialect.name, table)


def insert_into(dialect: str, table: Any) -> Any:
    """The same for a database by its name."""
    return {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect](table)


def among(session: Session, stored: Any, values: Collection[str]) -> ColumnElement[bool]:
    """Whether a column of text, or of ids (then `values` are hex digits), holds one of `values`: all in one parameter.

    Each in a parameter of its own, thousands cost more than the statement itself: to write it, to parse and to plan it.
    """
    document = literal(_json(list(values)))
    postgres = session.get_bind().dialect.name == "postgresql"
    listed = func.json_array_elements_text(cast(document, postgresql.JSON())) if postgres else func.json_each(document)
    value: ColumnElement[Any] = listed.table_valued("value").c.value
    if postgres and isinstance(stored.type, Uuid):
        value = cast(value, Uuid())
    within: ColumnElement[bool] = stored.in_(select(value))
    return within


# How a transaction begins, for writing and for a snapshot; `core.transaction` sends it. Connections stay in autocommit,
# so that a plain read costs no BEGIN and no change of mode at the pool's door, and an engine event, which would slow
# down every statement, is not needed. SQLite's writers take the write lock at once: no deadlock on upgrade.
_SQLITE_BEGINS = ("BEGIN IMMEDIATE", "BEGIN")
# A list is planned for the subtree it is asked for: PostgreSQL's generic plan guesses that a range of paths holds few
# rows, and sorts 50,000 for a page of 50. Statements for one row keep their generic plan.
_POSTGRESQL_BEGINS = (
    "BEGIN",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL plan_cache_mode = force_custom_plan",
)


@dataclass(frozen=True, slots=True)
class Handle:
    """Which bureau's data: a DSN and, on PostgreSQL, a schema. Nothing else in the product names a schema."""

    url: str
    schema: str | None = None


class Database:
    """Pools of one bureau. `lock` is SQLite's single writer place; on PostgreSQL it is absent."""

    def __init__(self, handle: Handle, pool_size: int = 8) -> None:
        self.sqlite = handle.url.startswith("sqlite")
        self.pool_size = pool_size
        self.lock = Turns() if self.sqlite else None
        self.engine = _sqlite_engine(handle, pool_size) if self.sqlite else _postgresql_engine(handle, pool_size)
        self.begin_writing, self.begin_snapshot = _SQLITE_BEGINS if self.sqlite else _POSTGRESQL_BEGINS

    def ping(self) -> None:
        """Raise when the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    @contextmanager
    def served(self) -> Iterator[None]:
        """Held by a server while it runs. SQLite is served by one process: a lock file beside it refuses a second.

        Two processes would each have a writer place of their own, and find out only by waiting for the file.
        """
        if not self.sqlite:
            yield
            return
        with Path(f"{self.engine.url.database}.served").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RuntimeError(f"another server is running on {self.engine.url.database}") from error
            yield

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _postgresql_engine(handle: Handle, pool_size: int) -> Engine:
    from api.core.cursor import LightCursor  # noqa: PLC0415 (a county on SQLite never loads the driver)

    options = f"-c search_path={handle.schema}" if handle.schema else ""
    # Server-side prepared statements stay off until a statement has run five times on a connection (psycopg's default),
    # so that a transaction-mode pooler in front can be used by setting prepare_threshold in the URL.
    return create_engine(
        make_url(handle.url).set(drivername="postgresql+psycopg"),
        poolclass=QueuePool,
        isolation_level="AUTOCOMMIT",
        pool_size=pool_size,
        max_overflow=2,  # short transactions that survive a refusal, and the worker
        pool_timeout=30,
        pool_recycle=1800,
        pool_use_lifo=True,  # few warm connections rather than many: each plans its statements anew
        pool_pre_ping=False,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        connect_args={
            "options": f"{options} -c timezone=UTC -c jit=off".strip(),
            "connect_timeout": 10,
            "cursor_factory": LightCursor,
        },
    )


def _sqlite_engine(handle: Handle, pool_size: int) -> Engine:
    path = make_url(handle.url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        handle.url,
        poolclass=QueuePool,
        pool_size=pool_size + 2,
        max_overflow=2,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        connect_args={"check_same_thread": False, "timeout": 30},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "checkin", _leave_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _leave_sqlite(connection: sqlite3.Connection | None, _record: object) -> None:
    """A COMMIT that SQLite refuses (full disk, deferred constraint) leaves its transaction, and the lock, open."""
    if connection is not None and connection.in_transaction:
        connection.rollback()
