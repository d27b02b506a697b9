"""Who acts in the tests of checks, and a suite of rules over numbers in the place of the wired ones."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.checks.ports import ports
from tests.api.checks.steps import RECORDS, SUITE
from tests.world import World


@pytest.fixture(autouse=True)
def numbers(world: World) -> Iterator[None]:
    """Only the rules over numbers; nothing recorded."""
    wired = ports.suites
    RECORDS.of, RECORDS.changed, ports.suites = {}, [], {SUITE.name: SUITE}
    yield
    ports.suites = wired


@pytest.fixture
def leader(world: World) -> TestClient:
    """The principal of 锦岚县第一小学: answers findings."""
    return world.sign_in("school_leader", "school")


@pytest.fixture
def officer(world: World) -> TestClient:
    """An officer of the county: manages findings."""
    return world.sign_in("section_officer", "bureau")


@pytest.fixture
def head(world: World) -> TestClient:
    """The head of the inspection team: dismisses what another proposed."""
    return world.sign_in("inspection_head", "county")
