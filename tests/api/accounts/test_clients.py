"""Machine clients: two persons, two live secrets, tokens of fifteen minutes."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

import pytest
import time_machine
from fastapi.testclient import TestClient
from httpx import Response
from jose import jwt
from sqlalchemy import text

from api.accounts.rules import GrantState, Role, kinds_for
from api.core import clock
from tests.api.accounts.steps import code, events, faults
from tests.world import V1, World

NAME = "安澜市教育云平台"


def propose(admin: TestClient, unit: str, *scopes: str) -> Response:
    body = {"name": NAME, "unit_id": unit, "scopes": list(scopes or ("school.read", "unit.read"))}
    answer: Response = admin.post(f"{V1}/clients", json=body)
    return answer


def rotate(admin: TestClient, client: dict[str, Any], grace: int = 168) -> str:
    answer = admin.post(f"{V1}/clients/{client['id']}/secrets", json={"grace_hours": grace})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["secret"])


def ask(world: World, client: dict[str, Any], secret: str, **form: str) -> Response:
    body = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": secret} | form
    answer: Response = world.visitor().post(f"{V1}/oauth/token", data=body)
    return answer


def machine(world: World, client: dict[str, Any], secret: str, **form: str) -> TestClient:
    answer = ask(world, client, secret, **form)
    assert answer.status_code == 200, answer.text
    caller = world.visitor()
    caller.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return caller


@pytest.fixture
def admin(world: World) -> TestClient:
    return world.sign_in("platform_admin")


@pytest.fixture
def approved(world: World, admin: TestClient) -> dict[str, Any]:
    client = propose(admin, world.unit("bureau")).json()
    answer = world.sign_in("bureau_leader").post(f"{V1}/clients/{client['id']}:approve")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestPropose:
    def test_it_waits_and_has_no_secret(self, world: World, admin: TestClient) -> None:
        client = propose(admin, world.unit("bureau")).json()
        assert (client["state"], client["secrets"]) == ("proposed", [])
        answer = admin.post(f"{V1}/clients/{client['id']}/secrets", json={})
        assert code(answer) == (409, "client.state")

    def test_only_what_machines_may_have(self, world: World, admin: TestClient) -> None:
        answer = propose(admin, world.unit("bureau"), "school.read", "ledger.read", "grant.approve")
        assert faults(answer) == {("/scopes/1", "client.scope_withheld"), ("/scopes/2", "client.scope_withheld")}

    def test_only_within_reach(self, world: World, admin: TestClient) -> None:
        assert faults(propose(admin, world.unit("far_bureau"))) == {("/unit_id", "grant.unit_unknown")}

    def test_one_open_client_of_a_name_at_a_unit(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        assert code(propose(admin, world.unit("bureau"))) == (409, "client.name_taken")
        admin.post(f"{V1}/clients/{approved['id']}:revoke")
        assert propose(admin, world.unit("bureau")).status_code == 201

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLATFORM_ADMIN])
    def test_only_the_platform_admin_does_it(self, world: World, role: Role) -> None:
        unit = "county" if "county" in {str(kind) for kind in kinds_for(role)} else "district"
        caller = world.sign_in(role, "school" if role.startswith("school_") else unit)
        assert code(propose(caller, world.unit("bureau"))) == (403, "access.denied")


class TestDecide:
    def test_the_proposer_has_not_the_right_and_even_with_it_is_not_the_second_person(
        self, world: World, admin: TestClient
    ) -> None:
        client = propose(admin, world.unit("bureau")).json()
        assert code(admin.post(f"{V1}/clients/{client['id']}:approve")) == (403, "access.denied")
        leader = world.sign_in("bureau_leader")
        with world.host() as ctx:
            own = leader.get(f"{V1}/auth/session").json()["account"]["id"]
            ctx.session.execute(text("UPDATE client SET proposed_by = :own"), {"own": own.replace("-", "")
                                if world.database.backend == "sqlite" else own})  # fmt: skip
        assert code(leader.post(f"{V1}/clients/{client['id']}:approve")) == (409, "client.second_person")

    def test_refused_it_stays_out(self, world: World, admin: TestClient) -> None:
        client = propose(admin, world.unit("bureau")).json()
        assert world.sign_in("bureau_leader").post(f"{V1}/clients/{client['id']}:refuse").json()["state"] == "refused"
        assert code(admin.post(f"{V1}/clients/{client['id']}/secrets", json={})) == (409, "client.state")

    def test_other_scopes_or_another_unit_wait_anew_and_stop_it_at_once(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        caller = machine(world, approved, rotate(admin, approved))
        assert caller.get(f"{V1}/schools").status_code == 200
        renamed = admin.patch(f"{V1}/clients/{approved['id']}", json={"name": "新名"}).json()
        assert renamed["state"] == "active"
        wider = admin.patch(f"{V1}/clients/{approved['id']}", json={"scopes": ["school.read", "school.export"]}).json()
        assert wider["state"] == "proposed"
        assert caller.get(f"{V1}/schools").status_code == 401

    def test_strangers_find_nothing(self, world: World, approved: dict[str, Any]) -> None:
        far = world.sign_in("platform_admin", "far_county")
        assert far.get(f"{V1}/clients").json()["total"] == 0
        for verb in ("revoke",):
            assert far.post(f"{V1}/clients/{approved['id']}:{verb}").status_code == 404
        assert far.get(f"{V1}/clients/{approved['id']}").status_code == 404


class TestToken:
    def test_by_basic_or_in_the_body(self, world: World, admin: TestClient, approved: dict[str, Any]) -> None:
        secret = rotate(admin, approved)
        body = ask(world, approved, secret).json()
        assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "school.read unit.read")
        pair = b64encode(f"{quote_plus(approved['id'])}:{quote_plus(secret)}".encode()).decode()
        answer = world.visitor().post(
            f"{V1}/oauth/token",
            data={"grant_type": "client_credentials"},
            headers={"Authorization": f"Basic {pair}"},
        )
        assert answer.status_code == 200
        assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")

    def test_it_is_what_rfc_9068_says_and_verifies_with_the_published_keys(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        token = ask(world, approved, rotate(admin, approved)).json()["access_token"]
        metadata = world.visitor().get("/.well-known/oauth-authorization-server").json()
        keys = {key["kid"]: key for key in world.visitor().get("/.well-known/jwks.json").json()["keys"]}
        header = jwt.get_unverified_header(token)
        assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
        claims = jwt.decode(
            token, keys[header["kid"]], algorithms=["ES256"], issuer=metadata["issuer"],
            audience=f"{metadata['issuer']}/api/v1",
        )  # fmt: skip
        assert set(claims) == {"iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti"}
        assert claims["sub"] == claims["client_id"] == approved["id"]
        assert claims["exp"] - claims["iat"] == 900
        assert not {"d", "k"} & {name for key in keys.values() for name in key}

    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            ({"grant_type": "password"}, (400, "unsupported_grant_type")),
            ({"grant_type": "authorization_code"}, (400, "unsupported_grant_type")),
            ({"scope": "school.read ledger.read"}, (400, "invalid_scope")),
            ({"scope": "school.export"}, (400, "invalid_scope")),
            ({"client_secret": "wrong"}, (401, "invalid_client")),
            ({"client_id": "00000000-0000-0000-0000-000000000000"}, (401, "invalid_client")),
            ({"client_id": "not-an-id"}, (401, "invalid_client")),
        ],
    )
    def test_errors_are_those_of_oauth(
        self, world: World, admin: TestClient, approved: dict[str, Any], form: dict[str, str], expected: tuple[int, str]
    ) -> None:
        status, error = expected
        answer = ask(world, approved, rotate(admin, approved), **form)
        assert (answer.status_code, answer.json()) == (status, {"error": error})

    def test_a_malformed_request(self, world: World, admin: TestClient, approved: dict[str, Any]) -> None:
        secret, visitor, path = rotate(admin, approved), world.visitor(), f"{V1}/oauth/token"
        pair = b64encode(f"{approved['id']}:{secret}".encode()).decode()
        both = {"grant_type": "client_credentials", "client_secret": secret}
        for answer in (
            visitor.post(path, json={"grant_type": "client_credentials"}),
            visitor.post(path, content=b""),
            visitor.post(path, data=both, headers={"Authorization": f"Basic {pair}"}),
            visitor.post(
                path,
                content="grant_type=client_credentials&grant_type=client_credentials",
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            ),
        ):
            assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
        answer = visitor.post(path, data={"grant_type": "client_credentials"}, headers={"Authorization": "Basic %%%"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="qinglian"')

    def test_a_scope_asked_for_narrows_the_token(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        caller = machine(world, approved, rotate(admin, approved), scope="unit.read")
        assert caller.get(f"{V1}/units").status_code == 200
        assert code(caller.get(f"{V1}/schools")) == (403, "access.denied")

    def test_guessing_slows_the_address_down(self, world: World, approved: dict[str, Any]) -> None:
        statuses = [ask(world, approved, "wrong").status_code for _ in range(32)]
        assert statuses[:30] == [401] * 30
        assert statuses[31] == 429


class TestUse:
    def test_reach_is_the_unit_and_below(self, world: World, admin: TestClient, approved: dict[str, Any]) -> None:
        caller = machine(world, approved, rotate(admin, approved))
        assert {school["name"] for school in caller.get(f"{V1}/schools").json()["items"]} == {
            "锦岚县第一小学",
            "马渡中学",
        }
        assert caller.get(f"{V1}/schools/{world.unit('far_school')}").status_code == 404
        for path in ("/accounts", "/clients", "/ledger/events", "/grants", "/auth/session"):
            assert caller.get(f"{V1}{path}").status_code == 403, path

    def test_revoked_it_is_refused_with_the_next_request(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        secret = rotate(admin, approved)
        caller = machine(world, approved, secret)
        assert caller.get(f"{V1}/schools").status_code == 200
        assert admin.post(f"{V1}/clients/{approved['id']}:revoke").json()["state"] == GrantState.REVOKED
        assert code(caller.get(f"{V1}/schools")) == (401, "auth.token_invalid")
        assert ask(world, approved, secret).json() == {"error": "invalid_client"}

    def test_after_a_quarter_of_an_hour_it_takes_a_new_token(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        with time_machine.travel(clock.now(), tick=False) as traveller:
            caller = machine(world, approved, rotate(admin, approved))
            traveller.shift(timedelta(minutes=14))
            assert caller.get(f"{V1}/schools").status_code == 200
            traveller.shift(timedelta(minutes=2))
            assert caller.get(f"{V1}/schools").status_code == 401

    def test_keys_rotate_while_tokens_live(self, world: World, admin: TestClient, approved: dict[str, Any]) -> None:
        secret = rotate(admin, approved)
        old = machine(world, approved, secret)
        world.app.state.keys.rotate("access-token")
        assert old.get(f"{V1}/schools").status_code == 200
        new = machine(world, approved, secret)
        world.app.state.keys.rotate("access-token")
        assert new.get(f"{V1}/schools").status_code == 200
        assert old.get(f"{V1}/schools").status_code == 401

    def test_a_request_is_the_look_up_and_one_statement(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        caller = machine(world, approved, rotate(admin, approved))
        with world.statements() as seen:
            assert caller.get(f"{V1}/schools/{world.unit('school')}").status_code == 200
        assert len(seen) == 2, seen

    def test_what_it_changes_is_recorded_under_its_name(self, world: World, admin: TestClient) -> None:
        client = propose(admin, world.unit("bureau"), "school.read", "school.update").json()
        world.sign_in("bureau_leader").post(f"{V1}/clients/{client['id']}:approve")
        caller = machine(world, client, rotate(admin, client))
        etag = caller.get(f"{V1}/schools/{world.unit('school')}").headers["etag"]
        change = caller.patch(f"{V1}/schools/{world.unit('school')}", json={"pupils": 99}, headers={"If-Match": etag})
        assert change.status_code == 200, change.text
        event = events(world, "school.updated")[-1]
        assert event["actor"] == {"id": client["id"], "name": NAME}


class TestSecrets:
    def test_two_are_live_and_a_third_ends_the_first(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        first, second = rotate(admin, approved), rotate(admin, approved)
        assert [ask(world, approved, secret).status_code for secret in (first, second)] == [200, 200]
        third = rotate(admin, approved)
        assert [ask(world, approved, secret).status_code for secret in (first, second, third)] == [401, 200, 200]
        secrets = admin.get(f"{V1}/clients/{approved['id']}").json()["secrets"]
        assert [secret["expires_at"] is None for secret in secrets] == [False, True]

    def test_the_older_ends_with_the_grace(self, world: World, admin: TestClient, approved: dict[str, Any]) -> None:
        with time_machine.travel(clock.now(), tick=False) as traveller:
            first, second = rotate(admin, approved), rotate(admin, approved, grace=1)
            traveller.shift(timedelta(minutes=61))
            assert [ask(world, approved, secret).status_code for secret in (first, second)] == [401, 200]
            third = rotate(admin, approved, grace=0)
            assert [ask(world, approved, secret).status_code for secret in (second, third)] == [401, 200]

    def test_one_that_has_become_known_is_ended_at_once(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        secret = rotate(admin, approved)
        (listed,) = admin.get(f"{V1}/clients/{approved['id']}").json()["secrets"]
        path = f"{V1}/clients/{approved['id']}/secrets/{listed['id']}"
        assert admin.delete(path).status_code == 204
        assert ask(world, approved, secret).status_code == 401
        assert admin.delete(path).status_code == 404

    def test_only_hashes_are_kept_and_the_last_use_is_known(
        self, world: World, admin: TestClient, approved: dict[str, Any]
    ) -> None:
        secret = rotate(admin, approved)
        ask(world, approved, secret)
        shown = admin.get(f"{V1}/clients/{approved['id']}").json()
        assert shown["last_used_at"] is not None
        assert shown["secrets"][0]["last_used_at"] is not None
        with world.host() as ctx:
            assert secret not in str(ctx.session.execute(text("SELECT * FROM client_secret")).all())

    def test_nobody_else_makes_one(self, world: World, approved: dict[str, Any]) -> None:
        for role in ("bureau_leader", "auditor", "section_officer"):
            answer = world.sign_in(role).post(f"{V1}/clients/{approved['id']}/secrets", json={})
            assert code(answer) == (403, "access.denied")
