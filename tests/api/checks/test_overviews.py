"""The block of checks on the overview: sums of roll-ups, within reach."""

import pytest
from fastapi.testclient import TestClient

from tests.api.checks.steps import good, ran
from tests.world import V1, World

BLOCK = f"{V1}/dashboard/checks"


@pytest.fixture
def checked(world: World) -> World:
    """Two schools: one answers half of what is asked, the other hides most of it."""
    ran(world, one=3, two=200, three=2)
    ran(world, "other_school", one=None, two=None, three=None, four=2000)
    return world


class TestBlock:
    def test_sums_answers_and_open_findings_by_family(self, checked: World, officer: TestClient) -> None:
        block = good(officer.get(BLOCK))
        assert block["schools"] == 2
        (family,) = block["families"]
        assert family == {
            "family": "NUM",
            "passed": 5,
            "failed": 3,
            "not_applicable": 3,
            "insufficient": 3,
            "red": 2,
            "yellow": 1,
            "blue": 0,
        }

    def test_names_the_schools_that_record_too_little(self, checked: World, officer: TestClient) -> None:
        block = good(officer.get(BLOCK))
        assert block["weak"] == 1
        assert [(row["unit"]["id"], row["with_data"], row["applicable"]) for row in block["weakest"]] == [
            (checked.unit("other_school"), 2, 5)
        ]

    def test_is_of_the_unit_asked_for(self, checked: World, officer: TestClient) -> None:
        block = good(officer.get(BLOCK, params={"unit": checked.unit("school")}))
        assert (block["schools"], block["weak"], block["weakest"]) == (1, 0, [])
        assert block["families"][0]["red"] == 1

    def test_is_within_reach(self, checked: World, leader: TestClient) -> None:
        assert good(leader.get(BLOCK))["schools"] == 1
        assert leader.get(BLOCK, params={"unit": checked.unit("other_school")}).status_code == 404

    def test_costs_the_same_whatever_the_number_of_schools(self, world: World, officer: TestClient) -> None:
        counts = []
        for unit in ("school", "other_school"):
            ran(world, unit, one=None, two=None)
            with world.statements() as sent:
                good(officer.get(BLOCK))
            counts.append(len(sent))
        assert counts[0] == counts[1]
