"""Regions and units that are not schools."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.core.errors import Refused
from api.demo.divisions import DIVISIONS
from api.organizations import queries, service
from tests.api.organizations.conftest import Statements
from tests.api.organizations.county import V1, County, entries, faults, if_match
from tests.world import World

URL = f"{V1}/units"


def made(client: TestClient, **body: Any) -> dict[str, Any]:
    """A unit that has been created."""
    reply = client.post(URL, json=body)
    assert reply.status_code == 201, reply.text
    unit: dict[str, Any] = reply.json()
    return unit


class TestRegions:
    def test_the_table_is_there(self, officer: TestClient) -> None:
        page = officer.get(f"{V1}/regions", params={"size": 1}).json()
        assert page["total"] == 3212 + len(DIVISIONS)
        assert page["items"][0] == {
            "code": "110000", "name": "北京市", "level": "province", "parent_code": None, "edition": "2026-06",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("params", "names"),
        [
            ({"parent_code": "990100", "q": "岚"}, ["锦岚县"]),
            ({"level": "city", "q": "仙桃"}, []),
            ({"level": "city", "q": "杭州"}, ["杭州市"]),
            ({"q": "990124"}, ["锦岚县"]),
            ({"q": "%"}, []),
        ],
    )
    def test_filters_narrow(self, officer: TestClient, params: dict[str, str], names: list[str]) -> None:
        found = officer.get(f"{V1}/regions", params=params).json()["items"]
        assert [region["name"] for region in found] == names

    def test_a_level_that_does_not_exist_is_400(self, officer: TestClient) -> None:
        reply = officer.get(f"{V1}/regions", params={"level": "village"})
        assert faults(reply) == {("level", "input.not_a_choice")}


class TestCreate:
    def test_a_district_below_the_bureau(self, officer: TestClient, world: World) -> None:
        body = {"kind": "district", "parent_id": world.unit("bureau"), "name": "新学区", "short_name": "新"}
        external = [{"scheme": "a", "value": "1"}]
        unit = made(officer, **body, code="D1", external_ids=external)
        assert unit | body == unit
        assert (unit["code"], unit["external_ids"], unit["status"], unit["revision"]) == (
            "D1",
            external,
            "operating",
            1,
        )
        assert officer.get(f"{URL}/{unit['id']}").json() == unit
        assert [event["action"] for event in entries(officer, f"{URL}/{unit['id']}")] == ["unit.created"]

    def test_districts_nest(self, officer: TestClient, world: World) -> None:
        inner = made(officer, kind="district", parent_id=world.unit("district"), name="内学区")
        assert inner["parent_id"] == world.unit("district")

    def test_not_deeper_than_twelve_levels(self, officer: TestClient, world: World) -> None:
        # Province, city, county, bureau and district are five; seven more are allowed.
        parent = world.unit("district")
        for level in range(7):
            parent = made(officer, kind="district", parent_id=parent, name=f"第{level}层")["id"]
        reply = officer.post(URL, json={"kind": "district", "parent_id": parent, "name": "第八层"})
        assert faults(reply) == {("/parent_id", "unit.too_deep")}

    @pytest.mark.parametrize(
        ("kind", "parent"), [("section", "district"), ("bureau", "section"), ("district", "county")]
    )
    def test_the_table_of_parents_holds(self, officer: TestClient, world: World, kind: str, parent: str) -> None:
        reply = officer.post(URL, json={"kind": kind, "parent_id": world.unit(parent), "name": "不行"})
        assert faults(reply) == {("/parent_id", "unit.parent_kind")}

    def test_a_school_is_not_made_here(self, officer: TestClient, world: World) -> None:
        reply = officer.post(URL, json={"kind": "school", "parent_id": world.unit("district"), "name": "小学"})
        assert faults(reply) == {("/kind", "input.not_a_choice")}
        assert "'district'" in reply.json()["errors"][0]["message"]
        assert "UnitKind" not in reply.text

    def test_without_a_parent_only_the_host_makes_one(self, officer: TestClient) -> None:
        for kind in ("bureau", "province"):
            reply = officer.post(URL, json={"kind": kind, "name": "北京市", "code": "110000"})
            assert faults(reply) == {("/parent_id", "unit.parent_required")}

    def test_a_parent_out_of_reach_is_not_found(self, officer: TestClient, world: World) -> None:
        reply = officer.post(URL, json={"kind": "district", "parent_id": world.unit("far_bureau"), "name": "新学区"})
        assert faults(reply) == {("/parent_id", "unit.parent_not_found")}

    def test_a_code_is_unique_among_its_kind(self, officer: TestClient, world: World) -> None:
        body = {"kind": "district", "parent_id": world.unit("bureau"), "name": "新学区", "code": "990124"}
        made(officer, **body)
        reply = officer.post(URL, json=body)
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.code_taken")

    def test_a_region_is_one_of_the_table(self, world: World) -> None:
        # 安澜市 is out of everyone's reach here; an officer bound to it may found its counties.
        with world.host() as ctx:
            city = queries.find_region_unit(ctx, "990100")
        assert city is not None
        officer = world.sign_in("section_officer", str(city.id))
        body = {"kind": "county", "parent_id": str(city.id), "name": "松岭县", "code": "990123"}
        assert faults(officer.post(URL, json=body | {"name": "松岭"})) == {("/name", "unit.region_name")}
        assert faults(officer.post(URL, json=body | {"code": None})) == {("/code", "unit.region_code_required")}
        assert faults(officer.post(URL, json=body | {"code": "990199"})) == {("/code", "unit.region_unknown")}
        far = {"code": "110101", "name": "东城区"}
        assert faults(officer.post(URL, json=body | far)) == {("/parent_id", "unit.region_parent")}
        assert made(officer, **body)["name"] == "松岭县"


class TestPlantRoot:
    def test_a_county_is_made_with_what_lies_above_it_and_only_once(self, world: World) -> None:
        with world.host() as ctx:
            first = service.plant_root(ctx, "110101")
            assert service.plant_root(ctx, "110101").id == first.id
            lineage = queries.lineage(ctx.session, first.id)
            assert len(lineage) == 2
            assert service.plant_root(ctx, "110000").id == lineage[-1]

    def test_a_code_that_is_not_in_the_table_is_refused(self, world: World) -> None:
        with world.host() as ctx, pytest.raises(Refused) as refused:
            service.plant_root(ctx, "999999")
        assert [found.spec.code for found in refused.value.violations] == ["unit.region_unknown"]


class TestUpdate:
    def test_names_change_and_are_recorded(self, officer: TestClient, world: World) -> None:
        url = f"{URL}/{world.unit('district')}"
        reply = officer.patch(url, json={"name": "梅岭中心学区", "short_name": "梅"}, headers=if_match(1))
        assert (reply.status_code, reply.headers["etag"]) == (200, '"2"')
        assert officer.get(url).json() == reply.json()
        assert {change["field"] for change in entries(officer, url)[0]["changes"]} == {"name", "short_name"}
        assert officer.get(URL, params={"q": "中心"}).json()["total"] == 1

    def test_its_schools_show_the_new_name(self, officer: TestClient, world: World, school_url: str) -> None:
        officer.patch(f"{URL}/{world.unit('district')}", json={"name": "新名学区"}, headers=if_match(1))
        assert officer.get(school_url).json()["district"]["name"] == "新名学区"

    def test_the_same_names_change_nothing(self, officer: TestClient, world: World) -> None:
        reply = officer.patch(f"{URL}/{world.unit('district')}", json={"name": "梅岭学区"}, headers=if_match(1))
        assert reply.json()["revision"] == 1

    def test_a_region_keeps_the_name_of_the_table(self, officer: TestClient, world: World) -> None:
        reply = officer.patch(f"{URL}/{world.unit('county')}", json={"name": "锦岚"}, headers=if_match(1))
        assert faults(reply) == {("/name", "unit.region_name")}

    def test_a_school_is_not_renamed_here(self, officer: TestClient, world: World) -> None:
        reply = officer.patch(f"{URL}/{world.unit('school')}", json={"name": "改名"}, headers=if_match(1))
        assert reply.status_code == 404

    def test_if_match_is_required_and_must_fit(self, officer: TestClient, world: World) -> None:
        url = f"{URL}/{world.unit('district')}"
        assert officer.patch(url, json={"name": "甲"}).status_code == 428
        assert officer.patch(url, json={"name": "甲"}, headers=if_match(2)).status_code == 412

    def test_a_stranger_finds_nothing(self, stranger: TestClient, world: World) -> None:
        url = f"{URL}/{world.unit('district')}"
        assert stranger.get(url).status_code == 404
        assert stranger.get(f"{url}/history").status_code == 404
        assert stranger.patch(url, json={"name": "甲"}, headers=if_match(1)).status_code == 404


class TestList:
    def test_filters_narrow(self, officer: TestClient, world: World) -> None:
        districts = officer.get(URL, params={"kind": "district", "parent_id": world.unit("bureau")}).json()
        assert [unit["name"] for unit in districts["items"]] == ["马渡学区", "梅岭学区"]
        assert officer.get(URL, params={"kind": "section,district"}).json()["total"] == 3
        assert [unit["kind"] for unit in officer.get(URL, params={"q": "一小"}).json()["items"]] == ["school"]

    def test_the_number_of_statements_is_small_and_constant(self, officer: TestClient, statements: Statements) -> None:
        with statements() as few:
            officer.get(URL, params={"size": 1})
        with statements() as many:
            officer.get(URL, params={"size": 200, "q": "学区", "kind": "district"})
        assert len(few) == len(many) == 2

    def test_reach_narrows(self, world: World) -> None:
        assert world.sign_in("school_clerk", "school").get(URL).json()["total"] == 1
        assert world.sign_in("district_reviewer", "district").get(URL).json()["total"] == 2


class TestTree:
    def test_parents_first_with_the_schools_below_each(self, officer: TestClient, county: County) -> None:
        inner = made(officer, kind="district", parent_id=county.world.unit("district"), name="内学区")
        county.found(officer, parent_id=inner["id"])
        nodes = officer.get(f"{URL}/tree").json()["items"]
        assert [(node["name"], node["school_count"]) for node in nodes] == [
            ("锦岚县", 3), ("锦岚县教育局", 3), ("教育股", 0), ("马渡学区", 1), ("梅岭学区", 2), ("内学区", 1),
        ]  # fmt: skip

    def test_one_statement(self, officer: TestClient, statements: Statements) -> None:
        with statements() as seen:
            officer.get(f"{URL}/tree")
        assert len(seen) == 1

    def test_a_school_sees_no_unit_above_it(self, world: World) -> None:
        assert world.sign_in("school_leader", "school").get(f"{URL}/tree").json() == {"items": []}


class TestLineage:
    def test_from_the_unit_to_the_root(self, world: World) -> None:
        with world.host() as ctx:
            line = [str(unit) for unit in queries.lineage(ctx.session, UUID(world.unit("school")))]
        assert line[:4] == [world.unit(name) for name in ("school", "district", "bureau", "county")]
        assert len(line) == 6

    def test_what_is_not_there_has_none(self, world: World) -> None:
        with world.host() as ctx:
            assert list(queries.lineage(ctx.session, uuid4())) == []


class TestBureauName:
    def test_anyone_reads_it(self, world: World) -> None:
        assert world.visitor().get(f"{V1}/meta").json()["bureau_name"] == "锦岚县教育局"
