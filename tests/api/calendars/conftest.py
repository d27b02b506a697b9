"""Who and what the calendar's tests speak of."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.organizations.queries import lineage
from tests.api.calendars.places import Places
from tests.databases import BACKENDS, borrowed
from tests.world import WORLD, World, inhabited

Events = Callable[[str, str], list[dict[str, Any]]]


@pytest.fixture(scope="module", params=BACKENDS)
def quiet_world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A county for all tests of a module that leave it as they found it."""
    with borrowed(request.param, WORLD) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def places(world: World) -> Places:
    """Units by what they are to the county."""
    return Places(*(world.unit(name) for name in ("county", "bureau", "district", "school", "far_county")))


@pytest.fixture
def reader(world: World) -> TestClient:
    """Someone of the county who may only look."""
    return world.sign_in("read_only", "county")


@pytest.fixture
def manager(world: World) -> TestClient:
    """Who keeps the calendar of the county."""
    return world.sign_in("section_officer", "county")


@pytest.fixture
def keeper(world: World) -> TestClient:
    """Who keeps the calendar of all counties of the installation."""
    return world.sign_in("platform_admin", province(world))


def province(world: World) -> str:
    """The unit on top of all others."""
    with world.host() as ctx:
        return str(lineage(ctx.session, UUID(world.unit("county")))[-1])


@pytest.fixture
def school(world: World) -> TestClient:
    """The head of a school."""
    return world.sign_in("school_leader", "school")


@pytest.fixture
def events(world: World) -> Events:
    """The ledger's events of an action on an object, newest first."""
    auditor = world.sign_in("auditor", "county")

    def find(action: str, label: str) -> list[dict[str, Any]]:
        reply = auditor.get("/api/v1/ledger/events", params={"action": action, "limit": 100})
        return [event for event in reply.json()["items"] if event["object_label"] == label]

    return find
