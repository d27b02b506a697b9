"""What goes wrong is said in one shape, in the caller's language, without a word of what was sent."""

import pytest

from tests.api.accounts.steps import code, faults
from tests.world import V1, World

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "errors"}


class TestShape:
    def test_it_is_problem_json_in_chinese(self, house: World) -> None:
        answer = house.visitor().get(f"{V1}/accounts")
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == "zh-CN"
        assert answer.headers["cache-control"] == "no-store"
        assert set(problem) == MEMBERS
        assert (problem["status"], problem["title"]) == (401, "没有登录，或登录已经过期。")
        assert problem["type"].endswith("#auth.required")

    @pytest.mark.parametrize(
        ("accepted", "language"),
        [("en", "en"), ("en-GB,zh;q=0.8", "en"), ("zh-CN", "zh-CN"), ("", "zh-CN"), ("fr", "zh-CN"), ("*", "zh-CN")],
    )
    def test_the_language_is_the_callers(self, house: World, accepted: str, language: str) -> None:
        answer = house.visitor().get(f"{V1}/accounts", headers={"Accept-Language": accepted})
        assert answer.headers["content-language"] == language
        assert ("signed in" in answer.json()["title"]) is (language == "en")

    def test_all_faults_come_at_once_in_that_language(self, house: World) -> None:
        answer = house.sign_in("platform_admin").post(
            f"{V1}/accounts", json={"username": "", "extra": 1}, headers={"Accept-Language": "en"}
        )
        assert code(answer) == (422, "input.invalid")
        assert faults(answer) == {
            ("/username", "input.too_short"),
            ("/display_name", "input.required"),
            ("/extra", "input.unknown_field"),
        }
        assert {fault["message"] for fault in answer.json()["errors"]} >= {"Required.", "There is no such field."}

    @pytest.mark.parametrize(
        ("method", "path", "expected"),
        [
            ("GET", "/api/v1/nothing", (404, "not_found")),
            ("DELETE", "/api/v1/accounts", (405, "request.method")),
            ("GET", "/api/v1/accounts/00000000-0000-0000-0000-000000000000", (404, "not_found")),
        ],
    )
    def test_addresses_and_methods(self, house: World, method: str, path: str, expected: tuple[int, str]) -> None:
        answer = house.sign_in("platform_admin").request(method, path)
        assert code(answer) == expected

    @pytest.mark.parametrize("body", [b"{", b"", b"[1,", b"\xff\xfe", b'{"username": "\\ud800"}'])
    def test_a_body_that_is_no_json_or_no_text(self, house: World, body: bytes) -> None:
        answer = house.sign_in("platform_admin").post(
            f"{V1}/accounts", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422)
        assert set(answer.json()) == MEMBERS

    def test_a_body_that_is_too_large(self, house: World) -> None:
        limit = house.app.state.settings.max_body_bytes
        answer = house.sign_in("platform_admin").post(f"{V1}/accounts", content=b" " * (limit + 1))
        assert code(answer) == (413, "request.too_large")

    def test_nothing_that_was_sent_comes_back(self, house: World) -> None:
        admin = house.sign_in("platform_admin")
        for answer in (
            admin.post(f"{V1}/accounts", json={"username": "planted planted", "display_name": ["planted"]}),
            admin.get(f"{V1}/accounts?role=planted"),
            admin.get(f"{V1}/planted"),
            admin.get(f"{V1}/accounts/planted"),
            admin.post(f"{V1}/accounts", content=b'{"planted'),
        ):
            assert answer.status_code >= 400
            assert "planted" not in answer.text


class TestRequestId:
    TRACE = "0af7651916cd43dd8448eb211c80319c"

    def test_a_problem_names_its_request(self, house: World) -> None:
        answer = house.visitor().get(f"{V1}/accounts")
        assert answer.json()["instance"] == answer.headers["x-request-id"]

    def test_the_trace_of_the_caller_is_kept(self, house: World) -> None:
        headers = {"traceparent": f"00-{self.TRACE}-b7ad6b7169203331-01"}
        assert house.visitor().get(f"{V1}/meta", headers=headers).headers["x-request-id"] == self.TRACE

    @pytest.mark.parametrize("trace", ["", "x", "00-short-b7ad6b7169203331-01", "planted<script>"])
    def test_a_malformed_one_is_replaced(self, house: World, trace: str) -> None:
        made = house.visitor().get(f"{V1}/meta", headers={"traceparent": trace}).headers["x-request-id"]
        assert len(made) == 32
        assert made.isalnum()

    def test_every_reply_has_its_own(self, house: World) -> None:
        visitor = house.visitor()
        seen = {visitor.get(path).headers["x-request-id"] for path in ("/livez", f"{V1}/meta", f"{V1}/x", "/x")}
        assert len(seen) == 4


class TestHeaders:
    @pytest.mark.parametrize("path", ["/api/v1/meta", "/api/v1/accounts", "/livez", "/api/v1/nothing"])
    def test_every_reply_carries_the_security_headers(self, house: World, path: str) -> None:
        headers = house.visitor().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"

    def test_what_staff_reads_is_kept_by_no_cache(self, house: World) -> None:
        assert house.sign_in("platform_admin").get(f"{V1}/accounts").headers["cache-control"] == "no-store"
