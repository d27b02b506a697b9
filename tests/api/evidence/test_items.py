"""Items: filed, changed, revised, withdrawn, restored."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import samples
from tests.api.evidence.steps import act, facts, filed, match, step, submitted
from tests.api.files.steps import uploaded
from tests.world import V1, World


class TestCreate:
    def test_an_item_is_filed_with_its_first_revision(self, world: World, clerk: TestClient) -> None:
        body = facts(world, clerk, description="家长委员会代表列席。", note="首次提交")
        answer = clerk.post(f"{V1}/evidence", json=body)
        assert answer.status_code == 201, answer.text
        item = answer.json()
        assert answer.headers["location"] == f"{V1}/evidence/{item['id']}"
        assert (item["title"], item["category"], item["tags"]) == ("食堂食材采购会议记录", "minutes", ["食堂"])
        assert (item["period_from"], item["period_to"]) == ("2026-09-01", "2026-09-30")
        assert item["unit"]["name"] == "锦岚县第一小学"
        assert item["source"] == {"type": "manual", "id": None, "label": None}
        assert (item["state"], item["latest"], item["uses"]) == ("active", 1, [])
        (revision,) = item["revisions"]
        assert (revision["number"], revision["note"]) == (1, "首次提交")
        assert [file["id"] for file in revision["files"]] == body["file_ids"]
        assert item["verbs"] == ["change", "revise", "submit", "withdraw"]
        assert clerk.get(f"{V1}/evidence/{item['id']}").json() == item

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"category": "x"}, {("/category", "evidence.category_unknown")}),
            ({"period_to": "2026-08-01"}, {("/period_to", "evidence.period_reversed")}),
            ({"period_from": "2026-11-21", "period_to": None}, {("/period_from", "evidence.period_future")}),
            ({"title": "  "}, {("/title", "input.too_short")}),
            ({"tags": ["a,b"]}, {("/tags/0", "input.wrong_type")}),
            ({"file_ids": ["0198c0de-0000-7000-8000-000000000001"]}, {("/file_ids/0", "file.not_attachable")}),
        ],
        ids=["category", "reversed", "future", "title", "tag", "file"],
    )
    def test_faults_are_named_with_their_place(
        self, world: World, clerk: TestClient, changes: dict[str, Any], found: set[tuple[str, str]]
    ) -> None:
        answer = clerk.post(f"{V1}/evidence", json=facts(world, clerk, **changes))
        assert answer.status_code == 422
        assert {(entry["pointer"], entry["code"]) for entry in answer.json()["errors"]} == found

    def test_several_faults_come_at_once(self, world: World, clerk: TestClient) -> None:
        file_id = uploaded(clerk)["id"]
        body = facts(world, clerk, category="x", file_ids=[file_id, file_id]) | {"unit_id": world.unit("other_school")}
        codes = {entry["code"] for entry in clerk.post(f"{V1}/evidence", json=body).json()["errors"]}
        assert codes == {"evidence.unit_not_found", "evidence.category_unknown", "evidence.file_repeated"}

    def test_anothers_file_cannot_be_attached(self, world: World, clerk: TestClient, neighbour: TestClient) -> None:
        theirs = uploaded(neighbour)["id"]
        answer = clerk.post(f"{V1}/evidence", json=facts(world, clerk, file_ids=[theirs]))
        assert [entry["code"] for entry in answer.json()["errors"]] == ["file.not_attachable"]

    def test_a_file_serves_one_item(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        file_id = item["revisions"][0]["files"][0]["id"]
        answer = clerk.post(f"{V1}/evidence", json=facts(world, clerk, file_ids=[file_id]))
        assert [entry["code"] for entry in answer.json()["errors"]] == ["file.not_attachable"]

    def test_a_section_files_for_a_school_within_reach(self, world: World) -> None:
        assert filed(world, world.sign_in("section_officer"), "other_school")["unit"]["name"] == "马渡中学"


class TestChange:
    def test_what_an_item_says_can_be_put_right(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        patch = {"title": "食材采购会议", "tags": ["采购", "食堂"], "period_to": None}
        answer = clerk.patch(f"{V1}/evidence/{item['id']}", json=patch, headers=match(item))
        assert answer.status_code == 200, answer.text
        changed = answer.json()
        assert (changed["title"], changed["period_to"]) == ("食材采购会议", None)
        assert sorted(changed["tags"]) == sorted(["采购", "食堂"])
        assert changed["revision"] == item["revision"] + 1
        history = clerk.get(f"{V1}/evidence/{item['id']}/history").json()["items"]
        assert [event["action"] for event in history] == ["evidence.changed", "evidence.created"]

    def test_the_same_again_changes_nothing(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        answer = clerk.patch(f"{V1}/evidence/{item['id']}", json={"title": item["title"]}, headers=match(item))
        assert answer.json()["revision"] == item["revision"]

    def test_an_old_revision_is_refused(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        for status in (200, 412):
            answer = clerk.patch(f"{V1}/evidence/{item['id']}", json={"title": f"新{status}"}, headers=match(item))
            assert answer.status_code == status


class TestRevise:
    def test_a_new_revision_leaves_the_old_one_as_it_was(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        old = item["revisions"][0]["files"][0]["id"]
        new = uploaded(clerk, "签字页.jpg", samples.photograph())["id"]
        answer = act(clerk, item, "/revisions", {"file_ids": [old, new], "note": "补签字页"})
        assert answer.status_code == 201, answer.text
        newest, first = answer.json()["revisions"]
        assert ([file["id"] for file in newest["files"]], newest["note"]) == ([old, new], "补签字页")
        assert [file["id"] for file in first["files"]] == [old]
        assert answer.json()["latest"] == 2

    def test_it_is_found_by_the_names_of_its_newest_files(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        new = uploaded(clerk, "签字页.jpg", samples.photograph())["id"]
        act(clerk, item, "/revisions", {"file_ids": [new]})
        assert clerk.get(f"{V1}/evidence", params={"q": "签字"}).json()["total"] == 1
        assert clerk.get(f"{V1}/evidence", params={"q": "会议记录"}).json()["total"] == 1


class TestWithdraw:
    def test_a_withdrawn_item_stays_readable_with_its_reason(self, world: World, clerk: TestClient) -> None:
        item = submitted(clerk, filed(world, clerk))
        answer = act(clerk, item, ":withdraw", {"reason": "传错学期"})
        assert answer.status_code == 200, answer.text
        gone = answer.json()
        assert (gone["state"], gone["state_reason"], gone["verbs"]) == ("withdrawn", "传错学期", ["restore"])
        assert (gone["uses"][0]["state"], gone["uses"][0]["verbs"]) == ("taken_back", [])
        for path, body in (
            ("/revisions", {"file_ids": [item["revisions"][0]["files"][0]["id"]]}),
            (":withdraw", {"reason": "x"}),
        ):
            refused = act(clerk, gone, path, body)
            assert (refused.status_code, refused.json()["code"]) == (409, "evidence.wrong_state")
        back = act(clerk, gone, ":restore").json()
        assert (back["state"], back["state_reason"]) == ("active", None)

    def test_what_was_accepted_cannot_be_withdrawn(self, world: World, clerk: TestClient, reviewer: TestClient) -> None:
        item = submitted(clerk, filed(world, clerk))
        accepted = step(reviewer, item, "accept").json()
        assert act(clerk, accepted, ":withdraw", {"reason": "x"}).json()["code"] == "evidence.accepted_somewhere"

    def test_a_reason_is_needed(self, world: World, clerk: TestClient) -> None:
        assert act(clerk, filed(world, clerk), ":withdraw", {"reason": " "}).status_code == 422
