"""What the roll-up says is what counting says: for everyone, whatever was done, wherever folding stands."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.accounts.rules import Role
from api.accounts.service.host import create_account_with_grants
from tests.api.rollups.changes import CHANGE, FILTERS, PLACES, SCHOOL
from tests.api.rollups.steps import change, differences, fold, found, read, rebuild, school, without_the_rollup
from tests.databases import Backend, borrowed
from tests.world import PASSWORD, V1, WORLD, World, inhabited

SEATS = [
    (role, "school" if role.startswith("school_") else "district" if role is Role.DISTRICT_REVIEWER else "county")
    for role in Role
]


def answers(world: World, seat: tuple[str, str], **params: Any) -> list[Any]:
    """Everything that reads figures, as one caller sees it."""
    client = world.sign_in(*seat)
    unit = {"unit": params["unit"]} if "unit" in params else {}
    return [read(client, "/schools/facets", **params), read(client, "/dashboard/overview", **unit)]


class TestEveryRole:
    def test_sees_what_counting_shows(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        for place in PLACES[:3]:
            found(officer, school(world, place, pupils=7, canteen="none", party_coverage="joint"))
            found(officer, school(world, place, type="special", ownership="private", status="closed", boarding=True))
        fold(world, 3)  # some folded, some not
        for seat in SEATS:
            with without_the_rollup():
                counted = answers(world, seat)
            assert answers(world, seat) == counted, seat

    @pytest.mark.parametrize("unit", ["county", "bureau", "section", "district", "school", "far_county", "far_school"])
    def test_sees_the_same_of_any_unit(self, world: World, unit: str) -> None:
        for seat in (("section_officer", "county"), ("school_leader", "school"), ("read_only", "district")):
            client, params = world.sign_in(*seat), {"unit": world.unit(unit)}
            with without_the_rollup():
                counted = read(client, "/schools/facets", **params)
            assert read(client, "/schools/facets", **params) == counted

    def test_reach_over_two_places_is_added_up(self, world: World) -> None:
        seats = [(Role.SCHOOL_CLERK, UUID(world.unit(unit))) for unit in ("school", "other_school")]
        with world.host() as ctx:
            account = create_account_with_grants(ctx, "two_schools", "两校经办", PASSWORD, seats)
        world.accounts["school_clerk both"] = str(account)
        assert read(world.sign_in("school_clerk", "both"), "/schools/facets")["total"] == 2

    def test_the_tree_counts_the_schools_below_each_unit(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        found(officer, school(world, "bureau", status="closed"))
        fold(world, 1)
        for node in read(officer, "/units/tree")["items"]:
            assert node["school_count"] == read(officer, "/schools", unit=node["id"])["total"], node["name"]


class Figures(RuleBasedStateMachine):
    """Schools are made and changed in any order, deltas folded and figures rebuilt in between."""

    backend: Backend = "sqlite"

    @initialize()
    def move_in(self) -> None:
        self._lent = borrowed(self.backend, WORLD)
        self._inhabited = inhabited(self._lent.__enter__())
        self.world = self._inhabited.__enter__()
        self.officer = self.world.sign_in("section_officer")
        self.made = [self.world.unit("school"), self.world.unit("other_school")]

    @rule(place=st.sampled_from(PLACES[:3]), facts=SCHOOL)
    def register(self, place: str, facts: dict[str, Any]) -> None:
        self.made.append(found(self.officer, school(self.world, place, **facts)))

    @rule(items=st.lists(st.tuples(st.sampled_from(PLACES[:3]), SCHOOL), min_size=1, max_size=6))
    def register_many(self, items: list[tuple[str, dict[str, Any]]]) -> None:
        body = {"items": [school(self.world, place, **facts) for place, facts in items]}
        reply = self.officer.post(f"{V1}/schools:batch", json=body)
        assert reply.status_code == 201, reply.text
        self.made += [item["id"] for item in reply.json()["items"]]

    @rule(choice=st.randoms(use_true_random=False), changes=CHANGE)
    def change(self, choice: Any, changes: dict[str, Any]) -> None:
        # The two schools of the world have codes, which bind their type.
        wanted = {name: value for name, value in changes.items() if name != "type"}
        change(self.officer, choice.choice(self.made), wanted, refusable=True)

    @rule(
        choice=st.randoms(use_true_random=False),
        verb=st.sampled_from(("close", "reopen", "move")),
        place=st.sampled_from(PLACES[:3]),
    )
    def restructure(self, choice: Any, verb: str, place: str) -> None:
        body = {"reason": "布局调整"} | ({"parent_id": self.world.unit(place)} if verb == "move" else {})
        reply = self.officer.post(f"{V1}/schools/{choice.choice(self.made)}:{verb}", json=body)
        assert reply.status_code in (200, 409, 422), reply.text

    @rule(choice=st.randoms(use_true_random=False))
    def merge(self, choice: Any) -> None:
        pair = choice.sample(self.made, 2)
        body = {"school_ids": pair, "survivor_id": pair[0], "reason": "合并办学"}
        assert self.officer.post(f"{V1}/schools:merge", json=body).status_code in (200, 409, 422)

    @rule(place=st.sampled_from(PLACES[:3]))
    def be_refused(self, place: str) -> None:
        assert self.officer.post(f"{V1}/schools", json=school(self.world, place, code="1")).status_code == 422

    @rule(limit=st.integers(1, 4))
    def fold(self, limit: int) -> None:
        assert fold(self.world, limit) <= limit

    @rule()
    def rebuild(self) -> None:
        rebuild(self.world)

    @rule(filters=FILTERS, place=st.sampled_from(("county", *PLACES[:3])))
    def look(self, filters: dict[str, str], place: str) -> None:
        seat, params = ("read_only", "county"), {**filters, "unit": self.world.unit(place)}
        with without_the_rollup():
            counted = answers(self.world, seat, **params)
        assert answers(self.world, seat, **params) == counted

    @invariant()
    def nothing_differs(self) -> None:
        if hasattr(self, "world"):
            assert differences(self.world) == []

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self._inhabited.__exit__(None, None, None)
            self._lent.__exit__(None, None, None)


class TestAnySequence:
    @pytest.mark.slow
    def test_leaves_roll_up_and_schools_equal(self, backend: Backend) -> None:
        machine = type("Machine", (Figures,), {"backend": backend})
        few = settings(max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(machine, settings=few)
