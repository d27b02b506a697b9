"""Lists as files, made in the background."""

import csv
import gzip
import hashlib
import io
import zipfile
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.accounts.models import Account, AccountGrant
from api.accounts.rules import AccountStatus, GrantState
from tests.background import job_of_answer, work_off
from tests.world import V1, World


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer", world.unit("county"))


def start(client: TestClient, **asked: Any) -> dict[str, Any]:
    """An export that is accepted."""
    answer = client.post(f"{V1}/exports", json={"kind": "schools"} | asked)
    assert answer.status_code == 202, answer.text
    started: dict[str, Any] = answer.json()
    return started


def exported(world: World, client: TestClient, **asked: Any) -> bytes:
    """The file of an export."""
    started = start(client, **asked)
    work_off(world)
    answer = client.get(f"{V1}/jobs/{started['id']}/output")
    assert answer.status_code == 200, (answer.text, client.get(f"{V1}/jobs/{started['id']}").text)
    return bytes(answer.content)


def records(content: bytes) -> list[dict[str, Any]]:
    """The rows of an NDJSON file, which says itself that it is whole."""
    *lines, end = content.splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    assert orjson.loads(end) == {"@end": {"rows": len(lines), "sha256": digest}}
    return [orjson.loads(line) for line in lines]


class TestStart:
    def test_it_is_accepted_with_the_address_of_the_job(self, officer: TestClient) -> None:
        answer = officer.post(f"{V1}/exports", json={"kind": "schools", "format": "csv"})
        job = answer.json()
        assert (answer.status_code, job["state"], job["kind"], job["own"]) == (202, "queued", "export.schools", True)
        assert officer.get(answer.headers["Location"]).json() == job

    def test_the_same_key_starts_one_job(self, officer: TestClient) -> None:
        asked = {"json": {"kind": "schools"}, "headers": {"Idempotency-Key": "export-once-1"}}
        first, second = officer.post(f"{V1}/exports", **asked), officer.post(f"{V1}/exports", **asked)
        assert first.json() == second.json()
        assert first.headers["Location"] == second.headers["Location"]
        assert len(officer.get(f"{V1}/jobs").json()["items"]) == 1

    def test_who_may_not_export_is_refused(self, world: World) -> None:
        answer = world.sign_in("read_only").post(f"{V1}/exports", json={"kind": "schools"})
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")

    def test_every_fault_of_the_filter_is_told_at_once(self, officer: TestClient) -> None:
        asked = {"kind": "schools", "filter": {"type": ["castle"], "colour": "red", "pupils_min": -1}}
        answer = officer.post(f"{V1}/exports", json=asked)
        assert answer.status_code == 422
        assert {entry["pointer"] for entry in answer.json()["errors"]} == {
            "/filter/colour",
            "/filter/pupils_min",
            "/filter/type/0",
        }

    @pytest.mark.parametrize(
        ("asked", "status", "code"),
        [
            ({"kind": "castles"}, 422, "input.invalid"),
            ({"kind": "schools", "sort": "colour"}, 400, "paging.bad_sort"),
            ({"kind": "schools", "format": "pdf"}, 422, "input.invalid"),
        ],
    )
    def test_what_cannot_be_made_is_refused_before_a_job_exists(
        self, officer: TestClient, asked: dict[str, Any], status: int, code: str
    ) -> None:
        answer = officer.post(f"{V1}/exports", json=asked)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert officer.get(f"{V1}/jobs").json()["items"] == []

    def test_a_person_waits_for_five_at_most(self, officer: TestClient) -> None:
        for _ in range(5):
            start(officer)
        answer = officer.post(f"{V1}/exports", json={"kind": "schools"})
        assert (answer.status_code, answer.json()["code"]) == (429, "export.too_many")

    def test_the_ledger_knows_who_asked_and_who_fetched(self, world: World, officer: TestClient) -> None:
        exported(world, officer)
        events = world.sign_in("auditor").get(f"{V1}/ledger/events", params={"object_type": "job"}).json()["items"]
        assert [event["action"] for event in events] == ["job.output_read", "export.started"]


class TestFile:
    def test_csv_holds_the_schools_within_reach_and_safe_cells(self, world: World, officer: TestClient) -> None:
        body = {"parent_id": world.unit("district"), "name": "=1+1小学", "type": "primary", "ownership": "public"}
        assert officer.post(f"{V1}/schools", json=body).status_code == 201
        rows = list(csv.reader(io.StringIO(exported(world, officer, format="csv").decode("utf-8-sig"))))
        assert rows[0][0] == "学校名称"
        assert {row[0] for row in rows[1:]} == {"锦岚县第一小学", "马渡中学", "'=1+1小学"}

    def test_it_has_the_filters_and_the_order_of_the_list(self, world: World, officer: TestClient) -> None:
        asked = {"format": "ndjson", "filter": {"type": "primary,junior_secondary"}, "sort": "-code"}
        assert [line["code"] for line in records(exported(world, officer, **asked))] == ["3134000002", "2134000001"]
        asked = {"format": "ndjson", "filter": {"type": ["primary"]}}
        assert [record["name"] for record in records(exported(world, officer, **asked))] == ["锦岚县第一小学"]

    def test_xlsx_is_a_workbook_and_english_where_asked(self, world: World, officer: TestClient) -> None:
        with zipfile.ZipFile(io.BytesIO(exported(world, officer, format="xlsx", lang="en"))) as book:
            assert b'name="Schools"' in book.read("xl/workbook.xml")

    def test_its_name_is_chinese_and_the_browser_keeps_it_in_a_sandbox(self, world: World, officer: TestClient) -> None:
        started = start(officer)
        work_off(world)
        answer = officer.get(f"{V1}/jobs/{started['id']}/output")
        job = officer.get(f"{V1}/jobs/{started['id']}").json()
        assert job["output"]["filename"].startswith("学校_2")
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert "filename*=UTF-8''%E5%AD%A6%E6%A0%A1_" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(answer.content) == job["output"]["size"] == int(answer.headers["Content-Length"])
        assert (job["state"], job["done"], job["total"], job["result"]) == ("succeeded", 2, 2, {"rows": 2})

    def test_an_empty_list_is_a_file_of_no_rows(self, world: World, officer: TestClient) -> None:
        assert records(exported(world, officer, format="ndjson", filter={"q": "不存在"})) == []

    def test_ndjson_says_whether_it_is_whole_and_can_be_packed(self, world: World, officer: TestClient) -> None:
        plain = exported(world, officer, format="ndjson")
        packed = exported(world, officer, format="ndjson.gz")
        assert gzip.decompress(packed) == plain
        assert len(records(plain)) == 2
        with pytest.raises(AssertionError):
            records(b"\n".join(plain.splitlines()[:-1]))


class TestEveryList:
    def test_each_list_leaves_as_it_is_on_the_screen(self, world: World) -> None:
        officer, admin = world.sign_in("section_officer"), world.sign_in("platform_admin")
        person = {"name": "王芳", "kind": "teacher", "unit_id": world.unit("school")}
        person_id = officer.post(f"{V1}/persons", json=person).json()["id"]
        post = {"person_id": person_id, "unit_id": world.unit("school"), "kind": "principal", "from_on": "2024-09-01"}
        assert officer.post(f"{V1}/posts", json=post).status_code == 201
        committee = {"unit_id": world.unit("school"), "kind": "supervision_committee", "name": "校监会"}
        answer = officer.post(f"{V1}/committees", json=committee | {"founded_on": "2024-09-01"})
        assert answer.status_code == 201, answer.text
        group = {
            "unit_id": world.unit("bureau"),
            "kind": "education_group",
            "name": "锦岚教育集团",
            "head_school_id": world.unit("school"),
        }
        answer = officer.post(f"{V1}/school-groups", json=group | {"from_on": "2024-09-01"})
        assert answer.status_code == 201, answer.text
        lists = {
            "units": (officer, "/units"),
            "regions": (officer, "/regions"),
            "groups": (officer, "/school-groups"),
            "posts": (officer, "/posts"),
            "committees": (officer, "/committees"),
            "persons": (officer, "/persons"),
            "accounts": (admin, "/accounts"),
        }
        for kind, (client, path) in lists.items():
            listed = client.get(f"{V1}{path}").json()
            found = records(exported(world, client, kind=kind, format="ndjson"))
            assert len(found) == listed["total"] > 0, kind
            for form in ("csv", "xlsx"):
                assert exported(world, client, kind=kind, format=form), kind
        (post_row,) = records(exported(world, officer, kind="posts", format="ndjson"))
        assert (post_row["person"], post_row["unit"], post_row["title"]) == ("王芳", "锦岚县第一小学", "校长（园长）")

    def test_days_and_events_leave_too_within_what_the_caller_may_see(self, world: World) -> None:
        reader, auditor = world.sign_in("read_only"), world.sign_in("auditor")
        days = records(exported(world, reader, kind="calendar_days", format="ndjson", filter={"year": 2026}))
        table = reader.get(f"{V1}/calendar/years/2026").json()
        assert len(days) == table["holidays"] + table["make_up_days"]
        events = records(exported(world, auditor, kind="ledger_events", format="ndjson"))
        shown = auditor.get(f"{V1}/ledger/events", params={"limit": 200}).json()["items"]
        assert {event["id"] for event in shown} >= {event["id"] for event in events[2:]}
        assert "changes" not in events[0]
        assert reader.post(f"{V1}/exports", json={"kind": "ledger_events"}).status_code == 403


class TestRightsHeldNow:
    def revoke(self, world: World, role: str) -> None:
        with world.host() as ctx:
            held = update(AccountGrant).where(AccountGrant.role == role)
            ctx.session.execute(held.values(state=GrantState.REVOKED.value))

    def test_who_lost_the_right_gets_no_export(self, world: World, officer: TestClient) -> None:
        started = start(officer)
        self.revoke(world, "section_officer")
        work_off(world)
        job = job_of_answer(officer, started)
        assert (job["state"], job["error"]["code"], job["output"]) == ("failed", "job.right_lost", None)
        assert "没有这项权限" in job["error"]["title"]

    def test_nor_does_a_disabled_account(self, world: World, officer: TestClient) -> None:
        started = start(officer)
        with world.host() as ctx:
            ctx.session.execute(update(Account).values(status=AccountStatus.DISABLED.value))
        work_off(world)
        with world.host() as ctx:
            ctx.session.execute(update(Account).values(status=AccountStatus.ACTIVE.value))
        assert job_of_answer(officer, started)["error"]["code"] == "job.right_lost"

    def test_nor_is_a_file_handed_out_any_more(self, world: World, officer: TestClient) -> None:
        started = start(officer)
        work_off(world)
        self.revoke(world, "section_officer")
        answer = officer.get(f"{V1}/jobs/{started['id']}/output")
        assert (answer.status_code, answer.json()["code"]) == (403, "job.right_lost")
