"""Schools under the ids of other systems."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from tests.api.organizations.acts import done
from tests.api.organizations.county import V1, County, entries, faults, if_match

URL = f"{V1}/schools/by/ext:lk.census/15111"


class TestPut:
    def test_first_it_creates_then_it_changes_then_it_does_nothing(self, officer: TestClient, county: County) -> None:
        made = officer.put(URL, json=county.school(pupils=100))
        assert made.status_code == 201
        school = made.json()
        assert made.headers["location"] == f"{V1}/schools/{school['id']}"
        assert school["external_ids"] == [{"scheme": "lk.census", "value": "15111"}]
        changed = officer.put(URL, json=county.school(pupils=120))
        assert (changed.status_code, changed.json()["id"], changed.json()["pupils"]) == (200, school["id"], 120)
        again = officer.put(URL, json=county.school(pupils=120))
        assert (again.status_code, again.json()["revision"], again.headers["etag"]) == (200, 2, '"2"')
        assert len(entries(officer, f"{V1}/schools/{school['id']}")) == 2

    def test_what_is_left_out_stays_and_null_clears(self, officer: TestClient, county: County) -> None:
        officer.put(URL, json=county.school(pupils=100, staff=9))
        after = officer.put(URL, json=county.school(staff=None)).json()
        assert (after["pupils"], after["staff"]) == (100, None)

    def test_ids_of_other_systems_stay(self, officer: TestClient, county: County) -> None:
        officer.put(URL, json=county.school(external_ids=[{"scheme": "eems", "value": "7"}]))
        after = officer.put(URL, json=county.school(pupils=1)).json()
        assert [each["scheme"] for each in after["external_ids"]] == ["eems", "lk.census"]
        after = officer.put(URL, json=county.school(external_ids=[])).json()
        assert [each["scheme"] for each in after["external_ids"]] == ["lk.census"]

    def test_by_code(self, officer: TestClient, county: County) -> None:
        url = f"{V1}/schools/by/code/2134000077"
        made = officer.put(url, json=county.school())
        assert (made.status_code, made.json()["code"]) == (201, "2134000077")
        assert officer.put(url, json=county.school()).status_code == 200
        assert faults(officer.put(url, json=county.school(code="2134000078"))) == {("/code", "unit.key_differs")}

    def test_if_match_is_kept(self, officer: TestClient, county: County) -> None:
        assert officer.put(URL, json=county.school(), headers=if_match(1)).status_code == 412
        officer.put(URL, json=county.school())
        assert officer.put(URL, json=county.school(pupils=1), headers=if_match(9)).status_code == 412
        assert officer.put(URL, json=county.school(pupils=1), headers=if_match(1)).status_code == 200

    def test_two_at_once_make_one_school(self, officer: TestClient, county: County) -> None:
        def put(pupils: int) -> int:
            return int(officer.put(URL, json=county.school(pupils=pupils)).status_code)

        before = county.count(officer)
        with officer, ThreadPoolExecutor(6) as pool:
            statuses = sorted(pool.map(put, range(6)))
        assert statuses.count(201) == 1
        assert set(statuses) <= {200, 201, 412}
        assert county.count(officer) == before + 1

    def test_it_does_not_move_a_school(self, officer: TestClient, county: County) -> None:
        officer.put(URL, json=county.school())
        reply = officer.put(URL, json=county.school(parent_id=county.world.unit("other_district")))
        assert (reply.status_code, reply.json()["code"]) == (409, "school.parent_by_move")

    def test_a_withdrawn_id_reads_and_does_not_write(self, officer: TestClient, county: County) -> None:
        school = county.world.unit("school")
        done(officer, f"/schools/{school}:recode", code="2134000098")
        url = f"{V1}/schools/by/code/2134000001"
        assert officer.get(url).json()["id"] == school
        reply = officer.put(url, json=county.school())
        assert (reply.status_code, reply.json()["code"]) == (409, "unit.key_withdrawn")

    def test_a_school_out_of_reach_is_not_there(
        self, stranger: TestClient, officer: TestClient, county: County
    ) -> None:
        officer.put(URL, json=county.school())
        assert stranger.get(URL).status_code == 404
        body = county.school(parent_id=county.world.unit("far_bureau"))
        assert stranger.put(URL, json=body).status_code == 404


class TestGet:
    def test_an_external_id_that_went_to_another_school_finds_the_one_that_has_it(
        self, officer: TestClient, county: County
    ) -> None:
        first = officer.put(URL, json=county.school(name="甲小学")).json()
        url = f"{V1}/schools/{first['id']}"
        officer.patch(url, json={"external_ids": []}, headers=if_match(1))
        assert officer.get(URL).json()["id"] == first["id"]
        other = county.found(officer, name="乙小学", external_ids=[{"scheme": "lk.census", "value": "15111"}])
        assert officer.get(URL).json()["id"] == other["id"]

    @pytest.mark.parametrize("scheme", ["id", "name", "ext:", "EXT:a"])
    def test_other_schemes_are_not_there(self, officer: TestClient, scheme: str) -> None:
        assert officer.get(f"{V1}/schools/by/{scheme}/1").status_code == 404

    def test_what_nobody_bears_is_not_there(self, officer: TestClient) -> None:
        assert officer.get(f"{V1}/schools/by/uscc/91350100M000100Y43").status_code == 404
