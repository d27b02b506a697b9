"""Drafts: made, edited node by node, discarded; live calculations."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.frameworks.steps import (
    RULE,
    add,
    codes,
    created,
    draft_of,
    filled,
    indicator,
    leaf,
    match,
    patch_header,
    published,
)
from tests.world import V1, World


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


class TestCreate:
    def test_a_framework_begins_with_an_empty_draft(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world, title_en="Clean schools", kind="graded")
        assert (framework["draft"], framework["latest"], framework["versions"]) == ("draft", None, [])
        assert (framework["may_edit"], framework["may_publish"]) == (True, False)
        draft = draft_of(officer, framework)
        assert draft["header"] == {
            "code": "JZ",
            "title": "清廉学校评价 JZ",
            "title_en": "Clean schools",
            "version": "2026",
            "kind": "graded",
        }
        assert (draft["nodes"], [one["code"] for one in draft["faults"]]) == ([], ["framework.empty"])

    def test_a_code_is_used_once_in_a_unit(self, world: World, officer: TestClient) -> None:
        created(officer, world)
        body = {"unit_id": world.unit("bureau"), "code": "JZ", "title": "另一个"}
        answer = officer.post(f"{V1}/frameworks", json=body)
        assert (answer.status_code, codes(answer)) == (409, ["framework.code_taken"])
        assert officer.post(f"{V1}/frameworks", json=body | {"unit_id": world.unit("county")}).status_code == 201

    def test_not_for_a_unit_out_of_reach(self, world: World, officer: TestClient) -> None:
        body = {"unit_id": world.unit("far_bureau"), "code": "JZ", "title": "x"}
        answer = officer.post(f"{V1}/frameworks", json=body)
        assert (answer.status_code, codes(answer)) == (422, ["input.invalid", "framework.unit_not_found"])


class TestHeader:
    def test_it_is_changed_by_merge_patch(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        scales = [{"code": "grade", "title": "等次", "bands": [{"code": "A", "title": "合格", "min": "0"}]}]
        draft = patch_header(officer, framework, declared_total="80", scales=scales, issuer="教育局")
        assert (draft["header"]["declared_total"], draft["header"]["scales"]) == ("80", scales)
        draft = patch_header(officer, framework, declared_total=None, issuer=None)
        assert "declared_total" not in draft["header"]
        assert "issuer" not in draft["header"]
        events = officer.get(f"{V1}/frameworks/{framework['id']}/history").json()["items"]
        assert [event["action"] for event in events] == [
            "framework.header_changed",
            "framework.header_changed",
            "framework.created",
        ]

    def test_faults_of_form_are_named_with_their_place(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        body = {"header": {"declared_total": "8,5", "scales": [{"code": "g"}], "colour": "red"}}
        url = f"{V1}/frameworks/{framework['id']}/draft"
        answer = officer.patch(url, json=body, headers=match(draft_of(officer, framework)))
        assert answer.status_code == 422
        assert ("framework.document_field", "/header") in _faults(answer)
        renamed = officer.patch(url, json={"header": {"code": None}}, headers=match(draft_of(officer, framework)))
        assert _faults(renamed) == [("framework.document_field", "/header")]
        body = {"header": {"declared_total": "8,5", "scales": [{"code": "g"}]}}
        found = _faults(officer.patch(url, json=body, headers=match(draft_of(officer, framework))))
        assert ("framework.document_value", "/header/declared_total") in found
        assert ("framework.document_missing", "/header/scales/0") in found

    def test_an_old_revision_is_refused(self, world: World, officer: TestClient) -> None:
        framework = created(officer, world)
        old = draft_of(officer, framework)
        patch_header(officer, framework, issuer="一")
        url = f"{V1}/frameworks/{framework['id']}/draft"
        answer = officer.patch(url, json={"header": {"issuer": "二"}}, headers=match(old))
        assert (answer.status_code, codes(answer)) == (412, ["conflict.stale"])


def _faults(answer: Any) -> list[tuple[str, str]]:
    return [(entry["code"], entry["pointer"]) for entry in answer.json()["errors"]]


class TestNodes:
    def order(self, client: TestClient, framework: dict[str, Any]) -> list[tuple[str, int]]:
        return [(one["indicator"]["code"], one["depth"]) for one in draft_of(client, framework)["nodes"]]

    def test_they_are_added_in_their_places(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        first = draft_of(officer, framework)["nodes"][0]
        body = {"parent_id": first["id"], "position": 0, "indicator": leaf("1.0", "1")}
        assert officer.post(f"{V1}/frameworks/{framework['id']}/draft/nodes", json=body).status_code == 201
        add(officer, framework, leaf("2", "1"))
        assert self.order(officer, framework) == [("1", 1), ("1.0", 2), ("1.1", 2), ("1.2", 2), ("2", 1)]
        assert len({one["indicator"]["lineage"] for one in draft_of(officer, framework)["nodes"]}) == 5

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({"code": "", "title": "x"}, ("framework.name_missing", "/indicator/code")),
            ({"code": "a b", "title": "x"}, ("framework.code_spelling", "/indicator/code")),
            ({"code": "1", "title": "x", "points": 3}, ("framework.document_value", "/indicator/points")),
            (
                {"code": "1", "title": "x", "rule": {"kind": "magic"}},
                ("framework.document_value", "/indicator/rule/kind"),
            ),
            ({"code": "1", "title": "x", "children": []}, ("framework.children_apart", "/indicator/children")),
            ({"title": "x"}, ("framework.document_missing", "/indicator")),
        ],
    )
    def test_faults_are_named_with_their_place(
        self, world: World, officer: TestClient, body: dict[str, Any], fault: tuple[str, str]
    ) -> None:
        framework = created(officer, world)
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft/nodes", json={"indicator": body})
        assert answer.status_code == 422
        assert fault in _faults(answer)
        assert draft_of(officer, framework)["nodes"] == []

    def test_a_code_is_used_once(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft/nodes", json={"indicator": leaf("1.2", "1")})
        assert (answer.status_code, codes(answer)) == (409, ["framework.node_code_taken"])

    def test_two_people_change_two_nodes(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        _, one, other = draft_of(officer, framework)["nodes"]
        url = f"{V1}/frameworks/{framework['id']}/draft/nodes"
        for node in (one, other):
            answer = officer.patch(f"{url}/{node['id']}", json={"indicator": {"points": "5"}}, headers=match(node))
            assert answer.status_code == 200, answer.text
            assert answer.json()["indicator"]["lineage"] == node["indicator"]["lineage"]
        again = officer.patch(f"{url}/{one['id']}", json={"indicator": {"points": "6"}}, headers=match(one))
        assert (again.status_code, codes(again)) == (412, ["conflict.stale"])
        assert [node["indicator"]["points"] for node in draft_of(officer, framework)["nodes"]] == ["10", "5", "5"]

    def test_a_node_moves_with_what_lies_below(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        second = add(officer, framework, indicator("2", "1"))
        url = f"{V1}/frameworks/{framework['id']}/draft/nodes"
        area, leaf_ = draft_of(officer, framework)["nodes"][:2]
        body = {"parent_id": second["id"], "position": 0}
        assert officer.post(f"{url}/{area['id']}:move", json=body, headers=match(area)).status_code == 200
        assert self.order(officer, framework) == [("2", 1), ("1", 2), ("1.1", 3), ("1.2", 3)]
        area = next(one for one in draft_of(officer, framework)["nodes"] if one["id"] == area["id"])
        answer = officer.post(f"{url}/{area['id']}:move", json={"parent_id": leaf_["id"]}, headers=match(area))
        assert codes(answer) == ["input.invalid", "framework.cycle"]

    def test_siblings_change_places(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        area, _, last = draft_of(officer, framework)["nodes"]
        url = f"{V1}/frameworks/{framework['id']}/draft/nodes/{last['id']}:move"
        officer.post(url, json={"parent_id": area["id"], "position": 0}, headers=match(last))
        assert self.order(officer, framework) == [("1", 1), ("1.2", 2), ("1.1", 2)]

    def test_a_node_with_children_goes_with_them_only_when_asked(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        area = draft_of(officer, framework)["nodes"][0]
        url = f"{V1}/frameworks/{framework['id']}/draft/nodes/{area['id']}"
        answer = officer.delete(url, headers=match(area))
        assert (answer.status_code, codes(answer)) == (409, ["framework.has_children"])
        assert officer.delete(f"{url}?subtree=true", headers=match(area)).status_code == 204
        assert draft_of(officer, framework)["nodes"] == []


class TestDiscard:
    def test_the_draft_goes_and_versions_stay(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        version = published(world, framework)
        url = f"{V1}/frameworks/{framework['id']}/draft"
        body = {"version": "2027", "from_version_id": version["id"]}
        draft = officer.post(url, json=body)
        assert draft.status_code == 201, draft.text
        assert draft.json()["cloned_from"] == {"id": version["id"], "version": "2026"}
        assert codes(officer.post(url, json=body)) == ["framework.draft_exists"]
        assert officer.delete(url).status_code == 204
        assert codes(officer.get(url)) == ["framework.no_draft"]
        assert officer.get(f"{V1}/framework-versions/{version['id']}").status_code == 200


class TestCalculate:
    def test_a_draft_is_tried_before_it_is_published(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        sheet = {"items": {"1.1": {"counts": {"E1": 3}}, "1.2": {"counts": {}}}}
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft:calculate", json=sheet)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["total"], found["values"]) == ("8.5", {"1.1": "4.5", "1.2": "4", "1": "8.5"})
        (area,) = found["explanation"]["children"]
        assert [line["text"] for line in area["children"][0]["lines"]] == [
            "起评满分 6 分",
            "每少一次：3 次，每次扣 0.5 分",
        ]
        assert [line["amount"] for line in area["children"][0]["lines"]] == ["6", "-1.5"]

    def test_entries_that_do_not_fit_are_named(self, world: World, officer: TestClient) -> None:
        framework = filled(officer, world)
        sheet = {"items": {"1.1": {"counts": {"E1": -1}}, "9": {}}, "vetoes": ["V9"]}
        answer = officer.post(f"{V1}/frameworks/{framework['id']}/draft:calculate", json=sheet)
        assert answer.status_code == 422
        assert _faults(answer) == [
            ("framework.no_such_entry", "/items"),
            ("framework.no_such_entry", "/vetoes"),
            ("framework.input_not_whole", "/items/1.1/counts/E1"),
        ]

    def test_a_rule_alone_is_tried_in_ones_own_language(self, officer: TestClient) -> None:
        body = {"points": "4", "rule": RULE, "inputs": {"counts": {"E1": 2}}}
        answer = officer.post(f"{V1}/frameworks:try-rule", json=body, headers={"Accept-Language": "en"})
        assert answer.json() == {
            "score": "3",
            "lines": [
                {"text": "Starts at the full 4", "amount": "4"},
                {"text": "每少一次: 2 ×, 0.5 off each", "amount": "-1"},
            ],
        }
        wrong = body | {"inputs": {"counts": {"x": 1}}}
        assert _faults(officer.post(f"{V1}/frameworks:try-rule", json=wrong)) == [
            ("framework.input_unknown", "/inputs/counts")
        ]

    def test_a_sentence_is_recognized_for_confirmation(self, officer: TestClient) -> None:
        body = {"sentence": "每少一次扣0.5分，扣完为止", "points": "4"}
        found = officer.post(f"{V1}/frameworks:recognize", json=body).json()
        assert found == {"sentence": body["sentence"], "sureness": "whole", "left": "", "rule": RULE}
