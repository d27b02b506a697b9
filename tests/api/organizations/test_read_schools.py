"""Reading schools: one, lists, search, facets, history."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.organizations.conftest import Statements
from tests.api.organizations.county import V1, County, entries, faults, if_match
from tests.world import World

URL = f"{V1}/schools"

SCHOOLS: list[dict[str, Any]] = [
    {"name": "安和幼儿园", "type": "kindergarten", "ownership": "private", "pupils": 90, "area": "town"},
    {
        "name": "重庆路小学",
        "short_name": "重小",
        "pupils": 700,
        "boarding": False,
        "canteen": "delivered",
        "area": "urban",
    },
    {
        "name": "石桥铺九年一贯制学校",
        "type": "nine_year",
        "pupils": 500,
        "staff": 40,
        "boarding": True,
        "boarders": 120,
    },
    {"name": "白大小学", "former_names": ["红旗小学"], "party_coverage": "joint", "party_organization": "joint_branch"},
    {"name": "关闭的小学", "status": "closed", "pupils": 0, "party_members": 3},
]


@pytest.fixture
def schools(officer: TestClient, county: County) -> list[str]:
    """Five more schools in 梅岭学区."""
    reply = officer.post(f"{URL}:batch", json={"items": [county.school(**facts) for facts in SCHOOLS]})
    assert reply.status_code == 201, reply.text
    return [item["id"] for item in reply.json()["items"]]


def names(client: TestClient, **params: Any) -> list[str]:
    """Names in the list asked for."""
    reply = client.get(URL, params=params)
    assert reply.status_code == 200, reply.text
    return [item["name"] for item in reply.json()["items"]]


class TestRead:
    def test_one_takes_one_statement(self, officer: TestClient, school_url: str, statements: Statements) -> None:
        with statements() as seen:
            assert officer.get(school_url).status_code == 200
        assert len(seen) == 1

    def test_the_etag_is_the_revision(self, officer: TestClient, school_url: str) -> None:
        assert officer.get(school_url).headers["etag"] == '"1"'

    def test_a_stranger_finds_nothing(self, stranger: TestClient, school_url: str) -> None:
        assert stranger.get(school_url).status_code == 404

    def test_what_is_no_id_is_not_found(self, officer: TestClient) -> None:
        assert officer.get(f"{URL}/1").status_code == 404

    def test_a_district_is_no_school(self, officer: TestClient, world: World) -> None:
        assert officer.get(f"{URL}/{world.unit('district')}").status_code == 404


@pytest.mark.usefixtures("schools")
class TestList:
    def test_names_are_in_pinyin_order(self, officer: TestClient) -> None:
        # Ān, bái, chóng qìng (not zhòng), guān, jīn, má, shí.
        assert names(officer) == [
            "安和幼儿园", "白大小学", "重庆路小学", "关闭的小学", "锦岚县第一小学", "马渡中学", "石桥铺九年一贯制学校",
        ]  # fmt: skip

    def test_unknown_values_come_last_both_ways(self, officer: TestClient) -> None:
        rising = names(officer, sort="pupils,name")
        falling = names(officer, sort="-pupils,name")
        assert rising[:2] == ["关闭的小学", "安和幼儿园"]
        assert falling[:2] == ["重庆路小学", "石桥铺九年一贯制学校"]
        assert rising[4:] == falling[4:] == ["白大小学", "锦岚县第一小学", "马渡中学"]

    def test_pages_do_not_overlap_and_the_total_counts_all(self, officer: TestClient) -> None:
        pages = [officer.get(URL, params={"page": page, "size": 3, "sort": "type"}).json() for page in (1, 2, 3, 4)]
        assert [page["total"] for page in pages] == [7] * 4
        assert [len(page["items"]) for page in pages] == [3, 3, 1, 0]
        assert len({item["id"] for page in pages for item in page["items"]}) == 7

    def test_the_number_of_statements_is_small_and_constant(self, officer: TestClient, statements: Statements) -> None:
        with statements() as few:
            names(officer, size=1)
        with statements() as many:
            names(officer, size=200, q="小学", type="primary")
        assert len(few) == len(many) <= 2

    @pytest.mark.parametrize(
        ("params", "found"),
        [
            ({"type": "kindergarten,nine_year"}, {"安和幼儿园", "石桥铺九年一贯制学校"}),
            ({"stage": "junior"}, {"马渡中学", "石桥铺九年一贯制学校"}),
            ({"stage": "primary", "type": "nine_year"}, {"石桥铺九年一贯制学校"}),
            ({"ownership": "private"}, {"安和幼儿园"}),
            ({"boarding": "true"}, {"石桥铺九年一贯制学校"}),
            ({"boarding": "false"}, {"重庆路小学"}),
            ({"canteen": "delivered"}, {"重庆路小学"}),
            ({"area": "urban,town"}, {"安和幼儿园", "重庆路小学"}),
            ({"party_organization": "joint_branch"}, {"白大小学"}),
            ({"party_coverage": "joint"}, {"白大小学"}),
            ({"status": "closed"}, {"关闭的小学"}),
            ({"complete": "true"}, set()),
            ({"has_code": "true"}, {"锦岚县第一小学", "马渡中学"}),
            ({"pupils_min": 500}, {"石桥铺九年一贯制学校", "重庆路小学"}),
            ({"pupils_max": 90}, {"安和幼儿园", "关闭的小学"}),
            ({"staff_min": 1}, {"石桥铺九年一贯制学校"}),
            ({"staff_max": 39}, set()),
            ({"party_members_min": 3, "party_members_max": 3}, {"关闭的小学"}),
            ({"area": "unknown", "has_code": "false"}, {"石桥铺九年一贯制学校", "白大小学", "关闭的小学"}),
            ({"boarding": "unknown,true", "type": "nine_year,kindergarten"}, {"石桥铺九年一贯制学校", "安和幼儿园"}),
        ],
    )
    def test_every_attribute_narrows(self, officer: TestClient, params: dict[str, Any], found: set[str]) -> None:
        assert set(names(officer, **params)) == found
        assert officer.get(URL, params=params | {"size": 1}).json()["total"] == len(found)

    def test_a_unit_narrows_to_what_is_below_it(self, officer: TestClient, world: World) -> None:
        assert names(officer, unit=world.unit("other_district")) == ["马渡中学"]
        assert len(names(officer, unit=world.unit("bureau"))) == 7

    def test_a_unit_out_of_reach_adds_nothing(self, officer: TestClient, world: World) -> None:
        assert names(officer, unit=world.unit("far_bureau")) == []
        assert names(officer, unit="0198c0de-0000-7000-8000-00000000dead") == []

    def test_reach_narrows_everything(self, world: World) -> None:
        assert len(names(world.sign_in("district_reviewer", "district"))) == 6
        assert names(world.sign_in("district_reviewer", "other_district")) == ["马渡中学"]
        assert names(world.sign_in("school_clerk", "school")) == ["锦岚县第一小学"]
        assert names(world.sign_in("section_officer", "far_county")) == ["云屏中学"]

    @pytest.mark.parametrize(
        ("params", "parameter", "code"),
        [
            ({"type": "primary,university"}, "type", "input.not_a_choice"),
            ({"canteen": ""}, "canteen", "input.not_a_choice"),
            ({"pupils_min": -1}, "pupils_min", "input.out_of_range"),
            ({"unit": "x"}, "unit", "input.wrong_type"),
            ({"size": 201}, "size", "input.out_of_range"),
            ({"sort": "colour"}, "sort", "paging.bad_sort"),
            ({"page": 201, "size": 50}, "page", "paging.too_deep"),
        ],
    )
    def test_a_parameter_that_is_wrong_is_named(
        self, officer: TestClient, params: dict[str, Any], parameter: str, code: str
    ) -> None:
        reply = officer.get(URL, params=params)
        assert reply.status_code == 400
        assert faults(reply) == {(parameter, code)}

    def test_an_unknown_parameter_is_refused_and_never_ignored(self, officer: TestClient) -> None:
        reply = officer.get(URL, params={"colour": "red"})
        assert (reply.status_code, reply.json()["code"]) == (400, "request.unknown_parameter")


@pytest.mark.usefixtures("schools")
class TestSearch:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("石桥", {"石桥铺九年一贯制学校"}),
            ("桥铺", {"石桥铺九年一贯制学校"}),
            ("桥 九年", {"石桥铺九年一贯制学校"}),
            ("重小", {"重庆路小学"}),
            ("红旗", {"白大小学"}),
            ("sqp", {"石桥铺九年一贯制学校"}),
            ("cqlxx", {"重庆路小学"}),
            ("2134000001", {"锦岚县第一小学"}),
            ("21340", {"锦岚县第一小学"}),
            ("幼儿园", {"安和幼儿园"}),
            ("铺桥", set()),
            ("云屏", set()),
            ("、。", set()),
            ("'; DROP TABLE", set()),
            ("\"*':&|!", set()),
        ],
    )
    def test_names_codes_and_initials_are_found(self, officer: TestClient, query: str, found: set[str]) -> None:
        assert set(names(officer, q=query)) == found

    def test_a_blank_query_is_none(self, officer: TestClient) -> None:
        assert len(names(officer, q=" ")) == 7

    def test_an_external_id_is_found(self, officer: TestClient, county: County) -> None:
        county.found(officer, name="外号小学", external_ids=[{"scheme": "lk.census", "value": "15111"}])
        assert names(officer, q="15111") == ["外号小学"]


def facet(client: TestClient, name: str, **params: Any) -> dict[str, int]:
    """Counts of one facet."""
    counted = client.get(f"{URL}/facets", params=params).json()["facets"][name]
    return {entry["value"]: entry["count"] for entry in counted}


@pytest.mark.usefixtures("schools")
class TestFacets:
    def test_values_are_counted_unknown_ones_too(self, officer: TestClient) -> None:
        assert facet(officer, "type") == {"kindergarten": 1, "primary": 4, "junior_secondary": 1, "nine_year": 1}
        assert facet(officer, "boarding") == {"true": 1, "false": 1, "unknown": 5}
        assert facet(officer, "area") == {"urban": 1, "town": 1, "unknown": 5}
        assert facet(officer, "has_code") == {"true": 2, "false": 5}

    def test_a_school_counts_for_each_stage_it_teaches(self, officer: TestClient) -> None:
        assert facet(officer, "stage") == {"preschool": 1, "primary": 5, "junior": 2}

    def test_a_facet_ignores_its_own_filter_and_obeys_all_others(self, officer: TestClient) -> None:
        assert facet(officer, "type", type="nine_year", boarding="true,false") == {"primary": 1, "nine_year": 1}
        assert facet(officer, "boarding", type="nine_year", boarding="false") == {"true": 1}

    def test_the_total_is_that_of_the_list(self, officer: TestClient) -> None:
        params = {"stage": "primary", "has_code": "false", "q": "小学", "pupils_max": 1000}
        counted = officer.get(f"{URL}/facets", params=params).json()["total"]
        assert counted == officer.get(URL, params=params).json()["total"] == 2

    def test_each_value_sent_back_as_a_filter_finds_as_many(self, officer: TestClient) -> None:
        facets = officer.get(f"{URL}/facets").json()["facets"]
        for name, values in facets.items():
            for entry in values:
                found = officer.get(URL, params={name: entry["value"]}).json()["total"]
                assert found == entry["count"], (name, entry)

    def test_one_statement_counts_them_all(self, officer: TestClient, statements: Statements) -> None:
        with statements() as seen:
            officer.get(f"{URL}/facets", params={"type": "primary", "q": "小学"})
        assert len(seen) == 1

    def test_reach_narrows(self, world: World) -> None:
        assert facet(world.sign_in("school_clerk", "school"), "type") == {"primary": 1}
        assert facet(world.sign_in("read_only", "far_county"), "type") == {"senior_secondary": 1}


class TestHistory:
    def test_newest_first_in_stretches(self, officer: TestClient, school_url: str) -> None:
        for revision in (1, 2, 3):
            officer.patch(school_url, json={"pupils": revision}, headers=if_match(revision))
        first = officer.get(f"{school_url}/history", params={"limit": 3}).json()
        rest = officer.get(f"{school_url}/history", params={"limit": 3, "cursor": first["next_cursor"]}).json()
        assert [event["revision"] for event in first["items"] + rest["items"]] == [4, 3, 2, 1]
        assert rest["next_cursor"] is None

    def test_a_cursor_of_another_school_is_refused(self, officer: TestClient, world: World, school_url: str) -> None:
        officer.patch(school_url, json={"pupils": 1}, headers=if_match(1))
        cursor = officer.get(f"{school_url}/history", params={"limit": 1}).json()["next_cursor"]
        other = f"{URL}/{world.unit('other_school')}/history"
        assert officer.get(other, params={"cursor": cursor}).json()["code"] == "paging.bad_cursor"

    def test_the_school_itself_reads_it(self, principal: TestClient, school_url: str) -> None:
        assert [event["action"] for event in entries(principal, school_url)] == ["school.created"]

    def test_a_stranger_finds_nothing(self, stranger: TestClient, school_url: str) -> None:
        assert stranger.get(f"{school_url}/history").status_code == 404
