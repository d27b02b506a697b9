"""Who acts in the tests of the tree, and on what."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.organizations.county import V1, County
from tests.world import World

Statements = Callable[[], Any]


@pytest.fixture
def county(world: World) -> County:
    """The world, and what tests of the tree do in it."""
    return County(world)


@pytest.fixture
def officer(world: World) -> TestClient:
    """An officer of the bureau, who registers schools."""
    return world.sign_in("section_officer", "county")


@pytest.fixture
def principal(world: World) -> TestClient:
    """The head of 锦岚县第一小学."""
    return world.sign_in("school_leader", "school")


@pytest.fixture
def stranger(world: World) -> TestClient:
    """An officer of the county beside this one."""
    return world.sign_in("section_officer", "far_county")


@pytest.fixture
def statements(world: World) -> Statements:
    """Makes a context that lists what SQL is sent meanwhile, besides BEGIN and the look-up of the actor."""

    @contextmanager
    def watched() -> Iterator[list[str]]:
        seen: list[str] = []
        with world.statements() as sent:
            yield seen
        seen += [statement for statement in sent if "account_session" not in statement]

    return watched


@pytest.fixture
def school_url(world: World) -> str:
    """Where 锦岚县第一小学 is."""
    return f"{V1}/schools/{world.unit('school')}"
