"""`qinglian serve`, and what a server process loads, quickly."""

import gc

import uvicorn
from starlette.types import ASGIApp

from api.settings import Settings

# Seconds an idle connection is kept: longer than reverse proxies do (60 s and less), for whoever closes first wins, and
# a proxy that sends into a connection which the server has just closed answers its caller 502.
KEEP_ALIVE = 75


def serve() -> None:
    """Run the API, the SPA and, on SQLite, the worker, on one port."""
    settings = Settings()
    uvicorn.run(
        "api.cli.serving:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        http="httptools",
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
