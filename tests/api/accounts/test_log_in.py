"""Log-in and log-out: credentials, cookie, lock-out, the length of sessions."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text

from api.access.guard import COOKIE
from api.accounts.models import Account, AccountSession, LoginFailure
from api.accounts.service import purge_sessions
from api.core import clock
from api.core.crypto import digest
from api.core.database import Base
from tests.api.accounts.steps import PASSWORD, code, create, decide, events, faults, log_in, propose, settle
from tests.world import V1, World, settings_for

MALFORMED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({}, ("/username", "input.required")),
    ({"username": "zhongyi"}, ("/password", "input.required")),
    ({"username": "zhongyi", "password": ""}, ("/password", "input.too_short")),
    ({"username": "zhongyi", "password": "x" * 129}, ("/password", "input.too_long")),
    ({"username": "x" * 65, "password": "x"}, ("/username", "input.too_long")),
    ({"username": "zhong\u0000yi", "password": "x"}, ("/username", "input.wrong_type")),
    ({"username": "zhongyi", "password": 7}, ("/password", "input.wrong_type")),
    ({"username": "zhongyi", "password": "x", "otp": "1"}, ("/otp", "input.unknown_field")),
]
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def zhongyi(world: World) -> dict[str, str]:
    """A section officer with a password of his own."""
    admin = world.sign_in("platform_admin")
    account = create(admin)
    assert propose(admin, account["id"], "section_officer", world.unit("county")).status_code == 201
    settle(world, account)
    return account


class TestLogIn:
    def test_it_opens_a_session(self, world: World, zhongyi: dict[str, str]) -> None:
        client, answer = log_in(world, "zhongyi", PASSWORD)
        session = answer.json()
        assert answer.status_code == 200
        assert session["account"] == {
            "id": zhongyi["id"],
            "username": "zhongyi",
            "display_name": "钟毅",
            "must_change_password": False,
            "must_enrol": False,
            "second_factor": False,
        }
        assert [(grant["role"], grant["unit"]["name"]) for grant in session["grants"]] == [
            ("section_officer", "锦岚县")
        ]
        assert "school.register" in session["permissions"]
        assert session["permissions"] == sorted(session["permissions"])
        assert client.get(f"{V1}/auth/session").json() == session

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self, world: World, zhongyi: dict[str, str]) -> None:
        _, answer = log_in(world, "zhongyi", PASSWORD)
        flags = answer.headers["set-cookie"].lower().split("; ")
        assert flags[0].startswith(COOKIE)
        assert {"httponly", "samesite=strict", "path=/api/v1", "max-age=86400"} <= set(flags)

    def test_the_cookie_travels_over_https_only_unless_a_trial_says_otherwise(self, world: World) -> None:
        world.app.state.settings = settings_for(world.database).model_copy(update={"cookie_secure": True})
        answer = world.sign_in("read_only").post(f"{V1}/auth/logout")
        assert "secure" in answer.headers["set-cookie"].lower()

    def test_the_database_keeps_only_the_hash_of_the_token(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        token = client.cookies[COOKIE]
        assert len(token) >= 43
        with world.host() as ctx:
            assert digest(token) in ctx.session.scalars(select(AccountSession.token_hash)).all()
            assert all(token not in str(row) for row in ctx.session.execute(text("SELECT * FROM account_session")))

    def test_upper_case_and_blanks_do_not_matter(self, world: World, zhongyi: dict[str, str]) -> None:
        assert log_in(world, " ZhongYi ", PASSWORD)[1].status_code == 200

    def test_the_time_is_noted(self, world: World, zhongyi: dict[str, str]) -> None:
        log_in(world, "zhongyi", PASSWORD)
        with world.host() as ctx:
            account = ctx.session.scalars(select(Account).where(Account.username == "zhongyi")).one()
            assert account.last_login_at is not None
            assert clock.now() - account.last_login_at < timedelta(minutes=1)

    def test_a_wrong_password_and_an_unknown_name_read_alike(self, world: World, zhongyi: dict[str, str]) -> None:
        known = log_in(world, "zhongyi", "wrong")[1]
        unknown = log_in(world, "nobody", "wrong")[1]
        assert code(known) == (401, "auth.bad_credentials")
        assert known.json() | {"instance": ""} == unknown.json() | {"instance": ""}
        assert "set-cookie" not in known.headers
        assert known.headers.keys() == unknown.headers.keys()

    def test_a_disabled_account_reads_alike(self, world: World, zhongyi: dict[str, str]) -> None:
        world.sign_in("platform_admin").patch(f"{V1}/accounts/{zhongyi['id']}", json={"status": "disabled"})
        assert code(log_in(world, "zhongyi", PASSWORD)[1]) == (401, "auth.bad_credentials")

    def test_a_malformed_body_is_named_field_by_field(self, world: World) -> None:
        visitor = world.visitor()
        for body, fault in MALFORMED:
            answer = visitor.post(f"{V1}/auth/login", json=body)
            assert code(answer) == (422, "input.invalid"), body
            assert fault in faults(answer)

    def test_what_was_typed_is_never_answered(self, world: World) -> None:
        answer = world.visitor().post(
            f"{V1}/auth/login", json={"username": "Planted-Name", "password": ["Planted-Word"]}
        )
        assert answer.status_code == 422
        assert "Planted" not in answer.text

    def test_log_in_and_log_out_are_in_the_ledger(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        client.post(f"{V1}/auth/logout")
        begun, ended = events(world, "session.started", "session.ended")[-2:]
        assert [begun["action"], ended["action"]] == ["session.started", "session.ended"]
        assert begun["object_id"] == ended["object_id"] == zhongyi["id"]
        assert begun["actor"]["id"] == zhongyi["id"]


class TestInitialPassword:
    def test_nothing_else_can_be_done_before_it_is_changed(self, world: World) -> None:
        admin = world.sign_in("platform_admin")
        account = create(admin)
        propose(admin, account["id"], "section_officer", world.unit("county"))
        client, answer = log_in(world, "zhongyi", account["initial_password"])
        assert answer.json()["account"]["must_change_password"] is True
        for path in ("/roles", "/units/tree", "/accounts", "/calendar/years"):
            assert code(client.get(f"{V1}{path}")) == (403, "auth.password_change_required")
        assert client.get(f"{V1}/auth/session").status_code == 200
        assert client.post(f"{V1}/auth/session:extend").status_code == 200
        change = {"current_password": account["initial_password"], "new_password": PASSWORD}
        assert client.post(f"{V1}/auth/password", json=change).status_code == 204
        assert client.get(f"{V1}/units/tree").status_code == 200
        assert client.get(f"{V1}/auth/session").json()["account"]["must_change_password"] is False


class TestLockOut:
    def test_the_delay_doubles_from_the_fifth_failure_for_any_name(self, world: World, zhongyi: dict[str, str]) -> None:
        with time_machine.travel(clock.now(), tick=False) as now:
            for name in (zhongyi["username"], "nobody", "手机13800138000"):
                for _ in range(5):
                    assert code(log_in(world, name, "wrong")[1]) == (401, "auth.bad_credentials")
                for seconds in (1, 2, 4):
                    answer = log_in(world, name, "wrong")[1]
                    assert code(answer) == (429, "auth.delayed")
                    assert answer.headers["retry-after"] == str(seconds)
                    now.shift(seconds)
                    assert code(log_in(world, name, "wrong")[1]) == (401, "auth.bad_credentials")

    def test_the_right_password_waits_too_and_then_clears_the_count(
        self, world: World, zhongyi: dict[str, str]
    ) -> None:
        with time_machine.travel(clock.now(), tick=False) as now:
            for _ in range(5):
                log_in(world, "zhongyi", "wrong")
            assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 429
            now.shift(1)
            assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 200
            assert log_in(world, "zhongyi", "wrong")[1].status_code == 401
            assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 200

    def test_other_names_are_not_held_up(self, world: World, zhongyi: dict[str, str]) -> None:
        for _ in range(6):
            log_in(world, "nobody", "wrong")
        assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 200

    def test_spelling_the_name_differently_does_not_help(self, world: World, zhongyi: dict[str, str]) -> None:
        for name in ("zhongyi", "ZHONGYI", " zhongyi", "zhongyi ", "ZhongYi"):
            log_in(world, name, "wrong")
        assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 429

    def test_failures_and_lock_outs_survive_their_refusal_in_the_ledger(
        self, world: World, zhongyi: dict[str, str]
    ) -> None:
        for _ in range(5):
            log_in(world, "zhongyi", "wrong")
        failed = events(world, "session.refused", "session.locked_out")
        assert [event["action"] for event in failed] == ["session.refused"] * 4 + ["session.locked_out"]
        assert {event["object_id"] for event in failed} == {zhongyi["id"]}
        assert {event["actor"] for event in failed} == {None}
        assert {change["field"]: change["after"] for change in failed[-1]["changes"]} == {
            "failures": 5,
            "delay_seconds": 1,
        }

    def test_a_typed_name_is_kept_nowhere(self, world: World) -> None:
        """People type passwords and ID numbers into the field of the name."""
        for _ in range(6):
            log_in(world, "planted-name", "planted-word")
        with world.host() as ctx:
            for table in Base.metadata.sorted_tables:
                for row in ctx.session.execute(select(table)):
                    assert "planted" not in str(tuple(row))

    def test_old_failures_are_purged_with_expired_sessions(self, world: World) -> None:
        log_in(world, "nobody", "wrong")
        world.sign_in("read_only")
        with world.host() as ctx:
            assert purge_sessions(ctx.session, ctx.now) == 0
            assert purge_sessions(ctx.session, ctx.now + 2 * 365 * 24 * HOUR) >= 2
            assert not ctx.session.scalars(select(LoginFailure)).all()
            assert not ctx.session.scalars(select(AccountSession)).all()


class TestSession:
    def test_without_a_cookie_there_is_none(self, world: World) -> None:
        assert code(world.visitor().get(f"{V1}/auth/session")) == (401, "auth.required")

    def test_a_made_up_cookie_opens_nothing(self, world: World) -> None:
        client = world.visitor()
        client.cookies.set(COOKIE, "made-up")
        assert code(client.get(f"{V1}/auth/session")) == (401, "auth.required")

    def test_it_ends_after_eight_hours(self, world: World, zhongyi: dict[str, str]) -> None:
        start = clock.now()
        with time_machine.travel(start, tick=False) as now:
            client, _ = log_in(world, "zhongyi", PASSWORD)
            now.move_to(start + 8 * HOUR - SECOND)
            assert client.get(f"{V1}/auth/session").status_code == 200
            now.move_to(start + 8 * HOUR)
            assert code(client.get(f"{V1}/auth/session")) == (401, "auth.required")

    def test_it_is_extended_by_eight_hours_up_to_a_day(self, world: World, zhongyi: dict[str, str]) -> None:
        start = clock.now()
        with time_machine.travel(start, tick=False) as now:
            client, _ = log_in(world, "zhongyi", PASSWORD)
            for hours, end in ((7, 15), (14, 22), (21, 24), (23, 24)):
                now.move_to(start + hours * HOUR)
                answer = client.post(f"{V1}/auth/session:extend")
                assert answer.json()["expires_at"] == _zulu(start + end * HOUR)
                assert client.get(f"{V1}/auth/session").json()["expires_at"] == _zulu(start + end * HOUR)
            now.move_to(start + 24 * HOUR)
            assert client.post(f"{V1}/auth/session:extend").status_code == 401

    def test_logging_out_ends_this_one_only(self, world: World, zhongyi: dict[str, str]) -> None:
        here, _ = log_in(world, "zhongyi", PASSWORD)
        there, _ = log_in(world, "zhongyi", PASSWORD)
        stolen = here.cookies[COOKIE]
        answer = here.post(f"{V1}/auth/logout")
        assert answer.status_code == 204
        assert "max-age=0" in answer.headers["set-cookie"].lower()
        here.cookies.set(COOKIE, stolen)
        assert here.get(f"{V1}/auth/session").status_code == 401
        assert there.get(f"{V1}/auth/session").status_code == 200

    def test_a_change_of_roles_is_effective_at_once(self, world: World, zhongyi: dict[str, str]) -> None:
        admin = world.sign_in("platform_admin")
        client, answer = log_in(world, "zhongyi", PASSWORD)
        assert client.get(f"{V1}/calendar/years").status_code == 200
        assert decide(admin, answer.json()["grants"][0]["id"], "revoke").status_code == 200
        assert code(client.get(f"{V1}/calendar/years")) == (403, "access.denied")
        propose(admin, zhongyi["id"], "read_only", world.unit("county"))
        assert client.get(f"{V1}/calendar/years").status_code == 200

    def test_disabling_the_account_ends_it_at_once(self, world: World, zhongyi: dict[str, str]) -> None:
        admin = world.sign_in("platform_admin")
        client, _ = log_in(world, "zhongyi", PASSWORD)
        admin.patch(f"{V1}/accounts/{zhongyi['id']}", json={"status": "disabled"})
        assert client.get(f"{V1}/auth/session").status_code == 401
        admin.patch(f"{V1}/accounts/{zhongyi['id']}", json={"status": "active"})
        assert client.get(f"{V1}/auth/session").status_code == 401


class TestPageToken:
    def test_a_change_without_the_right_one_is_refused(self, world: World) -> None:
        client = world.sign_in("platform_admin")
        del client.headers["X-CSRF-Token"]
        for headers in ({}, {"X-CSRF-Token": b""}, {"X-CSRF-Token": b"wrong"}, {"X-CSRF-Token": b"\xe9"}):
            body = {"username": "abc", "display_name": "甲"}
            assert code(client.post(f"{V1}/accounts", json=body, headers=headers)) == (403, "auth.csrf")

    def test_the_one_of_another_session_is_wrong(self, world: World) -> None:
        one, other = world.sign_in("platform_admin"), world.sign_in("platform_admin")
        one.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
        assert code(one.post(f"{V1}/auth/logout")) == (403, "auth.csrf")

    def test_reading_needs_none(self, world: World) -> None:
        client = world.sign_in("platform_admin")
        del client.headers["X-CSRF-Token"]
        assert client.get(f"{V1}/accounts").status_code == 200


def _zulu(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"
