"""Who acts in the tests of the tree, and on what."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

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
    """The head of 金寨县第一小学."""
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

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if "account_session" not in statement and not statement.startswith("BEGIN"):
                seen.append(statement)

        engine = world.app.state.database.engine
        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return watched


@pytest.fixture
def school_url(world: World) -> str:
    """Where 金寨县第一小学 is."""
    return f"{V1}/schools/{world.unit('school')}"
