"""Slots: how many requests are at work at once, in the order of their coming."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from api.core.database import Database

Result = TypeVar("Result")


class Slots:
    """N threads, N = pool size, each good for one unit of work; on SQLite all writers share one further thread.

    A thread is a place, and its queue is fair. Without places 120 clients on a pool of 10 deadlock: threads that hold
    no connection wait for threads that do. With one writer thread no writer waits for SQLite's lock.
    """

    def __init__(self, database: Database) -> None:
        self._places = ThreadPoolExecutor(database.pool_size, "work")
        self._writer = ThreadPoolExecutor(1, "write") if database.sqlite else self._places

    async def run(self, work: Callable[..., Result], *values: Any, writing: bool = False) -> Result:
        """Run `work` in a place, as soon as one is free."""
        places = self._writer if writing else self._places
        return await asyncio.get_running_loop().run_in_executor(places, work, *values)
