"""The API process: `create_app(settings)` makes the ASGI application."""

import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from wsgiref.simple_server import WSGIServer

from fastapi import FastAPI
from prometheus_client import start_http_server
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from api import __version__, docs, spa, standing
from api.accounts.router import well_known
from api.complaints.rules import tries
from api.core import faces, health, logs, memory, problems, restoring, tokens
from api.core.database import Database, Handle
from api.core.directory import Directory, Reception
from api.core.limits import Slots
from api.core.middleware import Envelope
from api.core.visits import INTAKES, VISITS, Buckets, Tries
from api.files.storage import Storage
from api.settings import Settings
from api.wiring import Wiring, wire
from api.worker import Worker


class Application(FastAPI):
    """FastAPI inside the envelope, which must see every reply, those of failures too."""

    def build_middleware_stack(self) -> ASGIApp:
        """The stack of FastAPI, wrapped; CORS lies outside of it too, so that another origin can read a 500."""
        settings: Settings = self.state.settings
        stack: ASGIApp = Reception(super().build_middleware_stack(), self.state.directories)
        if settings.allowed_origins:
            stack = _allow_origins(stack, settings.allowed_origins)
        return Envelope(stack, settings)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for `settings` (default: the environment's)."""
    settings = settings or Settings()
    logs.configure(settings.log_level)
    wiring = wire(settings)
    app = Application(
        title="Qinglian 清廉校园",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nobody collects it; it is looked for each time
        lifespan=partial(_lifespan, settings, wiring),
    )
    _furnish(app, settings)
    problems.install(app)
    app.include_router(health.router)
    app.state.directories = []
    for face in faces.shown(settings):
        directory = Directory(face.prefix)
        app.state.directories.append(directory)
        app.router.routes.insert(0, directory)
        for router in (router for router in wiring.routers if router.face is face):
            router.register(app, directory)
    if faces.STAFF in faces.shown(settings):
        tokens.require_backend()
        app.include_router(well_known)
    docs.install(app)
    spa.install(app, settings)
    return app


def _furnish(app: FastAPI, settings: Settings) -> None:
    database = Database(Handle(settings.database_url.get_secret_value(), settings.database_schema), settings.pool_size)
    app.state.settings = settings
    app.state.database = database
    app.state.keys = faces.key_store(settings)
    app.state.schema_current = partial(standing.is_current, database)
    app.state.slots = Slots(database)
    app.state.storage = Storage(settings)
    app.state.visits = Buckets(*VISITS)
    app.state.intakes = Buckets(*INTAKES)
    app.state.tries = Tries(tries.wait_after, tries.WINDOW)


def _allow_origins(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=[
            *("accept-language", "authorization", "content-type", "idempotency-key", "if-match"),
            *("traceparent", "x-csrf-token"),
        ],
        expose_headers=["ETag", "Location", "Retry-After", "X-Request-Id", "Content-Disposition"],
        max_age=600,
    )


@asynccontextmanager
async def _lifespan(settings: Settings, wiring: Wiring, app: FastAPI) -> AsyncIterator[None]:
    """Metrics on their own address; on SQLite the worker is a thread of this process."""
    metrics = _serve_metrics(settings)
    memory.settle()
    with app.state.database.served():
        restoring.refuse(app.state.database)
        if standing.has_history(app.state.database):
            app.state.keys.refuse_loss()
        if faces.STAFF in faces.shown(settings):
            app.state.keys.publish()
        with _inner_worker(settings, wiring, app.state.database):
            yield
    if metrics is not None:
        metrics.shutdown()
    app.state.database.close()


@contextmanager
def _inner_worker(settings: Settings, wiring: Wiring, database: Database) -> Iterator[None]:
    """On SQLite the worker is threads of this process, which share its writer place."""
    if not database.sqlite or settings.faces == "public":
        yield
        return
    inner = Worker(settings, wiring, beside=database)
    thread = threading.Thread(target=inner.run, name="worker", daemon=True)
    thread.start()
    yield
    inner.stop()
    thread.join(timeout=10)


def _serve_metrics(settings: Settings) -> WSGIServer | None:
    if not settings.metrics_address:
        return None
    host, _, port = settings.metrics_address.rpartition(":")
    server, _ = start_http_server(int(port), host or "127.0.0.1")
    return server
