"""Personal access tokens: a part of one's own rights, for scripts."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import text

from api.core import clock
from tests.api.accounts.steps import code, create, decide, events, faults, propose, settle
from tests.world import V1, World


def make(client: TestClient, *permissions: str, days: float = 30) -> Response:
    body = {
        "name": "每周报表脚本",
        "permissions": list(permissions),
        "expires_at": (clock.now() + timedelta(days=days)).isoformat(),
    }
    answer: Response = client.post(f"{V1}/auth/tokens", json=body)
    return answer


def script(world: World, secret: str) -> TestClient:
    client = world.visitor()
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


@pytest.fixture
def token(officer: TestClient) -> dict[str, Any]:
    answer = make(officer, "school.read", "school.update")
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


class TestMake:
    def test_it_is_shown_once_and_kept_as_a_hash(
        self, world: World, officer: TestClient, token: dict[str, Any]
    ) -> None:
        assert token["secret"].startswith("qlp_")
        (listed,) = officer.get(f"{V1}/auth/tokens").json()["items"]
        assert listed == token["token"]
        with world.host() as ctx:
            assert token["secret"] not in str(ctx.session.execute(text("SELECT * FROM account_token")).all())

    @pytest.mark.parametrize("permission", ["account.manage", "grant.approve", "ledger.read", "client.manage"])
    def test_what_opens_the_ledger_or_gives_rights_is_withheld(self, world: World, permission: str) -> None:
        caller = world.sign_in("inspection_head")
        assert faults(make(caller, permission)) == {("/permissions/0", "client.scope_withheld")}

    def test_nothing_that_one_does_not_hold(self, world: World) -> None:
        caller = world.sign_in("school_clerk", "school")
        assert faults(make(caller, "school.read", "school.create")) == {("/permissions/1", "token.permission_not_held")}

    @pytest.mark.parametrize("days", [-1, 367])
    def test_for_a_year_at_most(self, officer: TestClient, days: int) -> None:
        assert faults(make(officer, "school.read", days=days)) == {("/expires_at", "token.expiry")}


class TestUse:
    def test_it_needs_no_page_token_and_does_what_it_carries(self, world: World, token: dict[str, Any]) -> None:
        client = script(world, token["secret"])
        school = client.get(f"{V1}/schools/{world.unit('school')}")
        assert school.status_code == 200
        change = client.patch(
            f"{V1}/schools/{world.unit('school')}", json={"pupils": 321}, headers={"If-Match": school.headers["etag"]}
        )
        assert change.status_code == 200, change.text
        assert client.get(f"{V1}/schools/{world.unit('far_school')}").status_code == 404

    def test_not_what_its_owner_may_do_beyond_that(self, world: World, token: dict[str, Any]) -> None:
        client = script(world, token["secret"])
        assert code(client.get(f"{V1}/schools/export")) == (403, "access.denied")
        assert client.post(f"{V1}/schools", json={}).status_code in (403, 422)
        for path in ("/auth/session", "/auth/tokens", "/auth/totp", "/roles"):
            assert code(client.get(f"{V1}{path}")) == (403, "auth.person_only"), path

    def test_it_makes_no_further_token(self, world: World, token: dict[str, Any]) -> None:
        assert code(make(script(world, token["secret"]), "school.read")) == (403, "auth.person_only")

    def test_cookie_and_token_together_are_refused(
        self, world: World, officer: TestClient, token: dict[str, Any]
    ) -> None:
        headers = {"Authorization": f"Bearer {token['secret']}"}
        assert code(officer.get(f"{V1}/schools", headers=headers)) == (400, "auth.two_credentials")

    @pytest.mark.parametrize("secret", ["qlp_wrong", "qlp_", "nonsense", "a.b.c"])
    def test_a_wrong_one_says_so_in_the_way_of_rfc_6750(self, world: World, secret: str) -> None:
        answer = script(world, secret).get(f"{V1}/schools")
        assert code(answer) == (401, "auth.token_invalid")
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'

    def test_its_use_is_noted_to_the_hour(self, world: World, officer: TestClient) -> None:
        with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as traveller:
            client = script(world, make(officer, "school.read").json()["secret"])
            for _ in range(2):
                assert client.get(f"{V1}/schools").status_code == 200
                traveller.shift(timedelta(minutes=30))
            (listed,) = officer.get(f"{V1}/auth/tokens").json()["items"]
        assert listed["last_used_at"] == "2026-03-02T01:00:00.000Z"

    def test_a_read_with_it_is_the_look_up_and_one_statement(self, world: World, token: dict[str, Any]) -> None:
        client = script(world, token["secret"])
        client.get(f"{V1}/schools/{world.unit('school')}")
        with world.statements() as seen:
            client.get(f"{V1}/schools/{world.unit('school')}")
        assert len(seen) == 2, seen


class TestEnd:
    def test_revoked_it_is_refused_with_the_next_request(
        self, world: World, officer: TestClient, token: dict[str, Any]
    ) -> None:
        client = script(world, token["secret"])
        assert client.get(f"{V1}/schools").status_code == 200
        assert officer.delete(f"{V1}/auth/tokens/{token['token']['id']}").status_code == 204
        assert client.get(f"{V1}/schools").status_code == 401
        assert officer.get(f"{V1}/auth/tokens").json()["items"] == []
        assert [e["action"] for e in events(world, "token.created", "token.revoked")] == [
            "token.created",
            "token.revoked",
        ]

    def test_that_of_somebody_else_is_not_there(self, world: World, token: dict[str, Any]) -> None:
        other = world.sign_in("read_only")
        assert code(other.delete(f"{V1}/auth/tokens/{token['token']['id']}")) == (404, "not_found")

    def test_it_expires(self, world: World, officer: TestClient) -> None:
        with time_machine.travel(clock.now(), tick=False) as traveller:
            client = script(world, make(officer, "school.read", days=1).json()["secret"])
            assert client.get(f"{V1}/schools").status_code == 200
            traveller.shift(timedelta(days=1))
            assert client.get(f"{V1}/schools").status_code == 401

    def test_it_follows_the_roles_and_the_account_of_its_owner(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        grant = propose(admin, account["id"], "read_only", world.unit("county")).json()
        owner = settle(world, account)
        client = script(world, make(owner, "school.read").json()["secret"])
        assert client.get(f"{V1}/schools").status_code == 200
        decide(admin, grant["id"], "revoke")
        assert client.get(f"{V1}/schools").status_code in (401, 403)
        propose(admin, account["id"], "read_only", world.unit("county"))
        assert client.get(f"{V1}/schools").status_code == 200
        admin.patch(f"{V1}/accounts/{account['id']}", json={"status": "disabled"})
        assert client.get(f"{V1}/schools").status_code == 401
        admin.patch(f"{V1}/accounts/{account['id']}", json={"status": "active"})
        assert client.get(f"{V1}/schools").status_code == 401  # gone for good, not asleep
