"""A real server over the world, in a thread of the test: real sockets, one event loop, many clients."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import httpx
import uvicorn

from api.access.guard import COOKIE, CSRF_HEADER
from api.cli.serving import KEEP_ALIVE, Protocol
from tests.world import World

Result = TypeVar("Result")


@contextmanager
def served(world: World) -> Iterator[str]:
    """Serve the world's application; yields its address."""
    config = uvicorn.Config(
        world.app,
        port=0,
        log_config=None,
        lifespan="off",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE,
        http=Protocol,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def credentials(world: World, role: str, unit: str = "county") -> dict[str, str]:
    """The headers of someone who is signed in."""
    client = world.sign_in(role, unit)
    return {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}", CSRF_HEADER: client.headers[CSRF_HEADER]}


def all_at_once(address: str, calls: Sequence[Callable[[httpx.AsyncClient], Awaitable[Result]]]) -> list[Result]:
    """Make all `calls` in one event loop, none waiting for another."""

    async def gather() -> list[Result]:
        unlimited = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=300, limits=unlimited) as client:
            return list(await asyncio.gather(*(call(client) for call in calls)))

    return asyncio.run(gather())
