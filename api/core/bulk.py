"""Writing thousands of rows at once: COPY and arrays on PostgreSQL, a few large statements on SQLite.

An INSERT through SQLAlchemy looks at every value of every row. Here a column's values are put in their stored form
column by column, and rows go to the driver as they are. SQLite builds the sets of a table's CHECK constraints anew for
each statement: two hundred rows in one statement cost half of what they cost one by one (measured with `unit` and
`school`), and the statement of so many rows is prepared once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Row = Mapping[str, Any]
Stored = tuple[Any, ...]

# Rows of a statement; what is left over goes by smaller ones. A statement for each number of rows would fill the driver's
# cache, at some hundred kilobytes each.
_TOGETHER = (200, 20, 1)


def insert_many(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, each with a value for every column of `table`. Errors: as of an INSERT (`IntegrityError`, …)."""
    if not rows:
        return
    write = _insert_by_copy if _is_postgresql(session) else _insert_by_values
    columns = list(table.c)
    with _driver(session, f"INSERT INTO {table.name}") as driver:
        write(driver, f"{table.name} ({_names(columns)})", _stored_rows(columns, rows, session.connection().dialect))


def insert_copied(session: Session, table: Table, text: bytes, into: str | None = None) -> None:
    """Insert rows that are written as CSV, with a cell for every column of `table`; PostgreSQL only. Errors: as above.

    `into` names another table with the same columns.
    """
    name = into or table.name
    statement = f"COPY {name} ({_names(list(table.c))}) FROM STDIN (FORMAT csv)"
    with _driver(session, f"INSERT INTO {name}") as driver, driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def insert_tuples(session: Session, table: Table, rows: Sequence[Stored], into: str | None = None) -> None:
    """Insert rows that are in their stored form, with a value for every column of `table`; SQLite only. Errors: as above.

    `into` names another table with the same columns.
    """
    name = into or table.name
    with _driver(session, f"INSERT INTO {name}") as driver:
        _insert_by_values(driver, f"{name} ({_names(list(table.c))})", rows)


def update_many(session: Session, table: Table, rows: Sequence[Row], names: Sequence[str], key: str = "id") -> int:
    """Set the columns `names` of the rows with these keys, each to its own values; how many there were."""
    if not rows:
        return 0
    columns = [table.c[name] for name in (key, *names)]
    setting = ", ".join(f"{name} = new.{name}" for name in names)
    # Names in these statements are those of our own tables; values are bound.
    statement = f"UPDATE {table.name} SET {setting} FROM {{new}} WHERE {table.name}.{key} = new.{key}"  # noqa: S608
    write = _update_from_arrays if _is_postgresql(session) else _update_from_values
    with _driver(session, f"UPDATE {table.name}") as driver:
        dialect = session.connection().dialect
        return write(driver, statement, columns, list(_stored_rows(columns, rows, dialect)), dialect)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


@contextmanager
def _driver(session: Session, statement: str) -> Iterator[Any]:
    """The driver's own connection. What it raises is raised as by SQLAlchemy: whoever waits for an `IntegrityError` gets one."""
    connection = session.connection()
    dbapi: Any = connection.dialect.dbapi
    try:
        yield connection.connection.dbapi_connection
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error, dialect=connection.dialect) from error


def _stored_rows(columns: Sequence[Column[Any]], rows: Sequence[Row], dialect: Dialect) -> Iterator[Stored]:
    """The rows as tuples in the order of the columns, in the form in which the driver takes them."""
    values: list[Sequence[Any]] = list(zip(*map(itemgetter(*(column.name for column in columns)), rows), strict=True))
    for place, column in enumerate(columns):
        processor = column.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None:
            values[place] = _all_stored(values[place], processor)
    return zip(*values, strict=True)


def _all_stored(values: Sequence[Any], stored: Callable[[Any], Any]) -> Sequence[Any]:
    """Each value in its stored form; of one that stands in every row, as times do, made once."""
    first = values[0]
    if all(value is first for value in values):
        return [stored(first)] * len(values)
    return [stored(value) for value in values]


def _insert_by_copy(driver: Any, into: str, rows: Iterable[Stored]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert_by_values(driver: Any, into: str, rows: Iterable[Stored]) -> None:
    for values, bound in _values(rows):
        driver.execute(f"INSERT INTO {into} VALUES {values}", bound)  # noqa: S608


def _update_from_values(
    driver: Any, statement: str, columns: Sequence[Column[Any]], rows: Iterable[Stored], _dialect: Dialect
) -> int:
    named = ", ".join(f"column{place} AS {column.name}" for place, column in enumerate(columns, start=1))
    new = statement.format(new=f"(SELECT {named} FROM (VALUES {{values}})) AS new")  # noqa: S608
    return sum(driver.execute(new.format(values=values), bound).rowcount for values, bound in _values(rows))


def _update_from_arrays(
    driver: Any, statement: str, columns: Sequence[Column[Any]], rows: Iterable[Stored], dialect: Dialect
) -> int:
    kinds = (column.type.compile(dialect).partition(" COLLATE")[0] for column in columns)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    bound = [list(values) for values in zip(*rows, strict=True)]
    new = f"unnest({arrays}) AS new ({_names(columns)})"
    return int(driver.execute(statement.format(new=new), bound).rowcount)


def _values(rows: Iterable[Stored]) -> Iterator[tuple[str, list[Any]]]:
    """Places for some rows after another, and what is bound to them."""
    rest = iter(rows)
    while some := list(islice(rest, _TOGETHER[0])):
        place, done = f"({', '.join('?' * len(some[0]))})", 0
        for size in _TOGETHER:
            values = ", ".join([place] * size)
            while done + size <= len(some):
                yield values, list(chain.from_iterable(some[done : done + size]))
                done += size


def _names(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(column.name for column in columns)
