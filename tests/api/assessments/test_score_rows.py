"""Scores as rows: judged as if they were typed, written at once, exported and brought in again; on both databases."""

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.assessments.models import AssessmentRound
from api.assessments.service.take_scores import take_scores
from api.core.intake import Action, How, Mode, Row
from tests.api.assessments.steps import A, advanced, done, round_url, save
from tests.api.exchange.steps import ended, run
from tests.api.exchange.test_exports import exported
from tests.world import V1, World

HEAD = "活动编号,学校,轮次,项目代码,计分依据,评定分,理由,不适用,意见\n"
SCHOOL, OTHER = "锦岚县第一小学", "马渡中学"


def line(item: str, inputs: str = "", points: str = "", reason: str = "", **other: str) -> str:
    """A row of the county's round; `other` says what differs."""
    where = {"campaign": "2026", "school": SCHOOL, "round": "县级复核", "na": "", "comment": ""} | other
    quoted = '"{}"'.format(inputs.replace('"', '""')) if inputs else ""
    return (
        ",".join(
            (
                where["campaign"],
                where["school"],
                where["round"],
                item,
                quoted,
                points,
                reason,
                where["na"],
                where["comment"],
            )
        )
        + "\n"
    )


def brought_in(world: World, client: TestClient, *rows: str, **asked: Any) -> dict[str, Any]:
    """What became of these rows."""
    answer = run(client, (HEAD + "".join(rows)).encode(), type="score", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


def faults(found: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Row, field and code of each fault."""
    return [(fault["row"], fault["field"], fault["code"]) for fault in found["first_errors"]]


GOOD = (
    line("A1", '{"counts": {"study": 1}}', comment="少一次"),
    line("A3", '{"level": "good"}'),
    line("B2", points="3.5", reason="现场核实"),
    line("B4", na="是", reason="没有食堂"),
    line("A1", '{"counts": {}}', school=OTHER),
)


def in_state(world: World, state: str, *rounds: str) -> None:
    """These rounds of all schools, as if they had come that far."""
    with world.host() as ctx:
        ctx.session.execute(update(AssessmentRound).where(AssessmentRound.round.in_(rounds)).values(state=state))


@pytest.fixture(autouse=True)
def reviewed(world: World) -> None:
    """The county's round is on: schools and districts have handed theirs in."""
    advanced(world, world.unit("campaign"), "county")
    in_state(world, "accepted", "self", "district")


class TestTake:
    def test_rows_score_themselves_and_their_rounds_and_a_rerun_writes_nothing(
        self, world: World, officer: TestClient
    ) -> None:
        assert brought_in(world, officer, *GOOD)["counts"]["created"] == 5
        read = done(officer.get(round_url(world, "county")))
        scores = {score["code"]: score for score in read["scores"]}
        assert [(scores[code]["points"], scores[code]["source"]) for code in ("A1", "A3", "B2", "B4")] == [
            ("5", "imported"),
            ("4", "imported"),
            ("3.5", "imported"),
            (None, "imported"),
        ]
        assert (read["state"], read["total"], read["entered"]) == ("in_progress", read["total"], 4)
        assert (scores["A1"]["comment"], scores["B2"]["override_reason"]) == ("少一次", "现场核实")
        again = brought_in(world, officer, *GOOD)["counts"]
        assert (again["unchanged"], again["updated"], again["created"]) == (5, 0, 0)
        assert done(officer.get(round_url(world, "county")))["revision"] == read["revision"]

    def test_a_round_comes_to_the_same_as_if_it_were_typed(self, world: World, officer: TestClient) -> None:
        brought_in(world, officer, *GOOD[:2])
        taken = done(officer.get(round_url(world, "county")))
        typed = done(save(officer, round_url(world, "county"), "A3", {"inputs": {"level": "good"}, "comment": "x"}, 1))
        assert (typed["round"]["total"], typed["round"]["missing"]) == (taken["total"], taken["missing"])
        assert typed["values"] == taken["values"]

    def test_every_fault_is_named_with_what_may_be_meant(self, world: World, officer: TestClient) -> None:
        found = brought_in(
            world,
            officer,
            line("A1", "{}", campaign="2025"),
            line("A11", '{"counts": {}}'),
            line("A1", '{"counts": {}}', school="锦岚县第一小"),
            line("A1", "一次"),
            line("A3", '{"level": "best"}'),
            line("B2", points="9", reason="x"),
            line("B3", points="1"),
            line("A4", '{"held": [2]}', round="自评"),
        )
        assert faults(found) == [
            (2, "campaign", "import.row.reference_unknown"),
            (3, "item", "import.row.reference_unknown"),
            (4, "school", "import.row.reference_unknown"),
            (5, "inputs", "assessment.inputs_form"),
            (6, "inputs", "framework.input_unknown"),
            (7, "points", "assessment.over_full"),
            (8, "reason", "assessment.reason_missing"),
            (9, "round", "import.right.outside_reach"),  # the school assesses itself
        ]
        assert found["first_errors"][0]["suggestions"] == ["2026"]
        assert "A1" in found["first_errors"][1]["suggestions"]
        assert done(officer.get(round_url(world, "county")))["scores"] == []

    def test_a_round_that_was_handed_in_refuses_by_its_state(self, world: World, officer: TestClient) -> None:
        brought_in(world, officer, *GOOD)
        in_state(world, "submitted", "county")
        found = brought_in(world, officer, line("A1", '{"counts": {"study": 2}}'))
        assert faults(found) == [(2, "round", "assessment.wrong_state")]

    def test_a_round_waits_for_the_one_before_it(self, world: World, officer: TestClient) -> None:
        in_state(world, "in_progress", "district")
        assert faults(brought_in(world, officer, GOOD[0])) == [(2, "round", "assessment.earlier_open")]

    def test_an_inspector_who_scores_nothing_brings_no_scores_in(self, world: World, officer: TestClient) -> None:
        inspector = world.sign_in("discipline_inspector")
        found = brought_in(world, inspector, *GOOD[:2])
        assert faults(found) == [(row, "round", "import.right.outside_reach") for row in (2, 3)]
        assert done(officer.get(round_url(world, "county")))["scores"] == []
        leader = world.sign_in("bureau_leader")
        assert run(leader, (HEAD + GOOD[0]).encode(), type="score").status_code == 403

    def test_who_has_a_tie_to_the_school_keeps_out(self, world: World, officer: TestClient) -> None:
        url = f"{A}/enrolments/{world.unit('enrolment of school')}/recusals"
        answer = officer.post(url, json={"reason": "曾在该校任教"})
        assert answer.status_code in (200, 201), answer.text
        found = brought_in(world, officer, GOOD[0], GOOD[4])
        assert faults(found) == [(2, "round", "assessment.recused")]
        assert found["counts"]["created"] == 1


class TestUndo:
    def test_an_import_is_taken_back_where_its_rounds_are_still_open(self, world: World, officer: TestClient) -> None:
        brought_in(world, officer, *GOOD)
        before = done(officer.get(round_url(world, "county")))
        second = brought_in(
            world,
            officer,
            line("A1", '{"counts": {"study": 2}}', comment="少两次"),
            line("B1", '{"level": "full"}'),
            line("A1", '{"counts": {"study": 2}}', school=OTHER),
        )
        assert (second["counts"]["updated"], second["counts"]["created"]) == (2, 1)
        with world.host() as ctx:
            other = AssessmentRound.enrolment_id == UUID(world.unit("enrolment of other_school"))
            handed_in = (
                update(AssessmentRound).where(other, AssessmentRound.round == "county").values(state="submitted")
            )
            ctx.session.execute(handed_in)
        assert officer.post(f"{V1}/imports/{second['id']}:rollback").status_code == 202
        assert ended(world, officer, second)["state"] == "partly_rolled_back"
        after = done(officer.get(round_url(world, "county")))
        assert (after["total"], after["entered"]) == (before["total"], before["entered"])
        told = ("code", "points", "comment", "override_reason", "source")
        assert [[one[name] for name in told] for one in after["scores"]] == [
            [one[name] for name in told] for one in before["scores"]
        ]
        kept = done(officer.get(round_url(world, "county", "other_school")))["scores"]
        assert [one["points"] for one in kept] == ["4"]


class TestCost:
    def test_a_chunk_costs_the_same_for_any_number_of_rows(self, world: World) -> None:
        how = How(Mode.UPSERT, "item", {"school": "name"}, write=True)
        levels = [(school, item) for school in (SCHOOL, OTHER) for item in ("A3", "B1", "D2", "A1", "B2", "B3", "B6")]
        rows = [
            Row(
                number,
                {"campaign": "2026", "school": school, "round": "county", "item": item, "points": "1", "reason": "x"},
            )
            for number, (school, item) in enumerate(levels)
        ]
        sent = []
        for chunk in (rows[:1], rows[1:]):
            with world.host() as ctx, world.statements() as statements:
                assert {outcome.action for outcome in take_scores(ctx, chunk, how)} == {Action.CREATED}
            sent.append(len(statements))
        assert sent[0] == sent[1] <= 12


class TestRoundTrip:
    def test_what_an_export_holds_comes_in_as_it_is(self, world: World, officer: TestClient) -> None:
        brought_in(world, officer, *GOOD)
        asked = {"kind": "assessment_scores", "format": "csv", "filter": {"campaign": world.unit("campaign")}}
        before = exported(world, officer, **asked)
        rows = list(csv.DictReader(io.StringIO(before.decode("utf-8-sig"))))
        assert [(row["项目代码"], row["评定分"], row["实得分"]) for row in rows if row["学校"] == SCHOOL] == [
            ("A1", "", "5"),
            ("A3", "", "4"),
            ("B2", "3.5", "3.5"),
            ("B4", "", ""),
        ]
        counts = ended(world, officer, run(officer, before, type="score").json())["counts"]
        assert (counts["total"], counts["unchanged"]) == (5, 5)
        brought_in(world, officer, line("A1", '{"counts": {"study": 2}}', comment="少两次"))
        assert ended(world, officer, run(officer, before, type="score").json())["counts"]["updated"] == 1
        assert exported(world, officer, **asked) == before

    def test_only_who_holds_the_campaign_exports(self, world: World, officer: TestClient, clerk: TestClient) -> None:
        brought_in(world, officer, *GOOD)
        asked = {"kind": "assessment_scores", "format": "csv"}
        assert len(exported(world, clerk, **asked).splitlines()) == 1
