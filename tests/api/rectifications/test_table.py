"""Every state with every verb over HTTP, and every role with every verb."""

from datetime import UTC, datetime
from typing import Any

import time_machine
from fastapi.testclient import TestClient

from api.access.permissions import Permission
from api.accounts.rules import ROLE_PERMISSIONS, Role
from api.rectifications.rules import STEPS, ProblemState, RectificationVerb
from tests.api.rectifications.steps import UNIT_VERBS, URL, codes, found, sent, step, walked
from tests.world import World

PATHS: dict[ProblemState, tuple[str, ...]] = {
    ProblemState.IDENTIFIED: (),
    ProblemState.CONFIRMED: ("confirm",),
    ProblemState.CONTESTED: ("confirm", "contest"),
    ProblemState.ASSIGNED: ("confirm", "assign"),
    ProblemState.RECTIFYING: ("confirm", "assign", "start"),
    ProblemState.SUBMITTED: ("confirm", "assign", "start", "submit"),
    ProblemState.ACCEPTED: ("confirm", "assign", "start", "submit", "accept"),
    ProblemState.CONSOLIDATED: ("confirm", "assign", "start", "submit", "accept", "consolidate"),
    ProblemState.WITHDRAWN: ("confirm", "withdraw"),
}
# What comes before a verb in its state.
BEFORE = {RectificationVerb.GRANT: ("extend",), RectificationVerb.REFUSE: ("extend",)}
NOW, AFTER_RECHECK = datetime(2026, 11, 20, 4, tzinfo=UTC), datetime(2027, 3, 1, 4, tzinfo=UTC)


class Walk:
    """A problem on its way through the states, whatever days that takes."""

    def __init__(self, world: World, today: time_machine.Traveller) -> None:
        self.world, self.today = world, today
        self.at(NOW)

    def at(self, moment: datetime) -> None:
        """Go to another day; who was signed in signs in again."""
        self.today.move_to(moment)
        sign_in = self.world.sign_in
        self.sides = (sign_in("district_reviewer", "district"), sign_in("school_clerk", "school"))

    def to(self, verbs: tuple[str, ...]) -> dict[str, Any]:
        """A new problem after these verbs."""
        self.at(NOW)
        problem = found(self.world, self.sides[0], lineage=None)
        for verb in verbs:
            if verb == "consolidate":
                self.at(AFTER_RECHECK)
            problem = walked(problem, [verb], self.sides)
        return problem

    def step(self, problem: dict[str, Any], verb: str, body: Any = None) -> Any:
        """Do a verb as the side that does it."""
        return step(self.sides[verb in UNIT_VERBS], problem, verb, body)


class TestTable:
    def test_every_pair_does_what_the_table_says(self, world: World, today: time_machine.Traveller) -> None:
        walk = Walk(world, today)
        for state, path in PATHS.items():
            still = walk.to(path)
            for verb in RectificationVerb:
                if (state, verb) not in STEPS:
                    # Before it is sent, a problem is not there for its unit.
                    hidden = state is ProblemState.IDENTIFIED and verb in UNIT_VERBS
                    expected = (404, "not_found") if hidden else (409, "rectification.wrong_state")
                    assert codes(walk.step(still, verb)) == expected, (state, verb)
        for (state, verb), move in STEPS.items():
            problem = walk.to((*PATHS[state], *BEFORE.get(verb, ())))
            if verb is RectificationVerb.CONSOLIDATE:
                walk.at(AFTER_RECHECK)
            answer = walk.step(problem, verb, _body(state, verb))
            assert answer.status_code == 200, (state, verb, answer.text)
            assert answer.json()["state"] == move.after

    def test_every_role_without_the_permission_is_refused_and_strangers_find_nothing(
        self, world: World, officer: TestClient
    ) -> None:
        problem = sent(world, officer)
        for role in Role:
            client = world.sign_in(role, _seat(role))
            for verb in RectificationVerb:
                needs = next(move.needs for (_, one), move in STEPS.items() if one is verb)
                if needs not in ROLE_PERMISSIONS[role]:
                    assert step(client, problem, verb).status_code == 403, (role, verb)
            reads = Permission.RECTIFICATION_READ in ROLE_PERMISSIONS[role]
            assert client.get(f"{URL}/problems/{problem['id']}").status_code == (200 if reads else 403)
        for where in (("district_reviewer", "other_district"), ("section_officer", "far_county")):
            stranger = world.sign_in(*where)
            assert stranger.get(f"{URL}/problems/{problem['id']}").status_code == 404
            assert step(stranger, problem, "withdraw").status_code == 404


def _body(state: ProblemState, verb: RectificationVerb) -> Any:
    """A time limit is set once; said again, responsibility comes without it."""
    return {"duty": "监管责任"} if verb is RectificationVerb.ASSIGN and state is not ProblemState.CONFIRMED else None


def _seat(role: str) -> str:
    return "school" if role.startswith("school_") else "district" if role == Role.DISTRICT_REVIEWER else "county"
