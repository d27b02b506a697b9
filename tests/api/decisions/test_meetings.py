"""The record of a meeting over HTTP: begun, changed, submitted, filed, revised, proved."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.decisions.canonical import MEETINGS as KIND
from api.ledger.verify import Report
from api.ledger.verify.objects import verify_objects
from tests.api.decisions.steps import MEETINGS, Team, codes, faults, filed, match, meeting, recorded, step, topic
from tests.world import World


class TestRecord:
    def test_a_whole_tree_is_recorded_by_one_request_and_read_back(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        made = recorded(clerk, meeting(world, team))
        (only,) = made["agenda"]
        assert (made["state"], made["edition"], made["verbs"]) == ("draft", 0, ["change", "submit", "discard"])
        assert (made["present"], made["expected"], made["topics"]) == (5, 5, 1)
        assert (only["amount"], only["decision"]["decided_on"], len(only["voices"])) == ("128000.00", "2026-11-16", 5)
        assert only["voices"][4]["person"]["name"] == "白书记"
        assert made["minutes"]["missing_elements"] == ["attachments"]
        assert clerk.get(f"{MEETINGS}/{made['id']}").json() == made

    def test_every_fault_of_a_tree_is_told_at_once(self, world: World, clerk: TestClient, team: Team) -> None:
        stranger = world.unit("far_school")
        voices = [{"person_id": team["deputy"]}, {"person_id": team["deputy"]}]
        bad = topic(team, matter_codes=["XX99"], voices=voices, proposer_id=stranger)
        body = meeting(world, team, chair_id=stranger, ended_at="2026-11-16T14:00:00+08:00", topics=[bad])
        assert faults(clerk.post(MEETINGS, json=body)) == [
            ("/ended_at", "decision.ends_before"),
            ("/topics/0/matter_codes/0", "decision.matter_unknown"),
            ("/topics/0/voices/0/person_id", "decision.person_twice"),
            ("/topics/0/voices/1/person_id", "decision.person_twice"),
            ("/chair_id", "decision.person_not_found"),
            ("/topics/0/proposer_id", "decision.person_not_found"),
        ]
        assert clerk.get(MEETINGS).json()["total"] == 0

    def test_a_school_beyond_reach_and_a_unit_that_is_none_are_faults(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        far = clerk.post(MEETINGS, json=meeting(world, team, "far_school"))
        assert faults(far) == [("/unit_id", "decision.unit_not_found")]

    def test_what_a_source_has_sent_is_not_recorded_twice(self, world: World, clerk: TestClient, team: Team) -> None:
        body = meeting(world, team, source={"system": "oa", "id": "2026-17"})
        recorded(clerk, body)
        assert codes(clerk.post(MEETINGS, json=body)) == (409, "decision.source_taken")


class TestChange:
    def test_a_draft_is_changed_topic_by_topic(self, world: World, clerk: TestClient, team: Team) -> None:
        made = recorded(clerk, meeting(world, team, topics=[]))
        at = f"{MEETINGS}/{made['id']}"
        made = clerk.post(f"{at}/topics", json=topic(team), headers=match(made)).json()
        one = f"{at}/topics/{made['agenda'][0]['id']}"
        patch: dict[str, Any] = {"vote": None, "steps": [], "amount": "98000.50"}
        changed = clerk.patch(one, json=patch, headers=match(made)).json()
        only = changed["agenda"][0]
        assert (only["vote"], only["steps"], only["amount"], len(only["voices"])) == (None, [], "98000.50", 5)
        moved = clerk.patch(at, json={"held_at": "2026-11-17T09:00:00+08:00", "ended_at": None}, headers=match(changed))
        assert moved.json()["agenda"][0]["decision"]["decided_on"] == "2026-11-17"
        gone = clerk.delete(one, headers=match(moved.json())).json()
        assert (gone["agenda"], gone["revision"] > moved.json()["revision"]) == ([], True)

    def test_an_agenda_is_put_in_another_order(self, world: World, clerk: TestClient, team: Team) -> None:
        three = [topic(team, title=title) for title in ("一", "二", "三")]
        made = recorded(clerk, meeting(world, team, topics=three))
        at, order = f"{MEETINGS}/{made['id']}/topics:order", [each["id"] for each in made["agenda"]][::-1]
        for wrong in (order[:2], [*order, order[0]], [*order[:2], world.unit("school")]):
            refused = clerk.post(at, json={"topic_ids": wrong}, headers=match(made))
            assert faults(refused) == [("/topic_ids", "decision.topics_incomplete")]
        moved = clerk.post(at, json={"topic_ids": order}, headers=match(made)).json()
        assert [(each["number"], each["title"]) for each in moved["agenda"]] == [(1, "三"), (2, "二"), (3, "一")]
        assert codes(clerk.post(at, json={"topic_ids": order}, headers=match(made))) == (412, "conflict.stale")
        told = clerk.get(f"{MEETINGS}/{made['id']}/history").json()["items"][0]
        (change,) = told["changes"]
        assert (told["action"], change["after"]) == ("meeting.topics_ordered", ["三", "二", "一"])

    def test_who_has_read_an_older_revision_changes_nothing(self, world: World, clerk: TestClient, team: Team) -> None:
        made = recorded(clerk, meeting(world, team))
        at = f"{MEETINGS}/{made['id']}"
        assert clerk.patch(at, json={"place": "礼堂"}, headers=match(made)).json()["place"] == "礼堂"
        assert codes(clerk.patch(at, json={"place": "操场"}, headers=match(made))) == (412, "conflict.stale")

    def test_a_draft_goes_away_and_a_stranger_finds_none(self, world: World, clerk: TestClient, team: Team) -> None:
        made = recorded(clerk, meeting(world, team))
        at = f"{MEETINGS}/{made['id']}"
        assert world.sign_in("section_officer", "far_county").get(at).status_code == 404
        assert clerk.delete(at, headers=match(made)).status_code == 204
        assert clerk.get(at).status_code == 404


class TestFile:
    def test_a_clerk_submits_a_leader_returns_or_files(
        self, world: World, clerk: TestClient, leader: TestClient, team: Team
    ) -> None:
        made = recorded(clerk, meeting(world, team))
        sent = step(clerk, made, "submit").json()
        assert (sent["state"], sent["received_at"][:10], sent["verbs"]) == ("submitted", "2026-11-20", [])
        assert step(clerk, sent, "file").status_code == 403
        back = step(leader, sent, "return", {"reason": "缺列席人员"}).json()
        assert (back["state"], back["state_reason"]) == ("draft", "缺列席人员")
        done = filed(leader, back)
        assert (done["state"], done["edition"], done["verbs"]) == ("filed", 1, ["revise"])
        refused = clerk.patch(f"{MEETINGS}/{done['id']}", json={"place": "x"}, headers=match(done))
        assert codes(refused) == (409, "decision.wrong_state")

    def test_what_is_filed_is_kept_while_the_next_edition_is_written(
        self, world: World, leader: TestClient, team: Team
    ) -> None:
        done = filed(leader, recorded(leader, meeting(world, team)))
        at = f"{MEETINGS}/{done['id']}"
        first = leader.get(f"{at}/editions/1").json()
        again = step(leader, done, "revise", {"reason": "补录地点"}).json()
        changed = leader.patch(at, json={"place": "阶梯教室"}, headers=match(again)).json()
        second = filed(leader, changed)
        assert [(each["edition"], each["reason"]) for each in second["editions"]] == [(2, "补录地点"), (1, None)]
        assert leader.get(f"{at}/editions/1").json() == first
        assert leader.get(f"{at}/editions/2").json()["document"]["place"] == "阶梯教室"

    def test_what_a_record_refers_to_is_named_beside_it(self, world: World, leader: TestClient, team: Team) -> None:
        first = recorded(leader, meeting(world, team))
        decided = first["agenda"][0]["id"]
        related = [topic(team, title="变更采购方案", related_topic_ids=[decided])]
        second = recorded(leader, meeting(world, team, topics=related, emergency=True, ratified_by_id=first["id"]))
        shown = {
            "id": decided,
            "title": first["agenda"][0]["title"],
            "meeting_id": first["id"],
            "held_on": "2026-11-16",
        }
        assert second["agenda"][0]["related_topics"] == [shown]
        assert second["ratified_by"]["serial_no"] == first["serial_no"]
        done = filed(leader, second)
        again = step(leader, done, "revise", {"reason": "执行另一次会议的决定", "by_topic_id": decided}).json()
        assert (again["changed_by_topic"], again["editions"][0]["by_topic"]) == (shown, None)
        newest, oldest = filed(leader, again)["editions"]
        assert (newest["by_topic"], oldest["by_topic"]) == (shown, None)

    def test_an_unfinished_meeting_is_not_submitted(self, world: World, clerk: TestClient, team: Team) -> None:
        none = recorded(clerk, meeting(world, team, topics=[]))
        assert codes(step(clerk, none, "submit")) == (409, "decision.topics_empty")
        nobody = recorded(clerk, meeting(world, team, attendance=[]))
        assert codes(step(clerk, nobody, "submit")) == (409, "decision.attendance_empty")
        later = recorded(clerk, meeting(world, team, held_at="2026-11-23T09:00:00+08:00", ended_at=None))
        assert codes(step(clerk, later, "submit")) == (409, "decision.held_later")

    @pytest.mark.parametrize("column", ["meeting.place", "topic_voice.ballot", "decision.approved_amount"])
    def test_whoever_alters_a_filed_record_in_the_database_is_found_out(
        self, world: World, leader: TestClient, team: Team, column: str
    ) -> None:
        done = filed(leader, recorded(leader, meeting(world, team)))
        draft = recorded(leader, meeting(world, team))
        table, _, name = column.partition(".")
        assert _verified(world) == []
        with world.host() as ctx:
            value = {"ballot": "'against'", "approved_amount": "1"}.get(name, "'x'")
            ctx.session.execute(text(f"UPDATE {table} SET {name} = {value}"))  # noqa: S608
        assert [fault.where["id"] for fault in _verified(world)] == [done["id"]]
        assert draft["state"] == "draft"


def _verified(world: World) -> list[Any]:
    report = Report()
    with world.host() as ctx:
        verify_objects(ctx.session, KIND, report, lambda: None)
    return list(report.faults)
