"""The own sessions: posts to switch, log-out everywhere, the sign-in history, the delay of an address."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.accounts.models import SignIn
from api.accounts.service import purge_sessions
from api.core import clock
from tests.api.accounts.steps import PASSWORD, code, create, decide, events, log_in, propose, settle
from tests.world import V1, World


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.sign_in("platform_admin")


@pytest.fixture
def account(world: World, admin: TestClient) -> dict[str, Any]:
    """Holds two posts: clerk of one school, reviewer of a district."""
    made = create(admin)
    for role, unit in (("school_clerk", "school"), ("district_reviewer", "other_district")):
        assert propose(admin, made["id"], role, world.unit(unit)).status_code == 201
    return made


@pytest.fixture
def zhongyi(world: World, account: dict[str, Any]) -> TestClient:
    return settle(world, account)


def names(client: TestClient) -> set[str]:
    return {school["name"] for school in client.get(f"{V1}/schools").json()["items"]}


def act_as(client: TestClient, role: str | None) -> dict[str, Any]:
    posts = {post["role"]: post["id"] for post in client.get(f"{V1}/auth/session").json()["posts"]}
    answer = client.put(f"{V1}/auth/session/post", json={"grant_id": posts[role] if role else None})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestPost:
    def test_all_of_them_by_default(self, zhongyi: TestClient) -> None:
        session = zhongyi.get(f"{V1}/auth/session").json()
        assert session["acting_as"] is None
        assert session["grants"] == session["posts"]
        assert names(zhongyi) == {"锦岚县第一小学", "马渡中学"}

    def test_one_narrows_reach_and_permissions_at_once(self, world: World, zhongyi: TestClient) -> None:
        session = act_as(zhongyi, "school_clerk")
        assert [grant["role"] for grant in session["grants"]] == ["school_clerk"]
        assert len(session["posts"]) == 2
        assert "school.export" not in session["permissions"]
        assert names(zhongyi) == {"锦岚县第一小学"}
        assert zhongyi.get(f"{V1}/schools/{world.unit('other_school')}").status_code == 404
        assert zhongyi.get(f"{V1}/schools/export").status_code == 403
        act_as(zhongyi, "district_reviewer")
        assert names(zhongyi) == {"马渡中学"}
        act_as(zhongyi, None)
        assert names(zhongyi) == {"锦岚县第一小学", "马渡中学"}

    def test_another_browser_keeps_its_own(self, world: World, zhongyi: TestClient) -> None:
        other, _ = log_in(world, "zhongyi", PASSWORD)
        act_as(zhongyi, "school_clerk")
        assert names(other) == {"锦岚县第一小学", "马渡中学"}

    def test_a_post_of_somebody_else_or_one_that_is_over_cannot_be_chosen(
        self, world: World, admin: TestClient, zhongyi: TestClient
    ) -> None:
        (foreign,) = admin.get(f"{V1}/auth/session").json()["posts"]
        first, second = zhongyi.get(f"{V1}/auth/session").json()["posts"]
        decide(admin, second["id"], "revoke")
        for grant in (foreign["id"], second["id"], world.unit("county")):
            answer = zhongyi.put(f"{V1}/auth/session/post", json={"grant_id": grant})
            assert code(answer) == (409, "session.post_unknown")
        assert first["role"] == "school_clerk"

    def test_a_chosen_post_that_is_revoked_leaves_nothing_until_another_is_chosen(
        self, admin: TestClient, zhongyi: TestClient
    ) -> None:
        session = act_as(zhongyi, "school_clerk")
        decide(admin, session["acting_as"], "revoke")
        assert zhongyi.get(f"{V1}/schools").status_code == 403
        act_as(zhongyi, None)
        assert names(zhongyi) == {"马渡中学"}

    def test_the_switch_is_recorded(self, world: World, zhongyi: TestClient) -> None:
        act_as(zhongyi, "school_clerk")
        assert [event["action"] for event in events(world, "session.post_chosen")] == ["session.post_chosen"]


class TestEverywhere:
    def test_the_own_sessions_are_listed_without_their_tokens(self, world: World, zhongyi: TestClient) -> None:
        log_in(world, "zhongyi", PASSWORD)
        items = zhongyi.get(f"{V1}/auth/sessions").json()["items"]
        assert [item["current"] for item in items] == [False, True]
        assert set(items[0]) == {"id", "logged_in_at", "expires_at", "network", "current"}

    def test_one_is_ended_alone(self, world: World, zhongyi: TestClient) -> None:
        other, _ = log_in(world, "zhongyi", PASSWORD)
        (item,) = [i for i in zhongyi.get(f"{V1}/auth/sessions").json()["items"] if not i["current"]]
        assert zhongyi.delete(f"{V1}/auth/sessions/{item['id']}").status_code == 204
        assert other.get(f"{V1}/auth/session").status_code == 401
        assert zhongyi.get(f"{V1}/auth/session").status_code == 200

    def test_that_of_somebody_else_is_not_there(self, world: World, admin: TestClient, zhongyi: TestClient) -> None:
        (item,) = zhongyi.get(f"{V1}/auth/sessions").json()["items"]
        assert code(admin.delete(f"{V1}/auth/sessions/{item['id']}")) == (404, "not_found")
        assert zhongyi.get(f"{V1}/auth/session").status_code == 200

    def test_all_end_at_once_this_one_too(self, world: World, zhongyi: TestClient) -> None:
        other, _ = log_in(world, "zhongyi", PASSWORD)
        assert zhongyi.post(f"{V1}/auth/sessions:end").status_code == 204
        assert other.get(f"{V1}/auth/session").status_code == 401
        assert zhongyi.get(f"{V1}/auth/session").status_code == 401

    def test_an_admin_ends_them_for_somebody_else(
        self, world: World, admin: TestClient, account: dict[str, Any], zhongyi: TestClient
    ) -> None:
        assert admin.post(f"{V1}/accounts/{account['id']}:end-sessions").status_code == 204
        assert zhongyi.get(f"{V1}/auth/session").status_code == 401
        assert [event["action"] for event in events(world, "account.shut_out")] == ["account.shut_out"]


class TestRoleChange:
    def test_a_given_role_and_a_revoked_one_count_with_the_next_request(
        self, world: World, admin: TestClient, account: dict[str, Any], zhongyi: TestClient
    ) -> None:
        grant = propose(admin, account["id"], "section_officer", world.unit("county")).json()
        assert names(zhongyi) >= {"锦岚县第一小学", "马渡中学"}
        assert zhongyi.get(f"{V1}/dashboard/overview").status_code == 200
        decide(admin, grant["id"], "revoke")
        assert "unit.manage" not in zhongyi.get(f"{V1}/auth/session").json()["permissions"]


class TestSignIns:
    def test_the_own_history_tells_time_result_and_network(self, world: World, zhongyi: TestClient) -> None:
        log_in(world, "zhongyi", "wrong")
        page = zhongyi.get(f"{V1}/auth/sign-ins").json()
        assert [(item["result"], item["method"]) for item in page["items"]] == [
            ("wrong_password", "password"),
            ("entered", "password"),
        ]
        assert set(page["items"][0]) == {"id", "at", "result", "method", "network"}

    def test_only_the_network_of_an_address_is_kept(self, world: World, account: dict[str, Any]) -> None:
        client = TestClient(world.app, client=("203.0.113.77", 50000))
        client.post(f"{V1}/auth/login", json={"username": "zhongyi", "password": account["initial_password"]})
        with world.host() as ctx:
            assert ctx.session.scalars(select(SignIn.network)).all() == ["203.0.113.0/24"]

    def test_the_admin_in_charge_reads_it_and_nobody_else(
        self, world: World, admin: TestClient, account: dict[str, Any], zhongyi: TestClient
    ) -> None:
        address = f"{V1}/accounts/{account['id']}/sign-ins"
        assert admin.get(address).json()["total"] == 1
        assert world.sign_in("platform_admin", "far_county").get(address).status_code == 404
        for role in ("bureau_leader", "auditor", "section_officer"):
            assert world.sign_in(role).get(address).status_code == 403

    def test_a_name_that_nobody_has_leaves_no_history(self, world: World) -> None:
        log_in(world, "nobody-here", "wrong")
        with world.host() as ctx:
            assert ctx.session.scalars(select(SignIn.id)).all() == []

    def test_it_is_kept_for_180_days(self, world: World, zhongyi: TestClient) -> None:
        with world.host() as ctx:
            purge_sessions(ctx.session, clock.now().replace(year=clock.now().year + 1))
            assert ctx.session.scalars(select(SignIn.id)).all() == []


class TestAddress:
    def test_one_password_on_many_names_slows_the_address_down(self, world: World) -> None:
        attacker = TestClient(world.app, client=("203.0.113.77", 50000))
        for number in range(31):
            answer = attacker.post(f"{V1}/auth/login", json={"username": f"nobody{number}", "password": "Spring-2026"})
            assert code(answer) in ((401, "auth.bad_credentials"), (429, "auth.address_delayed"))
        answer = attacker.post(f"{V1}/auth/login", json={"username": "nobody-new", "password": "Spring-2026"})
        assert code(answer) == (429, "auth.address_delayed")
        assert int(answer.headers["retry-after"]) >= 1

    def test_another_address_goes_on(self, world: World, account: dict[str, Any]) -> None:
        self.test_one_password_on_many_names_slows_the_address_down(world)
        neighbour = TestClient(world.app, client=("203.0.113.78", 50000))
        body = {"username": "zhongyi", "password": account["initial_password"]}
        assert neighbour.post(f"{V1}/auth/login", json=body).status_code == 200

    def test_no_address_is_kept_in_words(self, world: World) -> None:
        self.test_one_password_on_many_names_slows_the_address_down(world)
        from api.accounts.models import LoginFailure  # noqa: PLC0415

        with world.host() as ctx:
            kept = ctx.session.scalars(select(LoginFailure.name_hash)).all()
        assert not any("203" in name and "." in name for name in kept)
        assert all(len(name) == 64 for name in kept)
