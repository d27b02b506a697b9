"""The guard over HTTP: parameters, preconditions, repeated requests, what is recorded."""

from operator import methodcaller
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.api.access.live import all_at_once, credentials, served
from tests.api.accounts.steps import code, events
from tests.world import V1, World

JSON = {"Content-Type": "application/json"}


def batch(world: World, *names: str) -> dict[str, Any]:
    """A body for schools:batch."""
    parent = world.unit("district")
    return {"items": [{"parent_id": parent, "name": name, "type": "primary", "ownership": "public"} for name in names]}


class TestParameters:
    @pytest.mark.parametrize(
        "path",
        ["/accounts?rol=auditor", "/schools?Type=primary", "/grants?state=proposed&x=1", "/meta?x", "/roles?a=b"],
    )
    def test_an_unknown_one_is_refused(self, house: World, path: str) -> None:
        client = house.sign_in("platform_admin" if "schools" not in path else "section_officer")
        assert code(client.get(f"{V1}{path}")) == (400, "request.unknown_parameter")

    def test_its_name_is_not_repeated(self, house: World) -> None:
        assert "planted" not in house.sign_in("platform_admin").get(f"{V1}/accounts?planted=planted").text

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [("page=0", "page"), ("size=201", "size"), ("role=king", "role"), ("unit=nowhere", "unit"), ("page=x", "page")],
    )
    def test_a_bad_value_names_the_parameter(self, house: World, query: str, parameter: str) -> None:
        answer = house.sign_in("platform_admin").get(f"{V1}/accounts?{query}")
        assert code(answer) == (400, "request.bad_parameter")
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]

    def test_pages_have_a_depth(self, house: World) -> None:
        answer = house.sign_in("platform_admin").get(f"{V1}/accounts?page=51&size=200")
        assert code(answer) == (400, "paging.too_deep")


class TestBody:
    """Whether a body is judged, and how, whatever its sender calls it."""

    @pytest.mark.parametrize("content", [b'{"name": ', b"[]", b"", b'{"king": true}'])
    def test_who_may_not_do_it_hears_nothing_of_his_body(self, house: World, content: bytes) -> None:
        clerk = house.sign_in("school_clerk")
        assert code(clerk.post(f"{V1}/schools", content=content, headers=JSON)) == (403, "access.denied")

    def test_who_has_no_session_neither(self, house: World) -> None:
        stranger = house.visitor()
        stranger.cookies.set("qinglian_session", "made-up", path="/api/v1")
        assert code(stranger.post(f"{V1}/schools?name=x", content=b"{")) == (400, "request.unknown_parameter")
        assert code(stranger.post(f"{V1}/schools", content=b"{", headers=JSON)) == (401, "auth.required")

    def test_a_bad_path_is_not_found_whatever_the_body_says(self, house: World) -> None:
        answer = house.sign_in("section_officer").put(f"{V1}/schools/by/nonsense/1", json={"king": 1})
        assert code(answer) == (404, "not_found")

    @pytest.mark.parametrize(
        ("content", "pointers"),
        [(b"{", [("", "input.bad_json")]), (b"", [("", "input.required")]), (b"[1]", [("", "input.wrong_type")])],
    )
    def test_one_that_is_no_object_is_a_fault_of_the_whole(
        self, house: World, content: bytes, pointers: list[tuple[str, str]]
    ) -> None:
        answer = house.sign_in("section_officer").post(f"{V1}/schools", content=content, headers=JSON)
        assert code(answer) == (422, "input.invalid")
        assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == pointers

    @pytest.mark.parametrize("content", [b'{"name": "\xff"}', b"[" * 100_000])
    def test_bytes_that_cannot_be_read_are_a_bad_request(self, house: World, content: bytes) -> None:
        answer = house.sign_in("section_officer").post(f"{V1}/schools", content=content, headers=JSON)
        assert code(answer) == (400, "request.malformed")

    @pytest.mark.parametrize(
        ("media_type", "status"),
        [("application/json; charset=utf-8", 201), ("application/vnd.x+json", 201), ("text/plain", 422), ("", 422)],
    )
    def test_only_what_calls_itself_json_is_json(self, world: World, media_type: str, status: int) -> None:
        content = orjson.dumps(batch(world, "甲小学"))
        headers = {"Content-Type": media_type} if media_type else {}
        answer = world.sign_in("section_officer").post(f"{V1}/schools:batch", content=content, headers=headers)
        assert answer.status_code == status


class TestSignIn:
    @pytest.mark.parametrize("path", ["/accounts", "/schools", "/roles", "/calendar/years", "/ledger/events"])
    def test_without_one_nothing_is_read(self, house: World, path: str) -> None:
        assert code(house.visitor().get(f"{V1}{path}")) == (401, "auth.required")

    def test_a_bad_path_is_no_oracle(self, house: World) -> None:
        assert code(house.sign_in("platform_admin").get(f"{V1}/accounts/not-an-id")) == (404, "not_found")


class TestIfMatch:
    def test_it_must_be_sent_where_things_are_reviewed(self, world: World) -> None:
        officer, path = world.sign_in("section_officer"), f"{V1}/schools/{world.unit('school')}"
        assert code(officer.patch(path, json={"pupils": 10})) == (428, "precondition.if_match")

    def test_the_revision_that_was_read_goes_through_and_a_stale_one_does_not(self, world: World) -> None:
        officer, path = world.sign_in("section_officer"), f"{V1}/schools/{world.unit('school')}"
        etag = officer.get(path).headers["etag"]
        changed = officer.patch(path, json={"pupils": 10}, headers={"If-Match": etag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != etag
        again = officer.patch(path, json={"pupils": 20}, headers={"If-Match": etag})
        assert code(again) == (412, "conflict.stale")
        assert officer.get(path).json()["pupils"] == 10

    def test_a_malformed_one_is_a_bad_request(self, world: World) -> None:
        officer, path = world.sign_in("section_officer"), f"{V1}/schools/{world.unit('school')}"
        answer = officer.patch(path, json={"pupils": 10}, headers={"If-Match": "7"})
        assert code(answer) == (400, "request.bad_header")
        assert answer.json()["errors"][0]["parameter"] == "If-Match"

    def test_of_many_at_once_one_wins(self, world: World) -> None:
        officer, path = world.sign_in("section_officer"), f"{V1}/schools/{world.unit('school')}"
        etag = officer.get(path).headers["etag"]
        headers = credentials(world, "section_officer") | {"If-Match": etag}
        calls = [methodcaller("patch", path, json={"pupils": pupils}, headers=headers) for pupils in range(1, 13)]
        with served(world) as address:
            statuses = sorted(answer.status_code for answer in all_at_once(address, calls))
        assert statuses == [200] + [412] * 11


class TestIdempotencyKey:
    KEY = "0198c0de-7c1e-7a5b"

    def _post(self, client: TestClient, body: dict[str, Any], key: str = KEY) -> Response:
        answer: Response = client.post(f"{V1}/schools:batch", json=body, headers={"Idempotency-Key": key})
        return answer

    def test_the_same_request_again_has_the_same_answer_and_no_effect(self, world: World) -> None:
        officer, body = world.sign_in("section_officer"), batch(world, "甲小学", "乙小学")
        before = len(events(world, "school.created"))
        first, again = self._post(officer, body), self._post(officer, body)
        assert first.status_code == again.status_code
        assert first.json() == again.json()
        assert officer.get(f"{V1}/schools?q=甲小").json()["total"] == 1
        assert len(events(world, "school.created")) == before + 2

    def test_another_body_under_the_same_key_is_refused(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        self._post(officer, batch(world, "甲小学"))
        assert code(self._post(officer, batch(world, "乙小学"))) == (422, "idempotency.key_reused")
        assert officer.get(f"{V1}/schools?q=乙小").json()["total"] == 0

    def test_the_key_of_another_person_is_another_key(self, world: World) -> None:
        one, other = world.sign_in("section_officer"), world.sign_in("section_officer", "bureau")
        self._post(one, batch(world, "甲小学"))
        assert self._post(other, batch(world, "乙小学")).status_code < 300

    def test_a_refused_request_uses_up_no_key(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        assert self._post(officer, {"items": [{"name": ""}]}).status_code == 422
        assert self._post(officer, batch(world, "甲小学")).status_code < 300

    @pytest.mark.parametrize("key", ["short", "with blank in it", "x" * 201, "héhéhéhéhé"])
    def test_a_malformed_key_is_a_bad_request(self, world: World, key: str) -> None:
        officer = world.sign_in("section_officer")
        answer = officer.post(
            f"{V1}/schools:batch", json=batch(world, "甲小学"), headers={"Idempotency-Key": key.encode("latin-1")}
        )
        assert code(answer) == (400, "request.bad_header")

    def test_of_many_at_once_one_is_done_and_none_fails(self, world: World) -> None:
        body = batch(world, "甲小学")
        body["items"][0]["code"] = "2134000009"  # unique: the second must meet the key first
        headers = credentials(world, "section_officer") | {"Idempotency-Key": self.KEY}
        call = methodcaller("post", f"{V1}/schools:batch", json=body, headers=headers)
        with served(world) as address:
            answers = all_at_once(address, [call] * 12)
        done = [answer for answer in answers if answer.status_code < 300]
        assert done
        assert len({answer.text for answer in done}) == 1
        assert {code(answer) for answer in answers if answer not in done} <= {(409, "idempotency.in_progress")}
        assert world.sign_in("section_officer").get(f"{V1}/schools?q=甲小").json()["total"] == 1


class TestRecords:
    def test_a_denied_access_is_recorded_though_it_is_refused(self, world: World) -> None:
        reader = world.sign_in("read_only")
        assert code(reader.get(f"{V1}/accounts?q=planted")) == (403, "access.denied")
        assert code(reader.post(f"{V1}/accounts", json={"username": "abc", "display_name": "x"})) == (
            403,
            "access.denied",
        )
        read, made = events(world, "access.denied")
        assert read["object_id"] == world.account("read_only", "county")
        assert read["object_label"] == "account.read list_accounts"
        assert made["object_label"] == "account.manage create_account"
        assert "planted" not in str(read)

    def test_a_logged_reading_is_recorded(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        assert officer.get(f"{V1}/schools/export?format=csv&q=planted").status_code == 200
        (read,) = events(world, "school.export.read")
        assert read["actor"]["id"] == world.account("section_officer", "county")
        assert "planted" not in str(read)

    def test_an_ordinary_reading_is_not(self, world: World) -> None:
        auditor, officer = world.sign_in("auditor"), world.sign_in("section_officer")
        before = auditor.get(f"{V1}/ledger/events").json()["items"][0]["id"]
        assert officer.get(f"{V1}/schools").status_code == 200
        assert auditor.get(f"{V1}/ledger/events").json()["items"][0]["id"] == before
