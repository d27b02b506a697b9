"""Who acts in the tests of rectification; today is Friday, 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.world import World


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    """Rectification is about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def officer(world: World) -> TestClient:
    """The reviewer of the school's district: finds, assigns and accepts there."""
    return world.sign_in("district_reviewer", "district")


@pytest.fixture
def inspector(world: World) -> TestClient:
    """An inspector of the county."""
    return world.sign_in("discipline_inspector")


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学."""
    return world.sign_in("school_clerk", "school")
