"""Record what the product sends to the database for one request, and turn it into work for the limit."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import orjson
from fastapi import FastAPI
from psycopg.dbapi20 import Binary
from psycopg.types.json import Json, Jsonb
from sqlalchemy import Connection, Engine, event

from tests.bench.limit import Generated, JsonText, Statement, Work, filled, positional
from tests.bench.load import Request

BEGIN = {"AUTOCOMMIT": None, "REPEATABLE READ": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@dataclass
class Recording:
    """The statements of one request in their order."""

    statements: list[Statement] = field(default_factory=list)
    begin: str | None = None

    def note(self, connection: Connection, _cursor: object, text: str, parameters: Any, *_: object) -> None:
        """SQLAlchemy's `before_cursor_execute`; a bulk insert counts as one statement a row."""
        level = connection.get_execution_options().get("isolation_level")
        self.begin = BEGIN.get(str(level), "BEGIN")
        for each in parameters if isinstance(parameters, list | tuple) else [parameters]:
            self.statements.append(positional(text, {name: plain(value) for name, value in each.items()}))


def plain(value: Any) -> Any:
    """A parameter without psycopg's wrappers: asyncpg takes JSON as text."""
    if isinstance(value, Json | Jsonb):
        return JsonText(orjson.dumps(value.obj).decode())
    return bytes(value.obj) if isinstance(value, Binary) else value


@contextmanager
def recording(engine: Engine) -> Iterator[Recording]:
    """Listen to an engine, and to those derived from it, for the length of a `with`."""
    record = Recording()
    event.listen(engine, "before_cursor_execute", record.note)
    try:
        yield record
    finally:
        event.remove(engine, "before_cursor_execute", record.note)


def statements_of(app: FastAPI, request: Request) -> Recording:
    """What one request of the product sends; the product runs in this process."""
    with recording(app.state.database.engine) as record:
        asyncio.run(_ask(app, request))
    return record


async def _ask(app: FastAPI, request: Request) -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.request(
            request.method, request.path, headers=dict(request.headers), content=request.body()
        )
    if answer.status_code != request.expected:
        raise RuntimeError(f"{request.method} {request.path} answered {answer.status_code}: {answer.text[:500]}")


def work_of(app: FastAPI, request: Request, dsn: str) -> Work:
    """The captured request as work for the limit; what differs between two captures is made anew each time."""
    statements_of(app, request)  # the first one may also fill caches
    once, again = statements_of(app, request), statements_of(app, request)
    if [each.text for each in once.statements] != [each.text for each in again.statements]:
        raise RuntimeError(f"{request.method} {request.path} does not send the same statements twice")
    slots: dict[Any, int] = {}
    pairs = zip(once.statements, again.statements, strict=True)
    statements = tuple(Statement(a.text, _generalized(a.parameters, b.parameters, slots)) for a, b in pairs)
    answer = asyncio.run(_largest(statements, dsn))
    return Work(statements, again.begin, answer, request.expected)


def _generalized(once: tuple[Any, ...], again: tuple[Any, ...], slots: dict[Any, int]) -> tuple[Any, ...]:
    return tuple(
        b if a == b else Generated(slots.setdefault(b, len(slots)), b) for a, b in zip(once, again, strict=True)
    )


async def _largest(statements: tuple[Statement, ...], dsn: str) -> int:
    """The statement that brings most, which is the answer's; the last one where none brings anything."""
    connection = await asyncpg.connect(dsn)
    sizes = []
    fresh: dict[int, Any] = {}
    transaction = connection.transaction()
    await transaction.start()
    for statement in statements:
        rows = await connection.fetch(statement.text, *filled(statement.parameters, fresh))
        sizes.append(sum(len(str(tuple(row))) for row in rows))
    await transaction.rollback()
    await connection.close()
    return sizes.index(max(sizes)) if max(sizes) else len(sizes) - 1
