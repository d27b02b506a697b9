"""Invitations: a link in place of an initial password."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from httpx import Response
from sqlalchemy import text

from tests.api.accounts.steps import NEW_PASSWORD, PASSWORD, code, decide, events, faults, log_in, propose, settle
from tests.world import V1, World


def invite(world: World, **fields: Any) -> dict[str, Any]:
    body = {"username": "zhongyi", "display_name": "钟毅", "invite": True} | fields
    answer = world.sign_in("platform_admin").post(f"{V1}/accounts", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def accept(world: World, token: str, password: str = PASSWORD) -> Response:
    answer: Response = world.visitor().post(
        f"{V1}/auth/invitations:accept", json={"token": token, "new_password": password}
    )
    return answer


class TestInvite:
    def test_the_link_is_shown_and_no_password_is(self, world: World) -> None:
        made = invite(world)
        assert made["initial_password"] is None
        assert len(made["invitation"]["token"]) == 43

    def test_only_its_hash_is_kept(self, world: World) -> None:
        made = invite(world)
        with world.host() as ctx:
            rows = ctx.session.execute(text("SELECT token_hash FROM account_invitation")).scalars().all()
        assert len(rows) == 1
        assert made["invitation"]["token"] not in rows


class TestAccept:
    def test_it_says_whom_it_is_for_and_sets_the_chosen_password(self, world: World) -> None:
        token = invite(world)["invitation"]["token"]
        shown = world.visitor().post(f"{V1}/auth/invitations:read", json={"token": token}).json()
        assert (shown["username"], shown["display_name"]) == ("zhongyi", "钟毅")
        assert accept(world, token).status_code == 204
        _, answer = log_in(world, "zhongyi", PASSWORD)
        assert answer.json()["account"]["must_change_password"] is False

    def test_it_is_good_once(self, world: World) -> None:
        token = invite(world)["invitation"]["token"]
        accept(world, token)
        assert code(accept(world, token, NEW_PASSWORD)) == (409, "invitation.over")
        assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 200

    def test_for_72_hours(self, world: World) -> None:
        with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
            token = invite(world)["invitation"]["token"]
            clock.shift(timedelta(hours=72))
            assert code(accept(world, token)) == (409, "invitation.over")
            clock.shift(timedelta(seconds=-1))
            assert accept(world, token).status_code == 204

    def test_a_bad_password_is_refused_and_the_link_stays_good(self, world: World) -> None:
        token = invite(world)["invitation"]["token"]
        assert faults(accept(world, token, "zhongyi-2026-spring-x")) == {("/new_password", "password.contains_name")}
        assert accept(world, token).status_code == 204

    def test_a_link_that_never_was_looks_like_one_that_is_over(self, world: World) -> None:
        assert code(accept(world, "x" * 43)) == (409, "invitation.over")
        assert code(world.visitor().post(f"{V1}/auth/invitations:read", json={"token": "x"})) == (
            409,
            "invitation.over",
        )

    def test_a_disabled_account_takes_none(self, world: World) -> None:
        made = invite(world)
        admin = world.sign_in("platform_admin")
        admin.patch(f"{V1}/accounts/{made['account']['id']}", json={"status": "disabled"})
        assert code(accept(world, made["invitation"]["token"])) == (409, "invitation.over")


class TestInviteAgain:
    @pytest.fixture
    def account(self, world: World) -> dict[str, Any]:
        made = invite(world)
        accept(world, made["invitation"]["token"])
        return dict(made["account"])

    def test_the_old_password_and_all_sessions_end(self, world: World, account: dict[str, Any]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        answer = world.sign_in("platform_admin").post(f"{V1}/accounts/{account['id']}:invite")
        assert client.get(f"{V1}/auth/session").status_code == 401
        assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 401
        assert accept(world, answer.json()["invitation"]["token"], NEW_PASSWORD).status_code == 204
        assert [event["action"] for event in events(world, "account.invited")] == ["account.invited"]

    def test_a_newer_link_and_a_reset_void_an_older_one(self, world: World, account: dict[str, Any]) -> None:
        admin = world.sign_in("platform_admin")
        first = admin.post(f"{V1}/accounts/{account['id']}:invite").json()["invitation"]["token"]
        second = admin.post(f"{V1}/accounts/{account['id']}:invite").json()["invitation"]["token"]
        assert code(accept(world, first, NEW_PASSWORD)) == (409, "invitation.over")
        reset = admin.post(f"{V1}/accounts/{account['id']}:reset-password").json()
        assert code(accept(world, second, NEW_PASSWORD)) == (409, "invitation.over")
        assert settle(world, account | reset, NEW_PASSWORD).get(f"{V1}/auth/session").status_code == 200

    def test_sensitive_roles_wait_and_are_not_approved_while_the_link_is_open(
        self, world: World, account: dict[str, Any]
    ) -> None:
        admin, leader = world.sign_in("platform_admin"), world.sign_in("bureau_leader")
        grant = propose(admin, account["id"], "auditor", world.unit("county")).json()
        decide(leader, grant["id"], "approve")
        invited = admin.post(f"{V1}/accounts/{account['id']}:invite").json()
        assert [held["state"] for held in invited["account"]["grants"]] == ["proposed"]
        assert code(decide(leader, grant["id"], "approve")) == (409, "grant.not_taken_over")
        accept(world, invited["invitation"]["token"], NEW_PASSWORD)
        assert decide(leader, grant["id"], "approve").status_code == 200
