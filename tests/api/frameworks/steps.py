"""What tests of frameworks do over HTTP, by name."""

from typing import Any

from fastapi.testclient import TestClient

from tests.world import V1, World

RULE = {"kind": "count_deduct", "entries": [{"code": "E1", "title": "每少一次", "per": "0.5"}]}


def indicator(code: str, points: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "title": f"指标{code}", "points": points, **more}


def leaf(code: str, points: str, **more: Any) -> dict[str, Any]:
    return indicator(code, points, rule=RULE, **more)


def match(thing: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{thing["revision"]}"'}


def created(client: TestClient, world: World, code: str = "JZ", **more: Any) -> dict[str, Any]:
    """A framework of the bureau with an empty draft."""
    body = {"unit_id": world.unit("bureau"), "code": code, "title": f"清廉学校评价 {code}", "version": "2026", **more}
    answer = client.post(f"{V1}/frameworks", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def draft_of(client: TestClient, framework: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(f"{V1}/frameworks/{framework['id']}/draft")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def add(
    client: TestClient, framework: dict[str, Any], body: dict[str, Any], below: dict[str, Any] | None = None
) -> dict[str, Any]:
    """An indicator at the end, below another or at the top."""
    wanted = {"parent_id": below["id"] if below else None, "indicator": body}
    answer = client.post(f"{V1}/frameworks/{framework['id']}/draft/nodes", json=wanted)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def patch_header(client: TestClient, framework: dict[str, Any], **header: Any) -> dict[str, Any]:
    draft = draft_of(client, framework)
    url = f"{V1}/frameworks/{framework['id']}/draft"
    answer = client.patch(url, json={"header": header}, headers=match(draft))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def filled(client: TestClient, world: World, code: str = "JZ", **header: Any) -> dict[str, Any]:
    """A framework whose draft has an area of two leaves: 10 points."""
    framework = created(client, world, code)
    area = add(client, framework, indicator("1", "10"))
    add(client, framework, leaf("1.1", "6"), area)
    add(client, framework, leaf("1.2", "4"), area)
    patch_header(client, framework, declared_total="10", **header)
    return framework


def published(world: World, framework: dict[str, Any]) -> dict[str, Any]:
    """Checked by the officer, published by the leader."""
    officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
    answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft:validate")
    assert answer.json()["state"] == "validated", answer.text
    answer = leader.post(f"{V1}/frameworks/{framework['id']}/draft:publish")
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def adopted(world: World, code: str = "QLXX-REF-100") -> dict[str, Any]:
    """A shipped framework, published for the bureau."""
    body = {"unit_id": world.unit("bureau"), "code": code}
    answer = world.sign_in("bureau_leader").post(f"{V1}/frameworks:adopt", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def codes(answer: Any) -> list[str]:
    """The codes of a refusal: its own, then those of its entries."""
    body = answer.json()
    return [body["code"], *(entry["code"] for entry in body["errors"])]
