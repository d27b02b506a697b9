"""Slots: how many requests are at work at once, in the order of their coming."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import anyio

from api.core.database import Database


class Slots:
    """N fair places, N = pool size; on SQLite writers share one further place, so that no thread waits for a lock.

    Without this 120 clients on a pool of 10 deadlock: threads that hold no connection wait for threads that do.
    """

    def __init__(self, database: Database) -> None:
        self._places = anyio.Semaphore(database.pool_size)
        self._writer = anyio.Semaphore(1) if database.sqlite else None

    @asynccontextmanager
    async def place(self, *, writing: bool) -> AsyncIterator[None]:
        """Hold a place while a unit of work runs."""
        async with AsyncExitStack() as held:
            if writing and self._writer:
                await held.enter_async_context(self._writer)
            await held.enter_async_context(self._places)
            yield
