"""Figures of the log that others read, and what the reference framework makes of them."""

from datetime import date
from uuid import UUID

from fastapi.testclient import TestClient

from api.core.metrics import Period, find_metric
from api.core.points import points
from api.frameworks.data import shipped
from api.frameworks.rules.kinds import Derived
from api.frameworks.rules.model import walk
from tests.api.decisions.steps import Team, filed, meeting, recorded, topic
from tests.world import World

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def figures(world: World, name: str) -> dict[str, dict[str, int]]:
    """What a metric says of the two schools, by their names in this world."""
    metric = find_metric(name)
    assert metric is not None
    units = {UUID(world.unit(school)): school for school in ("school", "other_school")}
    with world.host() as ctx:
        return {units[id_]: dict(found.counts) for id_, found in metric(ctx, units, YEAR).items()}


class TestProcedure:
    def test_what_is_wrong_is_counted_and_scored_as_the_reference_framework_says(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        alone = [{"person_id": team["principal"]}]
        filed(leader, recorded(leader, meeting(world, team)))
        filed(leader, recorded(leader, meeting(world, team, minutes=None, topics=[topic(team, steps=[])])))
        recorded(leader, meeting(world, team, attendance=alone))  # a draft is nobody's record yet
        assert figures(world, "decisions.procedure") == {"school": {"minutes": 1, "consultation": 1, "collective": 0}}
        (rule,) = [place.node.rule for place in walk(shipped()[0]) if place.node.code == "A2"]
        assert isinstance(rule, Derived)
        assert rule.score(points("8"), {"counts": figures(world, "decisions.procedure")["school"]}) == points("5")

    def test_who_decides_alone_or_by_circulation_loses_the_most(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        alone = [{"person_id": team["principal"]}]
        filed(leader, recorded(leader, meeting(world, team, attendance=alone)))
        filed(leader, recorded(leader, meeting(world, team, form="circulation")))
        filed(leader, recorded(leader, meeting(world, team, emergency=True)))
        assert figures(world, "decisions.procedure")["school"]["collective"] == 3


class TestAppointments:
    def test_those_that_were_decided_are_counted(self, world: World, leader: TestClient, team: Team) -> None:
        one = topic(team, category="personnel_appointment", matter_codes=["PA01"])
        two = topic(team, category="personnel_appointment", matter_codes=["PA01"], decision={"result": "rejected"})
        filed(leader, recorded(leader, meeting(world, team, topics=[one, two, topic(team)])))
        assert figures(world, "decisions.appointments") == {"school": {"decided": 2, "passed": 1}}
