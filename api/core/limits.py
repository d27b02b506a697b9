"""Slots: how many requests are at work at once, in the order of their coming."""

import asyncio
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from api.core.database import Database

Result = TypeVar("Result")


class Slots:
    """N threads, N = pool size, each good for one unit of work; on SQLite all writers share one further thread.

    A thread is a place, and its queue is fair. Without places 120 clients on a pool of 10 deadlock: threads that hold
    no connection wait for threads that do. With one writer thread no writer waits for SQLite's lock.
    """

    def __init__(self, database: Database) -> None:
        self._places = _Places(database.pool_size, "work")
        self._writer = _Places(1, "write") if database.sqlite else self._places

    async def run(self, work: Callable[..., Result], *values: Any, writing: bool = False) -> Result:
        """Run `work` in a place, as soon as one is free."""
        places = self._writer if writing else self._places
        result: Result = await places.take(work, values)
        return result


class _Errand(NamedTuple):
    """Work for a thread, and the loop that waits for it."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    work: Callable[..., Any]
    values: tuple[Any, ...]


class _Places:
    """Threads that take errands from one queue.

    The standard library's executor does the same with a second future for each errand, its lock and its condition,
    which together cost a small request a tenth of its time.
    """

    def __init__(self, number: int, name: str) -> None:
        self._queue: SimpleQueue[_Errand | None] = SimpleQueue()
        self._number, self._name, self._started = number, name, False
        weakref.finalize(self, _dismiss, self._queue, number)

    def take(self, work: Callable[..., Any], values: tuple[Any, ...]) -> asyncio.Future[Any]:
        """A future of the loop that calls."""
        if not self._started:
            self._started = True
            for place in range(self._number):
                threading.Thread(target=_serve, args=(self._queue,), name=f"{self._name}_{place}", daemon=True).start()
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._queue.put(_Errand(loop, future, work, values))
        return future


def _dismiss(queue: "SimpleQueue[_Errand | None]", number: int) -> None:
    for _ in range(number):
        queue.put(None)


def _serve(queue: "SimpleQueue[_Errand | None]") -> None:
    while (errand := queue.get()) is not None:
        _run(errand)
        del errand  # what it holds is not kept until the next one comes


def _run(errand: _Errand) -> None:
    if errand.future.cancelled():
        return
    result = error = None
    try:
        result = errand.work(*errand.values)
    except BaseException as raised:  # noqa: BLE001 -- it is raised again where it is waited for
        error = raised
    with suppress(RuntimeError):  # the loop is gone, and whoever waited with it
        errand.loop.call_soon_threadsafe(_tell, errand.future, result, error)


def _tell(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():  # nobody waits any more
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
