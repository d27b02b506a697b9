"""Nothing within a school's reach changes because a complaint about it exists (ARCHITECTURE, non-interference).

Everything that a school's people can read is read, complaints about the school are planted on every track and worked on,
the background does its daily work, and everything is read again: the same, word for word. Only what the bureau formally
sends appears.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.complaints.reminders import remind
from api.core.faces import PUBLIC
from api.matrix import operations
from tests.api.complaints.cases.desk import STUDY, URL, Desk
from tests.background import work_off
from tests.world import V1, World

ROLES = ("school_leader", "school_clerk", "school_supervisor")
DAYS = {"from_on": "2026-01-01", "to_on": "2026-12-31", "from": "2026-01-01", "to": "2026-12-31", "on": "2026-11-20"}
# What names one request and no object.
ONE_REQUEST = {"instance", "next_cursor", "expires_at", "csrf_token"}


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """Time stands still, so that what differs differs for another reason."""
    with time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC), tick=False):
        yield


def told(answer: Any) -> Any:
    """An answer without what names the request itself."""
    if isinstance(answer, dict):
        return {name: told(value) for name, value in answer.items() if name not in ONE_REQUEST}
    return [told(one) for one in answer] if isinstance(answer, list) else answer


def crawled(world: World, client: TestClient) -> dict[str, Any]:
    """Every reading of the product, as one caller has it; by address."""
    ids = {"{unit_id}": world.unit("school"), "{school_id}": world.unit("school")}
    found: dict[str, Any] = {}
    for name, _ in operations(world.app):
        path, method = name.rsplit(" ", 1)
        for key, value in ids.items():
            path = path.replace(key, value)
        if method != "GET" or "{" in path or path.startswith(PUBLIC.prefix):
            continue
        answer = client.get(path)
        if answer.status_code == 400 and answer.json()["code"] == "request.bad_parameter":
            asked = {one["parameter"] for one in answer.json()["errors"]} & DAYS.keys()
            answer = client.get(path, params={key: DAYS[key] for key in asked})
        json = "json" in answer.headers.get("content-type", "")
        found[path] = (answer.status_code, told(answer.json()) if json and answer.content else answer.content)
    return found


def plant(desk: Desk, person: str) -> None:
    """Complaints about the school and its people on every track, at every step; packages written and not sent."""
    school = desk.world.unit("school")
    for track, rank in zip("JXHS", ("school_leader", "teacher", "school_leader", "teacher"), strict=True):
        named = {
            "subjects": [
                {"kind": "unit", "unit_id": school, "rank": rank},
                {"kind": "person", "person_id": person, "rank": "teacher"},
            ],
            "complete": True,
        }
        case = desk.lead_to("screening")
        desk.must(desk.clerk, case, ":match", named)
        accept = (desk.head, ":admit", {}) if track == "J" else (desk.clerk, ":accept", {"track": track})
        desk.must(accept[0], case, accept[1], accept[2])
        desk.must(desk.head, case, ":assign", desk.assignment(**(STUDY if track == "J" else {})))
        desk.must(desk.handler, case, ":start", {"plan": "x"})
        draft = {"unit_id": school, "text": "请说明收费情况。"}
        written = desk.handler.post(f"{URL}/{case}/packages", json=draft)
        assert written.status_code == (409 if rank == "school_leader" else 201)
        finding = {"finding": "true", "heard": True, "report": "属实", "form": 1}
        desk.must(desk.handler, case, ":submit", finding)
        desk.must(desk.head, case, ":conclude", {})
    hinted = desk.plant(unit_hint=None, urgent=True)
    desk.must(desk.clerk, hinted, ":screen")
    problem = {"unit_id": school, "title": "收费不公示", "kind": "charging", "found_on": "2026-11-19"}
    source = {"source": {"type": "complaint", "id": hinted, "label": "举报件"}}
    answer = desk.head.post(f"{V1}/rectifications/problems", json={**problem, **source})
    assert answer.status_code == 201, answer.text


class TestSchools:
    def test_what_a_school_reads_is_the_same_with_complaints_about_it_and_without(self, world: World) -> None:
        desk = Desk(world)
        person = desk.person("school", "何小满")
        clients = {role: desk.of(role, "school") for role in ROLES}
        work_off(world)
        before = {role: crawled(world, client) for role, client in clients.items()}
        assert all(len(found) > 40 for found in before.values())
        plant(desk, person)
        with world.host() as ctx:
            remind(ctx)
        work_off(world)
        after = {role: crawled(world, client) for role, client in clients.items()}
        for role in ROLES:
            differing = [path for path in before[role] if before[role][path] != after[role][path]]
            assert differing == [], role

    def test_only_what_the_bureau_sends_appears(self, world: World) -> None:
        desk = Desk(world)
        leader = desk.of("school_leader", "school")
        before = crawled(world, leader)
        case = desk.lead_to("handling")
        draft = {"unit_id": world.unit("school"), "text": "请说明收费情况。"}
        package = desk.handler.post(f"{URL}/{case}/packages", json=draft).json()
        headers = {"If-Match": f'"{package["revision"]}"'}
        assert desk.head.post(f"{V1}/complaint-drafts/{package['id']}:release", headers=headers).status_code == 200
        work_off(world)
        after = crawled(world, leader)
        differing = {path for path in before if before[path] != after[path]}
        assert differing == {f"{V1}/complaint-packages", f"{V1}/notifications", f"{V1}/notifications/summary"} & set(
            before
        )
        assert case not in str(after)
