"""Campaigns: drafted, started, worked on by each unit, closed out by another, closed."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.people import service as people
from api.people.rules import StaffKind
from api.people.schemas import PersonIn
from tests.api.evidence.steps import filed
from tests.api.rectifications.steps import URL, codes, match
from tests.world import V1, World

CAMPAIGNS, PLACES = f"{URL}/campaigns", f"{URL}/campaign-places"
STAGES = [
    {"name": "动员", "starts_on": "2026-11-01", "ends_on": "2026-11-15", "items": [{"code": "1.1", "text": "动员会"}]},
    {"name": "查摆", "starts_on": "2026-11-16", "ends_on": "2026-11-30", "items": [{"code": "2.1", "text": "自查"}]},
]


def body(world: World, **changes: Any) -> dict[str, Any]:
    """A good draft of the district, with one school."""
    units = {"unit_id": world.unit("district"), "unit_ids": [world.unit("school")]}
    return {"title": "有偿补课专项整治", "stages": STAGES} | units | changes


def drafted(world: World, client: TestClient, **changes: Any) -> dict[str, Any]:
    """The campaign that was made of it."""
    answer = client.post(CAMPAIGNS, json=body(world, **changes))
    assert answer.status_code == 201, answer.text
    campaign: dict[str, Any] = answer.json()
    return campaign


def turn(client: TestClient, thing: dict[str, Any], verb: str, json: Any = None) -> Any:
    """Do `verb` to a campaign or a unit's part, as it was read."""
    base = CAMPAIGNS if "basis" in thing else PLACES
    return client.post(f"{base}/{thing['id']}:{verb}", json=json, headers=match(thing))


def running(world: World, client: TestClient) -> tuple[dict[str, Any], str]:
    """A campaign that has started, and the school's part in it."""
    campaign = turn(client, drafted(world, client), "start").json()
    (place,) = client.get(f"{CAMPAIGNS}/{campaign['id']}/places").json()["items"]
    return campaign, place["id"]


def teacher(world: World, unit: str = "school") -> str:
    """Somebody of a school."""
    with world.host() as ctx:
        wanted = PersonIn(unit_id=UUID(world.unit(unit)), name="何老师", kind=StaffKind.TEACHER)
        return str(people.create_persons(ctx, [wanted])[0])


class TestDraft:
    @pytest.mark.parametrize(
        ("changes", "place", "code"),
        [
            ({"starts_on": "2026-11-15"}, "/stages/1/starts_on", "rectification.stage_overlap"),
            ({"starts_on": "2026-11-17"}, "/stages/1/starts_on", "rectification.stage_gap"),
            ({"items": STAGES[0]["items"]}, "/stages/1/items/0/code", "rectification.item_repeated"),
        ],
    )
    def test_stages_follow_each_other(
        self, world: World, officer: TestClient, changes: Any, place: str, code: str
    ) -> None:
        answer = officer.post(CAMPAIGNS, json=body(world, stages=[STAGES[0], STAGES[1] | changes]))
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(place, code)]

    def test_a_draft_is_replaced_and_known_to_nobody_who_takes_part(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        draft = drafted(world, officer, unit_ids=[])
        none = turn(officer, draft, "start")
        assert [error["code"] for error in none.json()["errors"]] == ["rectification.units_missing"]
        outside = officer.post(CAMPAIGNS, json=body(world, unit_ids=[world.unit("other_school")]))
        assert [error["pointer"] for error in outside.json()["errors"]] == ["/unit_ids/0"]
        changed = officer.put(f"{CAMPAIGNS}/{draft['id']}", json=body(world, title="新题目"), headers=match(draft))
        assert (changed.json()["title"], changed.json()["counts"]["units"]) == ("新题目", 1)
        assert clerk.get(f"{CAMPAIGNS}/{draft['id']}").status_code == 404
        assert turn(officer, changed.json(), "start").status_code == 200
        told = clerk.get(f"{CAMPAIGNS}/{draft['id']}").json()
        assert [stage["current"] for stage in told["stages"]] == [False, True]
        assert told["own_place"] is not None
        assert clerk.get(f"{V1}/notifications").json()["items"][0]["kind"] == "rectification.campaign_started"
        assert clerk.get(CAMPAIGNS).json()["items"][0]["stage"] == "查摆"


class TestCloseOut:
    def test_items_plans_and_evidence_come_before_and_another_closes_it_out(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        campaign, place_id = running(world, officer)
        url = f"{PLACES}/{place_id}"
        place = clerk.get(url).json()
        assert place["verbs"] == ["check", "submit"]
        assert codes(turn(clerk, place, "submit", {"summary": "完成"})) == (409, "rectification.items_open")
        for code in ("1.1", "2.1"):
            assert clerk.put(f"{url}/checks/{code}", json={"note": "已办"}).status_code == 200
        assert clerk.put(f"{url}/checks/9.9", json={}).status_code == 422
        plan = {"person_id": teacher(world), "problems": "推荐教辅", "measures": "退费", "due_on": "2026-11-30"}
        place = clerk.post(f"{url}/plans", json=plan).json()
        assert codes(clerk.post(f"{url}/plans", json=plan)) == (409, "rectification.plan_taken")
        assert clerk.post(f"{url}/plans", json=plan | {"person_id": teacher(world, "other_school")}).status_code == 422
        assert codes(turn(clerk, place, "submit", {"summary": "完成"})) == (409, "rectification.plans_open")
        done = place["plans"][0]
        finish = f"{URL}/plans/{done['id']}:finish"
        place = clerk.post(finish, json={"result": "已退费"}, headers=match(done)).json()
        assert codes(turn(clerk, place, "submit", {"summary": "完成"})) == (409, "rectification.closeout_evidence")
        item = filed(world, clerk)
        use = {"type": "rectification_close_out", "id": place_id}
        assert clerk.post(f"{V1}/evidence/{item['id']}/uses", json=use).status_code == 201
        place = turn(clerk, place, "submit", {"summary": "完成"}).json()
        assert codes(turn(officer, campaign, "close")) == (409, "rectification.units_open")
        place = turn(officer, place, "return", {"reason": "补会议记录"}).json()
        assert (place["state"], place["returned"], place["reason"]) == ("working", 1, "补会议记录")
        place = turn(clerk, place, "submit", {"summary": "已补"}).json()
        assert turn(clerk, place, "accept").status_code == 403
        assert turn(officer, place, "accept").json()["state"] == "accepted"
        assert turn(officer, campaign, "close").json()["state"] == "closed"
        assert codes(clerk.put(f"{url}/checks/1.1", json={"done": False})) == (409, "rectification.wrong_state")

    def test_a_tick_can_be_taken_away_and_what_is_late_is_counted(
        self, world: World, officer: TestClient, clerk: TestClient
    ) -> None:
        campaign, place_id = running(world, officer)
        clerk.put(f"{PLACES}/{place_id}/checks/1.1", json={})
        clerk.put(f"{PLACES}/{place_id}/checks/1.1", json={"done": False})
        clerk.put(f"{PLACES}/{place_id}/checks/2.1", json={})
        (row,) = officer.get(f"{CAMPAIGNS}/{campaign['id']}/places").json()["items"]
        assert (row["done"], row["items"], row["late"]) == (1, 2, 1)

    def test_who_may_not_read_persons_reads_no_plan(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        _, place_id = running(world, officer)
        plan = {"person_id": teacher(world), "problems": "推荐教辅", "measures": "退费", "due_on": "2026-11-30"}
        clerk.post(f"{PLACES}/{place_id}/plans", json=plan)
        seen = world.sign_in("school_supervisor", "school").get(f"{PLACES}/{place_id}").json()
        assert (seen["plans"], seen["hidden_plans"]) == ([], 1)

    def test_strangers_find_nothing(self, world: World, officer: TestClient) -> None:
        campaign, place_id = running(world, officer)
        neighbour = world.sign_in("school_clerk", "other_school")
        assert neighbour.get(f"{CAMPAIGNS}/{campaign['id']}").status_code == 404
        assert neighbour.get(f"{PLACES}/{place_id}").status_code == 404
        assert neighbour.put(f"{PLACES}/{place_id}/checks/1.1", json={}).status_code == 404
        assert neighbour.get(CAMPAIGNS).json()["total"] == 0

    def test_a_cancelled_campaign_stays_readable(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        campaign, place_id = running(world, officer)
        assert turn(officer, campaign, "cancel", {"reason": "并入专项"}).json()["state_reason"] == "并入专项"
        assert clerk.get(f"{PLACES}/{place_id}").json()["verbs"] == []
