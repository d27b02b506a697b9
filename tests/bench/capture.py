"""Record what the product sends to the database for one request, and turn it into work for the limit."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import orjson
from fastapi import FastAPI
from psycopg.dbapi20 import Binary
from psycopg.types.json import Json, Jsonb
from sqlalchemy import Connection, Engine, event

from tests.bench.limit import PLANS, Generated, JsonText, Statement, Work, filled, positional
from tests.bench.load import Request


@dataclass
class Recording:
    """The statements of one request in their order."""

    statements: list[Statement] = field(default_factory=list)
    begin: str | None = None

    def note(self, _connection: Connection, _cursor: object, text: str, parameters: Any, *_: object) -> None:
        """SQLAlchemy's `before_cursor_execute`; a bulk insert counts as one statement a row."""
        if text.startswith("BEGIN"):
            self.begin = text
            return
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
    seconds = {plans: asyncio.run(_seconds(statements, dsn, plans)) for plans in PLANS}
    return Work(statements, again.begin, answer, request.expected, min(PLANS, key=seconds.__getitem__))


def _generalized(once: tuple[Any, ...], again: tuple[Any, ...], slots: dict[Any, int]) -> tuple[Any, ...]:
    return tuple(
        b if a == b else Generated(slots.setdefault(b, len(slots)), b) for a, b in zip(once, again, strict=True)
    )


async def _largest(statements: tuple[Statement, ...], dsn: str) -> int:
    """The statement that brings most, which is the answer's; the last one where none brings anything."""
    async with _trial(dsn) as connection:
        rows = [await connection.fetch(each.text, *values) for each, values in _once(statements)]
    sizes = [sum(len(str(tuple(row))) for row in each) for each in rows]
    return sizes.index(max(sizes)) if max(sizes) else len(sizes) - 1


async def _seconds(statements: tuple[Statement, ...], dsn: str, plans: str) -> float:
    """How long the statements take when PostgreSQL has settled on its plans (after five uses); the best of ten."""
    taken = []
    async with _trial(dsn, plan_cache_mode=plans) as connection:
        for _ in range(18):
            start = time.perf_counter()
            for each, values in _once(statements):
                await connection.fetch(each.text, *values)
            taken.append(time.perf_counter() - start)
    return min(taken[8:])


def _once(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, list[Any]]]:
    """The statements with the values of one request."""
    fresh: dict[int, Any] = {}
    yield from ((statement, filled(statement.parameters, fresh)) for statement in statements)


@asynccontextmanager
async def _trial(dsn: str, **settings: str) -> AsyncIterator[Any]:
    """A connection whose writing is undone."""
    connection = await asyncpg.connect(dsn, server_settings=settings)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()
