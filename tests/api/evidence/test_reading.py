"""Lists, search, filters, tags, exports, and who reads which file."""

from fastapi.testclient import TestClient

from api.accounts.rules import ROLE_PERMISSIONS, Role
from tests.api.evidence.steps import filed, step, submitted
from tests.api.files.steps import work_off
from tests.world import V1, World


def titles(client: TestClient, **query: object) -> list[str]:
    """The titles of a list."""
    answer = client.get(f"{V1}/evidence", params=query)
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["items"]]


class TestLists:
    def test_search_and_filters_narrow_the_list(self, world: World, clerk: TestClient, reviewer: TestClient) -> None:
        first = filed(world, clerk, title="食堂食材采购会议记录", tags=["食堂", "采购"])
        filed(
            world,
            clerk,
            title="师德承诺书",
            category="letter",
            tags=[],
            period_from="2026-03-01",
            period_to="2026-03-31",
        )
        filed(world, clerk, title="校务公开栏照片", category="photo", period_from=None, period_to=None)
        item = submitted(clerk, first)
        assert titles(reviewer, q="采购") == ["食堂食材采购会议记录"]
        assert titles(reviewer, q="sdcn") == ["师德承诺书"]
        assert titles(reviewer, category="letter") == ["师德承诺书"]
        assert titles(reviewer, tag="采购") == ["食堂食材采购会议记录"]
        assert titles(reviewer, use_state="submitted") == ["食堂食材采购会议记录"]
        assert titles(reviewer, use_state="accepted,returned") == []
        assert titles(reviewer, sort="title") == sorted(titles(reviewer, sort="title"), key=_pinyin)
        assert titles(reviewer, period_from="2026-04-01", sort="-updated_at") == [
            "校务公开栏照片",
            "食堂食材采购会议记录",
        ]
        assert titles(reviewer, period_to="2026-05-01", sort="created_at") == ["师德承诺书", "校务公开栏照片"]
        assert titles(reviewer, unit=world.unit("other_school")) == []
        assert titles(reviewer, unit=world.unit("district"), category="photo") == ["校务公开栏照片"]
        step(reviewer, item, "accept")
        (row,) = clerk.get(f"{V1}/evidence", params={"use_state": "accepted"}).json()["items"]
        assert (row["uses"], row["files"], row["tags"]) == ({"accepted": 1}, 1, sorted(["食堂", "采购"]))

    def test_tags_and_categories_are_offered(self, world: World, clerk: TestClient) -> None:
        filed(world, clerk, tags=["食堂", "采购"])
        filed(world, clerk, tags=["食堂"])
        offered = clerk.get(f"{V1}/evidence/tags").json()["items"]
        assert offered == [{"tag": "食堂", "count": 2}, {"tag": "采购", "count": 1}]
        assert clerk.get(f"{V1}/evidence/categories").json()["items"][0]["code"] == "policy"

    def test_an_export_holds_what_the_list_holds(self, world: World, clerk: TestClient) -> None:
        submitted(clerk, filed(world, clerk))
        filed(world, world.sign_in("school_clerk", "other_school"), "other_school", title="别校材料")
        answer = clerk.post(f"{V1}/exports", json={"kind": "evidence", "format": "csv"})
        assert answer.status_code == 202, answer.text
        work_off(world)
        table = clerk.get(f"{V1}/jobs/{answer.json()['id']}/output").content.decode("utf-8-sig")
        assert "食堂食材采购会议记录,锦岚县第一小学,会议记录,食堂,2026-09-01,2026-09-30,在用,1,1,1,0,0" in table
        assert "别校材料" not in table


def _pinyin(title: str) -> str:
    from api.core.pinyin import sort_key  # noqa: PLC0415

    return sort_key(title)


class TestReach:
    def test_each_role_sees_what_lies_within_its_reach_and_nothing_else(self, world: World, clerk: TestClient) -> None:
        item = filed(world, clerk)
        theirs = filed(world, world.sign_in("section_officer", "far_county"), "far_school", title="云屏材料")
        for role in Role:
            place = "school" if role.startswith("school_") else "district" if role == "district_reviewer" else "county"
            client = world.sign_in(role, place)
            reads = "evidence.read" in ROLE_PERMISSIONS[role]
            answer = client.get(f"{V1}/evidence")
            assert answer.status_code == (200 if reads else 403), role
            assert client.get(f"{V1}/evidence/{item['id']}").status_code == (200 if reads else 403), role
            assert client.get(f"{V1}/evidence/{theirs['id']}").status_code == (404 if reads else 403), role
            assert client.get(f"{V1}/evidence/{theirs['id']}/history").status_code == (404 if reads else 403), role
            if reads:
                assert [row["id"] for row in answer.json()["items"]] == [item["id"]], role

    def test_files_are_read_by_who_reads_the_item_originals_by_who_files_or_reviews(
        self, world: World, clerk: TestClient
    ) -> None:
        file = filed(world, clerk)["revisions"][0]["files"][0]
        work_off(world)
        address = f"{V1}/files/{file['id']}"
        for role in Role:
            place = "school" if role.startswith("school_") else "district" if role == "district_reviewer" else "county"
            client, held = world.sign_in(role, place), ROLE_PERMISSIONS[role]
            reads = "evidence.read" in held
            keeps = bool({"evidence.manage", "evidence.review"} & held)
            assert client.get(address).status_code == (200 if reads else 404), role
            clean = client.get(f"{address}/content", params={"copy": "clean"})
            assert clean.status_code == (200 if reads else 404), role
            original = client.get(f"{address}/content")
            assert original.status_code == (200 if keeps else 403 if reads else 404), role
        for stranger in (world.sign_in("school_clerk", "other_school"), world.sign_in("section_officer", "far_county")):
            assert stranger.get(address).status_code == 404
            assert stranger.get(f"{address}/content", params={"copy": "clean"}).status_code == 404

    def test_a_used_file_cannot_be_discarded(self, world: World, clerk: TestClient) -> None:
        file = filed(world, clerk)["revisions"][0]["files"][0]
        answer = clerk.delete(f"{V1}/files/{file['id']}")
        assert (answer.status_code, answer.json()["code"]) == (409, "file.in_use")
        assert clerk.get(f"{V1}/files").json()["total"] == 0
