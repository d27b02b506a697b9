"""Registering many schools at once."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.organizations.conftest import Statements
from tests.api.organizations.county import V1, County, entries, faults

URL = f"{V1}/schools:batch"


def items(county: County, count: int, **facts: Any) -> list[dict[str, Any]]:
    """Schools with codes of their own."""
    return [county.school(name=f"第{index}小学", code=f"21340001{index:02d}", **facts) for index in range(count)]


class TestBatch:
    def test_all_are_written_in_the_order_of_the_request(self, officer: TestClient, county: County) -> None:
        reply = officer.post(URL, json={"items": items(county, 3)})
        assert reply.status_code == 201
        made = reply.json()["items"]
        assert [(item["index"], item["revision"]) for item in made] == [(0, 1), (1, 1), (2, 1)]
        names = [officer.get(f"{V1}/schools/{item['id']}").json()["name"] for item in made]
        assert names == ["第0小学", "第1小学", "第2小学"]

    def test_each_has_its_own_event(self, officer: TestClient, county: County) -> None:
        made = officer.post(URL, json={"items": items(county, 2)}).json()["items"]
        actions = [entries(officer, f"{V1}/schools/{item['id']}")[0]["action"] for item in made]
        assert actions == ["school.created"] * 2

    def test_many_take_as_many_statements_as_few(
        self, officer: TestClient, county: County, statements: Statements
    ) -> None:
        external = [{"scheme": "a", "value": "x"}]
        with statements() as few:
            officer.post(URL, json={"items": [county.school(code="2134000200", external_ids=external)]})
        with statements() as many:
            assert officer.post(URL, json={"items": items(county, 40)}).status_code == 201
        assert len(few) == 9
        assert len(many) <= len(few)

    def test_the_same_key_is_the_same_answer_and_nothing_twice(self, officer: TestClient, county: County) -> None:
        body = {"items": items(county, 2)}
        key = {"Idempotency-Key": "batch-0001"}
        first, second = (officer.post(URL, json=body, headers=key) for _ in range(2))
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert county.count(officer) == 4

    def test_the_same_key_with_another_body_is_refused(self, officer: TestClient, county: County) -> None:
        key = {"Idempotency-Key": "batch-0002"}
        officer.post(URL, json={"items": items(county, 1)}, headers=key)
        reply = officer.post(URL, json={"items": items(county, 2)}, headers=key)
        assert (reply.status_code, reply.json()["code"]) == (422, "idempotency.key_reused")


class TestRefusals:
    def test_one_fault_and_none_is_written(self, officer: TestClient, county: County) -> None:
        batch = items(county, 5)
        batch[3]["code"] = "9934000103"
        reply = officer.post(URL, json={"items": batch})
        assert reply.status_code == 422
        assert faults(reply) == {("/items/3/code", "school.code_category")}
        assert county.count(officer) == 2

    def test_two_with_one_code_are_both_reported(self, officer: TestClient, county: County) -> None:
        batch = items(county, 4)
        batch[3]["code"] = batch[1]["code"]
        reply = officer.post(URL, json={"items": batch})
        assert reply.status_code == 422
        assert faults(reply) == {("/items/1/code", "unit.repeated"), ("/items/3/code", "unit.repeated")}
        assert county.count(officer) == 2

    def test_faults_of_all_items_and_of_all_kinds_come_together(self, officer: TestClient, county: County) -> None:
        batch = items(county, 4)
        batch[0]["boarders"] = 9
        batch[0]["pupils"] = 8
        batch[1]["code"] = "2134000001"
        batch[2]["parent_id"] = county.world.unit("far_bureau")
        reply = officer.post(URL, json={"items": batch})
        assert reply.status_code == 422
        assert faults(reply) == {
            ("/items/0/boarders", "school.boarders_exceed_pupils"),
            ("/items/1/code", "unit.code_taken"),
            ("/items/2/parent_id", "unit.parent_not_found"),
        }

    def test_nothing_but_taken_codes_is_a_conflict(self, officer: TestClient, county: County) -> None:
        batch = items(county, 2)
        batch[1]["code"] = "2134000001"
        reply = officer.post(URL, json={"items": batch})
        assert reply.status_code == 409
        assert faults(reply) == {("/items/1/code", "unit.code_taken")}
        assert county.count(officer) == 2

    def test_a_code_taken_out_of_reach_is_taken(self, officer: TestClient, county: County) -> None:
        batch = items(county, 1, type="senior_secondary")
        batch[0]["code"] = "3434000003"
        assert faults(officer.post(URL, json={"items": batch})) == {("/items/0/code", "unit.code_taken")}

    def test_a_shape_that_is_wrong_is_reported_with_its_place(self, officer: TestClient, county: County) -> None:
        batch = items(county, 2)
        batch[1]["pupils"] = "many"
        reply = officer.post(URL, json={"items": batch})
        assert faults(reply) == {("/items/1/pupils", "input.wrong_type")}

    def test_an_empty_batch_and_one_of_501_are_refused(self, officer: TestClient, county: County) -> None:
        assert faults(officer.post(URL, json={"items": []})) == {("/items", "input.too_short")}
        reply = officer.post(URL, json={"items": [county.school()] * 501})
        assert faults(reply) == {("/items", "input.too_long")}

    def test_five_hundred_are_accepted(self, officer: TestClient, county: County) -> None:
        assert officer.post(URL, json={"items": [county.school()] * 500}).status_code == 201
        assert county.count(officer) == 502
