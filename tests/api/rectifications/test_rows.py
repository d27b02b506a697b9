"""Problems come in as rows: judged, written once, put right until they are sent, taken back; on both databases."""

from collections.abc import Iterable
from typing import Any

from fastapi.testclient import TestClient

from tests.api.exchange.steps import ended, run
from tests.api.exchange.test_exports import exported
from tests.api.rectifications.steps import PROBLEMS, found, walked
from tests.world import V1, World

HEAD = "单位,问题,发现日期,来源,来源说明,类别,严重程度,对应指标,问题描述\n"
SCHOOL, OTHER = "锦岚县第一小学", "马渡中学"
CANTEEN = "食堂采购没有三家比价"
GOOD = (
    f"{SCHOOL},{CANTEEN},2026-11-18,监督检查,秋季专项检查,食堂,严重,3.2 食堂采购公开,两批蔬菜只有一家报价\n"
    f"{OTHER},收费公示过期,2026/11/17,自查,,收费,,,\n"
)


def brought_in(world: World, rows: str | Iterable[str], **asked: Any) -> dict[str, Any]:
    """What became of these rows, sent by an officer of the county."""
    client = world.sign_in("section_officer")
    answer = run(client, (HEAD + "".join(rows)).encode(), type="problem", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


def listed(client: TestClient, **wanted: Any) -> list[dict[str, Any]]:
    answer = client.get(PROBLEMS, params=wanted)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


class TestTake:
    def test_problems_come_in_found_and_not_yet_sent_and_again_without_a_change(self, world: World) -> None:
        assert brought_in(world, GOOD)["counts"]["created"] == 2
        again = brought_in(world, GOOD)["counts"]
        assert (again["unchanged"], again["created"]) == (2, 0)
        officer = world.sign_in("section_officer")
        shown = {row["unit"]["name"]: row for row in listed(officer)}
        mine = officer.get(f"{PROBLEMS}/{shown[SCHOOL]['id']}").json()
        assert (mine["state"], mine["severity"], mine["kind"]) == ("identified", "serious", "canteen")
        assert mine["source"] == {"type": "supervision", "id": None, "label": "秋季专项检查"}
        assert [act["verb"] for act in mine["acts"]] == ["find"]
        other = officer.get(f"{PROBLEMS}/{shown[OTHER]['id']}").json()
        assert (other["source"]["type"], other["cause"], other["severity"]) == ("self_check", "unknown", "general")
        # Found by its words, and no school knows of it before it is sent.
        assert [row["title"] for row in listed(officer, q="比价")] == [CANTEEN]
        assert listed(world.sign_in("school_leader", "school")) == []

    def test_every_fault_is_named_with_what_may_be_meant(self, world: World) -> None:
        rows = (
            f"锦岚县第一小,{CANTEEN},2026-11-18,,,食堂,,,\n",
            f"云屏中学,{CANTEEN},2026-11-18,,,食堂,,,\n",  # of another county
            f"{SCHOOL},甲,2026-11-21,,,食堂,,,\n",  # tomorrow
            f"{SCHOOL},乙,2026-11-18,,,,,,\n",
            f"{SCHOOL},丙,2026-11-18,信访举报,,食堂,,,\n",
            f"{SCHOOL},丁,,,,食堂,,,\n",
        )
        found_faults = brought_in(world, rows)
        assert [(fault["row"], fault["field"], fault["code"]) for fault in found_faults["first_errors"]] == [
            (2, "school", "import.row.reference_unknown"),
            (3, "school", "import.row.reference_unknown"),
            (4, "found_on", "rectification.found_future"),
            (5, "kind", "import.row.field_missing"),
            (6, "source", "import.cell.choice"),
            (7, "found_on", "import.row.field_missing"),
        ]
        assert listed(world.sign_in("section_officer")) == []

    def test_what_was_sent_is_no_longer_changed_by_a_row(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        problem = found(world, officer, title=CANTEEN)
        row = f"{SCHOOL},{CANTEEN},2026-11-18,,,食堂,严重,,\n"
        assert brought_in(world, row)["counts"]["updated"] == 1
        changed = officer.get(f"{PROBLEMS}/{problem['id']}").json()
        assert (changed["kind"], changed["severity"], changed["lineage"]) == ("canteen", "serious", problem["lineage"])
        walked(changed, ["confirm"], (officer, officer))
        refused = brought_in(world, row.replace("食堂,严重", "食堂,重大"))
        assert refused["first_errors"][0]["code"] == "rectification.sent_already"

    def test_inspectors_and_those_above_a_school_bring_problems_in_and_nobody_else(self, world: World) -> None:
        finds = {"discipline_inspector", "inspection_head", "section_officer"}
        for role in sorted({*finds, "bureau_leader", "platform_admin", "school_clerk", "school_leader"}):
            client = world.sign_in(role, "school" if role.startswith("school") else "bureau")
            rows = f"{SCHOOL},{role},2026-11-18,监督检查,,食堂,,,\n"
            answer = run(client, (HEAD + rows).encode(), type="problem")
            assert answer.status_code == (202 if role in finds else 403), role
            if role in finds:
                assert ended(world, client, answer.json())["counts"]["created"] == 1
        assert {row["title"] for row in listed(world.sign_in("discipline_inspector"))} == finds

    def test_a_reviewer_brings_in_problems_of_the_own_district(self, world: World) -> None:
        reviewer = world.sign_in("district_reviewer", "district")
        answer = run(reviewer, (HEAD + GOOD).encode(), type="problem")
        found_faults = ended(world, reviewer, answer.json())
        assert found_faults["counts"]["created"] == 1
        assert [(fault["row"], fault["field"]) for fault in found_faults["first_errors"]] == [(3, "school")]


class TestUndo:
    def test_a_new_one_is_withdrawn_and_a_changed_one_is_what_it_was(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        problem = found(world, officer, title=CANTEEN)
        made = brought_in(world, f"{SCHOOL},{CANTEEN},2026-11-18,,,食堂,严重,,\n{OTHER},乙,2026-11-18,,,收费,,,\n")
        answer = officer.post(f"{V1}/imports/{made['id']}:rollback")
        assert answer.status_code == 202, answer.text
        assert ended(world, officer, made)["state"] == "rolled_back"
        after = {row["title"]: (row["state"], row["severity"]) for row in listed(officer)}
        assert after == {CANTEEN: ("identified", "general"), "乙": ("withdrawn", "general")}
        assert officer.get(f"{PROBLEMS}/{problem['id']}").json()["kind"] == "procurement"
        assert brought_in(world, f"{OTHER},乙,2026-11-18,,,收费,,,\n")["counts"]["created"] == 1


class TestForm:
    def test_what_is_exported_comes_in_again_without_a_change(self, world: World) -> None:
        brought_in(world, GOOD)
        officer = world.sign_in("section_officer")
        answer = run(officer, exported(world, officer, kind="problems", format="csv"), type="problem")
        counts = ended(world, officer, answer.json())["counts"]
        assert (counts["unchanged"], counts["updated"], counts["created"]) == (2, 0, 0), counts

    def test_the_template_names_every_word_that_may_stand_in_it(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        answer = officer.get(f"{V1}/imports/types/problem/template", params={"format": "csv"})
        text = answer.content.decode("utf-8-sig")
        assert answer.status_code == 200
        assert "单位*,问题*,发现日期*,问题描述,来源,来源说明,类别*" in text
        assert "信访举报" not in text
