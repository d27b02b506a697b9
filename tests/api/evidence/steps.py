"""What tests of evidence do: file, revise, submit, judge."""

from typing import Any

from fastapi.testclient import TestClient

from tests import samples
from tests.api.files.steps import uploaded
from tests.world import V1, World

PERIOD = {"period_from": "2026-09-01", "period_to": "2026-09-30"}


def facts(world: World, client: TestClient, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """A good item for `unit`, with a file that the client has uploaded."""
    file_ids = changes.pop("file_ids", None) or [uploaded(client, "会议记录.pdf", samples.pdf())["id"]]
    body = {"unit_id": world.unit(unit), "title": "食堂食材采购会议记录", "category": "minutes", "tags": ["食堂"]}
    return {**body, **PERIOD, "file_ids": file_ids} | changes


def filed(world: World, client: TestClient, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """The item that was made of it."""
    answer = client.post(f"{V1}/evidence", json=facts(world, client, unit, **changes))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def submitted(client: TestClient, item: dict[str, Any], label: str = "食堂专项检查") -> dict[str, Any]:
    """The item after it was submitted for a general use."""
    answer = client.post(f"{V1}/evidence/{item['id']}/uses", json={"label": label})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def step(client: TestClient, item: dict[str, Any], verb: str, reason: str | None = "缺签字页") -> Any:
    """Do `verb` to the newest use of an item."""
    use = item["uses"][0]
    return client.post(
        f"{V1}/evidence/{item['id']}/uses/{use['id']}:{verb}",
        json={"reason": reason} if verb in ("accept", "return") else None,
        headers=match(use),
    )


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def act(client: TestClient, item: dict[str, Any], path: str, body: Any = None) -> Any:
    """Post to an item, as it was read."""
    return client.post(f"{V1}/evidence/{item['id']}{path}", json=body, headers=match(item))
