"""Short ways to say what tests of figures do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from fastapi.testclient import TestClient

from api.core import rollups
from api.core.transaction import Mode, transaction
from api.dashboard import queries as dashboard
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.queries import facets, scope_of
from api.organizations.queries.figures import Scope
from tests.world import V1, World


def school(world: World, place: str = "district", **facts: Any) -> dict[str, Any]:
    """A body for a new school."""
    return {"parent_id": world.unit(place), "name": "新建小学", "type": "primary", "ownership": "public"} | facts


def found(client: TestClient, body: dict[str, Any]) -> str:
    """A school is registered; its id."""
    reply = client.post(f"{V1}/schools", json=body)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def change(client: TestClient, school_id: str, changes: dict[str, Any], *, refusable: bool = False) -> None:
    """A school is changed, in whatever revision it is; `refusable`: the rules may forbid it."""
    revision = client.get(f"{V1}/schools/{school_id}").json()["revision"]
    reply = client.patch(f"{V1}/schools/{school_id}", json=changes, headers={"If-Match": f'"{revision}"'})
    assert reply.status_code == 200 or (refusable and reply.status_code == 422), reply.text


def fold(world: World, limit: int = rollups.BATCH) -> int:
    """Some deltas are folded; how many."""
    with transaction(world.app.state.database) as session:
        return rollups.fold(session, SCHOOL_FIGURES, limit)


def rebuild(world: World) -> None:
    """Everything is counted anew."""
    with transaction(world.app.state.database) as session:
        rollups.rebuild(session, SCHOOL_FIGURES)


def differences(world: World) -> list[rollups.Difference]:
    """Where the roll-up and the schools differ, in one snapshot."""
    with transaction(world.app.state.database, Mode.SNAPSHOT) as session:
        return rollups.compare(session, SCHOOL_FIGURES)


def read(client: TestClient, path: str, **params: Any) -> Any:
    """The answer, without the time it was given."""
    reply = client.get(f"{V1}{path}", params=params)
    if reply.status_code == 403:
        return None
    assert reply.status_code == 200, reply.text
    return {name: value for name, value in reply.json().items() if name != "as_of"}


@contextmanager
def without_the_rollup() -> Iterator[None]:
    """Every figure is counted from the schools meanwhile."""

    def counted(ctx: Any, unit_id: Any) -> Scope:
        scope = scope_of(ctx, unit_id)
        return Scope((scope.shape[0], True), scope.bounds)

    with patch.object(facets, "_read", facets._count_rows), patch.object(dashboard, "scope_of", counted):
        yield
