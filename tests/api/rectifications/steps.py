"""What tests of rectification do: find, send, assign, work, judge."""

from collections.abc import Sequence
from typing import Any

from fastapi.testclient import TestClient

from tests.world import V1, World

URL = f"{V1}/rectifications"
PROBLEMS = f"{URL}/problems"
FACTS: dict[str, Any] = {
    "title": "食堂食材采购没有三家比价",
    "kind": "procurement",
    "cause": "execution",
    "severity": "general",
    "lineage": "canteen.procurement",
    "indicator": "3.2 食堂采购公开",
    "found_on": "2026-11-18",
}
BODIES: dict[str, Any] = {
    "change": {"cause_text": "没有开会"},
    "contest": {"reason": "当时有三家报价"},
    "sustain": {"reason": "核实属实"},
    "dismiss": {"reason": "报价单没有日期"},
    "assign": {"due_on": "2026-12-31", "duty": "主体责任"},
    "submit": {"summary": "制度已修订"},
    "accept": {"effect": "抽查合格"},
    "return": {"reason": "没有附会议记录"},
    "extend": {"until_on": "2027-01-31", "reason": "设备推迟"},
    "refuse": {"reason": "理由不足"},
    "consolidate": {"effect": "没有反弹"},
    "reopen": {"due_on": "2027-12-31", "reason": "又发生了"},
    "withdraw": {"reason": "重复登记"},
}
UNIT_VERBS = frozenset({"contest", "start", "submit", "extend"})


def match(thing: dict[str, Any]) -> dict[str, str]:
    """The header that says which revision was read."""
    return {"If-Match": f'"{thing["revision"]}"'}


def found(world: World, client: TestClient, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """A problem that was found at a unit."""
    answer = client.post(PROBLEMS, json={"unit_id": world.unit(unit)} | FACTS | changes)
    assert answer.status_code == 201, answer.text
    problem: dict[str, Any] = answer.json()
    return problem


def step(client: TestClient, problem: dict[str, Any], verb: str, body: Any = None) -> Any:
    """Do `verb` to a problem as it was read."""
    json = body if body is not None else BODIES.get(verb)
    if verb == "change":
        return client.patch(f"{PROBLEMS}/{problem['id']}", json=json, headers=match(problem))
    return client.post(f"{PROBLEMS}/{problem['id']}:{verb}", json=json, headers=match(problem))


def walked(problem: dict[str, Any], verbs: Sequence[str], sides: tuple[TestClient, TestClient]) -> dict[str, Any]:
    """The problem after these verbs; `sides` are who supervises and who works."""
    for verb in verbs:
        answer = step(sides[verb in UNIT_VERBS], problem, verb)
        assert answer.status_code == 200, (verb, answer.text)
        problem = answer.json()
    return problem


def sent(world: World, client: TestClient, unit: str = "school", **changes: Any) -> dict[str, Any]:
    """A problem that its unit was told of."""
    return walked(found(world, client, unit, **changes), ["confirm"], (client, client))


def codes(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
