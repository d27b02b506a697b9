"""Registering a school."""

from fastapi.testclient import TestClient

from tests.api.organizations.county import CREDIT_CODE, V1, County, entries, faults

WHOLE = {
    "short_name": "新小",
    "former_names": ["旧小学"],
    "code": "2134000077",
    "credit_code": CREDIT_CODE,
    "boarding": True,
    "boarders": 20,
    "canteen": "self_run",
    "area": "rural",
    "pupils": 320,
    "staff": 24,
    "party_members": 9,
    "party_organization": "branch",
    "party_coverage": "independent",
    "address": "梅岭镇学府路 12 号",
    "longitude": "115.886364",
    "latitude": "31.672109",
    "status": "operating",
    "external_ids": [{"scheme": "lk.census", "value": "15111"}],
}


class TestCreate:
    def test_all_that_was_said_is_read_again(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, **WHOLE)
        assert {name: made[name] for name in WHOLE} == WHOLE
        assert officer.get(f"{V1}/schools/{made['id']}").json() == made

    def test_the_reply_says_where_it_is_and_which_revision(self, officer: TestClient, county: County) -> None:
        reply = officer.post(f"{V1}/schools", json=county.school())
        assert reply.status_code == 201
        assert reply.headers["location"] == f"{V1}/schools/{reply.json()['id']}"
        assert reply.headers["etag"] == '"1"'

    def test_what_was_not_said_is_unknown_and_never_zero(self, officer: TestClient, county: County) -> None:
        made = county.found(officer)
        unknown = set(WHOLE) - {"former_names", "status", "external_ids"}
        assert {name: made[name] for name in unknown} == dict.fromkeys(unknown)
        assert (made["former_names"], made["external_ids"], made["status"]) == ([], [], "operating")

    def test_its_district_and_its_stages_follow(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, type="nine_year")
        assert made["district"] == {"id": county.world.unit("district"), "name": "梅岭学区"}
        assert made["parent"] == made["district"] | {"kind": "district"}
        assert made["stages"] == ["primary", "junior"]

    def test_directly_below_the_bureau_it_has_no_district(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, parent_id=county.world.unit("bureau"))
        assert made["district"] is None
        assert made["parent"]["kind"] == "bureau"

    def test_the_ledger_shows_it(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, pupils=320)
        (event,) = entries(officer, f"{V1}/schools/{made['id']}")
        assert (event["action"], event["revision"], event["object_label"]) == ("school.created", 1, "新建小学")
        assert {"field": "pupils", "before": None, "after": 320} in event["changes"]

    def test_coordinates_come_back_with_six_decimals(self, officer: TestClient, county: County) -> None:
        made = county.found(officer, longitude="115.8", latitude="-0.5")
        assert (made["longitude"], made["latitude"]) == ("115.800000", "-0.500000")

    def test_names_are_trimmed(self, officer: TestClient, county: County) -> None:
        assert county.found(officer, name="  新建小学 ")["name"] == "新建小学"


class TestRefusals:
    def test_every_fault_is_reported_at_once(self, officer: TestClient, county: County) -> None:
        wrong = {"code": "3198000077", "boarders": 3, "boarding": False, "longitude": "181", "credit_code": "1"}
        reply = officer.post(f"{V1}/schools", json=county.school(**wrong, parent_id=county.world.unit("section")))
        assert reply.status_code == 422
        assert faults(reply) == {
            ("/parent_id", "unit.parent_kind"),
            ("/code", "school.code_category"),
            ("/code", "school.code_province"),
            ("/credit_code", "school.credit_code_form"),
            ("/boarders", "school.boarders_without_boarding"),
            ("/longitude", "school.longitude_range"),
        }

    def test_a_form_that_is_no_school_names_every_field(self, officer: TestClient, county: County) -> None:
        body = {"name": "", "type": "university", "pupils": -1, "boarding": "yes", "colour": "red"}
        reply = officer.post(f"{V1}/schools", json=body)
        assert reply.status_code == 422
        assert {pointer for pointer, _ in faults(reply)} == {
            "/parent_id", "/name", "/type", "/ownership", "/pupils", "/boarding", "/colour",
        }  # fmt: skip
        assert county.count(officer) == 2

    def test_the_sentences_are_chinese_or_english(self, officer: TestClient, county: County) -> None:
        body = county.school(code="21340000")
        assert "10 位" in officer.post(f"{V1}/schools", json=body).json()["errors"][0]["message"]
        english = officer.post(f"{V1}/schools", json=body, headers={"Accept-Language": "en"})
        assert "10 digits" in english.json()["errors"][0]["message"]

    def test_what_was_sent_is_not_echoed(self, officer: TestClient, county: County) -> None:
        reply = officer.post(f"{V1}/schools", json=county.school(name="秘密小学", code="SECRET"))
        assert reply.status_code == 422
        assert "SECRET" not in reply.text
        assert "秘密" not in reply.text

    def test_a_parent_out_of_reach_is_not_found_and_not_told_from_one_that_is_not_there(
        self, officer: TestClient, county: County
    ) -> None:
        far = officer.post(f"{V1}/schools", json=county.school(parent_id=county.world.unit("far_bureau")))
        none = officer.post(f"{V1}/schools", json=county.school(parent_id="0198c0de-0000-7000-8000-00000000dead"))
        assert far.status_code == none.status_code == 422
        assert faults(far) == faults(none) == {("/parent_id", "unit.parent_not_found")}

    def test_a_code_that_is_taken_is_a_conflict(self, officer: TestClient, county: County) -> None:
        reply = officer.post(f"{V1}/schools", json=county.school(code="2134000001"))
        assert reply.status_code == 409
        assert reply.json()["code"] == "unit.code_taken"
        assert faults(reply) == {("/code", "unit.code_taken")}
        assert county.count(officer) == 2

    def test_all_that_is_taken_is_reported_together(self, officer: TestClient, county: County) -> None:
        county.found(officer, credit_code=CREDIT_CODE, external_ids=[{"scheme": "a", "value": "1"}])
        again = county.school(
            code="2134000001", credit_code=CREDIT_CODE, external_ids=[{"scheme": "a", "value": v} for v in "21"]
        )
        reply = officer.post(f"{V1}/schools", json=again)
        assert reply.status_code == 409
        assert faults(reply) == {
            ("/code", "unit.code_taken"),
            ("/credit_code", "school.credit_code_taken"),
            ("/external_ids/1", "unit.external_id_taken"),
        }

    def test_many_schools_may_have_no_code(self, officer: TestClient, county: County) -> None:
        county.found(officer)
        county.found(officer)
        assert county.count(officer) == 4
