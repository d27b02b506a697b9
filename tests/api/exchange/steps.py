"""What tests of imports do again and again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx import Response

from api.core import clock, ids
from api.exchange.imports.models import Import
from api.exchange.imports.rules import ImportState
from api.exchange.imports.schemas.resource import Counts
from api.exchange.mappings.models import ImportMapping
from tests.background import work_off
from tests.world import V1, World


def far(world: World) -> str:
    """An import of the county beside this one, by nobody of this world."""
    asked = {"mode": "upsert", "atomic": "row", "validate_only": True, "references": {}, "on_blank": "keep"}
    nothing = {"received": 0, "rows_done": 0, "bytes_done": 0, "rows_staged": False, "warnings": [], "groups": []}
    with world.host() as ctx:
        one = Import(
            id=ids.ordered(),
            type="school",
            unit_id=UUID(world.unit("far_county")),
            state=ImportState.OPEN.value,
            **asked,
            **nothing,
            counts=Counts().model_dump(),
            max_errors=100,
            created_by=ids.ordered(),
            creator="云屏股室人员",
            created_at=ctx.now,
        )
        ctx.session.add(one)
        ctx.session.flush()
        return str(one.id)


def run(client: TestClient, content: bytes, headers: dict[str, str] | None = None, **asked: Any) -> Response:
    """A one-shot import of things."""
    media = {"Content-Type": "text/csv"} | (headers or {})
    answer: Response = client.post(
        f"{V1}/imports:run", params={"type": "thing"} | asked, content=content, headers=media
    )
    return answer


def begun(client: TestClient, **asked: Any) -> dict[str, Any]:
    """An import that waits for its file."""
    answer = client.post(f"{V1}/imports", json={"type": "thing"} | asked)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def put(
    client: TestClient, one: dict[str, Any], number: int, content: bytes, headers: dict[str, str] | None = None
) -> Response:
    """A part of its file."""
    url = f"{V1}/imports/{one['id']}/parts/{number}"
    media = {"Content-Type": "application/octet-stream"} | (headers or {})
    answer: Response = client.put(url, content=content, headers=media)
    return answer


def sent(client: TestClient, content: bytes, **asked: Any) -> dict[str, Any]:
    """An import whose file has come, started."""
    one = begun(client, **asked)
    assert put(client, one, 1, content).status_code == 200
    answer = client.post(f"{V1}/imports/{one['id']}:start")
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


def ended(world: World, client: TestClient, one: dict[str, Any]) -> dict[str, Any]:
    """The import once the background has done what it could."""
    work_off(world)
    answer = client.get(f"{V1}/imports/{one['id']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def far_mapping(world: World, *, unit: str = "far_county", shared: bool = True) -> str:
    """A mapping of the county beside this one, by nobody of this world."""
    with world.host() as ctx:
        one = ImportMapping(
            id=ids.ordered(),
            name="云屏学籍导出",
            type="school",
            shared=shared,
            document={"type": "school", "columns": []},
            unit_id=UUID(world.unit(unit)),
            created_by=ids.ordered(),
            creator="云屏股室人员",
            created_at=ctx.now,
            updated_at=ctx.now,
        )
        ctx.session.add(one)
        ctx.session.flush()
        return str(one.id)


def bearer(world: World, token: str) -> TestClient:
    """Whoever shows this token."""
    caller = world.visitor()
    caller.headers["Authorization"] = f"Bearer {token}"
    return caller


def by_token(world: World, person: TestClient, *permissions: str) -> TestClient:
    """A script of a person's, with an access token that carries these permissions."""
    until = (clock.now() + timedelta(days=1)).isoformat()
    body = {"name": "夜间任务", "permissions": list(permissions), "expires_at": until}
    return bearer(world, person.post(f"{V1}/auth/tokens", json=body).json()["secret"])
