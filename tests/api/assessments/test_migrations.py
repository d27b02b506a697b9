"""An unfinished campaign moves to a newer version: previewed, agreed to by its hash, and what stood before stays readable."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.assessments.models import (
    AssessmentAdjustment,
    AssessmentAssignment,
    AssessmentCampaign,
    AssessmentDisagreement,
    AssessmentEnrolment,
    AssessmentRound,
    AssessmentScore,
    AssessmentSlot,
)
from api.core import ids
from api.core.context import Context
from api.frameworks.rules.model import EvidenceSlot, Framework, Veto
from tests.api.assessments.filled import Filled, filled, published
from tests.api.assessments.results_steps import campaign, computed, match
from tests.api.assessments.steps import A, codes, done, signed
from tests.api.files.steps import work_off
from tests.unit.frameworks.build import P, framework, leaf, parent
from tests.world import V1, World


def slots(*places: str) -> tuple[EvidenceSlot, ...]:
    return tuple(EvidenceSlot(code=place, title="记录", required=False) for place in places)


OLD = framework(
    parent("A", "60", leaf("A1", "40", slots=slots("1", "2")), leaf("A2", "20", slots=slots("1"))),
    leaf("B", "40"),
    code="MOVES",
    title="测试评价",
    vetoes=(Veto(code="V1", title="严重违纪", evidence_required=False),),
)
# Two items change places, one is worth less, one is new and may stay open; the veto is gone.
NEW = framework(
    parent(
        "A",
        "60",
        leaf("A2", "40", lineage="l-A1", slots=slots("1")),
        leaf("A1", "20", lineage="l-A2", slots=slots("1")),
    ),
    leaf("B", "30"),
    leaf("C", "10", required=False),
    code="MOVES",
    title="测试评价",
    version="2026.2",
)
# What the county gave, and how far above the school itself was: B is 35 and 38 of the first, 25 and 23 of the second.
SCHOOLS = (("school", "95", "3"), ("other_school", "85", "-2"))


def running(world: World, state: str = "moderation", new: Framework = NEW) -> tuple[Filled, str]:
    """A campaign by the old version with every round signed, and the newer version."""
    made = filled(world, SCHOOLS, framework=OLD, state=state)
    with world.host() as ctx:
        return made, str(published(ctx, UUID(world.unit("bureau")), new))


def previewed(client: TestClient, made: Filled, to: str) -> Any:
    return client.get(f"{made.url}/migrations/preview", params={"to": to})


def migrate(client: TestClient, made: Filled, to: str, preview_hash: str) -> Any:
    body = {"to": to, "preview_hash": preview_hash, "reason": "省厅修订评分办法"}
    return client.post(f"{made.url}:migrate", json=body, headers=match(campaign(client, made)))


def migrated(world: World, made: Filled, to: str) -> dict[str, Any]:
    """The campaign after the officer looked at the preview and the worker did it."""
    officer = world.sign_in("section_officer")
    preview = done(previewed(officer, made, to))
    answer = migrate(officer, made, to, preview["preview_hash"])
    assert answer.status_code == 202, answer.text
    work_off(world)
    job = done(officer.get(answer.headers["location"]))
    assert job["state"] == "succeeded", job
    return campaign(officer, made)


def score_of(ctx: Context, enrolment: str, which: str, code: str) -> AssessmentScore:
    stmt = select(AssessmentScore).join(AssessmentRound, AssessmentRound.id == AssessmentScore.round_id)
    mine = AssessmentRound.enrolment_id == UUID(enrolment), AssessmentRound.round == which
    return ctx.session.execute(stmt.where(*mine, AssessmentScore.code == code)).scalar_one()


def round_of(client: TestClient, made: Filled, which: str, school: str = "school") -> dict[str, Any]:
    return done(client.get(f"{A}/enrolments/{made.enrolments[school]}/rounds/{which}"))


def _in_order(ctx: Context, model: Any) -> Any:
    return ctx.session.execute(select(model).order_by(model.id)).scalars()


class TestPreview:
    def test_it_tells_what_becomes_of_items_and_rounds_and_writes_nothing(
        self, world: World, officer: TestClient
    ) -> None:
        made, to = running(world)
        before = campaign(officer, made)
        listed = done(officer.get(f"{made.url}/migrations"))
        assert [(one["version_id"], one["version"]) for one in listed["targets"]] == [(to, "2026.2")]
        preview = done(previewed(officer, made, to))
        assert (preview["old"]["version"], preview["new"]["version"]) == ("2026", "2026.2")
        assert (preview["schools"], preview["reapplied"]) == (2, 0)
        assert preview["counts"] == {"kept": 2, "rescored": 1, "new": 1}
        moves = {move["new_code"]: (move["old_code"], move["entries"], move["cleared"]) for move in preview["moves"]}
        assert moves == {"A2": ("A1", 4, 0), "A1": ("A2", 4, 0), "B": ("B", 4, 2), "C": (None, 0, 0)}
        assert preview["rounds"] == [
            {"round": which, "begun": 2, "handed_in": 2, "reopened": 1} for which in ("self", "county")
        ]
        assert done(previewed(officer, made, to)) == preview
        assert campaign(officer, made) == before

    def test_only_newer_versions_of_the_same_framework_are_moved_to(self, world: World, officer: TestClient) -> None:
        made, to = running(world)
        for other in (made.version_id, world.unit("version"), made.campaign_id):
            answer = previewed(officer, made, other)
            assert (answer.status_code, codes(answer)) == (422, ["input.invalid", "assessment.migration_target"])
        leader = world.sign_in("bureau_leader")
        done(leader.post(f"{V1}/framework-versions/{to}:retire", json={"reason": "有误"}))
        assert codes(previewed(officer, made, to)) == ["input.invalid", "assessment.migration_target"]
        assert done(officer.get(f"{made.url}/migrations"))["targets"] == []


class TestMigrate:
    def test_entries_go_where_they_belong_and_what_must_be_entered_again_opens(
        self, world: World, officer: TestClient, principal: TestClient
    ) -> None:
        made, to = running(world)
        after = migrated(world, made, to)
        assert (after["framework"]["version"], after["state"]) == ("2026.2", "moderation")
        mine = round_of(principal, made, "self")
        assert (mine["state"], mine["return_reason"], mine["open_items"]) == (
            "returned",
            "省厅修订评分办法",
            ["B", "C"],
        )
        assert {one["code"]: one["points"] for one in mine["scores"]} == {"A1": "20", "A2": "40", "B": None}
        assert (mine["total"], mine["entered"], mine["missing"]) == ("60", 2, 2)
        assert round_of(officer, made, "county")["state"] == "returned"
        other = round_of(officer, made, "county", "other_school")
        assert (other["state"], other["total"], other["entered"], other["missing"]) == ("accepted", "85", 3, 1)
        self._the_school_goes_on(made, principal)
        (one,) = done(officer.get(f"{made.url}/migrations"))["items"]
        assert (one["number"], one["reopened"], one["counts"]) == (1, 2, {"kept": 2, "rescored": 1, "new": 1})
        history = done(officer.get(f"{made.url}/history"))["items"]
        assert [event["action"] for event in history[:2]] == [
            "assessment_round.migrated",
            "assessment_campaign.migrated",
        ]

    @staticmethod
    def _the_school_goes_on(made: Filled, principal: TestClient) -> None:
        url = f"{A}/enrolments/{made.enrolments['school']}/rounds/self"
        stale = principal.put(f"{url}/scores/B", json={"inputs": {"score": "30"}}, headers={"If-Match": '"1"'})
        assert (stale.status_code, codes(stale)[0]) == (412, "assessment.score_stale")
        done(principal.put(f"{url}/scores/B", json={"inputs": {"score": "30"}}, headers={"If-Match": '"2"'}))
        assert done(signed(principal, url))["state"] == "submitted"

    def test_what_stood_before_stays_readable_by_the_version_of_then(
        self, world: World, officer: TestClient, principal: TestClient
    ) -> None:
        made, to = running(world)
        migrated(world, made, to)
        url = f"{A}/enrolments/{made.enrolments['school']}/former"
        (former,) = done(officer.get(url))["items"]
        assert (former["number"], former["framework"]["version"], former["reason"]) == (1, "2026", "省厅修订评分办法")
        rounds = {one["round"]: (one["state"], one["total"]) for one in former["rounds"]}
        assert rounds == {"self": ("accepted", "98"), "county": ("accepted", "95")}
        read = done(officer.get(f"{url}/1/rounds/self"))
        assert {one["code"]: one["value"] for one in read["items"]} == {"A1": "40", "A2": "20", "B": "38"}
        assert {one["code"]: one["points"] for one in read["scores"]} == {"A1": "40", "A2": "20", "B": "38"}
        assert officer.get(f"{url}/2/rounds/self").status_code == 404
        # The school sees its own; the county's round is not shown yet.
        assert [one["round"] for one in done(principal.get(url))["items"][0]["rounds"]] == ["self"]
        assert principal.get(f"{url}/1/rounds/county").status_code == 404

    def test_work_evidence_and_disagreements_go_with_their_items(self, world: World) -> None:
        made, to = running(world)
        enrolment_id, account = UUID(made.enrolments["school"]), UUID(world.account("section_officer"))
        with world.host() as ctx:
            round_id = score_of(ctx, made.enrolments["school"], "county", "A1").round_id
            work = {"round_id": round_id, "account_id": account, "assigned_at": ctx.now, "done_at": ctx.now}
            ctx.session.add_all(AssessmentAssignment(**work, code=code) for code in ("A1", "A2", "B"))
            places = [("A1", "1"), ("A1", "2"), ("A2", "1")]
            for code, slot in places:
                place = {"code": code, "slot": slot, "former": 0, "created_at": ctx.now}
                ctx.session.add(AssessmentSlot(id=ids.ordered(), enrolment_id=enrolment_id, **place))
            for code in ("A1", "B"):
                pair = {"earlier": "self", "later": "county", "gap": P("5"), "state": "explained"}
                one = {"enrolment_id": enrolment_id, "explanation": code, "updated_at": ctx.now}
                ctx.session.add(AssessmentDisagreement(id=ids.ordered(), code=code, **pair, **one))
        migrated(world, made, to)
        with world.host() as ctx:
            work_now = {
                one.code: one.done_at is None for one in ctx.session.execute(select(AssessmentAssignment)).scalars()
            }
            assert work_now == {"A1": False, "A2": False, "B": True}
            kept = [(one.code, one.slot, one.former) for one in _in_order(ctx, AssessmentSlot)]
            assert kept == [("A2", "1", 0), ("A1", "2", 1), ("A1", "1", 0)]
            left = ctx.session.execute(select(AssessmentDisagreement)).scalars()
            assert [(one.code, one.explanation) for one in left] == [("A2", "A1")]

    def test_results_of_the_old_version_go_and_those_of_the_new_one_can_be_computed(
        self, world: World, officer: TestClient
    ) -> None:
        made, to = running(world)
        computed(world, made)
        leader = world.sign_in("bureau_leader")
        reopening = leader.post(f"{made.url}:reopen", json={"reason": "换版"}, headers=match(campaign(leader, made)))
        done(reopening)
        migrated(world, made, to)
        assert done(officer.get(f"{made.url}/ranking"))["items"] == []
        with world.host() as ctx:
            for enrolment in made.enrolments.values():
                for which in ("self", "county"):
                    row = score_of(ctx, enrolment, which, "B")
                    row.inputs, row.points, row.revision = {"score": "30"}, P("30"), row.revision
                    held = ctx.session.get(AssessmentRound, row.round_id)
                    assert held is not None
                    held.state = "accepted"
        computed(world, made)
        assert {one["total"] for one in done(officer.get(f"{made.url}/ranking"))["items"]} == {"90"}


class TestRefusals:
    def test_what_has_changed_since_the_preview_is_looked_at_again(self, world: World, officer: TestClient) -> None:
        made, to = running(world)
        preview = done(previewed(officer, made, to))
        with world.host() as ctx:  # an entry that follows the same plan changes nothing of it
            score_of(ctx, made.enrolments["other_school"], "self", "B").inputs = {"score": "22"}
        assert done(previewed(officer, made, to))["preview_hash"] == preview["preview_hash"]
        answer = migrate(officer, made, to, preview["preview_hash"])
        assert answer.status_code == 202
        with world.host() as ctx:  # one that opens another signed round does, even while the job waits
            score_of(ctx, made.enrolments["other_school"], "self", "B").inputs = {"score": "39"}
        work_off(world)
        job = done(officer.get(answer.headers["location"]))
        assert (job["state"], job["error"]["code"]) == ("failed", "assessment.preview_stale")
        assert campaign(officer, made)["framework"]["version"] == "2026"
        refused = migrate(officer, made, to, preview["preview_hash"])
        assert (refused.status_code, codes(refused)) == (409, ["assessment.preview_stale"])

    def test_a_veto_that_the_new_version_does_not_know_blocks(self, world: World, officer: TestClient) -> None:
        made, to = running(world)
        with world.host() as ctx:
            place = {"enrolment_id": UUID(made.enrolments["school"]), "campaign_id": UUID(made.campaign_id)}
            veto = AssessmentAdjustment(
                id=ids.ordered(),
                **place,
                unit_id=UUID(made.units["school"]),
                kind="veto",
                code="V1",
                ground="立案",
                document="县纪〔2026〕1号",
                state="upheld",
                evidence_ids=[],
                proposed_at=ctx.now,
                updated_at=ctx.now,
            )
            ctx.session.add(veto)
            veto_id = veto.id
        preview = done(previewed(officer, made, to))
        assert preview["unknown_adjustments"] == [{"kind": "veto", "code": "V1", "schools": 1}]
        refused = migrate(officer, made, to, preview["preview_hash"])
        assert codes(refused) == ["assessment.migration_adjustments", "assessment.migration_codes"]
        with world.host() as ctx:
            lifted = ctx.session.get(AssessmentAdjustment, veto_id)
            assert lifted is not None
            lifted.state = "lifted"
        migrated(world, made, to)
        listed = done(officer.get(f"{A}/adjustments", params={"campaign": made.campaign_id}))["items"]
        assert [(one["code"], one["title"], one["state"]) for one in listed] == [("V1", "V1", "lifted")]

    def test_it_is_for_unfinished_campaigns_and_for_those_who_manage_them(
        self, world: World, officer: TestClient
    ) -> None:
        made, to = running(world)
        preview = done(previewed(officer, made, to))["preview_hash"]
        callers = {
            "school_leader": "school",
            "district_reviewer": "district",
            "bureau_leader": "county",
            "inspection_head": "county",
        }
        for role, unit in callers.items():
            client = world.sign_in(role, unit)
            assert previewed(client, made, to).status_code == 403, role
            assert migrate(client, made, to, preview).status_code == 403, role
            assert done(client.get(f"{made.url}/migrations"))["targets"] == []
        for state in ("draft", "computed", "publicity", "appeals", "final", "archived"):
            with world.host() as ctx:
                held = ctx.session.get(AssessmentCampaign, UUID(made.campaign_id))
                assert held is not None
                held.state = state
            for answer in (previewed(officer, made, to), migrate(officer, made, to, preview)):
                assert (answer.status_code, codes(answer)) == (409, ["assessment.wrong_state"]), state
            assert "migrate" not in campaign(officer, made)["verbs"]

    @pytest.mark.parametrize("state", ["self", "district", "county"])
    def test_it_is_legal_while_the_rounds_run(self, world: World, state: str) -> None:
        made, to = running(world, state)
        after = migrated(world, made, to)
        assert (after["state"], after["framework"]["version"]) == (state, "2026.2")
        with world.host() as ctx:
            rows = ctx.session.execute(select(AssessmentEnrolment.not_applicable)).scalars()
            assert [absent for absent in rows if absent] == []
