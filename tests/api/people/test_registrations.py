"""Registrations of teachers, decided by the authority."""

from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.people.rules import REGISTRATION_STEPS, Decision, Registration
from tests.api.people.steps import People, codes, faults
from tests.api.people.test_roles import seat
from tests.world import V1, World

WAYS = {
    Registration.NONE: [],
    Registration.VALID: [Decision.REGISTER],
    Registration.SUSPENDED: [Decision.SUSPEND],
    Registration.REFUSED: [Decision.REFUSE],
}
WHY = {"reason": "培训学时不足"}


class TestDecide:
    @pytest.mark.parametrize("state", list(Registration))
    def test_every_decision_in_every_state(self, people: People, officer: TestClient, state: Registration) -> None:
        for decision in Decision:
            person = people.person(officer)
            for step in WAYS[state]:
                assert people.decide(officer, person, step, **WHY).status_code == 201
            reply = people.decide(officer, person, decision, **WHY)
            step_of = REGISTRATION_STEPS.get((state, decision))
            shown = officer.get(f"{V1}/persons/{person['id']}").json()
            if step_of is None:
                assert (reply.status_code, reply.json()["code"]) == (409, "registration.state")
                assert shown["registration"]["state"] == state
                assert decision not in shown["decisions"]
            else:
                assert reply.json()["state"] == shown["registration"]["state"] == step_of.after

    def test_the_person_shows_the_newest_decision_and_keeps_them_all(self, people: People, officer: TestClient) -> None:
        person = people.person(officer)
        people.decide(officer, person, "register")
        people.decide(officer, person, "suspend", decided_on="2026-05-28", **WHY)
        shown = officer.get(f"{V1}/persons/{person['id']}").json()
        assert shown["registration"] == {"state": "suspended", "period_to_on": None, "expired": False}
        assert [row["decision"] for row in shown["registrations"]] == ["suspend", "register"]
        assert all(later["decided_on"] >= sooner["decided_on"] for later, sooner in pairwise(shown["registrations"]))
        history = officer.get(f"{V1}/persons/{person['id']}/history")
        assert codes(history)[:2] == ["registration.decided"] * 2

    def test_faults_are_told_at_once(self, people: People, officer: TestClient) -> None:
        reply = people.decide(
            officer, people.person(officer), "suspend", period_to_on="2020-01-01", decided_on="2027-01-01"
        )
        assert faults(reply) == {
            ("/period_to_on", "registration.period"),
            ("/reason", "registration.reason"),
            ("/decided_on", "registration.later"),
        }

    def test_a_worker_has_no_registration(self, people: People, officer: TestClient) -> None:
        reply = people.decide(officer, people.person(officer, kind="worker"), "register")
        assert reply.json()["code"] == "registration.staff"

    @pytest.mark.parametrize("role", list(Role))
    def test_who_decides(self, world: World, people: People, officer: TestClient, role: Role) -> None:
        person = people.person(officer)
        reply = people.decide(world.sign_in(role, seat(role)), person, "register")
        holds = "person.manage" in ROLE_PERMISSIONS[role]
        expected = 201 if holds and seat(role) != "school" else 403
        assert reply.status_code == expected
