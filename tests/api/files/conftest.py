"""Who acts in the tests of files."""

import pytest
from fastapi.testclient import TestClient

from tests.world import World


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def neighbour(world: World) -> TestClient:
    """The clerk of 马渡中学."""
    return world.sign_in("school_clerk", "other_school")
