"""Who is how far, where the points lie; few statements, however many schools."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from api.assessments.models import AssessmentEnrolment, AssessmentRound, AssessmentScore
from api.core import ids
from api.organizations.models import School, Unit
from tests.api.assessments.steps import A, advanced, done, match, round_url, save, submitted
from tests.world import World


def progress(world: World, client: TestClient, **query: Any) -> dict[str, Any]:
    return done(client.get(f"{A}/campaigns/{world.unit('campaign')}/progress", params=query))


class TestProgress:
    def test_it_shows_each_school_and_sums_up_all(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        submitted(world, "self", "other_school")
        done(save(clerk, round_url(world), "A1", {"inputs": {"counts": {}}}))
        found = progress(world, officer)
        assert [row["unit"]["name"] for row in found["items"]] == ["马渡中学", "锦岚县第一小学"]
        assert [row["rounds"]["self"]["total"] for row in found["items"]] == ["100", "6"]
        (own, district, county) = found["summary"]
        assert (own["states"]["submitted"], own["states"]["in_progress"]) == (1, 1)
        assert (own["entered"], own["missing"], district["missing"], county["entered"]) == (24, 22, 46, 0)
        one = progress(world, officer, round="self", round_state="submitted")
        assert ([row["unit"]["name"] for row in one["items"]], one["total"]) == (["马渡中学"], 1)
        assert progress(world, officer, q="第一小学")["total"] == 1

    def test_each_sees_the_own_and_no_total_that_is_not_shown_yet(self, world: World, principal: TestClient) -> None:
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        submitted(world, "district")
        (row,) = progress(world, principal)["items"]
        assert row["rounds"]["self"]["total"] == "100"
        assert (row["rounds"]["district"]["state"], row["rounds"]["district"]["total"]) == ("submitted", None)
        reviewer = world.sign_in("district_reviewer", "district")
        (row,) = progress(world, reviewer)["items"]
        assert row["rounds"]["district"]["total"] == "100"
        assert progress(world, world.sign_in("district_reviewer", "other_district"))["items"] != [row]

    def test_a_district_shows_its_total_to_schools_as_soon_as_it_is_submitted_where_the_campaign_says_so(
        self, world: World, officer: TestClient, principal: TestClient
    ) -> None:
        campaign = done(officer.get(f"{A}/campaigns/{world.unit('campaign')}"))
        patch = {"visibility": {"district": "submitted"}}
        done(officer.patch(f"{A}/campaigns/{campaign['id']}", json=patch, headers=match(campaign)))
        submitted(world, "self")
        advanced(world, world.unit("campaign"), "district")
        (row,) = progress(world, principal)["items"]
        assert row["rounds"]["district"]["total"] is None
        submitted(world, "district")
        (row,) = progress(world, principal)["items"]
        assert row["rounds"]["district"]["total"] == "100"


class TestHeatMap:
    def test_it_shows_where_points_are_lost(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        submitted(world, "self", "other_school")
        done(save(clerk, round_url(world), "A1", {"inputs": {"counts": {"study": 1}}}))
        found = done(officer.get(f"{A}/campaigns/{world.unit('campaign')}/heat-map"))
        rows = {row["name"]: row["cells"] for row in found["rows"]}
        assert rows["梅岭学区"] == {"A1": {"scored": 1, "share": "83.33", "lost": 1}}
        assert (len(rows["马渡学区"]), rows["马渡学区"]["A1"]["share"]) == (23, "100")
        assert found["whole"]["A1"] == {"scored": 2, "share": "91.67", "lost": 1}
        assert found["items"][0] == {"code": "A1", "title": "全面从严治党责任", "full": "6"}

    def test_a_school_sees_none_of_a_round_that_is_not_its_own(self, world: World, principal: TestClient) -> None:
        url = f"{A}/campaigns/{world.unit('campaign')}/heat-map"
        assert done(principal.get(url))["rows"] == []
        assert principal.get(url, params={"round": "county"}).status_code == 404


class TestStatements:
    @pytest.mark.parametrize("path", ["enrolments", "progress", "heat-map"])
    def test_lists_cost_the_same_at_10_100_and_1000_schools(self, world: World, officer: TestClient, path: str) -> None:
        url, costs = f"{A}/campaigns/{world.unit('campaign')}/{path}", []
        answer = done(officer.get(url))
        for number in (10, 90, 900):
            add_schools(world, number)
            with world.statements() as sent:
                answer = done(officer.get(url, params={} if path == "heat-map" else {"size": 200}))
            costs.append(len(sent))
        assert len(set(costs)) == 1
        assert costs[0] <= 4
        if path == "progress":
            assert (answer["total"], answer["summary"][0]["entered"]) == (1002, 23_000)


def add_schools(world: World, number: int) -> None:
    """Schools with a full self-assessment, written at once: 23 items each."""
    with world.host() as ctx:
        session = ctx.session
        template = session.execute(select(School).where(School.name == "锦岚县第一小学")).scalar_one()
        enrolled = session.execute(
            select(AssessmentEnrolment).where(AssessmentEnrolment.unit_id == template.id)
        ).scalar_one()
        units, schools, enrolments, rounds, scores = [], [], [], [], []
        columns = {name: getattr(template, name) for name in Unit.__table__.c.keys()}  # noqa: SIM118
        own = {name: getattr(template, name) for name in School.__table__.c.keys()}  # noqa: SIM118
        frozen = {name: getattr(enrolled, name) for name in AssessmentEnrolment.__table__.c.keys()}  # noqa: SIM118
        for _ in range(number):
            key, one = ids.ordered(), ids.ordered()
            path = template.path.rsplit("/", 2)[0] + f"/{key.hex[-10:]}/"
            units.append(columns | {"id": key, "path": path, "code": None, "name": f"第{key.hex[-6:]}小学"})
            schools.append(own | {"id": key, "credit_code": None, "longitude": None, "latitude": None})
            enrolments.append(frozen | {"id": one, "unit_id": key})
            for which in ("self", "district", "county"):
                row = {"id": ids.ordered(), "enrolment_id": one, "round": which, "state": "in_progress"}
                done_ = 23 if which == "self" else 0
                rounds.append(
                    row
                    | {"late": False, "returns": 0, "total": 100 * 10_000 if done_ else None, "entered": done_}
                    | {"missing": 23 - done_, "updated_at": ctx.now, "revision": 1}
                )
                if which == "self":
                    scores += [_score(row["id"], index, ctx.now) for index in range(23)]
        for model, rows in (
            (Unit, units),
            (School, schools),
            (AssessmentEnrolment, enrolments),
            (AssessmentRound, rounds),
            (AssessmentScore, scores),
        ):
            session.execute(insert(model.metadata.tables[model.__tablename__]), rows)


def _score(round_id: Any, index: int, now: Any) -> dict[str, Any]:
    code = f"{'ABCDE'[index % 5]}{index // 5 + 1}"
    points = {"computed": 30_000, "points": 30_000, "not_applicable": False}
    made = {"source": "entered", "updated_at": now, "revision": 1}
    return {"id": ids.ordered(), "round_id": round_id, "code": code, "lineage": code, "inputs": {}} | points | made
