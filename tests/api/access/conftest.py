"""A world that is only looked at, shared by the tests of a module: they read, or are refused."""

from collections.abc import Iterator

import pytest

from tests.databases import BACKENDS, borrowed
from tests.world import WORLD, World, inhabited


@pytest.fixture(scope="module", params=BACKENDS)
def house(request: pytest.FixtureRequest) -> Iterator[World]:
    """The county of `world`, for callers who change nothing."""
    with borrowed(request.param, WORLD) as copy, inhabited(copy) as place:
        yield place
