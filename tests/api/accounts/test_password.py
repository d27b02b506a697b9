"""Changing one's own password."""

from itertools import pairwise

import pytest

from tests.api.accounts.steps import NEW_PASSWORD, PASSWORD, code, create, events, faults, log_in, settle
from tests.world import V1, World


@pytest.fixture
def zhongyi(world: World) -> dict[str, str]:
    """Someone with a password of his own."""
    account = create(world.sign_in("platform_admin"))
    settle(world, account)
    return account


class TestChangePassword:
    def test_the_new_one_holds_and_the_old_one_does_not(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert client.post(f"{V1}/auth/password", json=change).status_code == 204
        assert log_in(world, "zhongyi", NEW_PASSWORD)[1].status_code == 200
        assert log_in(world, "zhongyi", PASSWORD)[1].status_code == 401

    def test_all_other_sessions_end(self, world: World, zhongyi: dict[str, str]) -> None:
        here, _ = log_in(world, "zhongyi", PASSWORD)
        there, _ = log_in(world, "zhongyi", PASSWORD)
        bystander = world.sign_in("read_only")
        here.post(f"{V1}/auth/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD})
        assert here.get(f"{V1}/auth/session").status_code == 200
        assert there.get(f"{V1}/auth/session").status_code == 401
        assert bystander.get(f"{V1}/auth/session").status_code == 200

    def test_a_bad_one_is_refused_with_all_its_faults(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, zhongyi["username"], PASSWORD)
        for new, expected in (
            ("Xk9-Lm2-qv", {"password.too_short"}),
            ("zhongyi", {"password.too_short", "password.contains_name", "password.weak"}),
            ("Password123456", {"password.weak"}),
            ("kx9-jinlan-mq7-ww", {"password.contains_name"}),
            (PASSWORD, {"password.unchanged"}),
        ):
            answer = client.post(f"{V1}/auth/password", json={"current_password": PASSWORD, "new_password": new})
            assert code(answer) == (422, "input.invalid")
            assert faults(answer) == {("/new_password", name) for name in expected}
            assert new not in answer.text

    def test_the_last_five_do_not_come_back(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        chosen = [PASSWORD, *(f"nrqxotjmzeba {number}" for number in range(5))]
        for current, new in pairwise(chosen):
            change = {"current_password": current, "new_password": new}
            assert client.post(f"{V1}/auth/password", json=change).status_code == 204
        for used in chosen[1:-1]:
            change = {"current_password": chosen[-1], "new_password": used}
            assert faults(client.post(f"{V1}/auth/password", json=change)) == {
                ("/new_password", "password.used_before")
            }
        change = {"current_password": chosen[-1], "new_password": PASSWORD}
        assert client.post(f"{V1}/auth/password", json=change).status_code == 204

    def test_one_that_was_reset_does_not_come_back_either(self, world: World, zhongyi: dict[str, str]) -> None:
        reset = world.sign_in("platform_admin").post(f"{V1}/accounts/{zhongyi['id']}:reset-password").json()
        client, _ = log_in(world, "zhongyi", reset["initial_password"])
        change = {"current_password": reset["initial_password"], "new_password": PASSWORD}
        assert faults(client.post(f"{V1}/auth/password", json=change)) == {("/new_password", "password.used_before")}

    def test_blanks_around_it_are_part_of_it(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        client.post(f"{V1}/auth/password", json={"current_password": PASSWORD, "new_password": f" {NEW_PASSWORD} "})
        assert log_in(world, "zhongyi", NEW_PASSWORD)[1].status_code == 401
        assert log_in(world, "zhongyi", f" {NEW_PASSWORD} ")[1].status_code == 200

    def test_a_wrong_current_one_counts_like_a_failed_log_in(self, world: World, zhongyi: dict[str, str]) -> None:
        """A stolen session must not serve to guess it."""
        client, _ = log_in(world, "zhongyi", PASSWORD)
        change = {"current_password": "wrong", "new_password": NEW_PASSWORD}
        for _ in range(5):
            answer = client.post(f"{V1}/auth/password", json=change)
            assert faults(answer) == {("/current_password", "password.current_wrong")}
        assert code(client.post(f"{V1}/auth/password", json=change)) == (429, "auth.delayed")
        assert code(log_in(world, "zhongyi", PASSWORD)[1]) == (429, "auth.delayed")

    def test_it_is_recorded_without_a_word_of_it(self, world: World, zhongyi: dict[str, str]) -> None:
        client, _ = log_in(world, "zhongyi", PASSWORD)
        client.post(f"{V1}/auth/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD})
        recorded = events(world, "account.password_changed")[-1]
        assert recorded["actor"]["id"] == recorded["object_id"] == zhongyi["id"]
        assert recorded["changes"] == []
