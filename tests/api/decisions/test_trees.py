"""Whole meetings through imports: as JSON, line by line, and as a workbook of sheets; out again and in without a change."""

import io
from typing import Any

import orjson
import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from tests.api.decisions.steps import MEETINGS, Team, filed, meeting, recorded
from tests.api.decisions.test_batches import tree
from tests.api.exchange.steps import ended, run
from tests.background import work_off
from tests.world import V1, World

NDJSON, JSON = "application/x-ndjson", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = dict[str, list[list[Any]]]


def brought(world: World, client: TestClient, content: bytes, media: str, **asked: Any) -> dict[str, Any]:
    """What became of a file of meetings."""
    answer = run(client, content, {"Content-Type": media}, type="meeting", **asked)
    assert answer.status_code == 202, answer.text
    return ended(world, client, answer.json())


def lines(*trees: dict[str, Any]) -> bytes:
    """Documents line by line."""
    return b"\n".join(map(orjson.dumps, trees))


def faults(client: TestClient, one: dict[str, Any]) -> list[tuple[str | None, int, str | None, str]]:
    """Sheet, row, column and code of what is wrong."""
    items = client.get(f"{V1}/imports/{one['id']}/errors").json()["items"]
    return [(each["sheet"], each["row"], each["column"] or each["field"], each["code"]) for each in items]


def book(**sheets: list[list[Any]]) -> bytes:
    """A workbook of these sheets, the heads first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
    return file.getvalue()


def sheets(**changes: list[list[Any]]) -> Rows:
    """Two meetings, the first with a topic that is decided; as a school's clerk fills them in."""
    good: Rows = {
        "会议": [
            ["学校", "会议编号", "会议类型", "开会时间", "主持人", "列席人员", "追认会议"],
            ["锦岚县第一小学", "2026-17", "党组织会议", "2026-11-16 14:30", "白书记", "吴主任（法律顾问）", None],
            ["锦岚县第一小学", "2026-18", "校长办公会议", "2026年11月17日 9时30分", "何校长", None, None],
        ],
        "出席": [["会议编号", "姓名", "到会"], *(["2026-17", name, "到会"] for name in ("白书记", "何校长"))],
        "议题": [
            ["会议编号", "议题序号", "议题", "类别", "事项编号", "金额", "相关议题"],
            ["2026-17", 1, "采购多媒体教学设备", "大额度资金使用", "LF01", "128,000.00", None],
            ["2026-18", 1, "设备验收", None, None, None, "2026-17#1"],
        ],
        "发言表态": [
            ["会议编号", "议题序号", "姓名", "发言顺序", "态度", "表决"],
            ["2026-17", 1, "何校长", 1, "同意", "同意"],
            ["2026-17", 1, "白书记", 2, "同意", "同意"],
        ],
        "表决": [["会议编号", "议题序号", "表决方式", "同意", "不同意", "通过"], ["2026-17", 1, "举手", 2, 0, "是"]],
        "决议": [["会议编号", "议题序号", "结果", "责任人", "批准金额"], ["2026-17", 1, "通过", "何校长", 128000]],
    }
    return good | changes


class TestDocuments:
    @pytest.mark.parametrize(
        ("content", "media"),
        [
            (lines(tree(), tree("2026-18", school="2134000001")), NDJSON),
            (orjson.dumps({"meetings": [tree(), tree("2026-18")]}), JSON),
        ],
        ids=["ndjson", "json"],
    )
    def test_meetings_come_in_whole_once(
        self, world: World, clerk: TestClient, team: Team, content: bytes, media: str
    ) -> None:
        assert brought(world, clerk, content, media)["counts"]["created"] == 2
        again = brought(world, clerk, content, media)
        assert (again["state"], again["counts"]["unchanged"]) == ("completed", 2)
        one = clerk.get(MEETINGS, params={"sort": "held_at"}).json()["items"][0]
        agenda = clerk.get(f"{MEETINGS}/{one['id']}").json()["agenda"]
        assert agenda[0]["concerned_persons"][0]["id"] == team["logistics"]

    def test_one_document_is_one_meeting_which_may_be_handed_on_at_once(
        self, world: World, clerk: TestClient, leader: TestClient, team: Team
    ) -> None:
        found = brought(world, clerk, orjson.dumps(tree(submit=True), option=orjson.OPT_INDENT_2), JSON)
        assert found["counts"]["created"] == 1
        (one,) = leader.get(MEETINGS).json()["items"]
        assert one["state"] == "submitted"
        changed = brought(world, clerk, lines(tree(place="礼堂")), NDJSON)
        assert faults(clerk, changed) == [(None, 1, "/source", "decision.source_closed")]

    def test_each_is_told_its_faults_and_keeps_no_other_out(self, world: World, clerk: TestClient, team: Team) -> None:
        bad = tree("b", chair="无名氏", topics=[{"title": "x", "related_topics": ["2026-17#9"]}])
        content = lines(tree(), bad, tree("c", school="云屏中学"), tree("d", type="tea_party"), {"school": "x"})
        found = brought(world, clerk, content, NDJSON)
        assert (found["counts"]["created"], found["counts"]["rejected"]) == (1, 4)
        assert faults(clerk, found) == [
            (None, 2, "/topics/0/related_topics/0", "decision.topic_not_found"),
            (None, 2, "/chair", "decision.person_not_found"),
            (None, 3, "/school", "decision.unit_not_found"),
            (None, 4, "/type", "input.not_a_choice"),
            (None, 5, "/meeting_no", "import.row.key_missing"),
            (None, 5, "/school", "decision.unit_not_found"),
        ]

    @pytest.mark.parametrize(
        ("mode", "code"), [("create", "import.row.exists"), ("update", "import.row.not_found")], ids=str
    )
    def test_the_file_says_whether_a_meeting_may_be_new(
        self, world: World, clerk: TestClient, team: Team, mode: str, code: str
    ) -> None:
        brought(world, clerk, lines(tree()), NDJSON)
        found = brought(world, clerk, lines(tree(place="礼堂"), tree("new")), NDJSON, mode=mode)
        assert [fault[3] for fault in faults(clerk, found)] == [code]
        assert found["counts"]["rejected"] == 1

    def test_checking_writes_nothing_applying_does_and_rolling_back_takes_it_away(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        brought(world, clerk, lines(tree()), NDJSON)
        content = lines(tree(place="礼堂"), tree("2026-18"))
        one = brought(world, clerk, content, NDJSON, validate_only=True)
        assert (one["state"], one["counts"]["updated"], one["counts"]["created"]) == ("validated", 1, 1)
        assert clerk.get(MEETINGS).json()["total"] == 1
        assert clerk.post(f"{V1}/imports/{one['id']}:apply").status_code == 202
        assert ended(world, clerk, one)["state"] == "completed"
        assert {each["place"] for each in clerk.get(MEETINGS).json()["items"]} == {"礼堂", None}
        assert clerk.post(f"{V1}/imports/{one['id']}:rollback").status_code == 202
        assert ended(world, clerk, one)["state"] == "rolled_back"
        (left,) = clerk.get(MEETINGS).json()["items"]
        assert left["place"] is None
        assert brought(world, clerk, lines(tree()), NDJSON)["counts"]["unchanged"] == 1


class TestBooks:
    def test_sheets_are_joined_by_the_number_of_the_meeting(self, world: World, clerk: TestClient, team: Team) -> None:
        found = brought(world, clerk, book(**sheets()), XLSX)
        assert (faults(clerk, found), found["counts"]["created"]) == ([], 2)
        office, party = clerk.get(MEETINGS, params={"sort": "-held_at"}).json()["items"]
        assert (party["type"], office["held_at"][:16]) == ("party_organization_meeting", "2026-11-17T01:30")
        read = clerk.get(f"{MEETINGS}/{party['id']}").json()
        (only,) = read["agenda"]
        assert (only["amount"], only["decision"]["approved_amount"]) == ("128000.00", "128000.00")
        assert [voice["person"]["id"] for voice in only["voices"]] == [team["principal"], team["secretary"]]
        assert only["vote"]["in_favour"] == 2
        assert (read["attendance"][2]["role"], read["attendance"][2]["adviser"]) == ("sit_in", "legal")
        related = clerk.get(f"{MEETINGS}/{office['id']}").json()["agenda"][0]["related_topic_ids"]
        assert related == [only["id"]]

    def test_faults_are_told_by_sheet_row_and_column_and_no_meeting_comes_in_half(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        """As the staging of SASAC's system does, and more: words of no list, what belongs to nothing, names of nobody."""
        changed = sheets()
        changed["会议"][2][2:6] = ["茶话会", "2026-11-17", "何校长", None]
        changed["会议"].append(
            ["锦岚县第一小学", "2026-19", "党组织会议", "2026-11-19 9:00", "白书记", "李（厨师）", "nowhere"]
        )
        changed["会议"].append(["锦岚县第一小学", "2026-20", "党组织会议", "2026-11-19 9:00", "白书记", None, None])
        changed["出席"].append(["2026-99", "白书记", "到会"])
        changed["议题"].append(["2026-20", 1, "x", "重大决策", "ZZ9", None, None])
        changed["发言表态"].append(["2026-17", 7, "白书记", 1, "同意", "同意"])
        changed["表决"].append(["2026-17", 1, "抽签", 1, 0, "大概"])
        found = brought(world, clerk, book(**changed), XLSX)
        assert (found["counts"]["created"], found["counts"]["rejected"]) == (0, 5)
        assert sorted(faults(clerk, found), key=str) == sorted(
            [
                ("会议", 3, "会议类型", "import.cell.choice"),
                ("会议", 3, "开会时间", "import.cell.moment"),
                ("会议", 4, "列席人员", "decision.attendee_unreadable"),
                ("出席", 4, "会议编号", "import.row.parent_missing"),
                ("议题", 4, "事项编号", "decision.matter_unknown"),
                ("发言表态", 4, "议题序号", "import.row.parent_missing"),
                ("表决", 3, "表决方式", "import.cell.choice"),
                ("表决", 3, "通过", "import.cell.boolean"),
            ],
            key=str,
        )
        assert clerk.get(MEETINGS).json()["total"] == 0

    def test_two_of_one_number_are_both_left_out(self, world: World, clerk: TestClient, team: Team) -> None:
        twice = sheets()
        twice["会议"].append([*twice["会议"][2]])
        found = brought(world, clerk, book(**twice), XLSX)
        assert faults(clerk, found) == [("会议", 4, "会议编号", "import.row.duplicate")]
        assert (found["counts"]["created"], found["counts"]["rejected"]) == (1, 2)

    def test_the_template_has_every_sheet_and_comes_in_as_it_is(
        self, world: World, clerk: TestClient, team: Team
    ) -> None:
        answer = clerk.get(f"{V1}/imports/types/meeting/template")
        assert answer.status_code == 200
        assert clerk.get(f"{V1}/imports/types/meeting/template", params={"format": "csv"}).status_code == 404
        found = brought(world, clerk, answer.content, XLSX)
        assert (found["counts"]["total"], found["counts"]["rejected"]) == (0, 0)
        told = {one["name"]: one for one in clerk.get(f"{V1}/imports/types").json()["items"]}["meeting"]
        assert [sheet["title"] for sheet in told["sheets"]][:3] == ["会议", "出席", "议题"]


class TestOutAgain:
    @pytest.mark.parametrize(("kind", "media"), [("ndjson", NDJSON), ("xlsx", XLSX)], ids=["ndjson", "xlsx"])
    def test_what_leaves_comes_in_without_a_change(  # noqa: PLR0917 (who acts, and how)
        self, world: World, clerk: TestClient, leader: TestClient, team: Team, kind: str, media: str
    ) -> None:
        """Drafts, what was filed, what was recorded here and what another system sent."""
        brought(world, clerk, lines(tree(), tree("2026-18", source={"system": "import", "id": "2026-18"})), NDJSON)
        filed(leader, recorded(clerk, meeting(world, team)))
        asked = clerk.post(f"{V1}/exports", json={"kind": "meeting_trees", "format": kind})
        assert asked.status_code == 202, asked.text
        work_off(world)
        content = clerk.get(f"{V1}/jobs/{asked.json()['id']}/output").content
        found = brought(world, clerk, content, media)
        assert (faults(clerk, found), found["counts"]["unchanged"]) == ([], 3)

    def test_no_table_holds_a_tree(self, clerk: TestClient) -> None:
        answer = clerk.post(f"{V1}/exports", json={"kind": "meeting_trees", "format": "csv"})
        assert answer.json()["errors"][0]["code"] == "export.wrong_format"

    def test_schools_export_their_own(self, world: World, clerk: TestClient, team: Team) -> None:
        brought(world, clerk, lines(tree()), NDJSON)
        stranger = world.sign_in("school_leader", "other_school")
        asked = stranger.post(f"{V1}/exports", json={"kind": "meeting_trees", "format": "ndjson"}).json()
        work_off(world)
        assert b'"rows":0' in stranger.get(f"{V1}/jobs/{asked['id']}/output").content
