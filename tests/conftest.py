"""What every test may ask for: a backend, a fresh database on it, an application there, a small county to act in.

The application is imported when first asked for: the unit tests of rules do without it and stay fast.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.databases import BACKENDS, Backend, Database, borrowed

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from api.settings import Settings
    from tests.world import World

_folder = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """The first process of the run makes the folder that all its workers share."""
    if postgres.RUN not in os.environ:
        config.stash[_folder] = postgres.run_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Who made the folder removes it, and the cluster in it."""
    if folder := config.stash.get(_folder, None):
        postgres.stop(folder)
        os.environ.pop(postgres.RUN, None)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """SQLite, then PostgreSQL."""
    chosen: Backend = request.param
    return chosen


@pytest.fixture
def database(backend: Backend) -> Iterator[Database]:
    """A migrated, empty database; the application's role on PostgreSQL."""
    with borrowed(backend) as fresh:
        yield fresh


@pytest.fixture
def database_url(database: Database) -> str:
    """Its URL, as the application knows it."""
    return database.url


@pytest.fixture
def settings(database: Database) -> "Settings":
    """Settings of a server on that database; nothing is read from the environment's `.env`."""
    from tests.world import settings_for  # noqa: PLC0415

    return settings_for(database)


@pytest.fixture
def app(settings: "Settings") -> Iterator["FastAPI"]:
    """The application on a migrated, empty database."""
    from api.main import create_app  # noqa: PLC0415

    made = create_app(settings)
    yield made
    made.state.database.close()


@pytest.fixture
def client(app: "FastAPI") -> "TestClient":
    """Someone who is not signed in, on an empty database."""
    from fastapi.testclient import TestClient  # noqa: PLC0415

    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def world(backend: Backend) -> Iterator["World"]:
    """A small county with people in it, see `tests.world`."""
    from tests.world import WORLD, inhabited  # noqa: PLC0415

    with borrowed(backend, WORLD) as copy, inhabited(copy) as place:
        yield place
