"""What tests of notices do: draft, check, release, object, answer."""

from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from api.core.faces import PUBLIC
from api.disclosures import service
from tests.world import V1, World

NOTICES = f"{V1}/disclosures/notices"
PAGES = f"{PUBLIC.prefix}/notices"
TABLE = {"columns": ["姓名", "任教学科"], "rows": [["何桂芳", "语文"], ["周建国", "数学"]]}


def facts(world: World, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """A good draft for `unit`."""
    words = {
        "title": "2026年度县级优秀教师推荐人选公示",
        "paragraphs": ["经校务会研究，拟推荐下列教师。"],
        "table": TABLE,
    }
    return {"unit_id": world.unit(unit), "kind": "award", **words} | changes


def drafted(world: World, client: TestClient, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """The draft that was made of it."""
    return good(client.post(NOTICES, json=facts(world, unit, **changes)), 201)


def good(answer: Any, status: int = 200) -> dict[str, Any]:
    """What a good answer says."""
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def act(client: TestClient, notice: dict[str, Any], verb: str, body: Any = None) -> Any:
    """Do `verb` to a notice, as it was read."""
    return client.post(f"{NOTICES}/{notice['id']}:{verb}", json=body, headers=match(notice))


def published(world: World, clerk: TestClient, leader: TestClient, **changes: Any) -> dict[str, Any]:
    """A notice that the clerk drafted and handed in, and the leader released."""
    checked = good(act(clerk, drafted(world, clerk, **changes), "check"))
    explained = [{"key": finding["key"], "reason": "学校公开电话"} for finding in checked["findings"]]
    return good(act(leader, checked, "release", {"explanations": explained}))


def sent(visitor: TestClient, number: str, text: str = "名单里漏了六年级组推荐的教师。", **changes: Any) -> Any:
    """An objection put into the box."""
    return visitor.post(f"{PAGES}/{number}/objections", json={"id": str(uuid4()), "text": text} | changes)


def take_out(world: World) -> None:
    """What the background does a moment later."""
    with world.host() as ctx:
        service.take_out(ctx)


def objected(world: World, visitor: TestClient, leader: TestClient, number: str, **changes: Any) -> dict[str, Any]:
    """The objection that the leader finds."""
    good(sent(visitor, number, **changes), 202)
    take_out(world)
    found: dict[str, Any] = good(leader.get(f"{V1}/disclosures/objections"))["items"][0]
    return found


def seats(world: World) -> tuple[TestClient, TestClient]:
    """Clerk and leader, signed in anew: a session ends with its day."""
    return world.sign_in("school_clerk", "school"), world.sign_in("school_leader", "school")
