"""The second factor over HTTP: set up, asked for at log-in, good once, demanded, reset."""

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import text

from api.accounts import policy
from api.accounts.rules import SecondFactor
from tests.api.accounts.steps import PASSWORD, code, create, decide, events, faults, propose, settle
from tests.world import V1, World

START = datetime.fromisoformat("2026-03-02T01:00:00+00:00")


class Person:
    """Someone with an authenticator."""

    def __init__(self, client: TestClient, username: str, secret: str, recovery: list[str]) -> None:
        self.client, self.username, self.recovery = client, username, recovery
        self.totp = pyotp.TOTP(secret)

    def log_in(self, world: World, typed: str | None = None) -> Response:
        body = {"username": self.username, "password": PASSWORD, "code": typed}
        answer: Response = world.visitor().post(f"{V1}/auth/login", json=body)
        return answer


def enrol(client: TestClient, username: str = "zhongyi") -> Person:
    setup = client.post(f"{V1}/auth/totp", json={"current_password": PASSWORD}).json()
    answer = client.post(
        f"{V1}/auth/totp:confirm", json={"setup": setup["setup"], "code": pyotp.TOTP(setup["secret"]).now()}
    )
    assert answer.status_code == 200, answer.text
    return Person(client, username, setup["secret"], answer.json()["codes"])


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def zhongyi(world: World, clock: Any) -> Person:
    admin = world.sign_in("platform_admin")
    account = create(admin)
    propose(admin, account["id"], "read_only", world.unit("county"))
    person = enrol(settle(world, account))
    clock.shift(30)
    return person


class TestSetUp:
    def test_a_code_puts_it_in_force_and_shows_the_recovery_codes_once(self, world: World, zhongyi: Person) -> None:
        state = zhongyi.client.get(f"{V1}/auth/totp").json()
        assert state == {"enrolled_at": "2026-03-02T01:00:00.000Z", "recovery_codes_left": 10, "demanded": False}
        assert zhongyi.client.get(f"{V1}/auth/session").json()["account"]["second_factor"] is True

    def test_it_takes_the_password_and_each_wrong_one_counts(self, world: World, clock: Any) -> None:
        client = settle(world, create(world.sign_in("platform_admin")))
        wrong = {"current_password": "wrong"}
        for _ in range(5):
            answer = client.post(f"{V1}/auth/totp", json=wrong)
            assert faults(answer) == {("/current_password", "password.current_wrong")}
        assert code(client.post(f"{V1}/auth/totp", json=wrong)) == (429, "auth.delayed")

    def test_without_the_right_code_nothing_changes(self, world: World, clock: Any) -> None:
        client = settle(world, create(world.sign_in("platform_admin")))
        setup = client.post(f"{V1}/auth/totp", json={"current_password": PASSWORD}).json()
        right = pyotp.TOTP(setup["secret"])
        for body in (
            {"setup": setup["setup"], "code": "000000"},
            {"setup": "forged", "code": right.now()},
            {"setup": setup["setup"], "code": right.at(START + timedelta(seconds=90))},
        ):
            assert faults(client.post(f"{V1}/auth/totp:confirm", json=body)) == {("/code", "totp.code_wrong")}
        clock.shift(601)
        late = {"setup": setup["setup"], "code": right.now()}
        assert faults(client.post(f"{V1}/auth/totp:confirm", json=late)) == {("/code", "totp.code_wrong")}
        assert client.get(f"{V1}/auth/totp").json()["enrolled_at"] is None

    def test_a_set_up_is_good_for_its_own_account_only(self, world: World, clock: Any) -> None:
        admin = world.sign_in("platform_admin")
        one, other = settle(world, create(admin)), settle(world, create(admin, "other", "另一位"))
        setup = one.post(f"{V1}/auth/totp", json={"current_password": PASSWORD}).json()
        body = {"setup": setup["setup"], "code": pyotp.TOTP(setup["secret"]).now()}
        assert faults(other.post(f"{V1}/auth/totp:confirm", json=body)) == {("/code", "totp.code_wrong")}

    def test_the_secret_lies_in_no_table(self, world: World, zhongyi: Person) -> None:
        with world.host() as ctx:
            rows = ctx.session.execute(text("SELECT sealed FROM account_totp")).scalars().all()
            kept = ctx.session.execute(text("SELECT code_hash FROM recovery_code")).scalars().all()
        assert len(rows) == 1
        assert zhongyi.totp.secret not in rows[0]
        assert not set(kept) & set(zhongyi.recovery)

    def test_another_authenticator_takes_a_code_of_the_present_one(
        self, world: World, zhongyi: Person, clock: Any
    ) -> None:
        begin = f"{V1}/auth/totp"
        assert faults(zhongyi.client.post(begin, json={"current_password": PASSWORD})) == {("/code", "totp.code_wrong")}
        setup = zhongyi.client.post(begin, json={"current_password": PASSWORD, "code": zhongyi.totp.now()}).json()
        body = {"setup": setup["setup"], "code": pyotp.TOTP(setup["secret"]).now()}
        assert zhongyi.client.post(f"{V1}/auth/totp:confirm", json=body).status_code == 200
        clock.shift(30)
        assert code(zhongyi.log_in(world, zhongyi.totp.now())) == (401, "auth.code_wrong")
        assert zhongyi.log_in(world, pyotp.TOTP(setup["secret"]).now()).status_code == 200


class TestLogIn:
    def test_the_password_alone_asks_for_the_code_and_opens_nothing(self, world: World, zhongyi: Person) -> None:
        answer = zhongyi.log_in(world)
        assert code(answer) == (401, "auth.code_required")
        assert "set-cookie" not in answer.headers

    def test_a_wrong_password_does_not_tell_that_there_is_a_second_step(self, world: World, zhongyi: Person) -> None:
        body = {"username": "zhongyi", "password": "wrong", "code": zhongyi.totp.now()}
        assert code(world.visitor().post(f"{V1}/auth/login", json=body)) == (401, "auth.bad_credentials")

    def test_both_together_open_a_session(self, world: World, zhongyi: Person) -> None:
        assert zhongyi.log_in(world, zhongyi.totp.now()).status_code == 200

    def test_a_code_is_good_once(self, world: World, zhongyi: Person, clock: Any) -> None:
        used = zhongyi.totp.now()
        assert zhongyi.log_in(world, used).status_code == 200
        assert code(zhongyi.log_in(world, used)) == (401, "auth.code_wrong")
        clock.shift(30)
        assert code(zhongyi.log_in(world, used)) == (401, "auth.code_wrong")
        assert zhongyi.log_in(world, zhongyi.totp.now()).status_code == 200

    def test_the_code_that_set_it_up_is_used_too(self, world: World, clock: Any) -> None:
        person = enrol(settle(world, create(world.sign_in("platform_admin"))))
        assert code(person.log_in(world, person.totp.now())) == (401, "auth.code_wrong")

    def test_a_recovery_code_stands_in_once_however_it_is_typed(self, world: World, zhongyi: Person) -> None:
        first = zhongyi.recovery[0].upper().replace("-", " ")
        assert zhongyi.log_in(world, first).status_code == 200
        assert code(zhongyi.log_in(world, zhongyi.recovery[0])) == (401, "auth.code_wrong")
        assert zhongyi.client.get(f"{V1}/auth/totp").json()["recovery_codes_left"] == 9

    def test_guessing_is_slowed_down(self, world: World, zhongyi: Person) -> None:
        for _ in range(5):
            assert code(zhongyi.log_in(world, "000000")) == (401, "auth.code_wrong")
        assert code(zhongyi.log_in(world, zhongyi.totp.now())) == (429, "auth.delayed")

    def test_one_of_somebody_else_does_not_do(self, world: World, zhongyi: Person, clock: Any) -> None:
        admin = world.sign_in("platform_admin")
        other = enrol(settle(world, create(admin, "other", "另一位")), "other")
        clock.shift(30)
        assert code(zhongyi.log_in(world, other.totp.now())) == (401, "auth.code_wrong")
        assert code(zhongyi.log_in(world, other.recovery[0])) == (401, "auth.code_wrong")


class TestRecoveryCodes:
    def test_new_ones_void_the_old(self, world: World, zhongyi: Person) -> None:
        body = {"current_password": PASSWORD, "code": zhongyi.totp.now()}
        fresh = zhongyi.client.post(f"{V1}/auth/totp/recovery-codes", json=body).json()["codes"]
        assert code(zhongyi.log_in(world, zhongyi.recovery[1])) == (401, "auth.code_wrong")
        assert zhongyi.log_in(world, fresh[0]).status_code == 200


class TestRemove:
    def test_whoever_need_not_have_one_may_do_without(self, world: World, zhongyi: Person) -> None:
        body = {"current_password": PASSWORD, "code": zhongyi.totp.now()}
        assert zhongyi.client.post(f"{V1}/auth/totp:remove", json=body).status_code == 204
        assert zhongyi.log_in(world).status_code == 200
        answer = zhongyi.client.post(f"{V1}/auth/totp:remove", json={"current_password": PASSWORD})
        assert code(answer) == (409, "totp.not_enrolled")

    def test_not_where_the_roles_demand_it(self, world: World, zhongyi: Person) -> None:
        policy.use(policy.Policy(SecondFactor.EVERYONE))
        body = {"current_password": PASSWORD, "code": zhongyi.totp.now()}
        assert code(zhongyi.client.post(f"{V1}/auth/totp:remove", json=body)) == (409, "totp.demanded")


class TestDemand:
    @pytest.fixture(autouse=True)
    def _demanded(self, world: World) -> Any:
        before = policy.current()
        policy.use(policy.Policy(SecondFactor.SENSITIVE, before.origin))
        yield
        policy.use(before)

    def test_without_one_a_sensitive_role_opens_nothing_but_the_set_up(self, world: World) -> None:
        auditor = world.sign_in("auditor")
        assert code(auditor.get(f"{V1}/ledger/events")) == (403, "auth.second_factor_required")
        assert auditor.get(f"{V1}/auth/session").json()["account"]["must_enrol"] is True
        assert auditor.get(f"{V1}/auth/totp").json()["demanded"] is True

    def test_with_one_it_does(self, world: World, clock: Any) -> None:
        auditor = world.sign_in("auditor")
        setup = auditor.post(f"{V1}/auth/totp", json={"current_password": "Only-for-tests-2026"}).json()
        body = {"setup": setup["setup"], "code": pyotp.TOTP(setup["secret"]).now()}
        assert auditor.post(f"{V1}/auth/totp:confirm", json=body).status_code == 200
        assert auditor.get(f"{V1}/ledger/events").status_code == 200

    def test_other_roles_go_on(self, world: World) -> None:
        assert world.sign_in("read_only").get(f"{V1}/schools").status_code == 200

    def test_choosing_a_harmless_post_does_not_get_round_it(self, world: World) -> None:
        auditor = world.sign_in("auditor")
        (post,) = auditor.get(f"{V1}/auth/session").json()["posts"]
        answer = auditor.put(f"{V1}/auth/session/post", json={"grant_id": post["id"]})
        assert code(answer) == (403, "auth.second_factor_required")


class TestReset:
    def test_a_lost_one_is_taken_away_and_everything_open_ends(self, world: World, zhongyi: Person) -> None:
        admin = world.sign_in("platform_admin")
        account = zhongyi.client.get(f"{V1}/auth/session").json()["account"]["id"]
        assert admin.post(f"{V1}/accounts/{account}:reset-totp").status_code == 200
        assert zhongyi.client.get(f"{V1}/auth/session").status_code == 401
        assert zhongyi.log_in(world).status_code == 200
        assert code(admin.post(f"{V1}/accounts/{account}:reset-totp")) == (409, "totp.not_enrolled")
        assert [event["action"] for event in events(world, "account.totp_reset")] == ["account.totp_reset"]

    def test_sensitive_roles_wait_for_a_second_person(self, world: World, zhongyi: Person) -> None:
        admin, leader = world.sign_in("platform_admin"), world.sign_in("bureau_leader")
        account = zhongyi.client.get(f"{V1}/auth/session").json()["account"]["id"]
        grant = propose(admin, account, "auditor", world.unit("county")).json()
        decide(leader, grant["id"], "approve")
        reset = admin.post(f"{V1}/accounts/{account}:reset-totp").json()
        assert {grant["role"]: grant["state"] for grant in reset["grants"]} == {
            "read_only": "active",
            "auditor": "proposed",
        }
        assert decide(admin, grant["id"], "approve").status_code == 403
        assert decide(leader, grant["id"], "approve").json()["state"] == "active"

    def test_no_one_resets_the_own_one(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        own = admin.get(f"{V1}/auth/session").json()["account"]["id"]
        assert code(admin.post(f"{V1}/accounts/{own}:reset-totp")) == (409, "account.own")


def test_a_step_back_of_the_clock_takes_no_used_code(world: World, zhongyi: Person, clock: Any) -> None:
    used = zhongyi.totp.now()
    assert zhongyi.log_in(world, used).status_code == 200
    clock.shift(timedelta(seconds=-30))
    assert code(zhongyi.log_in(world, used)) == (401, "auth.code_wrong")
