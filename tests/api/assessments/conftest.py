"""Who acts in the tests of assessments, and a county with a campaign that is open; today is 20 November 2026."""

from collections.abc import Iterator

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests.api.assessments.steps import ASSESSED, TODAY
from tests.databases import Backend, borrowed
from tests.world import World, inhabited


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Windows are about days."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def world(backend: Backend) -> Iterator[World]:
    """The small county, with the reference framework adopted and a campaign of all its schools."""
    with borrowed(backend, ASSESSED) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def officer(world: World) -> TestClient:
    """The section officer of the county, who runs the campaign and does the county's round."""
    return world.sign_in("section_officer")


@pytest.fixture
def reviewer(world: World) -> TestClient:
    """The reviewer of the school's district."""
    return world.sign_in("district_reviewer", "district")


@pytest.fixture
def clerk(world: World) -> TestClient:
    """The clerk of 锦岚县第一小学."""
    return world.sign_in("school_clerk", "school")


@pytest.fixture
def principal(world: World) -> TestClient:
    """Its principal."""
    return world.sign_in("school_leader", "school")
