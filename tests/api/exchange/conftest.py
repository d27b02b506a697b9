"""A county that knows a type of row of the tests' own, `tests.things`."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import wiring
from tests.databases import Backend, borrowed
from tests.things import SPEC, WITH_THINGS
from tests.world import World, inhabited


@pytest.fixture
def things(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The county, with things to import."""
    monkeypatch.setattr(wiring, "ROW_SPECS", (*wiring.ROW_SPECS, SPEC))
    with borrowed(backend, WITH_THINGS) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def clerk(things: World) -> TestClient:
    """Who imports them."""
    return things.sign_in("section_officer", things.unit("county"))
