"""Whole trees of meetings from other systems: taken with names, again without a change, refused one by one."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.decisions.steps import MEETINGS, Team, match
from tests.world import World

BATCH = f"{MEETINGS}:batch"


def tree(number: str = "2026-17", **changes: Any) -> dict[str, Any]:
    """A meeting as an office system holds it."""
    voices = [{"person": name, "stance": "agree", "ballot": "for"} for name in ("林副校长", "何校长", "白书记")]
    only = {
        "title": "聘任教务主任",
        "category": "personnel_appointment",
        "matter_codes": ["PA01"],
        "proposer": "白书记",
        "concerned_persons": ["吴主任"],
        "voices": voices,
        "vote": {"method": "signed_ballot", "in_favour": 3, "against": 0, "abstained": 0, "passed": True},
        "decision": {"result": "passed", "responsible_person": "何校长"},
    }
    return {
        "school": "锦岚县第一小学",
        "source": {"system": "oa", "id": number},
        "type": "party_organization_meeting",
        "held_at": "2026-11-16T14:30:00+08:00",
        "chair": "白书记",
        "attendance": [{"person": name} for name in ("白书记", "何校长", "林副校长")],
        "topics": [only],
    } | changes


def sent(client: TestClient, *trees: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """What became of a batch."""
    answer = client.post(BATCH, json={"items": list(trees)} | asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


class TestBatch:
    def test_trees_come_in_by_name_again_without_a_change_and_corrected(self, clerk: TestClient, team: Team) -> None:
        first = sent(clerk, tree(), tree("2026-18", school="2134000001"))
        assert (first["created"], first["refused"]) == (2, 0)
        made = clerk.get(f"{MEETINGS}/{first['items'][0]['meeting_id']}").json()
        assert made["chair"]["id"] == team["secretary"]
        assert made["agenda"][0]["concerned_persons"][0]["id"] == team["logistics"]
        again = sent(clerk, tree(), tree("2026-18", place="礼堂"))
        assert [each["operation"] for each in again["items"]] == ["unchanged", "updated"]
        assert clerk.get(MEETINGS).json()["total"] == 2
        assert clerk.get(f"{MEETINGS}/{made['id']}").json()["revision"] == made["revision"]

    def test_each_is_told_its_own_faults_and_keeps_none_out(self, clerk: TestClient, team: Team) -> None:
        bad = tree("b", type="tea_party", chair="无名氏")
        found = sent(
            clerk,
            bad,
            tree("c", school="云屏中学"),
            tree("d", topics=[{"title": "x", "matter_codes": ["ZZ"]}]),
            tree("e"),
        )
        told = [[(each["pointer"], each["code"]) for each in item["errors"]] for item in found["items"]]
        assert told == [
            [("/chair", "decision.person_not_found"), ("/type", "input.not_a_choice")],
            [("/school", "decision.unit_not_found")],
            [("/topics/0/matter_codes/0", "decision.matter_unknown")],
            [],
        ]
        assert (found["created"], found["refused"]) == (1, 3)

    def test_judging_alone_writes_nothing(self, clerk: TestClient, team: Team) -> None:
        assert sent(clerk, tree(), validate_only=True)["created"] == 1
        assert clerk.get(MEETINGS).json()["total"] == 0

    def test_what_is_finished_is_submitted_and_then_left_alone(
        self, world: World, clerk: TestClient, leader: TestClient, team: Team
    ) -> None:
        found = sent(clerk, tree(), tree("empty", topics=[]), submit=True)
        assert [each["submitted"] for each in found["items"]] == [True, False]
        assert found["items"][1]["errors"][0]["code"] == "decision.topics_empty"
        (refused,) = sent(clerk, tree(place="礼堂"))["items"]
        assert (refused["operation"], refused["errors"][0]["code"]) == ("refused", "decision.source_closed")
        one = leader.get(f"{MEETINGS}/{found['items'][0]['meeting_id']}").json()
        done = leader.post(f"{MEETINGS}/{one['id']}:file", headers=match(one)).json()
        assert done["state"] == "filed"
