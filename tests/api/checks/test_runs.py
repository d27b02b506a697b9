"""Runs: what is kept, that nothing is found twice, what becomes of findings when records change."""

from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.checks.figures import CHECK_FIGURES, FINDING_FIGURES
from api.checks.models import CheckResult
from api.checks.ports import ports
from api.checks.service import FOLLOWER, NIGHT
from api.checks.service.following import NIGHTLY
from api.core.rollups import compare
from tests.api.checks.steps import (
    RECORDS,
    RESULTS,
    RUNS,
    SUITE,
    done,
    good,
    listed,
    only,
    ran,
    record,
)
from tests.background import ask, job, worker
from tests.world import V1, World


class TestRun:
    def test_keeps_what_did_not_pass_with_its_evidence(self, world: World, leader: TestClient) -> None:
        assert ran(world, one=3, two=2, three=None, four=2000) == 2
        rows = listed(leader, RESULTS)
        assert [(row["rule_id"], row["subject"]["label"], row["answer"], row["severity"]) for row in rows] == [
            ("NUM-02", "four", "fail", "red"),
            ("NUM-01", "one", "fail", "red"),
            ("NUM-01", "three", "insufficient_data", "red"),
        ]
        assert rows[0]["evidence"] == {"value": 2000, "limit": 100}
        assert rows[2]["evidence"] == {"missing": ["value"]}

    def test_counts_every_answer_by_record_rule_and_school(self, world: World, leader: TestClient) -> None:
        ran(world, one=3, two=2, three=None)
        wanted = {"subject": [str(record("one")), str(record("three"))]}
        counts = {row["id"]: row for row in listed(leader, f"{V1}/check-counts", **wanted)}
        assert counts[str(record("one"))]["failed"] == 1
        assert counts[str(record("three"))]["insufficient"] == 1
        said = good(leader.get(f"{V1}/schools/{world.unit('school')}/evaluability"))
        assert (said["with_data"], said["applicable"]) == (4, 5)
        assert said["families"] == {"NUM": said["counts"]}
        (row,) = listed(leader, RUNS)
        assert (row["failed"], row["rules"], row["lacking"]) == (1, {"NUM-01": 1}, {"NUM-01": 1})

    def test_again_over_the_same_records_changes_nothing(self, world: World, leader: TestClient) -> None:
        ran(world, one=3, three=None)
        before, steps = listed(leader), only(leader)["steps"]
        assert ran(world, one=3, three=None) == 0
        assert (listed(leader), only(leader)["steps"]) == (before, steps)
        with world.host() as ctx:
            assert len(ctx.session.execute(select(CheckResult.id)).all()) == 2

    def test_hiding_data_does_not_look_cleaner(self, world: World, leader: TestClient) -> None:
        ran(world, one=3, two=2)
        ran(world, one=None, two=None)
        said = good(leader.get(f"{V1}/schools/{world.unit('school')}/evaluability"))
        assert (said["with_data"], said["applicable"]) == (0, 2)
        assert only(leader)["state"] == "open", "who takes the data away does not get rid of the finding"

    def test_figures_that_are_kept_agree_with_the_rows(self, world: World) -> None:
        ran(world, one=3, two=2000)
        ran(world, one=2, two=5000, three=None)
        with world.host() as ctx:
            assert compare(ctx.session, CHECK_FIGURES) == compare(ctx.session, FINDING_FIGURES) == []

    def test_by_hand_is_the_same_run(self, world: World, leader: TestClient) -> None:
        RECORDS.of[UUID(world.unit("school"))] = {"one": 3}
        said = good(leader.post(RUNS, json={"unit_id": world.unit("school")}))
        assert said["counts"]["failed"] == 1
        strange = good(leader.post(RUNS, json={"unit_id": world.unit("other_school")}), 422)
        assert [(one["pointer"], one["code"]) for one in strange["errors"]] == [("/unit_id", "check.unit_unknown")]


class TestCorrection:
    def test_closes_the_finding_by_itself(self, world: World, leader: TestClient) -> None:
        ran(world, one=3)
        ran(world, one=2)
        finding = only(leader)
        assert finding["state"] == "closed"
        assert [(step["verb"], step["actor"]) for step in finding["steps"]] == [("open", None), ("settle", None)]
        assert listed(leader, RESULTS) == []

    def test_undone_opens_the_same_finding_again(self, world: World, leader: TestClient) -> None:
        for value in (3, 2, 3):
            ran(world, one=value)
        assert [step["verb"] for step in only(leader)["steps"]] == ["open", "settle", "recur"]

    def test_of_one_record_leaves_others_alone(self, world: World, leader: TestClient) -> None:
        ran(world, one=3, two=5)
        ran(world, one=2, two=5)
        assert {row["subject"]["label"]: row["state"] for row in listed(leader)} == {"one": "closed", "two": "open"}

    def test_that_makes_it_worse_raises_the_severity_of_an_open_finding(self, world: World, leader: TestClient) -> None:
        ran(world, one=200)
        assert only(leader)["severity"] == "yellow"
        ran(world, one=2000)
        finding = only(leader)
        assert (finding["severity"], finding["evidence"]["value"], finding["state"]) == ("red", 2000, "open")


class TestDoneByPeople:
    def test_closed_by_hand_stays_closed_while_the_facts_are_the_same(
        self, world: World, leader: TestClient, officer: TestClient
    ) -> None:
        ran(world, one=3)
        finding = done(leader, only(leader), "respond", "已补开会议")
        finding = done(leader, finding, "submit", "已整改")
        done(officer, finding, "close", "整改到位")
        assert ran(world, one=3) == 0
        assert only(leader)["state"] == "closed"
        assert ran(world, one=5) == 1
        assert only(leader)["state"] == "open"


class TestFollower:
    def test_runs_what_has_changed(self, world: World, leader: TestClient) -> None:
        school = UUID(world.unit("school"))
        RECORDS.of[school], RECORDS.changed = {"one": 3}, [school]
        with world.host() as ctx:
            assert FOLLOWER.due(ctx.session)
            assert FOLLOWER.step(ctx) is False
            assert not FOLLOWER.due(ctx.session)
        assert only(leader)["subject"]["label"] == "one"


class TestNight:
    def test_runs_every_school_that_has_records(self, world: World, officer: TestClient) -> None:
        for at, unit in enumerate(("school", "other_school")):
            RECORDS.of[UUID(world.unit(unit))] = {"one": 3 + 2 * at}
        night = ask(world, NIGHTLY)
        made = worker(world, [NIGHT])
        ports.suites = {SUITE.name: SUITE}  # a worker brings the wired ones along
        made.work_off()
        made.bench.database.close()
        assert job(world, night).result == {"units": 2, "moved": 2}
        assert {row["unit"]["id"] for row in listed(officer)} == {world.unit("school"), world.unit("other_school")}
