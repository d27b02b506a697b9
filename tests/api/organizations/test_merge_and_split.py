"""Several schools become one, one becomes several; districts become one."""

from typing import Any

from fastapi.testclient import TestClient

from tests.api.organizations.acts import act, backdate, done, school_of
from tests.api.organizations.county import V1, County, entries, faults
from tests.world import World


def made(officer: TestClient, county: County, **facts: Any) -> str:
    return str(county.found(officer, **facts)["id"])


class TestMergeIntoOne:
    def test_the_others_end_and_name_it(self, officer: TestClient, county: County) -> None:
        school = county.world.unit("school")
        ids = [{"scheme": "lk.census", "value": "15111"}]
        other = made(officer, county, name="南湾小学", code="2134000050", external_ids=ids)
        told = done(officer, "/schools:merge", school_ids=[school, other], survivor_id=school)
        assert {unit["action"] for unit in told["units"]} == {"school.absorbed", "school.merged"}
        ended = school_of(officer, other)
        assert ended["status"] == "closed"
        assert [(heir["id"], heir["name"]) for heir in ended["succeeded_by"]] == [(school, "锦岚县第一小学")]
        for key in ("code/2134000050", "ext:lk.census/15111"):
            found = officer.get(f"{V1}/schools/by/{key}").json()
            assert (found["id"], found["succeeded_by"][0]["id"]) == (other, school), key
        past = officer.get(f"{V1}/schools/{school}/past").json()
        assert [unit["id"] for unit in past["preceded_by"]] == [other]

    def test_counts_are_added_and_the_unknown_stays_unknown(self, officer: TestClient, county: County) -> None:
        first = made(officer, county, name="甲小学", pupils=100, staff=10, boarding=False, boarders=0)
        second = made(officer, county, name="乙小学", pupils=50, boarding=True, boarders=20)
        done(officer, "/schools:merge", school_ids=[first, second], survivor_id=first)
        after = school_of(officer, first)
        assert {name: after[name] for name in ("pupils", "staff", "boarding", "boarders")} == {
            "pupils": 150, "staff": None, "boarding": True, "boarders": 20,
        }  # fmt: skip

    def test_counts_are_kept_when_asked(self, officer: TestClient, county: County) -> None:
        first, second = (made(officer, county, name=f"{name}小学", pupils=100) for name in "甲乙")
        done(officer, "/schools:merge", school_ids=[first, second], survivor_id=first, counts="keep")
        assert school_of(officer, first)["pupils"] == 100

    def test_the_history_of_both_says_so(self, officer: TestClient, county: County) -> None:
        first, second = (made(officer, county, name=f"{name}小学") for name in "甲乙")
        done(officer, "/schools:merge", school_ids=[first, second], survivor_id=first)
        newest = [entries(officer, f"{V1}/schools/{school}")[0] for school in (first, second)]
        said = [{change["field"]: change["after"] for change in event["changes"]} for event in newest]
        assert [event["action"] for event in newest] == ["school.absorbed", "school.merged"]
        assert (said[0]["absorbed"], said[1]["succeeded_by"]) == (["乙小学"], ["甲小学"])

    def test_what_went_on_in_another_cannot_be_reopened(self, officer: TestClient, county: County) -> None:
        first, second = (made(officer, county, name=f"{name}小学") for name in "甲乙")
        done(officer, "/schools:merge", school_ids=[first, second], survivor_id=first)
        reply = act(officer, f"/schools/{second}:reopen")
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.has_successor")

    def test_a_preview_lists_roles_and_groups_and_leaves_no_trace(self, officer: TestClient, county: County) -> None:
        school, other = county.world.unit("school"), made(officer, county, name="乙小学")
        group = {"unit_id": county.world.unit("bureau"), "kind": "education_group", "name": "一小集团"}
        officer.post(f"{V1}/school-groups", json=group | {"head_school_id": school, "member_ids": [other]})
        body = {"school_ids": [school, other], "survivor_id": other}
        told = act(officer, "/schools:merge", preview=True, **body).json()
        assert [reference["unit"]["id"] for reference in told["references"]] == [school]
        assert [left["school"]["id"] for left in told["groups_left"]] == [school]
        assert school_of(officer, school)["status"] == "operating"
        after = done(officer, "/schools:merge", **body, expect=told["digest"])
        assert after["digest"] == told["digest"]
        (row,) = officer.get(f"{V1}/school-groups").json()["items"]
        assert (row["head"], row["members"]) == (None, 1)


class TestMergeIntoNew:
    def test_the_new_school_begins_on_that_day(self, officer: TestClient, county: County) -> None:
        school, other = county.world.unit("school"), county.world.unit("other_school")
        backdate(county.world, "school", "other_school")
        new = county.school(name="锦岚县九年一贯制学校", type="nine_year", code="3134000111", pupils=900)
        body = {"school_ids": [school, other], "new": new, "effective_on": "2026-09-01"}
        preview = act(officer, "/schools:merge", preview=True, **body).json()
        assert [unit["id"] for unit in preview["units"] if unit["action"] == "school.created"] == [None]
        told = done(officer, "/schools:merge", **body, expect=preview["digest"])
        (heir,) = [unit["id"] for unit in told["units"] if unit["action"] == "school.created"]
        for ended in (school, other):
            assert [unit["id"] for unit in school_of(officer, ended)["succeeded_by"]] == [heir]
        url = f"{V1}/schools/{heir}"
        assert officer.get(f"{url}/past").json()["begins_on"] == "2026-09-01"
        assert officer.get(f"{url}/as-of", params={"on": "2026-09-01"}).json()["pupils"] == 900
        assert officer.get(f"{url}/as-of", params={"on": "2026-08-31"}).status_code == 404

    def test_its_faults_are_told_below_new(self, officer: TestClient, county: County) -> None:
        ids = [county.world.unit("school"), county.world.unit("other_school")]
        reply = act(officer, "/schools:merge", school_ids=ids, new=county.school(code="2134000001"))
        assert (reply.status_code, faults(reply)) == (409, {("/new/code", "unit.code_taken")})


class TestMergeRefusals:
    def test_shapes(self, officer: TestClient, county: County) -> None:
        school, other = county.world.unit("school"), county.world.unit("other_school")
        cases: dict[str, dict[str, Any]] = {
            "unit.merge_few": {"school_ids": [school, school], "survivor_id": school},
            "unit.merge_into": {"school_ids": [school, other]},
            "unit.survivor_outside": {"school_ids": [school, other], "survivor_id": county.world.unit("far_school")},
        }
        for code, body in cases.items():
            reply = act(officer, "/schools:merge", **body)
            assert (reply.status_code, code in {c for _, c in faults(reply)}) == (422, True), code

    def test_a_school_out_of_reach_is_not_there(self, officer: TestClient, world: World) -> None:
        school, far = world.unit("school"), world.unit("far_school")
        reply = act(officer, "/schools:merge", school_ids=[school, far], survivor_id=school)
        assert (reply.status_code, faults(reply)) == (404, {("/school_ids/1", "not_found")})
        assert school_of(officer, school)["revision"] == 1

    def test_a_closed_school_does_not_merge(self, officer: TestClient, world: World) -> None:
        school, other = world.unit("school"), world.unit("other_school")
        done(officer, f"/schools/{other}:close")
        reply = act(officer, "/schools:merge", school_ids=[school, other], survivor_id=school)
        assert faults(reply) == {("/school_ids/1", "unit.verb_not_now")}


class TestSplit:
    def test_it_ends_and_goes_on_in_several(self, officer: TestClient, county: County) -> None:
        school = county.world.unit("school")
        into = [county.school(name=f"锦岚县第一小学{part}校", code=f"213400012{n}") for n, part in enumerate("东西")]
        told = done(officer, f"/schools/{school}:split", into=into)
        heirs = {unit["id"] for unit in told["units"] if unit["action"] == "school.created"}
        ended = school_of(officer, school)
        assert ended["status"] == "closed"
        assert {heir["id"] for heir in ended["succeeded_by"]} == heirs
        for heir in heirs:
            past = officer.get(f"{V1}/schools/{heir}/past").json()
            assert [unit["id"] for unit in past["preceded_by"]] == [school]

    def test_a_part_does_not_inherit_the_code(self, officer: TestClient, county: County) -> None:
        into = [county.school(name="东校", code="2134000001"), county.school(name="西校")]
        reply = act(officer, f"/schools/{county.world.unit('school')}:split", into=into)
        assert faults(reply) == {("/into/0/code", "unit.code_taken")}

    def test_a_stranger_finds_nothing(self, stranger: TestClient, county: County) -> None:
        into = [county.school(name="东校"), county.school(name="西校")]
        assert act(stranger, f"/schools/{county.world.unit('school')}:split", into=into).status_code == 404


class TestUnits:
    def test_a_district_moves_with_all_that_is_below(self, officer: TestClient, world: World, school_url: str) -> None:
        district, other = world.unit("district"), world.unit("other_district")
        reviewer = world.sign_in("district_reviewer", "other_district")
        assert reviewer.get(school_url).status_code == 404
        told = done(officer, f"/units/{district}:move", parent_id=other)
        assert told["moved_below"] == 1
        assert reviewer.get(school_url).status_code == 200
        nodes = {node["name"]: node for node in officer.get(f"{V1}/units/tree").json()["items"]}
        assert (nodes["梅岭学区"]["parent_id"], nodes["马渡学区"]["school_count"]) == (other, 2)
        reply = act(officer, f"/units/{other}:move", parent_id=district)
        assert faults(reply) == {("/parent_id", "unit.parent_inside")}

    def test_districts_merge_and_their_schools_go_along(self, officer: TestClient, world: World) -> None:
        district, other = world.unit("district"), world.unit("other_district")
        inner = officer.post(f"{V1}/units", json={"kind": "district", "parent_id": other, "name": "内学区"}).json()
        told = done(officer, "/units:merge", unit_ids=[district, other], survivor_id=district)
        assert {"unit.absorbed", "unit.merged", "unit.moved", "school.moved"} == {u["action"] for u in told["units"]}
        assert school_of(officer, world.unit("other_school"))["district"]["id"] == district
        assert officer.get(f"{V1}/units/{inner['id']}").json()["parent_id"] == district
        ended = officer.get(f"{V1}/units/{other}").json()
        assert (ended["status"], ended["succeeded_by"][0]["id"]) == ("closed", district)
        reply = officer.post(f"{V1}/units", json={"kind": "district", "parent_id": other, "name": "新学区"})
        assert faults(reply) == {("/parent_id", "unit.parent_closed")}

    def test_only_an_empty_unit_is_closed(self, officer: TestClient, world: World) -> None:
        district = world.unit("district")
        reply = act(officer, f"/units/{district}:close")
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.not_empty")
        done(officer, f"/schools/{world.unit('school')}:close")
        done(officer, f"/units/{district}:close")
        reply = act(officer, f"/schools/{world.unit('school')}:reopen")
        assert "unit.parent_closed" in {code for _, code in faults(reply)}
        done(officer, f"/units/{district}:reopen")
        done(officer, f"/schools/{world.unit('school')}:reopen")

    def test_a_region_follows_its_table(self, world: World) -> None:
        officer = world.sign_in("section_officer", "county")
        reply = act(officer, f"/units/{world.unit('county')}:rename", name="新县")
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.verb_not_now")

    def test_a_former_name_of_a_district_still_finds_it(self, officer: TestClient, world: World) -> None:
        district = world.unit("district")
        done(officer, f"/units/{district}:rename", name="中心学区")
        found = officer.get(f"{V1}/units", params={"q": "梅岭", "kind": "district"}).json()["items"]
        assert [unit["name"] for unit in found] == ["中心学区"]

    def test_a_stranger_finds_nothing(self, stranger: TestClient, world: World) -> None:
        district, other = world.unit("district"), world.unit("other_district")
        bodies: dict[str, dict[str, Any]] = {"rename": {"name": "甲"}, "move": {"parent_id": other}, "close": {}}
        for verb, body in bodies.items():
            assert act(stranger, f"/units/{district}:{verb}", **body).status_code == 404, verb
        assert act(stranger, "/units:merge", unit_ids=[district, other], survivor_id=district).status_code == 404
