"""Jobs over HTTP: whose they are, and what can be done with them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.core import clock
from api.core.context import Actor, Context
from api.core.jobs.kinds import Run
from api.core.jobs.requests import enqueue
from tests.background import ask, kind, work_off
from tests.world import V1, World


def ask_as(world: World, role: str, unit: str = "county", name: str = "test.kind", at: str | None = "county") -> str:
    """A job in somebody's name."""
    account = UUID(world.account(role, unit))
    actor = Actor(account, role, None, None, must_change_password=False, grants=())
    with world.host() as host:
        ctx = Context(session=host.session, now=clock.now(), trace="", path="", keys=host.keys, actor=actor)
        return str(enqueue(ctx, name, unit_id=UUID(world.unit(at)) if at else None))


def write_file(run: Run) -> None:
    with run.chunk() as chunk:
        chunk.output(0, "第一部分".encode())
        chunk.output(1, b" and the second")
        chunk.progress(2, 2)
        size = len("第一部分".encode()) + len(b" and the second")
        chunk.finish({"rows": 2, "file": {"filename": "文件.txt", "media_type": "text/plain", "size": size}})


@pytest.fixture
def clerk(world: World) -> TestClient:
    return world.sign_in("school_clerk", "school")


class TestList:
    def test_one_sees_what_one_has_asked_for_newest_first(self, world: World, clerk: TestClient) -> None:
        asked = [ask_as(world, "school_clerk", "school") for _ in range(3)]
        ask_as(world, "school_leader", "school")
        assert [job["id"] for job in clerk.get(f"{V1}/jobs").json()["items"]] == asked[::-1]
        assert [job["id"] for job in clerk.get(f"{V1}/jobs?scope=all").json()["items"]] == asked[::-1]

    def test_it_goes_on_where_it_stopped(self, world: World, clerk: TestClient) -> None:
        asked = [ask_as(world, "school_clerk", "school") for _ in range(3)]
        first = clerk.get(f"{V1}/jobs", params={"limit": 2}).json()
        second = clerk.get(f"{V1}/jobs", params={"limit": 2, "cursor": first["next_cursor"]}).json()
        assert [job["id"] for job in first["items"] + second["items"]] == asked[::-1]
        assert second["next_cursor"] is None

    def test_it_can_be_narrowed_to_states(self, world: World, clerk: TestClient) -> None:
        done = ask_as(world, "school_clerk", "school")
        work_off(world, kind(lambda _: None))
        waiting = ask_as(world, "school_clerk", "school")
        found = [
            clerk.get(f"{V1}/jobs", params={"state": state}).json()["items"] for state in ("queued,running", "failed")
        ]
        assert [[job["id"] for job in jobs] for jobs in found] == [[waiting], []]
        assert done != waiting

    def test_the_administrator_sees_all_within_reach_and_the_house_s_own_but_no_file(self, world: World) -> None:
        theirs = ask_as(world, "school_clerk", "school", at="school")
        far = ask_as(world, "section_officer", "far_county", at="far_county")
        unitless = ask_as(world, "school_leader", "school", at=None)
        nightly = str(ask(world, "test.kind"))
        work_off(world, kind(write_file, at_once=9, per_unit=9))
        admin = world.sign_in("platform_admin")
        shown = {job["id"]: job for job in admin.get(f"{V1}/jobs?scope=all").json()["items"]}
        assert set(shown) == {theirs, nightly}
        assert {far, unitless}.isdisjoint(shown)
        assert shown[theirs]["result"] == {"rows": 2}
        assert (shown[theirs]["own"], shown[theirs]["output"]) == (False, None)
        assert admin.get(f"{V1}/jobs").json()["items"] == []


class TestRead:
    def test_one_that_was_interrupted_says_when_it_goes_on(self, world: World, clerk: TestClient) -> None:
        def stumble(_run: Run) -> None:
            raise ValueError

        asked = ask_as(world, "school_clerk", "school")
        assert clerk.get(f"{V1}/jobs/{asked}").json()["resumes_at"] is None
        now = clock.now().replace(microsecond=0) + timedelta(seconds=1)
        with time_machine.travel(now, tick=False):
            work_off(world, kind(stumble))
            waiting = clerk.get(f"{V1}/jobs/{asked}").json()
        assert waiting["state"] == "queued"
        assert datetime.fromisoformat(waiting["resumes_at"]) == now + timedelta(seconds=2)
        with time_machine.travel(now + timedelta(seconds=3), tick=True):
            assert clerk.get(f"{V1}/jobs/{asked}").json()["resumes_at"] is None, "it may be taken any moment"

    def test_it_shows_where_the_job_stands(self, world: World, clerk: TestClient) -> None:
        asked = ask_as(world, "school_clerk", "school", at="school")
        job = clerk.get(f"{V1}/jobs/{asked}").json()
        shown = {name: job[name] for name in ("kind", "state", "done", "total", "error", "started_at", "unit_id")}
        assert shown == {
            "kind": "test.kind",
            "state": "queued",
            "done": 0,
            "total": None,
            "error": None,
            "started_at": None,
            "unit_id": world.unit("school"),
        }

    @pytest.mark.parametrize("verb", ["GET ", "POST :cancel", "GET /output"])
    def test_for_a_stranger_it_is_not_there(self, world: World, verb: str) -> None:
        asked = ask_as(world, "school_clerk", "school")
        method, _, end = verb.partition(" ")
        answer = world.sign_in("school_leader", "school").request(method, f"{V1}/jobs/{asked}{end}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

    def test_why_it_failed_is_said_in_the_reader_s_language(self, world: World, clerk: TestClient) -> None:
        asked = ask_as(world, "school_clerk", "school")
        work_off(world, kind(lambda _: None, permission="school.export"))
        errors = [
            clerk.get(f"{V1}/jobs/{asked}", headers={"Accept-Language": language}).json()["error"]
            for language in ("zh-CN", "en")
        ]
        assert {error["code"] for error in errors} == {"job.right_lost"}
        assert errors[0]["title"].startswith("任务的发起人")
        assert errors[1]["title"].startswith("Whoever asked")


class TestCancel:
    def test_a_waiting_job_is_cancelled(self, world: World, clerk: TestClient) -> None:
        asked = ask_as(world, "school_clerk", "school")
        answer = clerk.post(f"{V1}/jobs/{asked}:cancel")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")

    def test_what_has_ended_is_a_conflict(self, world: World, clerk: TestClient) -> None:
        asked = ask_as(world, "school_clerk", "school")
        work_off(world, kind(lambda _: None))
        answer = clerk.post(f"{V1}/jobs/{asked}:cancel")
        assert (answer.status_code, answer.json()["code"]) == (409, "job.ended")

    def test_another_s_job_is_not_for_the_administrator_to_stop(self, world: World) -> None:
        asked = ask_as(world, "school_clerk", "school", at="school")
        answer = world.sign_in("platform_admin").post(f"{V1}/jobs/{asked}:cancel")
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


class TestDownload:
    def fetched(self, client: TestClient, job: str) -> Any:
        return client.get(f"{V1}/jobs/{job}/output")

    def test_the_parts_come_as_one_file(self, world: World, clerk: TestClient) -> None:
        asked = ask_as(world, "school_clerk", "school")
        work_off(world, kind(write_file))
        answer = self.fetched(clerk, asked)
        assert answer.text == "第一部分 and the second"
        assert "filename*=UTF-8''%E6%96%87%E4%BB%B6.txt" in answer.headers["Content-Disposition"]

    @pytest.mark.parametrize("done", [False, True])
    def test_a_job_without_a_file_has_none(self, world: World, clerk: TestClient, done: bool) -> None:
        asked = ask_as(world, "school_clerk", "school")
        if done:
            work_off(world, kind(lambda _: None))
        answer = self.fetched(clerk, asked)
        assert (answer.status_code, answer.json()["code"]) == (404, "job.no_output")

    def test_the_file_is_for_its_asker_only(self, world: World) -> None:
        asked = ask_as(world, "school_clerk", "school", at="school")
        work_off(world, kind(write_file))
        assert self.fetched(world.sign_in("platform_admin"), asked).status_code == 404
