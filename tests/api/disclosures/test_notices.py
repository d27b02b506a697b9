"""Notices inside the house: drafted, checked, released by another, corrected, withdrawn."""

from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from tests import samples
from tests.api.disclosures.steps import NOTICES, PAGES, act, drafted, facts, good, match, published, seats
from tests.api.files.steps import uploaded, work_off
from tests.world import V1, World


class TestDraft:
    def test_a_draft_is_made(self, world: World, clerk: TestClient) -> None:
        answer = clerk.post(NOTICES, json=facts(world))
        notice = good(answer, 201)
        assert answer.headers["location"] == f"{NOTICES}/{notice['id']}"
        assert (notice["state"], notice["phase"], notice["number"], notice["edition"]) == ("draft", None, None, 0)
        assert (notice["form"], notice["days"], notice["findings"]) == ("publicity", 5, [])
        assert notice["verbs"] == ["change", "check", "discard"]
        assert good(clerk.get(f"{NOTICES}/{notice['id']}")) == notice

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"kind": "tea"}, {("/kind", "notice.kind_unknown")}),
            ({"days": 3}, {("/days", "notice.days_out_of_range")}),
            ({"kind": "fees", "days": 5}, {("/days", "notice.no_period")}),
            ({"formed_on": "2026-11-21"}, {("/formed_on", "notice.formed_in_future")}),
            ({"table": {"columns": ["甲"], "rows": [["1", "2"]]}}, {("/table/rows/0", "notice.row_width")}),
            ({"title": " "}, {("/title", "input.too_short")}),
        ],
        ids=["kind", "days", "no period", "future", "row", "title"],
    )
    def test_faults_are_named_with_their_place(
        self, world: World, clerk: TestClient, changes: dict[str, Any], found: set[tuple[str, str]]
    ) -> None:
        answer = clerk.post(NOTICES, json=facts(world, **changes))
        assert {(entry["pointer"], entry["code"]) for entry in good(answer, 422)["errors"]} == found

    def test_nobody_drafts_for_another_unit(self, world: World, clerk: TestClient) -> None:
        (fault,) = good(clerk.post(NOTICES, json=facts(world, "other_school")), 422)["errors"]
        assert fault["code"] == "notice.unit_not_found"

    def test_it_is_changed_by_a_merge_patch(self, world: World, clerk: TestClient) -> None:
        notice = drafted(world, clerk)
        address = f"{NOTICES}/{notice['id']}"
        changed = good(clerk.patch(address, json={"days": 7, "table": None}, headers=match(notice)))
        assert (changed["days"], changed["table"], changed["title"]) == (7, None, notice["title"])
        again = good(clerk.patch(address, json={"days": 7}, headers=match(changed)))
        assert again["revision"] == changed["revision"], "what it says already is no change"
        assert clerk.patch(address, json={"days": 8}, headers=match(notice)).status_code == 412

    def test_masks_are_put_in_place_of_findings(self, world: World, clerk: TestClient) -> None:
        notice = drafted(world, clerk, paragraphs=["联系人电话13812345678，信箱he@example.cn"])
        assert [(one["kind"], one["mask"]) for one in notice["findings"]] == [
            ("mobile", "138******78"),
            ("email", "h***@example.cn"),
        ]
        masked = good(act(clerk, notice, "mask", {"keys": [notice["findings"][0]["key"]]}))
        assert masked["paragraphs"] == ["联系人电话138******78，信箱he@example.cn"]
        assert [one["kind"] for one in masked["findings"]] == ["email"]
        (fault,) = good(act(clerk, masked, "mask", {"keys": ["/title:0-1:mobile"]}), 422)["errors"]
        assert (fault["pointer"], fault["code"]) == ("/keys/0", "notice.finding_unknown")

    def test_what_nobody_has_seen_can_be_given_up(self, world: World, clerk: TestClient) -> None:
        gone = good(act(clerk, drafted(world, clerk), "discard"))
        assert (gone["state"], gone["verbs"]) == ("discarded", [])
        assert good(clerk.get(NOTICES))["total"] == 0
        assert good(clerk.get(NOTICES, params={"state": "discarded"}))["total"] == 1


class TestCheck:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"table": None}, "notice.list_missing"),
            ({"kind": "aid_list", "table": None}, "notice.table_missing"),
            ({"kind": "project", "paragraphs": []}, "notice.text_missing"),
        ],
    )
    def test_what_its_kind_needs_must_be_there(
        self, world: World, clerk: TestClient, changes: dict[str, Any], code: str
    ) -> None:
        (fault,) = good(act(clerk, drafted(world, clerk, **changes), "check"), 422)["errors"]
        assert fault["code"] == code

    def test_an_attachment_must_be_cleaned_first(self, world: World, clerk: TestClient) -> None:
        file_id = uploaded(clerk, "名单.pdf", samples.pdf(), purpose="disclosure")["id"]
        notice = drafted(world, clerk, file_ids=[file_id])
        (fault,) = good(act(clerk, notice, "check"), 422)["errors"]
        assert (fault["pointer"], fault["code"]) == ("/file_ids/0", "notice.file_not_clean")
        work_off(world)
        checked = good(act(clerk, notice, "check"))
        assert [one["kind"] for one in checked["findings"]] == ["attachment"], "a person has to look into it"

    def test_its_words_are_closed_until_it_comes_back(
        self, world: World, clerk: TestClient, leader: TestClient
    ) -> None:
        checked = good(act(clerk, drafted(world, clerk), "check"))
        assert checked["verbs"] == ["recall"]
        refused = clerk.patch(f"{NOTICES}/{checked['id']}", json={"days": 7}, headers=match(checked))
        assert good(refused, 409)["code"] == "notice.wrong_state"
        returned = good(act(leader, checked, "return", {"reason": "缺推荐程序"}))
        assert (returned["state"], returned["returned_reason"]) == ("draft", "缺推荐程序")
        again = good(act(clerk, returned, "check"))
        assert good(act(clerk, again, "recall"))["state"] == "draft"


class TestRelease:
    def test_a_second_person_publishes(self, world: World, clerk: TestClient, leader: TestClient) -> None:
        notice = published(world, clerk, leader)
        assert (notice["state"], notice["phase"], notice["number"]) == ("released", "running", "2026-00001")
        assert (notice["starts_on"], notice["ends_on"], notice["days_left"]) == ("2026-11-20", "2026-11-27", 6)
        (edition,) = notice["editions"]
        assert edition["document"]["title"] == notice["title"]
        assert (edition["checked_by"]["name"], edition["released_by"]["name"]) == (
            "school_clerk school",
            "school_leader school",
        )
        second = published(world, clerk, leader, title="第二份")
        assert second["number"] == "2026-00002"

    def test_never_who_had_a_hand_in_it(self, world: World, clerk: TestClient, leader: TestClient) -> None:
        own = good(act(leader, drafted(world, leader), "check"))
        assert "release" not in own["verbs"]
        assert good(act(leader, own, "release", {}), 403)["code"] == "notice.own_notice"
        touched = drafted(world, clerk)
        address = f"{NOTICES}/{touched['id']}"
        touched = good(leader.patch(address, json={"days": 6}, headers=match(touched)))
        touched = good(act(clerk, touched, "check"))
        assert good(act(leader, touched, "release", {}), 403)["code"] == "notice.own_notice"

    def test_nor_who_only_drafts(self, world: World, clerk: TestClient) -> None:
        checked = good(act(clerk, drafted(world, clerk), "check"))
        assert act(clerk, checked, "release", {}).status_code == 403

    def test_each_finding_is_explained_or_taken_out(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        words = ["监督电话0559-2512345，联系人13812345678。"]
        checked = good(act(clerk, drafted(world, clerk, paragraphs=words), "check"))
        landline = {"key": checked["findings"][0]["key"], "reason": "学校监督电话"}
        refused = good(act(leader, checked, "release", {"explanations": [landline]}), 422)
        assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [("/paragraphs/0", "notice.unexplained")]
        unknown = {"key": "/title:0-1:mobile", "reason": "不知道"}
        codes = {
            one["code"] for one in good(act(leader, checked, "release", {"explanations": [unknown]}), 422)["errors"]
        }
        assert codes == {"notice.unexplained", "notice.finding_unknown"}
        assert good(visitor.get(PAGES))["total"] == 0, "nothing was published meanwhile"
        mobile = {"key": checked["findings"][1]["key"], "reason": "本人同意公开工作号码"}
        notice = good(act(leader, checked, "release", {"explanations": [landline, mobile]}))
        assert [one["reason"] for one in notice["editions"][0]["explanations"]] == [
            "学校监督电话",
            "本人同意公开工作号码",
        ]

    def test_the_ledger_tells_it(self, world: World, clerk: TestClient, leader: TestClient) -> None:
        notice = published(world, clerk, leader)
        events = good(leader.get(f"{NOTICES}/{notice['id']}/history"))["items"]
        assert [event["action"] for event in events] == ["notice.released", "notice.checked", "notice.created"]


class TestCorrect:
    def test_a_correction_is_the_next_edition_at_the_same_address(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, today: time_machine.Traveller
    ) -> None:
        notice = published(world, clerk, leader)
        draft = good(act(clerk, notice, "correct", {"reason": "漏列一人", "restarts": True}))
        assert (draft["state"], draft["phase"], draft["edition"]) == ("draft", "running", 1)
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert page["shown"], "what is in view stays in view"
        today.shift(3 * 24 * 3600)  # Monday
        clerk, leader = seats(world)
        table = {"columns": ["姓名", "任教学科"], "rows": [["何桂芳", "语文"], ["周建国", "数学"], ["吴敏", "英语"]]}
        draft = good(clerk.patch(f"{NOTICES}/{notice['id']}", json={"table": table}, headers=match(draft)))
        corrected = good(act(leader, good(act(clerk, draft, "check")), "release", {}))
        assert (corrected["number"], corrected["edition"]) == (notice["number"], 2)
        assert (corrected["starts_on"], corrected["ends_on"]) == ("2026-11-23", "2026-11-30")
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert (page["edition"], page["reason"], len(page["table"]["rows"])) == (2, "漏列一人", 3)
        assert [(one["edition"], one["shown"]) for one in page["editions"]] == [(2, True), (1, True)]
        old = good(visitor.get(f"{PAGES}/{notice['number']}/editions/1"))
        assert len(old["table"]["rows"]) == 2
        assert not old["takes_objections"]

    def test_without_a_new_period_the_days_stay(
        self, world: World, clerk: TestClient, leader: TestClient, today: time_machine.Traveller
    ) -> None:
        notice = published(world, clerk, leader)
        today.shift(3 * 24 * 3600)
        clerk, leader = seats(world)
        draft = good(act(clerk, notice, "correct", {"reason": "错字", "restarts": False}))
        corrected = good(act(leader, good(act(clerk, draft, "check")), "release", {}))
        assert (corrected["starts_on"], corrected["ends_on"]) == ("2026-11-20", "2026-11-27")

    def test_what_must_not_be_read_any_longer_leaves_at_once(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        draft = good(act(clerk, notice, "correct", {"reason": "含个人信息", "restarts": False, "conceals": True}))
        assert draft["restarts"], "nobody could read it meanwhile"
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert (page["shown"], page["table"], page["takes_objections"]) == (False, None, False)
        corrected = good(act(leader, good(act(clerk, draft, "check")), "release", {}))
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert [(one["edition"], one["shown"]) for one in page["editions"]] == [(2, True), (1, False)]
        assert not good(visitor.get(f"{PAGES}/{notice['number']}/editions/1"))["shown"]
        assert [one["edition"] for one in corrected["editions"]] == [2, 1], "inside the house both stay"

    def test_a_correction_given_up_leaves_everything_as_it_was(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient
    ) -> None:
        notice = published(world, clerk, leader)
        before = good(visitor.get(f"{PAGES}/{notice['number']}"))
        draft = good(act(clerk, notice, "correct", {"reason": "误会", "conceals": True}))
        draft = good(clerk.patch(f"{NOTICES}/{notice['id']}", json={"title": "别的"}, headers=match(draft)))
        dropped = good(act(clerk, draft, "drop"))
        assert (dropped["state"], dropped["title"]) == ("released", notice["title"])
        assert good(visitor.get(f"{PAGES}/{notice['number']}")) == before


class TestWithdraw:
    @pytest.mark.parametrize("conceals", [False, True])
    def test_the_page_stays_and_says_why(
        self, world: World, clerk: TestClient, leader: TestClient, visitor: TestClient, conceals: bool
    ) -> None:
        notice = published(world, clerk, leader)
        assert act(clerk, notice, "withdraw", {"reason": "推荐终止"}).status_code == 403
        gone = good(act(leader, notice, "withdraw", {"reason": "推荐终止", "conceals": conceals}))
        assert (gone["state"], gone["phase"], gone["verbs"]) == ("withdrawn", "withdrawn", [])
        page = good(visitor.get(f"{PAGES}/{notice['number']}"))
        assert (page["phase"], page["withdrawn_reason"], page["withdrawn_on"]) == (
            "withdrawn",
            "推荐终止",
            "2026-11-20",
        )
        assert (page["shown"], page["paragraphs"], page["takes_objections"]) == (False, [], False)
        assert page["title"] == ("评优评先公示" if conceals else notice["title"])
        (row,) = good(visitor.get(PAGES))["items"]
        assert row["phase"] == "withdrawn", "it does not vanish from the list"


class TestList:
    def test_filters_narrow_and_the_clock_decides(
        self, world: World, clerk: TestClient, leader: TestClient, today: time_machine.Traveller
    ) -> None:
        running = published(world, clerk, leader)
        standing = published(world, clerk, leader, kind="fees", formed_on="2026-11-02", title="秋季收费项目")
        late = drafted(world, clerk, kind="budget", formed_on="2026-09-01", title="部门预算")

        def ids(**params: str) -> set[str]:
            return {row["id"] for row in good(clerk.get(NOTICES, params=params))["items"]}

        assert ids() == {running["id"], standing["id"], late["id"]}
        assert ids(phase="running") == {running["id"]}
        assert ids(phase="running,standing") == {running["id"], standing["id"]}
        assert ids(form="standing") == {standing["id"], late["id"]}
        assert ids(overdue="true") == {late["id"]}
        assert ids(overdue="false") == {running["id"], standing["id"]}
        assert ids(q="收费") == {standing["id"]}
        assert ids(state="draft") == {late["id"]}
        assert ids(kind="award", unit=world.unit("school")) == {running["id"]}
        today.shift(8 * 24 * 3600)
        clerk, _ = seats(world)
        assert ids(phase="ended") == {running["id"]}

    def test_reach(self, world: World, clerk: TestClient) -> None:
        notice = drafted(world, clerk)
        for role, unit in (("school_clerk", "other_school"), ("section_officer", "far_county")):
            stranger = world.sign_in(role, unit)
            assert good(stranger.get(NOTICES))["total"] == 0
            assert stranger.get(f"{NOTICES}/{notice['id']}").status_code == 404
        assert good(world.sign_in("section_officer").get(f"{NOTICES}/{notice['id']}"))["verbs"] == [
            "change",
            "check",
            "discard",
        ]

    def test_the_number_of_statements_does_not_grow(self, world: World, clerk: TestClient) -> None:
        counted = []
        for _ in range(2):
            for _ in range(3):
                drafted(world, clerk)
            with world.statements() as seen:
                good(clerk.get(NOTICES))
            counted.append(len(seen))
        assert counted[0] == counted[1] <= 4

    def test_kinds_say_on_which_ground_they_stand(self, clerk: TestClient) -> None:
        kinds = good(clerk.get(f"{V1}/disclosures/kinds"))["items"]
        assert {"award", "fees", "aid_list"} <= {kind["code"] for kind in kinds}
        assert all(kind["basis"]["zh"] for kind in kinds)
