"""Who acts in the tests of notices; today is Friday, 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.world import World


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    """Periods are about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学: drafts."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def leader(world: World) -> TestClient:
    """The principal of 锦岚县第一小学: releases."""
    return world.sign_in("school_leader", "school")


@pytest.fixture
def visitor(world: World) -> TestClient:
    """Somebody with a phone."""
    return world.visitor()
