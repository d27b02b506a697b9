"""The rules of the tree and of schools."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.organizations import rules, schemas
from api.organizations.data.divisions import Division
from api.organizations.rules import SchoolType, Stage, UnitKind

JINLAN = Division("990124", "锦岚县", "county", "990100")


def facts(**changes: Any) -> dict[str, Any]:
    """The facts of a school of which little is known."""
    unknown = dict.fromkeys(("code", "credit_code", "boarding", "boarders", "pupils", "longitude", "latitude"))
    return {**unknown, "type": SchoolType.PRIMARY, "external_ids": [], **changes}


def faults(**changes: Any) -> list[tuple[str, str | None]]:
    """Code and pointer of everything that is wrong with such a school."""
    return [(found.spec.code, found.pointer) for found in rules.school_violations(facts(**changes))]


class TestSchoolCode:
    @pytest.mark.parametrize("school_type", SchoolType)
    def test_the_category_of_its_type_fits(self, school_type: SchoolType) -> None:
        assert faults(type=school_type, code=f"{rules.CATEGORIES[school_type]}34001024") == []

    def test_a_code_of_another_category_names_the_one_expected(self) -> None:
        (found,) = rules.school_violations(facts(code="3199001024"))
        assert (found.spec.code, found.pointer, found.params) == ("school.code_category", "/code", {"expected": "21"})

    def test_digits_three_and_four_are_a_province(self) -> None:
        assert faults(code="2198001024") == [("school.code_province", "/code")]

    @pytest.mark.parametrize("code", ["", "21340010", "213400102X", "２１３４００１０２４", "2199001024\n"])
    def test_ten_digits_and_nothing_else(self, code: str) -> None:
        assert faults(code=code) == [("school.code_form", "/code")]

    def test_category_and_province_are_reported_together(self) -> None:
        assert faults(code="3198001024") == [("school.code_category", "/code"), ("school.code_province", "/code")]

    def test_an_unknown_code_is_no_fault(self) -> None:
        assert faults(code=None) == []


class TestCreditCode:
    # Published codes: the example of GB 32100-2015, and those of two companies known to everyone.
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "91440300708461136T", "914403001922038216"])
    def test_a_real_code_passes(self, code: str) -> None:
        assert faults(credit_code=code) == []

    @given(st.text(rules.CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.data())
    def test_one_wrong_character_is_always_found(self, body: str, place: int, data: st.DataObject) -> None:
        code = body + rules.credit_check(body)
        slip = data.draw(st.sampled_from([c for c in rules.CREDIT_ALPHABET if c != code[place]]))
        assert faults(credit_code=code) == []
        assert faults(credit_code=code[:place] + slip + code[place + 1 :]) == [
            ("school.credit_code_check", "/credit_code")
        ]

    @pytest.mark.parametrize("code", ["", "9135", "9135010OM000100Y43", "91350100m000100y43", "91350100M000100Y43 "])
    def test_eighteen_characters_without_i_o_s_v_z(self, code: str) -> None:
        assert faults(credit_code=code) == [("school.credit_code_form", "/credit_code")]


class TestBoarders:
    def test_not_more_than_pupils(self) -> None:
        assert faults(boarding=True, boarders=301, pupils=300) == [("school.boarders_exceed_pupils", "/boarders")]

    def test_as_many_as_pupils_at_most(self) -> None:
        assert faults(boarding=True, boarders=300, pupils=300) == []

    def test_none_without_boarding(self) -> None:
        assert faults(boarding=False, boarders=1) == [("school.boarders_without_boarding", "/boarders")]

    @pytest.mark.parametrize("boarding", [True, None])
    def test_unknown_boarding_or_pupils_prove_nothing(self, boarding: bool | None) -> None:
        assert faults(boarding=boarding, boarders=12, pupils=None) == []

    def test_zero_is_a_number_and_fits_a_day_school(self) -> None:
        assert faults(boarding=False, boarders=0, pupils=0) == []


class TestCoordinates:
    @pytest.mark.parametrize("degrees", ["180", "-180.000000", "0", "-0.5", "115.886364", "007"])
    def test_degrees_in_range_pass(self, degrees: str) -> None:
        assert faults(longitude=degrees) == []

    @pytest.mark.parametrize(
        "degrees", ["180.000001", "181", "1e2", "115,8", "115.8863641", "+3", ".5", "5.", "", "NaN"]
    )
    def test_others_do_not(self, degrees: str) -> None:
        assert faults(longitude=degrees) == [("school.longitude_range", "/longitude")]

    def test_a_latitude_ends_at_the_pole(self) -> None:
        assert faults(latitude="90.000001") == [("school.latitude_range", "/latitude")]

    @given(st.integers(-180_000_000, 180_000_000))
    def test_millionths_survive_the_way_to_text_and_back(self, micro: int) -> None:
        assert rules.micro_degrees(rules.degrees(micro)) == micro

    @pytest.mark.parametrize(("text", "micro"), [("-0.5", -500_000), ("115.886364", 115_886_364), ("7", 7_000_000)])
    def test_text_is_read_without_rounding(self, text: str, micro: int) -> None:
        assert rules.micro_degrees(text) == micro


class TestFacts:
    def test_all_faults_are_found_at_once(self) -> None:
        found = faults(code="1", credit_code="2", boarding=False, boarders=3, pupils=2, longitude="x", latitude="y")
        assert {pointer for _, pointer in found} == {"/code", "/credit_code", "/boarders", "/longitude", "/latitude"}
        assert len(found) == 6

    def test_the_normal_form_is_the_same_when_it_is_made_twice(self) -> None:
        ids = [{"scheme": "b", "value": "1"}, {"scheme": "a", "value": "2"}]
        normal = rules.normal(facts(longitude="115.8", external_ids=ids))
        assert normal["longitude"] == "115.800000"
        assert normal["latitude"] is None
        assert [external["scheme"] for external in normal["external_ids"]] == ["a", "b"]
        assert rules.normal(normal) == normal

    def test_only_registered_fields_that_differ_need_the_right_to_register(self) -> None:
        before = dict.fromkeys(rules.REGISTERED_FIELDS, "x") | {"pupils": 1}
        after = before | {"code": "y", "status": "y", "pupils": 2}
        assert [found.pointer for found in rules.register_violations(before, after)] == ["/code", "/status"]


class TestRepetitions:
    def test_both_places_of_a_code_are_reported(self) -> None:
        documents = [(f"/items/{index}", facts(code=code)) for index, code in enumerate(["1", "2", "1"])]
        assert [found.pointer for found in rules.repetitions(documents)] == ["/items/0/code", "/items/2/code"]

    def test_the_same_value_under_another_scheme_is_another_id(self) -> None:
        ids = [{"scheme": "a", "value": "1"}, {"scheme": "b", "value": "1"}]
        assert list(rules.repetitions([("", facts(external_ids=ids))])) == []

    def test_one_school_cannot_bear_an_external_id_twice(self) -> None:
        ids = [{"scheme": "a", "value": "1"}] * 2
        found = rules.repetitions([("", facts(external_ids=ids))])
        assert [violation.pointer for violation in found] == ["/external_ids/0", "/external_ids/1"]

    def test_what_others_have_is_reported_where_it_stands(self) -> None:
        school = facts(code="1", credit_code="2", external_ids=[{"scheme": "a", "value": "3"}])
        taken = {("/code", "1"), ("/credit_code", "2"), ("a", "3")}
        assert [(found.spec.code, found.pointer) for found in rules.taken_violations(school, taken)] == [
            ("unit.code_taken", "/code"),
            ("school.credit_code_taken", "/credit_code"),
            ("unit.external_id_taken", "/external_ids/0"),
        ]


class TestTree:
    @pytest.mark.parametrize("kind", UnitKind)
    @pytest.mark.parametrize("parent", UnitKind)
    def test_a_unit_stands_below_the_kinds_of_the_table_only(self, kind: UnitKind, parent: UnitKind) -> None:
        found = [violation.spec.code for violation in rules.parent_violations(kind, parent, 0)]
        assert found == ([] if parent in rules.PARENTS[kind] else ["unit.parent_kind"])

    def test_schools_and_sections_have_nothing_below_them(self) -> None:
        parents = {parent for allowed in rules.PARENTS.values() for parent in allowed}
        assert parents == set(UnitKind) - {UnitKind.SECTION, UnitKind.SCHOOL}

    def test_depth_is_limited(self) -> None:
        (found,) = rules.parent_violations(UnitKind.DISTRICT, UnitKind.DISTRICT, rules.MAX_DEPTH - 1)
        assert found.spec.code == "unit.too_deep"


class TestRegions:
    def region(self, **changes: Any) -> rules.Region:
        return rules.Region(**({"kind": UnitKind.COUNTY, "code": "990124", "name": "锦岚县"} | changes))

    @pytest.mark.parametrize("parent", [None, "990100", "990000"])
    def test_code_and_name_of_the_table_pass_below_their_own_city_or_province(self, parent: str | None) -> None:
        assert list(rules.region_violations(self.region(), JINLAN, parent)) == []

    @pytest.mark.parametrize("parent", ["341600", "330000"])
    def test_not_below_another(self, parent: str) -> None:
        (found,) = rules.region_violations(self.region(), JINLAN, parent)
        assert (found.spec.code, found.pointer) == ("unit.region_parent", "/parent_id")

    def test_another_name_is_told_the_right_one(self) -> None:
        (found,) = rules.region_violations(self.region(name="锦岚"), JINLAN, None)
        assert (found.spec.code, found.params) == ("unit.region_name", {"name": "锦岚县"})

    def test_a_code_that_is_not_in_the_table_is_unknown(self) -> None:
        (found,) = rules.region_violations(self.region(code="990199"), None, None)
        assert (found.spec.code, found.pointer) == ("unit.region_unknown", "/code")

    def test_a_code_of_another_level_is_unknown(self) -> None:
        (found,) = rules.region_violations(self.region(kind=UnitKind.CITY), JINLAN, None)
        assert found.spec.code == "unit.region_unknown"


class TestStages:
    def test_every_type_teaches_at_some_stage(self) -> None:
        assert set(rules.STAGES) == set(SchoolType)
        assert all(rules.STAGES.values())

    def test_types_at_a_stage_are_those_that_teach_it(self) -> None:
        assert rules.types_at([Stage.JUNIOR]) == {
            SchoolType.JUNIOR_SECONDARY,
            SchoolType.NINE_YEAR,
            SchoolType.COMPLETE_SECONDARY,
            SchoolType.SPECIAL,
        }

    def test_no_stage_no_type(self) -> None:
        assert rules.types_at([]) == frozenset()


class TestWords:
    @pytest.mark.parametrize("name", ["Canteen", "Area", "PartyOrganization", "PartyCoverage"])
    def test_a_filter_offers_each_value_and_unknown(self, name: str) -> None:
        offered = get_args(getattr(schemas, f"{name}Choice"))
        assert offered == (*getattr(rules, name), "unknown")

    def test_expected_fields_are_fields_of_a_school(self) -> None:
        assert set(rules.EXPECTED_FIELDS) <= set(schemas.SchoolOut.model_fields)

    def test_a_patch_has_every_field_of_a_new_school_but_its_parent(self) -> None:
        assert set(schemas.SchoolPatch.model_fields) == set(schemas.SchoolIn.model_fields) - {"parent_id"}
