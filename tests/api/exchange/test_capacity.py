"""An export is made in the capacity in which it was asked for: one chosen post, what a token carries, a client's scopes."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.accounts.steps import code, create, decide, propose, settle
from tests.api.exchange.steps import bearer, by_token
from tests.background import work_off
from tests.world import V1, World


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.sign_in("platform_admin")


@pytest.fixture
def reviewer(world: World, admin: TestClient) -> TestClient:
    """Reviews two districts, as two posts."""
    made = create(admin, "reviewer", "两个学区的复核员")
    for unit in ("district", "other_district"):
        assert propose(admin, made["id"], "district_reviewer", world.unit(unit)).status_code == 201
    return settle(world, made)


def choose(client: TestClient, unit: str | None) -> None:
    posts = {post["unit"]["id"]: post["id"] for post in client.get(f"{V1}/auth/session").json()["posts"]}
    assert client.put(f"{V1}/auth/session/post", json={"grant_id": posts[unit] if unit else None}).status_code == 200


def start(client: TestClient, kind: str = "schools") -> Any:
    return client.post(f"{V1}/exports", json={"kind": kind, "format": "csv"})


def fetch(client: TestClient, job: str) -> Any:
    return client.get(f"{V1}/jobs/{job}/output")


def names(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {row[0] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]}


class TestPost:
    def test_the_file_holds_what_the_chosen_post_may_read_though_another_is_chosen_meanwhile(
        self, world: World, reviewer: TestClient
    ) -> None:
        choose(reviewer, world.unit("district"))
        narrow = start(reviewer).json()["id"]
        choose(reviewer, None)
        wide = start(reviewer).json()["id"]
        work_off(world)
        assert names(fetch(reviewer, narrow)) == {"锦岚县第一小学"}
        assert names(fetch(reviewer, wide)) == {"锦岚县第一小学", "马渡中学"}

    def test_another_post_does_not_fetch_it(self, world: World, reviewer: TestClient) -> None:
        choose(reviewer, world.unit("district"))
        job = start(reviewer).json()["id"]
        work_off(world)
        choose(reviewer, world.unit("other_district"))
        assert code(fetch(reviewer, job)) == (403, "job.other_post")
        choose(reviewer, world.unit("district"))
        assert names(fetch(reviewer, job)) == {"锦岚县第一小学"}

    def test_a_post_that_was_taken_away_gets_nothing_made_and_nothing_handed_out(
        self, world: World, admin: TestClient, reviewer: TestClient
    ) -> None:
        choose(reviewer, world.unit("district"))
        post = reviewer.get(f"{V1}/auth/session").json()["acting_as"]
        made = start(reviewer).json()["id"]
        work_off(world)
        waiting = start(reviewer).json()["id"]
        assert decide(admin, post, "revoke").status_code == 200
        work_off(world)
        choose(reviewer, None)
        assert code(fetch(reviewer, made)) == (403, "job.right_lost")
        job = reviewer.get(f"{V1}/jobs/{waiting}").json()
        assert (job["state"], job["error"]["code"]) == ("failed", "job.right_lost")


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


@pytest.fixture
def client(world: World, admin: TestClient) -> TestClient:
    """A system bound to one district."""
    scopes = ["school.export", "school.read"]
    body = {"name": "县数据平台", "unit_id": world.unit("other_district"), "scopes": scopes}
    made = admin.post(f"{V1}/clients", json=body).json()["id"]
    assert world.sign_in("bureau_leader").post(f"{V1}/clients/{made}:approve").status_code == 200
    secret = admin.post(f"{V1}/clients/{made}/secrets", json={}).json()["secret"]
    form = {"grant_type": "client_credentials", "client_id": made, "client_secret": secret}
    return bearer(world, world.visitor().post(f"{V1}/oauth/token", data=form).json()["access_token"])


class TestMachines:
    def test_a_client_exports_what_lies_within_its_unit(self, world: World, client: TestClient) -> None:
        job = start(client).json()
        work_off(world)
        assert client.get(f"{V1}/jobs/{job['id']}").json()["own"] is True
        assert names(fetch(client, job["id"])) == {"马渡中学"}

    def test_it_sees_its_own_jobs_only(self, world: World, client: TestClient, officer: TestClient) -> None:
        theirs = start(officer).json()["id"]
        own = start(client).json()["id"]
        listed = client.get(f"{V1}/jobs", params={"scope": "all"}).json()["items"]
        assert [job["id"] for job in listed] == [own]
        for answer in (client.get(f"{V1}/jobs/{theirs}"), client.post(f"{V1}/jobs/{theirs}:cancel")):
            assert answer.status_code == 404

    @pytest.mark.parametrize("kind", ["persons", "evidence"])
    def test_what_no_machine_may_hold_it_cannot_export(self, client: TestClient, kind: str) -> None:
        assert code(start(client, kind)) == (403, "access.denied")

    def test_a_token_does_what_it_carries_and_leaves_its_person_s_other_jobs_alone(
        self, world: World, officer: TestClient
    ) -> None:
        at_the_screen = start(officer).json()["id"]
        reads, exports = by_token(world, officer, "school.read"), by_token(world, officer, "school.export")
        assert code(start(reads)) == (403, "access.denied")
        asked = start(exports).json()["id"]
        assert [job["id"] for job in exports.get(f"{V1}/jobs").json()["items"]] == [asked]
        assert exports.post(f"{V1}/jobs/{at_the_screen}:cancel").status_code == 404
        work_off(world)
        assert names(fetch(exports, asked)) == {"锦岚县第一小学", "马渡中学"}
        assert code(fetch(reads, asked)) == (403, "job.right_lost")
        assert {job["id"] for job in officer.get(f"{V1}/jobs").json()["items"]} == {at_the_screen, asked}
