"""Between versions: differences, migration, a county's profile, crosswalks."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.frameworks.steps import add, adopted, codes, draft_of, filled, leaf, match, published
from tests.world import V1, World


@pytest.fixture
def officer(world: World) -> TestClient:
    return world.sign_in("section_officer")


def renewed(world: World, officer: TestClient) -> tuple[str, str]:
    """Two versions of a framework: points changed, an item added, one removed."""
    framework = filled(officer, world)
    old = published(world, framework)
    url = f"{V1}/frameworks/{framework['id']}/draft"
    officer.post(url, json={"version": "2027", "from_version_id": old["id"]})
    area, first, last = draft_of(officer, framework)["nodes"]
    officer.patch(f"{url}/nodes/{first['id']}", json={"indicator": {"points": "5"}}, headers=match(first))
    officer.delete(f"{url}/nodes/{last['id']}", headers=match(last))
    add(officer, framework, leaf("1.3", "5"), area)
    return old["id"], published(world, framework)["id"]


class TestVersions:
    def test_a_diff_names_what_was_changed(self, world: World, officer: TestClient) -> None:
        old, new = renewed(world, officer)
        found = officer.get(f"{V1}/framework-versions/{new}/diff?against={old}").json()
        assert found["counts"] == {"framework": 1, "points": 1, "added": 1, "removed": 1}
        changed = {(one["kind"], one["code"]): (one["before"], one["after"]) for one in found["changes"]}
        assert changed["points", "1.1"] == ("6", "5")
        assert (found["old"]["version"], found["new"]["version"]) == ("2026", "2027")

    def test_a_migration_says_what_becomes_of_entries(self, world: World, officer: TestClient) -> None:
        old, new = renewed(world, officer)
        found = officer.get(f"{V1}/framework-versions/{old}/migration?to={new}").json()
        assert found["counts"] == {"rescored": 1, "new": 1, "dropped": 1}


class TestProfiles:
    def body(self, world: World, base: str, *operations: dict[str, Any]) -> dict[str, Any]:
        named = {"code": "JZ-REF", "version": "2026", "title": "锦岚县清廉学校评价"}
        return {"unit_id": world.unit("bureau"), "base_id": base, **named, "operations": list(operations)}

    def test_a_county_changes_what_it_takes(self, world: World, officer: TestClient) -> None:
        base = adopted(world)["latest"]["id"]
        operations = (
            {"kind": "exclude", "codes": ["D4"]},
            {"kind": "set_points", "code": "A1", "points": "9"},
            {"kind": "set_param", "code": "A4", "param": "required", "value": "3"},
            {"kind": "add_item", "parent": "D", "indicator": leaf("D9", "2", lineage="own-1")},
        )
        answer = officer.post(f"{V1}/framework-profiles", json=self.body(world, base, *operations))
        assert answer.status_code == 201, answer.text
        profile = answer.json()
        assert profile["base"]["framework"] == "QLXX-REF-100"
        preview = officer.post(f"{V1}/framework-profiles/{profile['id']}:preview").json()
        assert (preview["faults"], preview["warnings"]) == ([], [])
        assert {one["kind"] for one in preview["changes"]} >= {"added", "removed", "points", "setting"}
        draft = officer.post(f"{V1}/framework-profiles/{profile['id']}:resolve")
        assert draft.status_code == 200, draft.text
        version = published(world, draft.json()["framework"])
        assert version["declared_total"] == "102"  # − 3 + 3 + 2
        assert version["document"]["base"]["content_hash"] == preview["document"]["base"]["content_hash"]
        listed = officer.get(f"{V1}/framework-profiles").json()["items"]
        assert [one["code"] for one in listed] == ["JZ-REF"]

    def test_what_cannot_be_done_is_named_and_writes_nothing(self, world: World, officer: TestClient) -> None:
        base = adopted(world)["latest"]["id"]
        body = self.body(world, base, {"kind": "exclude", "codes": ["Z9"]})
        profile = officer.post(f"{V1}/framework-profiles", json=body).json()
        answer = officer.post(f"{V1}/framework-profiles/{profile['id']}:resolve")
        assert [(one["code"], one["pointer"]) for one in answer.json()["errors"]] == [
            ("framework.node_unknown", "/operations/0/codes")
        ]
        assert officer.get(f"{V1}/frameworks?q=JZ-REF").json()["total"] == 0
        wrong = body | {"code": "OTHER", "operations": [{"kind": "magic"}]}
        assert codes(officer.post(f"{V1}/framework-profiles", json=wrong)) == [
            "input.invalid",
            "framework.document_value",
        ]

    def test_it_is_changed_and_deleted(self, world: World, officer: TestClient) -> None:
        base = adopted(world)["latest"]["id"]
        profile = officer.post(f"{V1}/framework-profiles", json=self.body(world, base)).json()
        url = f"{V1}/framework-profiles/{profile['id']}"
        again = officer.post(f"{V1}/framework-profiles", json=self.body(world, base))
        assert codes(again) == ["framework.profile_taken"]
        changed = officer.patch(url, json={"issuer": "教育局"}, headers=match(profile)).json()
        assert (changed["issuer"], changed["revision"]) == ("教育局", 2)
        assert officer.delete(url, headers=match(profile)).status_code == 412
        assert officer.delete(url, headers=match(changed)).status_code == 204
        assert officer.get(url).status_code == 404


class TestCrosswalks:
    @pytest.fixture
    def ends(self, world: World) -> dict[str, str]:
        found = [adopted(world, code)["latest"]["id"] for code in ("QLXX-REF-100", "DZZ-GRADE")]
        return {"unit_id": world.unit("county"), "source_id": found[0], "target_id": found[1]}

    def test_it_is_drawn_and_tells_its_gaps(self, officer: TestClient, ends: dict[str, str]) -> None:
        maps = [{"sources": ["A3"], "targets": ["1.3", "1.5"], "relation": "intersect", "coverage": "40"}]
        answer = officer.post(f"{V1}/framework-crosswalks", json=ends | {"maps": maps})
        assert answer.status_code == 201, answer.text
        crosswalk = answer.json()
        assert crosswalk["maps"] == maps
        gaps = officer.get(f"{V1}/framework-crosswalks/{crosswalk['id']}/gaps").json()
        assert (gaps["source"]["mapped"], gaps["source"]["percent"]) == (["A3"], "4")
        assert gaps["target"]["mapped"] == ["1.3", "1.5"]
        assert "1.1" in gaps["target"]["unmapped"]

    def test_a_score_is_projected_with_its_coverage(self, officer: TestClient, ends: dict[str, str]) -> None:
        maps = [{"sources": ["A3"], "targets": ["1.3"], "relation": "intersect", "coverage": "40"}]
        crosswalk = officer.post(f"{V1}/framework-crosswalks", json=ends | {"maps": maps}).json()
        sheet = {"items": {"A3": {"level": "partly"}}}
        found = officer.post(f"{V1}/framework-crosswalks/{crosswalk['id']}:project", json=sheet).json()
        item = next(one for one in found["items"] if one["code"] == "1.3")
        # Half of the 40 % of 3 points; the other 60 % may be anything.
        assert (item["low"], item["high"], item["coverage"], item["through"]) == ("0.6", "2.4", "40", ["A3"])
        assert (found["low"], found["high"], found["coverage"]) == ("0.6", "99.4", "1.2")

    def test_faults_are_named_and_a_pair_has_one(self, officer: TestClient, ends: dict[str, str]) -> None:
        maps = [{"sources": ["Z"], "targets": [], "relation": "equal", "confidence": "101"}]
        answer = officer.post(f"{V1}/framework-crosswalks", json=ends | {"maps": maps})
        assert [(one["code"], one["pointer"]) for one in answer.json()["errors"]] == [
            ("framework.node_unknown", "/maps/0/sources"),
            ("framework.rule_empty", "/maps/0/targets"),
            ("framework.over_hundred", "/maps/0/confidence"),
        ]
        assert officer.post(f"{V1}/framework-crosswalks", json=ends).status_code == 201
        assert codes(officer.post(f"{V1}/framework-crosswalks", json=ends)) == ["framework.crosswalk_taken"]
        same = ends | {"target_id": ends["source_id"]}
        assert "framework.crosswalk_same" in codes(officer.post(f"{V1}/framework-crosswalks", json=same))

    def test_it_is_changed_and_deleted(self, world: World, officer: TestClient, ends: dict[str, str]) -> None:
        crosswalk = officer.post(f"{V1}/framework-crosswalks", json=ends).json()
        url = f"{V1}/framework-crosswalks/{crosswalk['id']}"
        maps = [{"sources": ["E1"], "targets": ["5"], "relation": "equivalent"}]
        changed = officer.patch(url, json={"maps": maps, "mapper": "both"}, headers=match(crosswalk)).json()
        assert (changed["maps"], changed["mapper"], changed["revision"]) == (maps, "both", 2)
        school = world.sign_in("school_clerk", "school")
        assert school.get(url).status_code == 200
        assert school.delete(url, headers=match(changed)).status_code == 403
        assert officer.delete(url, headers=match(changed)).status_code == 204
