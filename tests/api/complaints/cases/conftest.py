"""Who acts in the tests of complaints; today is Friday, 20 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.api.complaints.cases.desk import Desk
from tests.databases import BACKENDS, borrowed
from tests.world import WORLD, World, inhabited


@pytest.fixture(autouse=True, scope="class")
def today() -> Iterator[time_machine.Traveller]:
    """Complaints are about days."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def desk(world: World) -> Desk:
    """The people of the county around a case."""
    return Desk(world)


@pytest.fixture(scope="class", params=BACKENDS)
def office(request: pytest.FixtureRequest, today: object) -> Iterator[Desk]:
    """The same people, one county for a whole class: for tests that look at no case but their own."""
    with borrowed(request.param, WORLD) as copy, inhabited(copy) as world:
        yield Desk(world)
