"""What follows a decision over HTTP: filing and the bureau's answer, execution, publicity, proofs."""

import json
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from api.core import ids
from api.core.constraints import explain
from api.decisions import errors
from api.decisions.models import DecisionFiling
from api.decisions.rules.following import Followed, answer_violations, status_of
from api.decisions.rules.vocabulary import DecisionStatus, FilingAnswer, FilingKind
from api.ledger.rules import document_hash
from api.ledger.rules.notes import Key
from api.ledger.rules.proofs import checked
from tests.api.decisions.steps import MEETINGS, Team, codes, faults, filed, match, meeting, recorded, step, topic
from tests.api.decisions.test_rulebooks import facts
from tests.api.ledger.steps import sequence_all
from tests.world import V1, World

DECISIONS = f"{V1}/decisions"


@pytest.fixture
def decided(world: World, leader: TestClient, team: Team) -> dict[str, Any]:
    """A decision of a filed meeting, as the leader reads it."""
    done = filed(leader, recorded(leader, meeting(world, team)))
    found: dict[str, Any] = leader.get(f"{DECISIONS}/{done['agenda'][0]['decision']['id']}").json()
    return found


class TestStatus:
    def test_the_furthest_step_counts(self) -> None:
        assert status_of(Followed()) is DecisionStatus.DECIDED
        assert status_of(Followed(publicized=True)) is DecisionStatus.PUBLICIZED
        assert status_of(Followed(publicized=True, filed=True)) is DecisionStatus.FILED
        assert status_of(Followed(filed=True, started=True)) is DecisionStatus.EXECUTING
        assert status_of(Followed(started=True, completed=True)) is DecisionStatus.COMPLETED
        assert status_of(Followed(completed=True, evaluated=True)) is DecisionStatus.EVALUATED

    @pytest.mark.parametrize("kind", list(FilingKind))
    @pytest.mark.parametrize("answer", list(FilingAnswer))
    def test_only_what_asks_for_approval_is_approved_and_numbered(self, kind: FilingKind, answer: FilingAnswer) -> None:
        right = answer is not FilingAnswer.APPROVED or kind is FilingKind.APPROVAL
        assert (list(answer_violations(kind, answer, None, "缺比价")) == []) is right
        numbered = answer is FilingAnswer.APPROVED and kind is FilingKind.APPROVAL
        assert (list(answer_violations(kind, answer, "批〔2026〕1号", "缺比价")) == []) is numbered


class TestFiling:
    def test_a_school_files_the_bureau_objects_and_the_school_acts(
        self, world: World, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        officer = world.sign_in("section_officer")
        at = f"{DECISIONS}/{decided['id']}"
        (sent,) = leader.post(f"{at}/filings", json={"kind": "approval"}).json()["filings"]
        desk = officer.get(f"{DECISIONS}/filings", params={"answered": False}).json()
        assert [(row["id"], row["topic"], row["verbs"]) for row in desk["items"]] == [
            (sent["id"], "采购多媒体教学设备", ["answer"])
        ]
        assert (desk["items"][0]["answer_due_on"], sent["overdue"]) == ("2026-11-25", False)
        one = f"{DECISIONS}/filings/{sent['id']}"
        silent = officer.post(f"{one}:answer", json={"answer": "objected", "text": " "}, headers=match(sent))
        assert faults(silent) == [("/text", "decision.reason_missing")]
        assert leader.post(f"{one}:answer", json={"answer": "noted"}, headers=match(sent)).status_code == 403
        answered = officer.post(f"{one}:answer", json={"answer": "objected", "text": "缺比价"}, headers=match(sent))
        (now,) = answered.json()["filings"]
        again = officer.post(f"{one}:answer", json={"answer": "noted"}, headers=match(now))
        assert codes(again) == (409, "decision.filing_answered")
        assert leader.get(at).json()["filings"][0]["verbs"] == ["act"]
        acted = leader.post(f"{one}:act", json={"text": "已补充三家报价"}, headers=match(now)).json()
        assert (acted["status"], acted["filings"][0]["acted_on"]) == ("filed", "2026-11-20")
        assert [entry["what"] for entry in acted["timeline"]] == ["decided", "approval", "objected", "acted"]
        (kept,) = facts(world).meetings[0].topics
        assert kept.decision is not None
        assert kept.decision.filings[0].answer is FilingAnswer.OBJECTED

    def test_one_of_a_kind_waits_at_a_time(self, world: World, leader: TestClient, decided: dict[str, Any]) -> None:
        at = f"{DECISIONS}/{decided['id']}/filings"
        (sent,) = leader.post(at, json={"kind": "post_filing"}).json()["filings"]
        assert codes(leader.post(at, json={"kind": "post_filing"})) == (409, "decision.filed_already")
        assert leader.post(at, json={"kind": "approval"}).status_code == 201
        with world.host() as ctx:
            double = columns(ctx.session.get_one(DecisionFiling, UUID(sent["id"]))) | {"id": ids.ordered()}
        with world.host() as ctx, pytest.raises(IntegrityError) as caught:
            ctx.session.execute(insert(DecisionFiling).values(**double))
        assert explain(caught.value) is errors.FILED_ALREADY
        officer = world.sign_in("section_officer")
        officer.post(f"{DECISIONS}/filings/{sent['id']}:answer", json={"answer": "noted"}, headers=match(sent))
        assert leader.post(at, json={"kind": "post_filing"}).status_code == 201

    def test_several_are_answered_at_once_and_what_is_refused_is_told(
        self, world: World, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        at, all_at_once = f"{DECISIONS}/{decided['id']}", f"{DECISIONS}/filings:answer"
        for kind in ("pre_filing", "post_filing", "approval"):
            leader.post(f"{at}/filings", json={"kind": kind})
        one, two, three = leader.get(at).json()["filings"]
        officer = world.sign_in("section_officer")
        items = [
            {"id": one["id"], "revision": one["revision"], "answer": "noted", "text": "已备案"},
            {"id": two["id"], "revision": two["revision"], "answer": "approved"},
            {"id": three["id"], "revision": three["revision"] + 5, "answer": "noted"},
        ]
        answer = officer.post(all_at_once, json={"items": items})
        assert answer.status_code == 200, answer.text
        assert answer.json()["done"] == 1
        assert {
            row["id"]: [(fault["pointer"], fault["code"]) for fault in row["errors"]]
            for row in answer.json()["refused"]
        } == {two["id"]: [("/answer", "decision.approval_only")], three["id"]: [("", "conflict.stale")]}
        now = leader.get(at).json()
        assert [filing["answer"] for filing in now["filings"]] == ["noted", None, None]
        assert now["filings"][0]["answered_by"]["id"] == world.account("section_officer")
        told = leader.get(f"{at}/history").json()["items"][0]
        assert (told["action"], told["object_id"]) == ("decision.filing_answered", decided["id"])
        assert leader.post(all_at_once, json={"items": items}).status_code == 403
        far = world.sign_in("section_officer", "far_bureau").post(all_at_once, json={"items": items[2:]}).json()
        assert (far["done"], far["refused"][0]["errors"][0]["code"]) == (0, "not_found")

    def test_an_approval_has_a_number_and_a_mere_filing_none(
        self, world: World, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        officer = world.sign_in("section_officer")
        sent = leader.post(f"{DECISIONS}/{decided['id']}/filings", json={"kind": "post_filing"}).json()["filings"][0]
        body = {"answer": "approved", "approval_no": "批〔2026〕1号"}
        refused = officer.post(f"{DECISIONS}/filings/{sent['id']}:answer", json=body, headers=match(sent))
        assert faults(refused) == [("/answer", "decision.approval_only")]

    def test_the_desk_finds_what_waits_too_long_and_says_how_much_is_at_stake(
        self, world: World, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        at = f"{DECISIONS}/{decided['id']}/filings"
        # 教育局 has three working days: from Monday the 16th until Thursday, from Friday the 20th until Wednesday.
        for kind, day in (("post_filing", "2026-11-16"), ("approval", "2026-11-20")):
            leader.post(at, json={"kind": kind, "filed_on": day})
        officer = world.sign_in("section_officer")
        desk = {late: officer.get(f"{DECISIONS}/filings", params={"overdue": late}).json() for late in (True, False)}
        (late,), (fresh,) = desk[True]["items"], desk[False]["items"]
        assert (late["answer_due_on"], late["overdue"], late["kind"]) == ("2026-11-19", True, "post_filing")
        assert (late["category"], late["approved_amount"]) == ("large_fund_use", "128000.00")
        assert (fresh["answer_due_on"], fresh["overdue"]) == ("2026-11-25", False)
        with world.statements() as sent:
            officer.get(f"{DECISIONS}/filings")
        assert len(sent) <= 4

    def test_what_is_not_submitted_is_not_filed(self, world: World, leader: TestClient, team: Team) -> None:
        draft = recorded(leader, meeting(world, team))
        at = f"{DECISIONS}/{draft['agenda'][0]['decision']['id']}"
        assert leader.get(at).json()["verbs"] == []
        assert codes(leader.post(f"{at}/filings", json={"kind": "post_filing"})) == (409, "decision.still_draft")


class TestHistory:
    def test_tells_what_followed_newest_first(self, world: World, leader: TestClient, decided: dict[str, Any]) -> None:
        at = f"{DECISIONS}/{decided['id']}"
        leader.post(f"{at}/progress", json={"text": "已到货"})
        leader.post(f"{at}/filings", json={"kind": "post_filing"})
        told = leader.get(f"{at}/history", params={"limit": 1}).json()
        assert [event["action"] for event in told["items"]] == ["decision.filed"]
        rest = leader.get(f"{at}/history", params={"cursor": told["next_cursor"]}).json()
        assert [event["action"] for event in rest["items"]] == ["decision.progress_reported"]
        assert world.sign_in("school_leader", "other_school").get(f"{at}/history").status_code == 404


class TestExecution:
    def test_it_is_begun_reported_completed_and_evaluated(self, leader: TestClient, decided: dict[str, Any]) -> None:
        at = f"{DECISIONS}/{decided['id']}"
        begun = leader.patch(f"{at}/execution", json={"started_on": "2026-11-18", "progress": 10}).json()
        assert (begun["status"], begun["progress"]) == ("executing", 10)
        reported = leader.post(f"{at}/progress", json={"text": "已到货", "progress": 60}).json()
        assert (reported["execution"]["progress"], reported["reports"][0]["text"]) == (60, "已到货")
        early = leader.patch(f"{at}/execution", json={"completed_on": "2026-11-17"})
        assert faults(early) == [("/completed_on", "decision.ends_before")]
        late = leader.patch(f"{at}/execution", json={"completed_on": "2026-12-01"})
        assert faults(late) == [("/completed_on", "decision.in_future")]
        done = leader.patch(f"{at}/execution", json={"completed_on": "2026-11-19", "progress": 100}).json()
        assert done["status"] == "completed"
        body = {"evaluated_on": "2026-11-20", "result": "达到预期", "satisfaction": 92}
        assert leader.post(f"{at}/evaluations", json=body).json()["status"] == "evaluated"
        assert leader.get(DECISIONS, params={"status": "evaluated", "q": "多媒体"}).json()["total"] == 1
        assert leader.get(DECISIONS, params={"matter": "LF02"}).json()["total"] == 0

    def test_a_row_says_who_is_responsible_and_what_keeps_it(self, leader: TestClient, decided: dict[str, Any]) -> None:
        kept = {"blocker": "供货延迟", "next_due_on": "2026-11-27"}
        leader.patch(f"{DECISIONS}/{decided['id']}/execution", json=kept)
        (row,) = leader.get(DECISIONS).json()["items"]
        assert (row["responsible_person"]["name"], row["blocker"], row["next_due_on"]) == ("吴主任", *kept.values())

    def test_a_topic_that_something_follows_is_not_taken_away(
        self, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        leader.post(f"{DECISIONS}/{decided['id']}/progress", json={"text": "已到货"})
        at = f"{MEETINGS}/{decided['meeting_id']}"
        opened = step(leader, leader.get(at).json(), "revise", {"reason": "重录"}).json()
        one = f"{at}/topics/{decided['topic_id']}"
        assert codes(leader.delete(one, headers=match(opened))) == (409, "decision.in_use")
        assert codes(leader.patch(one, json={"decision": None}, headers=match(opened))) == (409, "decision.in_use")


class TestPublicity:
    def test_a_notice_of_this_house_tells_its_days_to_the_decision(
        self, world: World, clerk: TestClient, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        at = f"{DECISIONS}/{decided['id']}"
        opened = clerk.post(f"{at}/notices", json={"kind": "project"}).json()["publicity"][0]
        notice = f"{V1}/disclosures/notices/{opened['notice_id']}"
        draft = clerk.get(notice).json()
        assert draft["table"]["rows"][-1] == ["批准金额（元）", "128,000.00"]
        checked = clerk.post(f"{notice}:check", headers=match(draft))
        assert checked.status_code == 200, checked.text
        released = leader.post(f"{notice}:release", json={}, headers=match(checked.json()))
        assert released.status_code == 200, released.text
        (shown,) = leader.get(at).json()["publicity"]
        assert (shown["starts_on"] is not None, shown["masked"], shown["kind"]) == (True, True, "public_notice")

    def test_a_confidential_decision_is_not_published(self, world: World, leader: TestClient, team: Team) -> None:
        secret = topic(team, decision={"result": "passed", "confidentiality": "confidential"})
        done = filed(leader, recorded(leader, meeting(world, team, topics=[secret])))
        at = f"{DECISIONS}/{done['agenda'][0]['decision']['id']}"
        refused = leader.post(f"{at}/notices", json={"kind": "project"})
        assert codes(refused) == (409, "decision.confidential")

    def test_a_board_on_the_wall_counts_too(self, leader: TestClient, decided: dict[str, Any]) -> None:
        body = {"kind": "public_notice", "channel": "校务公开栏", "starts_on": "2026-11-17", "ends_on": "2026-11-19"}
        shown = leader.post(f"{DECISIONS}/{decided['id']}/publicity", json=body).json()
        assert (shown["status"], shown["publicity"][0]["channel"]) == ("publicized", "校务公开栏")


class TestProof:
    def test_the_filed_document_is_proved_offline(
        self, world: World, leader: TestClient, decided: dict[str, Any]
    ) -> None:
        at = f"{DECISIONS}/{decided['id']}/proof"
        sequence_all(world)
        proved = leader.get(at).json()
        assert document_hash_of(proved["document"]) == proved["document_hash"]
        key = Key.parse(world.sign_in("auditor").get(f"{V1}/ledger/key").json()["key"])
        held = checked(proved["proof"], key)  # what `qinglian ledger verify-proof` does, without a database
        assert held.event["object_hash"] == proved["document_hash"]
        assert held.event["object_id"] == proved["meeting_id"]

    def test_a_record_that_was_never_filed_has_none(self, world: World, leader: TestClient, team: Team) -> None:
        draft = recorded(leader, meeting(world, team))
        at = f"{DECISIONS}/{draft['agenda'][0]['decision']['id']}/proof"
        assert codes(leader.get(at)) == (409, "decision.not_filed")


def columns(row: DecisionFiling) -> dict[str, Any]:
    """What a filing says, but for its id."""
    return {column.name: getattr(row, column.name) for column in DecisionFiling.__table__.c if column.name != "id"}


def document_hash_of(text: str) -> str:
    """The hash of a document as anyone computes it."""
    return document_hash(json.loads(text))
