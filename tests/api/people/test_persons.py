"""Persons: registered, found, changed; their numbers are never given out."""

import csv
import io
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from api.ledger.models import LedgerPayload
from tests.api.people.steps import V1, People, codes, faults, if_match, number
from tests.background import work_off
from tests.world import World


class TestRegister:
    def test_a_person_needs_a_name_a_home_and_a_kind(self, people: People, clerk: TestClient) -> None:
        made = people.person(clerk)
        assert made["name"] == "罗建平"
        assert made["unit"] == {"id": people.world.unit("school"), "name": "锦岚县第一小学", "kind": "school"}
        assert (made["identity"], made["party"], made["merged_into"]) == (None, None, None)
        assert made["registration"] == {"state": "none", "period_to_on": None, "expired": False}

    def test_of_an_identity_number_the_last_four_characters_come_back(self, people: People, clerk: TestClient) -> None:
        sent = number(1)
        made = people.person(clerk, identity={"kind": "resident_id", "number": sent.lower()})
        assert made["identity"] == {"kind": "resident_id", "masked": f"****{sent[-4:]}"}
        assert sent not in clerk.get(f"{V1}/persons/{made['id']}").text

    def test_the_number_stands_nowhere_in_the_database(self, people: People, clerk: TestClient) -> None:
        sent = number(1)
        people.person(clerk, identity={"kind": "resident_id", "number": sent})
        with people.world.host() as ctx:
            rows = [*ctx.session.execute(text("SELECT * FROM person")).all()]
            rows += ctx.session.execute(select(LedgerPayload.document)).all()
            rows += ctx.session.execute(text("SELECT * FROM ledger_event")).all()
        written = repr([tuple(row) for row in rows])
        assert f"****{sent[-4:]}" in written
        assert sent[:14] not in written
        (row,) = [row for row in rows if getattr(row, "id_hash", None)]
        assert row.id_hash not in repr([tuple(other) for other in rows if other is not row])

    def test_every_fault_is_told_at_once(self, people: People, clerk: TestClient) -> None:
        body = {
            "unit_id": people.world.unit("other_school"),
            "name": "某人",
            "kind": "teacher",
            "identity": {"kind": "resident_id", "number": "110105194912310021"},
            "party": {"standing": "full", "joined_on": "2027-01-01", "unit_id": people.world.unit("far_school")},
        }
        reply = clerk.post(f"{V1}/persons", json=body)
        assert reply.status_code == 422
        assert faults(reply) == {
            ("/unit_id", "person.unit_not_found"),
            ("/identity/number", "person.number_check"),
            ("/party/joined_on", "person.party_joined_later"),
            ("/party/unit_id", "person.unit_not_found"),
        }

    def test_a_number_within_reach_is_taken_once(self, people: People, officer: TestClient, clerk: TestClient) -> None:
        identity = {"kind": "resident_id", "number": number(1)}
        people.person(officer, "other_school", identity=identity)
        body = {"unit_id": people.world.unit("school"), "name": "另一人", "kind": "teacher", "identity": identity}
        again = officer.post(f"{V1}/persons", json=body)
        assert (again.status_code, again.json()["code"]) == (409, "person.identity_taken")
        # The clerk cannot find out that the person is registered elsewhere.
        assert clerk.post(f"{V1}/persons", json=body).status_code == 201

    def test_only_last_four_characters_may_be_known(self, people: People, clerk: TestClient) -> None:
        made = people.person(clerk, identity={"kind": "resident_id", "last_four": "002x"})
        assert made["identity"]["masked"] == "****002X"


class TestList:
    @pytest.fixture
    def staff(self, people: People, officer: TestClient) -> dict[str, dict[str, Any]]:
        one = people.person(officer, name="覃德昌", kind="teacher")
        other = people.person(officer, name="汪春梅", kind="worker", party={"standing": "full"})
        far = people.person(officer, "other_school", name="罗建平", kind="teacher", status="retired")
        people.post(officer, one, kind="principal", title="校长")
        people.decide(officer, one, "register", period_to_on="2026-01-31")
        return {"one": one, "other": other, "far": far}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["罗建平", "覃德昌", "汪春梅"]),
            ({"q": "春梅"}, ["汪春梅"]),
            ({"q": "wcm"}, ["汪春梅"]),
            ({"kind": "teacher"}, ["罗建平", "覃德昌"]),
            ({"kind": "teacher,worker", "status": "active"}, ["覃德昌", "汪春梅"]),
            ({"registration": "valid"}, ["覃德昌"]),
            ({"party": "full"}, ["汪春梅"]),
            ({"party": "none,probationary"}, ["罗建平", "覃德昌"]),
            ({"holds": "principal"}, ["覃德昌"]),
            ({"sort": "-name"}, ["汪春梅", "覃德昌", "罗建平"]),
        ],
    )
    def test_filters_and_order(
        self, officer: TestClient, staff: dict[str, Any], query: dict[str, str], expected: list[str]
    ) -> None:
        page = officer.get(f"{V1}/persons", params=query).json()
        assert [row["name"] for row in page["items"]] == expected
        assert page["total"] == len(expected)

    def test_a_unit_narrows_with_all_below_it(self, people: People, officer: TestClient, staff: dict[str, Any]) -> None:
        page = officer.get(f"{V1}/persons", params={"unit": people.world.unit("district")}).json()
        assert {row["name"] for row in page["items"]} == {"覃德昌", "汪春梅"}

    def test_posts_held_and_expired_registrations_stand_in_the_row(
        self, officer: TestClient, staff: dict[str, Any]
    ) -> None:
        (row,) = officer.get(f"{V1}/persons", params={"holds": "principal"}).json()["items"]
        assert [post["title"] for post in row["posts"]] == ["校长"]
        assert row["registration"] == {"state": "valid", "period_to_on": "2026-01-31", "expired": True}

    def test_a_school_sees_its_own_people(self, clerk: TestClient, stranger: TestClient, staff: dict[str, Any]) -> None:
        assert {row["name"] for row in clerk.get(f"{V1}/persons").json()["items"]} == {"覃德昌", "汪春梅"}
        assert clerk.get(f"{V1}/persons/{staff['far']['id']}").status_code == 404
        assert stranger.get(f"{V1}/persons").json()["items"] == []

    def test_a_page_costs_four_statements_however_long(self, world: World, people: People, officer: TestClient) -> None:
        people.person(officer)
        counts = []
        for _ in range(2):
            with world.statements() as sent:
                assert officer.get(f"{V1}/persons").status_code == 200
            counts.append(len(sent))
            for index in range(5):
                people.post(officer, people.person(officer, name=f"教师{index}"))
        assert counts == [4, 4]

    def test_the_list_leaves_as_a_table(self, world: World, officer: TestClient, staff: dict[str, Any]) -> None:
        asked = {"kind": "persons", "format": "csv", "lang": "zh-CN", "filter": {"kind": ["teacher"]}, "sort": "name"}
        job = officer.post(f"{V1}/exports", json=asked)
        assert job.status_code == 202, job.text
        work_off(world)
        content = officer.get(f"{V1}/jobs/{job.json()['id']}/output").content.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(content))
        assert header[:2] == ["姓名", "单位"]
        assert [(row[0], row[4], row[7]) for row in rows] == [("罗建平", "", "没有登记"), ("覃德昌", "校长", "已到期")]


class TestChange:
    def test_a_patch_changes_what_it_names(self, people: People, clerk: TestClient) -> None:
        made = people.person(clerk, party={"standing": "probationary", "joined_on": "2026-07-01"})
        url = f"{V1}/persons/{made['id']}"
        changed = clerk.patch(url, json={"party": {"standing": "full"}, "name": "罗建萍"}, headers=if_match(1)).json()
        assert (changed["name"], changed["party"]["standing"], changed["revision"]) == ("罗建萍", "full", 2)
        assert clerk.patch(url, json={"name": "罗建萍"}, headers=if_match(2)).json()["revision"] == 2
        assert clerk.patch(url, json={"party": None}, headers=if_match(2)).json()["party"] is None
        assert codes(clerk.get(f"{url}/history")) == ["person.updated", "person.updated", "person.created"]

    def test_a_number_is_put_right_and_taken_away(self, people: People, clerk: TestClient) -> None:
        made = people.person(clerk, identity={"kind": "resident_id", "number": number(1)})
        url = f"{V1}/persons/{made['id']}"
        sent = {"identity": {"kind": "resident_id", "number": number(2)}}
        assert clerk.patch(url, json=sent, headers=if_match(1)).json()["identity"]["masked"] == f"****{number(2)[-4:]}"
        assert clerk.patch(url, json={"identity": None}, headers=if_match(2)).json()["identity"] is None
        told = orjson.dumps(clerk.get(f"{url}/history").json()).decode()
        assert number(1)[-4:] in told
        assert number(1) not in told

    def test_another_home_is_a_transfer_for_who_reaches_both(
        self, people: People, officer: TestClient, clerk: TestClient, neighbour: TestClient
    ) -> None:
        made = people.person(clerk)
        url, away = f"{V1}/persons/{made['id']}", {"unit_id": people.world.unit("other_school")}
        assert faults(clerk.patch(url, json=away, headers=if_match(1))) == {("/unit_id", "person.unit_not_found")}
        assert officer.patch(url, json=away, headers=if_match(1)).status_code == 200
        assert clerk.get(url).status_code == 404
        assert neighbour.get(url).status_code == 200

    def test_who_holds_a_post_does_not_retire(self, people: People, clerk: TestClient) -> None:
        made = people.person(clerk)
        post = people.post(clerk, made)
        url = f"{V1}/persons/{made['id']}"
        refused = clerk.patch(url, json={"status": "retired"}, headers=if_match(1))
        assert (refused.status_code, refused.json()["code"]) == (409, "person.holds_posts")
        assert people.end(clerk, post).status_code == 200
        assert clerk.patch(url, json={"status": "retired"}, headers=if_match(1)).status_code == 200

    def test_an_old_revision_is_refused(self, people: People, clerk: TestClient) -> None:
        url = f"{V1}/persons/{people.person(clerk)['id']}"
        clerk.patch(url, json={"name": "罗建萍"}, headers=if_match(1))
        assert clerk.patch(url, json={"name": "罗建屏"}, headers=if_match(1)).status_code == 412
        assert clerk.patch(url, json={"name": "罗建屏"}).status_code == 428


class TestReach:
    def test_somebody_from_elsewhere_is_read_through_a_post_here(
        self, people: People, officer: TestClient, clerk: TestClient
    ) -> None:
        guest = people.person(officer, "other_school")
        people.post(officer, guest, "other_school", kind="teaching_director")
        assert clerk.get(f"{V1}/persons/{guest['id']}").status_code == 404
        people.post(officer, guest, "school", kind="deputy_principal", part_time=True)
        seen = clerk.get(f"{V1}/persons/{guest['id']}").json()
        assert [post["kind"] for post in seen["posts"]] == ["deputy_principal"]
        assert (seen["at_home"], seen["decisions"]) == (False, [])
        assert codes(clerk.get(f"{V1}/persons/{guest['id']}/history")) == ["post.created"]
        assert clerk.patch(f"{V1}/persons/{guest['id']}", json={}, headers=if_match(1)).status_code == 404
