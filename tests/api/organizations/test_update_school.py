"""Changing a school."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.organizations.county import CREDIT_CODE, V1, County, entries, faults, if_match
from tests.world import World


class TestUpdate:
    def test_only_what_was_sent_changes(self, officer: TestClient, school_url: str) -> None:
        before = officer.get(school_url).json()
        after = officer.patch(school_url, json={"pupils": 320, "area": "urban"}, headers=if_match(1)).json()
        changed = {name for name in after if after[name] != before[name]}
        assert changed == {"pupils", "area", "revision", "updated_at"}
        assert officer.get(school_url).json() == after

    def test_the_revision_rises_by_one(self, officer: TestClient, school_url: str) -> None:
        reply = officer.patch(school_url, json={"staff": 10}, headers=if_match(1))
        assert (reply.status_code, reply.headers["etag"], reply.json()["revision"]) == (200, '"2"', 2)

    def test_null_clears(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"pupils": 320, "longitude": "115.1"}, headers=if_match(1))
        after = officer.patch(school_url, json={"pupils": None, "longitude": None}, headers=if_match(2)).json()
        assert (after["pupils"], after["longitude"], after["revision"]) == (None, None, 3)

    def test_what_it_says_already_changes_nothing(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"longitude": "115.1"}, headers=if_match(1))
        reply = officer.patch(school_url, json={"longitude": "115.100", "pupils": None}, headers=if_match(2))
        assert (reply.status_code, reply.json()["revision"]) == (200, 2)
        assert len(entries(officer, school_url)) == 2

    def test_the_ledger_shows_before_and_after(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"pupils": 320}, headers=if_match(1))
        newest = entries(officer, school_url)[0]
        assert (newest["action"], newest["revision"]) == ("school.updated", 2)
        assert newest["changes"] == [{"field": "pupils", "before": None, "after": 320}]

    def test_a_new_name_is_found_and_sorted_by_it(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"name": "阿里小学", "former_names": ["锦岚县第一小学"]}, headers=if_match(1))
        for query in ("阿里", "alxx", "第一小学"):
            names = [item["name"] for item in officer.get(f"{V1}/schools", params={"q": query}).json()["items"]]
            assert names == ["阿里小学"], query
        assert officer.get(f"{V1}/schools").json()["items"][0]["name"] == "阿里小学"

    def test_external_ids_are_replaced(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, external_ids=[{"scheme": "a", "value": "1"}, {"scheme": "b", "value": "2"}])
        wanted = [{"scheme": "b", "value": "2"}, {"scheme": "c", "value": "3"}]
        url = f"{V1}/schools/{made['id']}"
        after = officer.patch(url, json={"external_ids": wanted}, headers=if_match(1)).json()
        assert after["external_ids"] == wanted
        assert officer.get(url).json()["external_ids"] == wanted
        assert county.found(officer, external_ids=[{"scheme": "a", "value": "1"}])

    def test_a_school_may_keep_its_own_code(self, officer: TestClient, school_url: str) -> None:
        reply = officer.patch(school_url, json={"code": "2134000001", "credit_code": CREDIT_CODE}, headers=if_match(1))
        assert reply.status_code == 200


class TestRefusals:
    def test_without_if_match_it_is_428(self, officer: TestClient, school_url: str) -> None:
        reply = officer.patch(school_url, json={"pupils": 1})
        assert (reply.status_code, reply.json()["code"]) == (428, "precondition.if_match")

    def test_with_another_revision_it_is_412(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"pupils": 1}, headers=if_match(1))
        reply = officer.patch(school_url, json={"pupils": 2}, headers=if_match(1))
        assert (reply.status_code, reply.json()["code"]) == (412, "conflict.stale")
        assert officer.get(school_url).json()["pupils"] == 1

    def test_a_header_that_is_no_revision_is_400(self, officer: TestClient, school_url: str) -> None:
        assert officer.patch(school_url, json={"pupils": 1}, headers={"If-Match": "*"}).status_code == 400

    def test_of_two_at_once_one_is_told_to_read_again(self, officer: TestClient, school_url: str) -> None:
        def change(pupils: int) -> int:
            return int(officer.patch(school_url, json={"pupils": pupils}, headers=if_match(1)).status_code)

        with officer, ThreadPoolExecutor(4) as pool:  # entered, the client has one event loop for all threads
            statuses = sorted(pool.map(change, range(4)))
        assert statuses == [200, 412, 412, 412]

    def test_the_rules_judge_what_it_would_become(self, officer: TestClient, school_url: str) -> None:
        officer.patch(school_url, json={"boarding": True, "boarders": 20, "pupils": 30}, headers=if_match(1))
        reply = officer.patch(school_url, json={"pupils": 10, "type": "special"}, headers=if_match(2))
        assert reply.status_code == 422
        assert faults(reply) == {
            ("/boarders", "school.boarders_exceed_pupils"),
            ("/code", "school.code_category"),
        }
        assert officer.get(school_url).json()["revision"] == 2

    def test_a_code_of_another_school_is_a_conflict(self, officer: TestClient, county: County, school_url: str) -> None:
        county.found(officer, code="2134000055")
        reply = officer.patch(school_url, json={"code": "2134000055"}, headers=if_match(1))
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.code_taken")

    @pytest.mark.parametrize("field", ["name", "type", "ownership", "status"])
    def test_what_every_school_has_cannot_be_cleared(self, officer: TestClient, school_url: str, field: str) -> None:
        reply = officer.patch(school_url, json={field: None}, headers=if_match(1))
        assert {pointer for pointer, _ in faults(reply)} == {f"/{field}"}

    def test_moving_is_not_a_change_of_a_field(self, officer: TestClient, county: County, school_url: str) -> None:
        body = {"parent_id": county.world.unit("other_district")}
        reply = officer.patch(school_url, json=body, headers=if_match(1))
        assert faults(reply) == {("/parent_id", "input.unknown_field")}

    def test_a_stranger_finds_nothing(self, stranger: TestClient, officer: TestClient, school_url: str) -> None:
        reply = stranger.patch(school_url, json={"pupils": 1}, headers=if_match(1))
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
        assert officer.get(school_url).json()["revision"] == 1


class TestBySchoolItself:
    def test_it_keeps_its_own_figures(self, principal: TestClient, school_url: str) -> None:
        body = {"pupils": 320, "canteen": "contracted", "short_name": "一小", "address": "学府路 1 号"}
        assert principal.patch(school_url, json=body, headers=if_match(1)).status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("code", "2134000099"),
            ("credit_code", CREDIT_CODE),
            ("name", "改名小学"),
            ("type", "nine_year"),
            ("ownership", "private"),
            ("status", "closed"),
        ],
    )
    def test_what_the_authority_registers_it_cannot_change(
        self, principal: TestClient, school_url: str, field: str, value: Any
    ) -> None:
        reply = principal.patch(school_url, json={field: value, "pupils": 5}, headers=if_match(1))
        assert (reply.status_code, reply.json()["code"]) == (403, "school.register_required")
        assert faults(reply) == {(f"/{field}", "school.register_required")}
        assert principal.get(school_url).json()["revision"] == 1

    def test_sending_registered_fields_unchanged_is_no_offence(self, principal: TestClient, school_url: str) -> None:
        before = principal.get(school_url).json()
        body = {"name": before["name"], "code": before["code"], "pupils": 5}
        assert principal.patch(school_url, json=body, headers=if_match(1)).status_code == 200

    def test_the_right_to_register_another_school_does_not_help(self, world: World, school_url: str) -> None:
        reply = world.sign_in("school_leader", "other_school").patch(
            school_url, json={"name": "x"}, headers=if_match(1)
        )
        assert reply.status_code == 404
