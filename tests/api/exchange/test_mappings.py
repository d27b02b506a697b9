"""Saved mappings and templates over HTTP: whose they are, who can use them, what they refuse."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from httpx import Client, Response

from api.exchange.specs import ports
from tests.tables import SPEC, read_all, written
from tests.world import V1, World

URL = f"{V1}/imports/mappings"
DOCUMENT = {
    "type": "canteen",
    "columns": [{"from": "食堂", "to": "name"}, {"from": "编号", "to": "code", "values": {"一": "2134000001"}}],
    "skip": [{"equals": "合计"}],
}


@pytest.fixture(autouse=True)
def _one_type(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "row_specs", {SPEC.name: SPEC})


def save(client: Client, **more: Any) -> Response:
    return client.post(URL, json={"name": "食堂台账", "document": DOCUMENT} | more)


def saved(client: Client, **more: Any) -> dict[str, Any]:
    answer = save(client, **more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(client: Client, **query: str) -> list[str]:
    return [item["name"] for item in client.get(URL, params=query).json()["items"]]


class TestSaving:
    def test_keeps_the_document_as_it_was_sent(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        one = saved(officer)
        assert (one["document"], one["type"], one["mine"], one["may_change"]) == (DOCUMENT, "canteen", True, True)
        assert (one["unit"]["id"], one["shared"]) == (world.unit("county"), False)
        answer = officer.get(f"{URL}/{one['id']}")
        assert (answer.json(), answer.headers["etag"]) == (one, '"1"')
        assert [event["action"] for event in officer.get(f"{URL}/{one['id']}/history").json()["items"]] == [
            "import_mapping.created"
        ]

    def test_refuses_every_fault_at_once_by_its_place(self, world: World) -> None:
        columns = [{"from": "甲", "to": "name"}, {"from": "乙", "to": "name"}, {"from": "丙", "to": "colour"}]
        answer = save(world.sign_in("section_officer"), document={"type": "canteen", "columns": columns})
        assert (answer.status_code, [(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]]) == (
            422,
            [
                ("import.file.field_twice", "/document/columns/0/to"),
                ("import.file.field_twice", "/document/columns/1/to"),
                ("import.file.field_unknown", "/document/columns/2/to"),
            ],
        )

    @pytest.mark.parametrize(
        "broken",
        [
            {"columns": [{"from": "甲", "split": {"pattern": "("}}]},
            {"columns": [{"from": "甲", "split": {"pattern": "(x)"}}]},
            {"columns": [{"from": 1000, "to": "name"}]},
            {"columns": [], "skip": [{"column": "甲"}]},
            {"columns": [], "colour": "red"},
        ],
    )
    def test_refuses_what_is_no_mapping(self, world: World, broken: dict[str, Any]) -> None:
        answer = save(world.sign_in("section_officer"), document={"type": "canteen"} | broken)
        assert answer.status_code == 422, answer.text

    def test_refuses_a_second_one_of_the_same_name(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        saved(officer)
        assert (save(officer).status_code, save(officer).json()["code"]) == (409, "import_mapping.name_taken")
        saved(world.sign_in("school_clerk", "school"))

    def test_refuses_types_and_units_that_are_not_the_callers(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        strange = save(officer, document=DOCUMENT | {"type": "dragon"})
        assert [fault["code"] for fault in strange.json()["errors"]] == ["import.type_unknown"]
        beyond = save(officer, unit_id=world.unit("far_county"))
        assert [fault["code"] for fault in beyond.json()["errors"]] == ["import.unit_unknown"]
        # The administrator may import, but not this type.
        assert save(world.sign_in("platform_admin")).status_code == 403
        assert save(world.sign_in("read_only")).status_code == 403


class TestSharing:
    def test_reaches_everyone_below_the_unit_and_nobody_beside(self, world: World) -> None:
        saved(world.sign_in("section_officer"), shared=True, unit_id=world.unit("district"))
        assert names(world.sign_in("school_clerk", "school")) == ["食堂台账"]
        assert names(world.sign_in("school_clerk", "other_school")) == []
        assert names(world.sign_in("section_officer", "far_county")) == []
        # Who may not import the type does not see what was shared for it.
        assert names(world.sign_in("platform_admin")) == []

    def test_is_listed_by_the_page_newest_first(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        for name in ("甲", "乙", "丙"):
            saved(officer, name=name)
        assert names(officer, page="1", size="2") == ["丙", "乙"]
        assert names(officer, page="2", size="2", type="canteen") == ["甲"]

    def test_one_that_is_not_shared_is_its_owners(self, world: World) -> None:
        one = saved(world.sign_in("school_clerk", "school"))
        assert names(world.sign_in("section_officer")) == []
        assert world.sign_in("section_officer").get(f"{URL}/{one['id']}").status_code == 404
        assert names(world.sign_in("school_clerk", "school"), type="canteen") == ["食堂台账"]
        assert names(world.sign_in("school_clerk", "school"), type="school") == []

    def test_one_from_above_is_used_and_not_changed(self, world: World) -> None:
        one = saved(world.sign_in("section_officer"), shared=True)
        clerk = world.sign_in("school_clerk", "school")
        found = clerk.get(f"{URL}/{one['id']}").json()
        assert (found["mine"], found["may_change"], found["document"]) == (False, False, DOCUMENT)
        answer = clerk.patch(f"{URL}/{one['id']}", json={"name": "我的"}, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["code"]) == (403, "import_mapping.not_yours")
        assert clerk.delete(f"{URL}/{one['id']}", headers={"If-Match": '"1"'}).status_code == 403

    def test_one_from_below_may_be_changed_by_who_imports_for_its_unit(self, world: World) -> None:
        one = saved(world.sign_in("school_clerk", "school"), shared=True)
        officer = world.sign_in("section_officer")
        answer = officer.patch(f"{URL}/{one['id']}", json={"shared": False}, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["shared"], answer.json()["mine"]) == (200, False, False)
        assert officer.get(f"{URL}/{one['id']}").status_code == 404


class TestChanging:
    def test_takes_the_revision_that_was_read(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        url = f"{URL}/{saved(officer)['id']}"
        assert officer.patch(url, json={"name": "新名"}).status_code == 428
        changed = officer.patch(url, json={"name": "新名", "shared": True}, headers={"If-Match": '"1"'}).json()
        assert (changed["name"], changed["shared"], changed["revision"]) == ("新名", True, 2)
        assert officer.patch(url, json={"name": "旧"}, headers={"If-Match": '"1"'}).status_code == 412
        again = officer.patch(url, json={"name": "新名"}, headers={"If-Match": '"2"'}).json()
        assert again["revision"] == 2
        actions = [event["action"] for event in officer.get(f"{url}/history").json()["items"]]
        assert actions == ["import_mapping.changed", "import_mapping.created"]

    def test_replaces_the_document_and_keeps_the_type(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        url = f"{URL}/{saved(officer)['id']}"
        document = {"type": "canteen", "columns": [{"from": 2, "to": "seats"}]}
        answer = officer.patch(url, json={"document": document}, headers={"If-Match": '"1"'})
        assert answer.json()["document"] == document
        other = officer.patch(url, json={"document": document | {"type": "school"}}, headers={"If-Match": '"2"'})
        assert [fault["pointer"] for fault in other.json()["errors"]] == ["/document/type"]

    def test_deleting_ends_it(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        url = f"{URL}/{saved(officer)['id']}"
        assert officer.delete(url, headers={"If-Match": '"1"'}).status_code == 204
        assert (officer.get(url).status_code, names(officer)) == (404, [])


class TestTypes:
    def test_are_told_with_fields_words_and_limits(self, world: World) -> None:
        items = world.sign_in("section_officer").get(f"{V1}/imports/types").json()["items"]
        assert [(item["name"], item["title"], item["may"], item["rollback"]) for item in items] == [
            ("canteen", "食堂", True, False)
        ]
        fields = {field["name"]: field for field in items[0]["fields"]}
        assert fields["run_by"]["choices"][0] == {"value": "school", "words": ["自营", "The school"]}
        assert (fields["fee"]["places"], fields["fee"]["least"], fields["manager"]["personal"]) == (2, "-1000", True)
        assert world.sign_in("platform_admin").get(f"{V1}/imports/types").json()["items"][0]["may"] is False

    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_the_csv_template_is_read_back_as_it_is(self, world: World, tmp_path: Path, lang: str) -> None:
        query = {"format": "csv", "lang": lang}
        answer = world.sign_in("school_clerk", "school").get(f"{V1}/imports/types/canteen/template", params=query)
        assert answer.headers["content-type"].startswith("text/csv")
        filled = answer.content + ",2134000009,第九食堂,2024-09-01,120,9.5,是,委托经营,午餐,,,\r\n".encode()
        table = read_all(written(tmp_path, filled))
        assert (table.found, table.skipped, table.column("run_by")) == ([], 2, ["contractor"])

    def test_the_workbook_has_hidden_names_and_a_sheet_of_words(self, world: World) -> None:
        answer = world.sign_in("section_officer").get(f"{V1}/imports/types/canteen/template")
        assert answer.headers["content-disposition"].startswith("attachment")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        data, codes = book["数据"], book["代码表"]
        assert [cell.value for cell in data[1]][:3] == ["模板说明", "标识码*", "名称*"]
        assert [cell.value for cell in data[2]][:3] == ["#", "code", "name"]
        assert data.row_dimensions[2].hidden
        assert data["A3"].value == data["A4"].value == "示例行，导入时跳过"
        words = [(row[0].value, row[3].value, row[4].value) for row in codes.iter_rows(min_row=2)]
        assert ("经营方式", "委托经营", "contractor") in words
        lists = {str(rule.sqref)[:2]: rule.formula1 for rule in data.data_validations.dataValidation}
        assert sorted(lists) == ["G3", "H3"]

    def test_there_is_none_for_what_is_not_a_type(self, world: World) -> None:
        assert world.sign_in("section_officer").get(f"{V1}/imports/types/dragon/template").status_code == 404
