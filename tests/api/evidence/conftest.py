"""Who acts in the tests of evidence; today is 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.world import World


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Periods are about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def reviewer(world: World) -> TestClient:
    """The reviewer of the school's district."""
    return world.sign_in("district_reviewer", "district")


@pytest.fixture
def neighbour(world: World) -> TestClient:
    """The clerk of 马渡中学."""
    return world.sign_in("school_clerk", "other_school")
