"""定案: frozen outcomes that recompute to the same hash, whatever becomes of names and frameworks; corrections, reopening."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.assessments.queries.outcomes import OUTCOMES
from api.ledger.rules import canonical, document_hash
from api.ledger.verify import Question
from tests.api.assessments.filled import MADE, Filled, filled
from tests.api.assessments.ready import SHOWN, made_in, ready, show
from tests.api.assessments.results_steps import A, campaign, match, post, published, ranking, told
from tests.api.assessments.test_appeals import appeal, decide, heard
from tests.api.files.steps import work_off
from tests.api.ledger.steps import faults, tamper
from tests.databases import Backend
from tests.unit.frameworks.build import framework, leaf, parent
from tests.world import V1, World


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """The third day of publicity."""
    with time_machine.travel(datetime(2026, 11, 18, 4, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def world(backend: Backend) -> Iterator[World]:
    """The county while results are being shown."""
    with ready(backend, SHOWN) as place:
        yield place


def heard_out(world: World, made: Filled) -> None:
    """The publicity is over, appeals are what is left."""
    told(world, made, "ended")
    officer = world.sign_in("section_officer")
    answer = officer.post(f"{made.url}:hear", headers=match(campaign(officer, made)))
    assert answer.status_code == 200, answer.text


def finalize(world: World, made: Filled) -> Any:
    """The leader asks for the end, after the days of appeal."""
    leader = world.sign_in("bureau_leader")
    return leader.post(f"{made.url}:finalize", headers=match(campaign(leader, made)))


def final(world: World, made: Filled) -> dict[str, dict[str, Any]]:
    """The last outcomes by name, after everything is over."""
    with time_machine.travel(datetime(2026, 11, 30, 4, tzinfo=UTC), tick=True):
        heard_out(world, made)
        answer = finalize(world, made)
        assert answer.status_code == 202, answer.text
        work_off(world)
    leader = world.sign_in("bureau_leader")
    assert campaign(leader, made)["state"] == "final"
    return outcomes(leader, made)


def outcomes(client: TestClient, made: Filled, **query: Any) -> dict[str, dict[str, Any]]:
    """Outcomes of the campaign by the unit's name on the day."""
    answer = client.get(f"{A}/outcomes", params={"campaign": made.campaign_id, **query})
    assert answer.status_code == 200, answer.text
    return {row["unit_name"]: row for row in answer.json()["items"]}


class TestFinalize:
    def test_every_result_is_frozen_with_a_document_of_its_hash(self, world: World) -> None:
        made = made_in(world)
        found = final(world, made)
        assert {name: (row["total"], row["grade"], row["rank"], row["number"]) for name, row in found.items()} == {
            "锦岚县第一小学": ("95", "model", 1, 1),
            "马渡中学": ("85", "good", 2, 1),
        }
        assert [row["grade_title"] for row in found.values()] == ["示范", "优秀"]
        one = world.sign_in("read_only").get(f"{A}/outcomes/{found['锦岚县第一小学']['id']}").json()
        assert document_hash(one["document"]) == one["document_hash"]
        assert set(one["titles"]) == set(one["document"]["result"]["values"]) == {"A", "A1", "A2", "B"}
        assert one["document"]["places"]["campaign"] == {"rank": 1, "of": 2}
        assert one["document"]["rounds"] == {"self": "98", "district": None, "county": "95"}

    def test_what_an_appeal_has_changed_counts_and_stands_in_the_document(self, world: World) -> None:
        made = made_in(world)
        decide(world.sign_in("bureau_leader"), heard(world, made))
        row = final(world, made)["锦岚县第一小学"]
        assert (row["total"], ranking(world.sign_in("section_officer"), made)[0]["total"]) == ("100", "100")
        document = world.sign_in("bureau_leader").get(f"{A}/outcomes/{row['id']}").json()["document"]
        assert document["sources"]["B"] == "appeal"
        assert [one["kind"] for one in document["decisions"]] == ["appeal"]

    def test_not_before_the_last_day_of_appeals_is_over(self, world: World) -> None:
        made = made_in(world)
        with time_machine.travel(datetime(2026, 11, 27, 4, tzinfo=UTC), tick=True):
            heard_out(world, made)
            refused = finalize(world, made)
        assert (refused.status_code, refused.json()["code"]) == (409, "assessment.publicity_running")
        assert "2026-11-27" in refused.json()["detail"]

    def test_not_before_everyone_is_answered(self, world: World) -> None:
        made = made_in(world)
        filed = appeal(world.sign_in("school_leader", "school"), made).json()
        with time_machine.travel(datetime(2026, 11, 30, 4, tzinfo=UTC), tick=True):
            heard_out(world, made)
            assert finalize(world, made).json()["code"] == "assessment.appeals_open"
            post(world.sign_in("school_leader", "school"), f"/appeals/{filed['id']}:withdraw", filed)
            told(world, made, "objected", objections=1)
            assert finalize(world, made).json()["code"] == "assessment.objections_open"
            told(world, made, "answered", objections=0)
            assert finalize(world, made).status_code == 202

    def test_publicity_runs_its_days(self, world: World) -> None:
        made = made_in(world)
        officer = world.sign_in("section_officer")
        refused = officer.post(f"{made.url}:hear", headers=match(campaign(officer, made)))
        assert refused.json()["code"] == "assessment.publicity_running"

    def test_results_that_are_older_than_what_they_rest_on_are_not_published(self, world: World) -> None:
        from tests.api.assessments.results_steps import computed  # noqa: PLC0415
        from tests.api.assessments.test_adjustments import upheld  # noqa: PLC0415

        made = filled(world, code="2026b")
        computed(world, made)
        upheld(world, made, "V2")
        officer = world.sign_in("section_officer")
        answer = officer.post(f"{made.url}:publish", headers=match(campaign(officer, made)))
        assert (answer.status_code, answer.json()["code"]) == (409, "assessment.not_computed")


class TestRecompute:
    def test_it_comes_to_the_same_hash_after_the_framework_is_retired_and_the_school_renamed(
        self, world: World
    ) -> None:
        made = made_in(world)
        row = final(world, made)["锦岚县第一小学"]
        before = world.sign_in("bureau_leader").get(f"{A}/outcomes/{row['id']}").json()["document"]
        leader = world.sign_in("bureau_leader")
        retired = leader.post(f"{V1}/framework-versions/{made.version_id}:retire", json={"reason": "有新版"})
        assert retired.status_code == 200, retired.text
        with time_machine.travel(datetime(2026, 12, 1, 4, tzinfo=UTC), tick=True):
            officer = world.sign_in("section_officer")
            school = f"{V1}/schools/{world.unit('school')}"
            body = {"name": "锦岚县实验小学", "reason": "更名"}
            renamed = officer.post(f"{school}:rename", json=body, headers=match(officer.get(school).json()))
        assert renamed.status_code == 200, renamed.text
        found = leader.get(f"{A}/outcomes/{row['id']}/recomputation").json()
        assert (found["holds"], found["differs"]) == (True, [])
        assert found["recomputed_hash"] == row["document_hash"]
        after = leader.get(f"{A}/outcomes/{row['id']}").json()
        assert after["document"] == before
        assert (after["unit"]["name"], after["unit_name"]) == ("锦岚县实验小学", "锦岚县第一小学")

    @pytest.mark.parametrize("part", ["document", "row"])
    def test_the_ledger_names_an_outcome_that_was_altered(self, world: World, part: str) -> None:
        made = made_in(world)
        row = final(world, made)["马渡中学"]
        assert faults(world, Question(kinds=[OUTCOMES])) == []
        if part == "document":
            document = world.sign_in("bureau_leader").get(f"{A}/outcomes/{row['id']}").json()["document"]
            document["result"]["total"] = "99"
            sql = "UPDATE assessment_outcome_document SET content = :content WHERE outcome_id = :id"
            tamper(world, sql, content=canonical(document).decode(), id=UUID(row["id"]))
            said = world.sign_in("bureau_leader").get(f"{A}/outcomes/{row['id']}/recomputation").json()
            assert said["differs"] == ["result", "hash"]
        else:
            tamper(world, "UPDATE assessment_outcome SET total = 990000 WHERE id = :id", id=UUID(row["id"]))
        assert faults(world, Question(kinds=[OUTCOMES])) == [
            ("object.altered", {"type": "assessment_outcome", "id": row["id"]})
        ]


class TestCorrect:
    def test_a_correction_is_the_next_number_and_the_old_one_stays(self, world: World) -> None:
        from tests.api.assessments.test_adjustments import upheld  # noqa: PLC0415

        made = filled(world, code="2026b")
        veto = upheld(world, made, "V2")
        published(world, made)
        told(world, made, "released")
        first = final(world, made)["锦岚县第一小学"]
        assert first["grade"] == "pass"
        with world.host() as ctx:
            _lift(ctx, UUID(veto["id"]))
        leader = world.sign_in("bureau_leader")
        answer = leader.post(f"{A}/outcomes/{first['id']}:correct", json={"reason": "处分经复核撤销"})
        assert answer.status_code == 201, answer.text
        second = answer.json()
        assert (second["number"], second["grade"], second["reason"]) == (2, "model", "处分经复核撤销")
        every = leader.get(
            f"{A}/outcomes", params={"campaign": made.campaign_id, "every": True, "unit": world.unit("school")}
        )
        assert {(row["number"], row["grade"], row["last"]) for row in every.json()["items"]} == {
            (1, "pass", False),
            (2, "model", True),
        }
        assert leader.get(f"{A}/outcomes/{first['id']}/recomputation").json()["holds"]
        assert leader.get(f"{A}/outcomes/{second['id']}/recomputation").json()["holds"]
        assert faults(world, Question(kinds=[OUTCOMES])) == []
        again = leader.post(f"{A}/outcomes/{first['id']}:correct", json={"reason": "x"})
        assert again.status_code == 404  # the old number is nobody's to correct


def _lift(ctx: Any, adjustment_id: UUID) -> None:
    """What a court, or a later review, has overturned."""
    from api.assessments.models import AssessmentAdjustment  # noqa: PLC0415

    held = ctx.session.get(AssessmentAdjustment, adjustment_id)
    held.state = "lifted"


class TestReopen:
    def test_what_comes_after_reopening_gets_the_next_number(self, world: World) -> None:
        made = made_in(world)
        first = final(world, made)
        leader = world.sign_in("bureau_leader")
        opened = leader.post(f"{made.url}:reopen", json={"reason": "上级复查"}, headers=match(campaign(leader, made)))
        assert (opened.json()["state"], opened.json()["state_reason"]) == ("moderation", "上级复查")
        assert outcomes(leader, made) == first  # still readable, by the school too
        assert set(outcomes(world.sign_in("school_leader", "school"), made)) == {"锦岚县第一小学"}
        published(world, made)
        told(world, made, "released")
        second = final(world, made)
        assert {row["number"] for row in second.values()} == {2}

    def test_only_leaders_reopen_and_not_without_a_reason(self, world: World) -> None:
        made = made_in(world)
        officer, leader = world.sign_in("section_officer"), world.sign_in("bureau_leader")
        held = match(campaign(officer, made))
        assert officer.post(f"{made.url}:reopen", json={"reason": "x"}, headers=held).status_code == 403
        assert leader.post(f"{made.url}:reopen", json={"reason": " "}, headers=held).status_code == 422


class TestOverTheYears:
    def test_a_school_is_compared_by_lineage_and_never_on_two_scales(self, world: World) -> None:
        final(
            world,
            show(world, code="2025", cycle="2025", period_first_on=date(2025, 1, 1), period_last_on=date(2025, 12, 31)),
        )
        newer = framework(
            parent("A", "60", leaf("A1", "40"), leaf("A2", "20")),
            leaf("B9", "20", lineage="l-B"),
            leaf("C", "20"),
            code="TEST",
            version="2027",
            title="测试评价",
            scales=MADE.scales,
        )
        final(world, show(world, framework=newer, code="2026b"))
        found = world.sign_in("school_leader", "school").get(f"{A}/units/{world.unit('school')}/comparison").json()
        assert [(one["campaign"]["cycle"], one["percent"]) for one in found["cycles"]] == [
            ("2025", "95"),
            ("2026", "95"),
        ]
        lines = {one["lineage"]: one for one in found["lines"]}
        assert not lines["l-B"]["one_scale"]
        assert [(cell["percent"], cell["points"]) for cell in lines["l-B"]["cells"]] == [("87.5", None), ("100", None)]
        assert lines["l-A1"]["one_scale"]
        assert [(cell["percent"], cell["points"]) for cell in lines["l-A1"]["cells"]] == [("100", "40"), ("100", "40")]
        assert [cell and cell["code"] for cell in lines["l-C"]["cells"]] == [None, "C"]
        stranger = world.sign_in("school_leader", "other_school")
        assert stranger.get(f"{A}/units/{world.unit('school')}/comparison").status_code == 404

    def test_a_projection_says_how_much_it_knows(self, world: World) -> None:
        made = made_in(world)
        row = final(world, made)["锦岚县第一小学"]
        leader, officer = world.sign_in("bureau_leader"), world.sign_in("section_officer")
        adopted = leader.post(
            f"{V1}/frameworks:adopt", json={"unit_id": world.unit("bureau"), "code": "SDSF-NEG"}
        ).json()
        target = adopted["latest"]["id"]
        codes = [
            one["code"] for one in leader.get(f"{V1}/framework-versions/{target}").json()["document"]["indicators"]
        ]
        walk = {
            "unit_id": world.unit("bureau"),
            "source_id": made.version_id,
            "target_id": target,
            "maps": [{"sources": ["B"], "targets": [codes[0]], "relation": "intersect", "coverage": "40"}],
        }
        crosswalk = officer.post(f"{V1}/framework-crosswalks", json=walk)
        assert crosswalk.status_code == 201, crosswalk.text
        found = leader.get(f"{A}/outcomes/{row['id']}/projection", params={"crosswalk": crosswalk.json()["id"]}).json()
        assert found["target"]["framework"] == "SDSF-NEG"
        assert float(found["coverage"]) < 40
        assert float(found["low"]) < float(found["high"])
        assert json.dumps(found)
