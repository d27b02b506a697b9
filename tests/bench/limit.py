"""The limit: a bare ASGI function that sends the product's own SQL by a raw driver and dumps the rows with orjson.

Started by uvicorn in a process of its own; `QINGLIAN_BENCH_LIMIT` names the file of captured units of work.
"""

import os
import pickle
import re
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import orjson

Message = MutableMapping[str, Any]


class JsonText(str):
    """A JSON parameter: sent again as it is, since only its size matters."""

    __slots__ = ()


@dataclass(frozen=True)
class Generated:
    """A parameter that is new in each request; equal slots get equal values."""

    slot: int
    sample: Any

    def make(self) -> Any:
        """A fresh value of the sample's kind and length."""
        match self.sample:
            case uuid.UUID():
                return uuid.uuid4()
            case datetime():
                return datetime.now(UTC)
            case bytes():
                return os.urandom(len(self.sample))
            case JsonText():
                return self.sample
            case str():
                return _text(len(self.sample), digits=self.sample.isdigit())
        return self.sample


@dataclass(frozen=True)
class Statement:
    """One captured statement with positional parameters, as asyncpg wants it."""

    text: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True)
class Work:
    """The statements of one request, whether they ran in a transaction, and which one brought the answer.

    `plans` is PostgreSQL's plan_cache_mode that is the faster one for them: a limit is the best that can be had.
    """

    statements: tuple[Statement, ...]
    begin: str | None
    answer: int
    status: int
    plans: str


def _text(length: int, *, digits: bool) -> str:
    """A new text; digits where the sample had only digits, since a constraint may want them."""
    fresh = str(uuid.uuid4().int) if digits else uuid.uuid4().hex
    return (fresh * (1 + length // 32))[-length:] if length else ""


PLANS = ("auto", "force_custom_plan")
_PLACE = re.compile(r"%\((\w+)\)s|%%")


def positional(text: str, parameters: dict[str, Any]) -> Statement:
    """`%(name)s` of psycopg as `$1` of PostgreSQL."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return Statement(_PLACE.sub(place, text), tuple(parameters[name] for name in names))


class Limit:
    """The ASGI application."""

    def __init__(
        self, works: dict[tuple[str, str], Work], dsn: str, pool_size: int, session_settings: dict[str, str]
    ) -> None:
        self.works = works
        self.dsn = dsn
        self.pool_size = pool_size
        self.session_settings = session_settings | {"application_name": "limit"}
        self.pools: dict[str, Any] = {}

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request, or keep the pool for the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        work = self.works.get((scope["method"], scope["raw_path"].decode()))
        body, status = (b"ok", 200) if work is None else (await self._perform(work), work.status)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(
        self, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await receive()
        for plans in PLANS:
            chosen = self.session_settings | {"plan_cache_mode": plans}
            self.pools[plans] = await asyncpg.create_pool(
                self.dsn, min_size=self.pool_size, max_size=self.pool_size, server_settings=chosen
            )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for pool in self.pools.values():
            await pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _perform(self, work: Work) -> bytes:
        fresh: dict[int, Any] = {}
        body = b""
        async with self.pools[work.plans].acquire() as connection:
            if work.begin:
                await connection.execute(work.begin)
            for number, statement in enumerate(work.statements):
                rows = await connection.fetch(statement.text, *filled(statement.parameters, fresh))
                if number == work.answer:
                    body = dumped(rows, statement.parameters)
            if work.begin:
                await connection.execute("COMMIT")
        return body


def filled(parameters: tuple[Any, ...], fresh: dict[int, Any]) -> list[Any]:
    """The parameters of this request; what the product makes anew is made anew here."""
    values = []
    for value in parameters:
        if isinstance(value, Generated):
            if value.slot not in fresh:
                fresh[value.slot] = value.make()
            values.append(fresh[value.slot])
        else:
            values.append(value)
    return values


def dumped(rows: list[Any], parameters: tuple[Any, ...]) -> bytes:
    """The body: JSON that the database made as it is, rows as a list, a written row from its own values."""
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], str):
        return rows[0][0].encode()
    shown: list[Any] = [dict(row) for row in rows] or [getattr(value, "sample", value) for value in parameters]
    return orjson.dumps({"items": shown}, default=str)


def application() -> Limit:
    """For uvicorn's `--factory`."""
    return Limit(*pickle.loads(Path(os.environ["QINGLIAN_BENCH_LIMIT"]).read_bytes()))  # noqa: S301 -- our own file
