"""`qinglian serve`, and what a server process loads, quickly."""

import asyncio
import gc
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.settings import Settings

# Seconds an idle connection is kept: longer than reverse proxies do (60 s and less), for whoever closes first wins, and
# a proxy that sends into a connection which the server has just closed answers its caller 502.
KEEP_ALIVE = 75


class Protocol(HttpToolsProtocol):
    """uvicorn's, which writes the head of a reply and then its body: here both leave at once.

    Two packets cost a small request a tenth of its time, here and at whoever reads them.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection is there."""
        super().connection_made(cast("asyncio.Transport", _Joining(transport, self.loop)))


class _Joining:
    """A transport that keeps what is written until more is, or until the loop has had its turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop, self._kept = transport, loop, b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._kept:
            kept, self._kept = self._kept, b""
            self._transport.writelines((kept, data))
        else:
            self._kept = data
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        if self._kept:
            kept, self._kept = self._kept, b""
            self._transport.write(kept)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._send()
        self._transport.set_protocol(protocol)


def serve() -> None:
    """Run the API, the SPA and, on SQLite, the worker, on one port."""
    settings = Settings()
    uvicorn.run(
        "api.cli.serving:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http=Protocol,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=20,
    )


def application() -> ASGIApp:
    """The application of one server process.

    Hardly anything that is made here is ever garbage, and the collector would look for it again and again, for a third
    of the time that a start takes. The application turns it on when it is ready.
    """
    gc.disable()
    from api.main import create_app  # noqa: PLC0415

    return create_app()
