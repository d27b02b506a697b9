"""Who acts in the tests of decisions; today is Friday, 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.api.decisions.steps import Team, seated
from tests.world import World


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    """Decisions are about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def team(world: World) -> Team:
    """The leaders of 锦岚县第一小学."""
    return seated(world)


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of the school, who keeps the log."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def leader(world: World) -> TestClient:
    """The leader of the school, who answers for it."""
    return world.sign_in("school_leader", "school")
