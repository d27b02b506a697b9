"""The product on a port of its own within this process: for what talks to it over the network, as a command line does.

Starting a process costs three seconds of a processor; only tests of a process's own life need one (tests/bench/servers).
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.main import create_app
from tests.bench.servers import free_port
from tests.world import World, settings_for

_PATIENCE = 60  # seconds


@contextmanager
def served(world: World) -> Iterator[str]:
    """Its address; on SQLite the background work runs beside it, as in the product."""
    port = free_port()
    config = uvicorn.Config(create_app(settings_for(world.database)), port=port, log_level="error", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
