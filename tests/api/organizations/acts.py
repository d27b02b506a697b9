"""Short ways to act on units in tests."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.api.organizations.county import V1
from tests.world import World

WHY = {"reason": "布局调整", "basis": "金政教〔2026〕12 号"}


def act(client: TestClient, path: str, *, preview: bool = False, **body: Any) -> Any:
    """The reply to an act, e.g. `act(officer, f"/schools/{id}:rename", name="…")`."""
    params = {"preview": "true"} if preview else {}
    return client.post(f"{V1}{path}", json=WHY | body, params=params)


def done(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    """The outcome of an act that has been done."""
    reply = act(client, path, **body)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    assert told["applied"] is True
    return told


def school_of(client: TestClient, school_id: str) -> dict[str, Any]:
    """A school as it is."""
    found: dict[str, Any] = client.get(f"{V1}/schools/{school_id}").json()
    return found


def backdate(world: World, *names: str, day: str = "2025-01-01") -> None:
    """Let the record of units begin earlier, as in a house that has been in use for a while."""
    ids = [world.units.get(name, name) for name in names]
    with world.host() as ctx:
        form = (lambda id_: id_.replace("-", "")) if world.database.backend == "sqlite" else str
        for id_ in ids:
            stmt = text("UPDATE unit SET created_at = :day WHERE id = :id")
            day_ = f"{day} 00:00:00.000000" if world.database.backend == "sqlite" else f"{day}T00:00:00Z"
            ctx.session.execute(stmt, {"day": day_, "id": form(id_)})
