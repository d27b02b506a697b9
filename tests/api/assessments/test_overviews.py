"""The blocks of the overview and of a school's page, while rounds are under way."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.assessments.filled import filled
from tests.api.assessments.steps import advanced, done, submitted
from tests.world import V1, World


def block(client: TestClient, campaign_id: str) -> dict[str, Any]:
    """A campaign on the overview of whoever asks."""
    items = done(client.get(f"{V1}/dashboard/assessments"))["items"]
    found: dict[str, Any] = next(one for one in items if one["campaign"]["id"] == campaign_id)
    return found


def school(client: TestClient, world: World, unit: str = "school") -> dict[str, Any]:
    """What stands on the page of a school."""
    return done(client.get(f"{V1}/dashboard/schools/{world.unit(unit)}/assessments"))


class TestPlaces:
    def test_means_and_gaps_are_of_what_is_handed_in(self, world: World) -> None:
        schools = [("school", "95", "3"), ("新桥小学", "80", "10"), ("other_school", "85", "-2")]
        made = filled(world, schools)
        found = block(world.sign_in("section_officer"), made.campaign_id)
        second, first = found["places"]
        assert (found["full"], first["district"]["name"], second["district"]["name"]) == ("100", "梅岭学区", "马渡学区")
        assert first["rounds"]["self"] == {"schools": 2, "handed_in": 2, "mean": "94"}
        assert first["rounds"]["county"] == {"schools": 2, "handed_in": 2, "mean": "87.5"}
        assert (first["compared"], first["gap"], second["compared"], second["gap"]) == (2, "6.5", 1, "-2")

    def test_a_district_is_not_told_what_the_county_finds_before_it_is_shown(self, world: World) -> None:
        made = filled(world, [("school", "95", "3")])
        (place,) = block(world.sign_in("district_reviewer", "district"), made.campaign_id)["places"]
        assert place["rounds"]["county"] == {"schools": 1, "handed_in": 1, "mean": None}
        assert (place["rounds"]["self"]["mean"], place["gap"]) == ("98", None)


class TestCost:
    def test_the_overview_costs_at_most_four_statements_whatever_it_shows(self, world: World) -> None:
        callers = [
            (world.sign_in("section_officer"), "district"),
            (world.sign_in("district_reviewer", "district"), None),
        ]
        counts: dict[int, list[int]] = {0: [], 1: []}
        for number, schools in enumerate(
            ([("school", "95", "3")], [("school", "95", "3"), ("other_school", "85", "0")])
        ):
            filled(world, schools, code=f"R{number}")
            for who, (client, unit) in enumerate(callers):
                query = {"unit": world.unit(unit)} if unit else {}
                url = f"{V1}/dashboard/assessments"
                client.get(url, params=query)
                with world.statements() as sent:
                    assert len(done(client.get(url, params=query))["items"]) == number + 2
                counts[who].append(len(sent))
        assert counts == {0: [4, 4], 1: [4, 4]}  # that of the actor among them


class TestParts:
    def test_rounds_stand_side_by_side_as_far_as_the_school_sees_them(
        self, world: World, principal: TestClient
    ) -> None:
        assert school(principal, world)["parts"]["totals"] == {}
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        own = school(principal, world)["parts"]
        assert (own["enrolment_id"], own["totals"], own["full"]) == (
            world.unit("enrolment of school"),
            {"self": "100"},
            "100",
        )
        assert {one["code"]: (one["full"], one["points"]) for one in own["items"]} == {
            "A": ("25", {"self": "25"}),
            "B": ("25", {"self": "25"}),
            "C": ("20", {"self": "20"}),
            "D": ("15", {"self": "15"}),
            "E": ("15", {"self": "15"}),
        }
        county = school(world.sign_in("section_officer"), world)["parts"]
        assert county["totals"] == {"self": "100", "district": "100"}
        assert county["items"][0]["points"] == {"self": "25", "district": "25"}
