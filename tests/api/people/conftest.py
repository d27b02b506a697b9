"""Who acts in the tests of people; today is 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.api.people.steps import People
from tests.world import World


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Posts and terms are about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def people(world: World) -> People:
    """The world, and what tests of people do in it."""
    return People(world)


@pytest.fixture
def officer(world: World) -> TestClient:
    """An officer of the bureau."""
    return world.sign_in("section_officer", "county")


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def neighbour(world: World) -> TestClient:
    """The clerk of 马渡中学."""
    return world.sign_in("school_clerk", "other_school")


@pytest.fixture
def stranger(world: World) -> TestClient:
    """An officer of the county beside this one."""
    return world.sign_in("section_officer", "far_county")
