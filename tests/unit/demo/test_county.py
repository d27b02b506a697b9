"""The county that the demo builds: its numbers add up, its schools are believable, its gaps are honest."""

import re
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from api.demo.codes import organization_check
from api.demo.county import County, School, build
from api.demo.divisions import DIVISIONS
from api.demo.figures import organization_for
from api.demo.loader import SCALES
from api.demo.people import PEOPLE
from api.demo.places import JINLAN, Township
from api.organizations.data import divisions
from api.organizations.rules import CATEGORIES, SchoolType, credit_check, school_violations

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def county() -> County:
    return build(JINLAN)


@pytest.fixture(scope="module")
def counties() -> list[County]:
    """The county of the demo and those of other seeds."""
    return [build(JINLAN), *(build(JINLAN, seed) for seed in range(20))]


def after(county: County) -> list[School]:
    """The schools once all later changes are made."""
    schools = list(county.schools)
    for change in county.changes:
        schools[change.school] = replace(schools[change.school], **change.values)
    return schools


class TestNumbers:
    def test_there_are_162_schools_131_public_and_31_private(self, county: County) -> None:
        assert len(county.schools) == JINLAN.schools == 162
        assert Counter(school.ownership for school in county.schools) == {"public": 131, "private": 31}

    def test_they_stand_in_eight_districts_none_of_them_empty(self, county: County) -> None:
        assert len(JINLAN.districts) == 8
        assert set(Counter(school.district for school in county.schools)) == {d.name for d in JINLAN.districts}
        assert "职教与直属" in {district.name for district in JINLAN.districts}

    def test_kindergartens_are_about_55_per_cent_and_every_type_is_there(self, county: County) -> None:
        types = Counter(school.type for school in county.schools)
        assert 0.53 <= types["kindergarten"] / len(county.schools) <= 0.57
        assert set(types) == set(CATEGORIES)
        assert types["vocational"] == types["special"] == 1

    def test_the_same_seed_gives_the_same_county_and_another_seed_another(self, county: County) -> None:
        assert build(JINLAN) == county
        assert build(JINLAN, seed=7) != county

    def test_any_seed_gives_as_many_schools_with_unique_names_and_codes(self, counties: list[County]) -> None:
        for county in counties:
            schools = after(county)
            assert len({school.name for school in schools}) == 162
            for codes in ([s.code for s in schools if s.code], [s.credit_code for s in schools if s.credit_code]):
                assert len(codes) == len(set(codes))


class TestPlaces:
    def test_no_division_of_the_demo_is_in_the_shipped_table(self) -> None:
        real = divisions.shipped()
        assert not {division.code[:2] for division in real} & {division.code[:2] for division in DIVISIONS}
        assert not {division.name for division in real} & {division.name for division in DIVISIONS}

    def test_the_divisions_are_a_table_by_the_rules_of_the_real_one(self) -> None:
        rows = [f"{d.code},{d.name},{d.level},{d.parent_code or ''}," for d in DIVISIONS]
        table = "\n".join([",".join(divisions.COLUMNS), *rows])
        assert set(divisions.parse(table.encode())) == set(DIVISIONS)

    def test_the_county_lies_in_its_city_and_province(self) -> None:
        names = {division.code: division.name for division in DIVISIONS}
        assert [names[code] for code in JINLAN.region] == ["澜江省", "安澜市", JINLAN.county]

    def test_nothing_that_is_published_names_a_real_county(self) -> None:
        """Wrongdoing will be invented about the demo's places: none of them may be someone's home."""
        real = {d.name for d in divisions.shipped() if d.level == "county"}
        published = [ROOT / "README.md", ROOT / "openapi/openapi.json"]
        for folder, pattern in (("docs", "*.md"), ("docs/examples", "*.py"), ("api/demo", "*.py")):
            published += sorted((ROOT / folder).glob(pattern))
        for file in published:
            named = set(re.findall("(?=([\u4e00-\u9fff]{2}[县市区旗]))", file.read_text()))
            assert not named & real, file

    def test_one_name_needs_gb18030(self, county: County) -> None:
        rare = [school.name for school in county.schools if "㘭" in school.name]
        assert len(rare) == 5
        with pytest.raises(UnicodeEncodeError):
            rare[0].encode("gbk")
        assert rare[0].encode("gb18030").decode("gb18030") == rare[0]

    def test_positions_lie_together_and_on_no_land(self, county: County) -> None:
        for school in county.schools:
            if school.longitude and school.latitude:
                assert 123.3 < float(school.longitude) < 124.3
                assert 29.5 < float(school.latitude) < 30.5
                assert re.fullmatch(r"\d+\.\d{6}", school.latitude)

    def test_a_stem_is_the_name_without_its_kind(self) -> None:
        assert Township("990124112", "流云㘭镇", 0, 0, "town", 0, 0, 0, 0, 0).stem == "流云㘭"

    def test_the_default_scale_is_one_county(self) -> None:
        assert SCALES["county"] == (JINLAN,)


class TestNames:
    def test_one_name_has_more_than_twenty_characters(self, county: County) -> None:
        assert max(len(school.name) for school in county.schools) > 20

    def test_every_school_has_a_shorter_short_name(self, county: County) -> None:
        assert all(0 < len(school.short_name) < len(school.name) for school in after(county))

    def test_merged_village_schools_are_former_names_and_no_school_has_them_now(self, county: County) -> None:
        former = [name for school in after(county) for name in school.former_names]
        assert len(former) == len(set(former)) > 30
        assert not set(former) & {school.name for school in after(county)}


class TestCodes:
    def test_school_codes_follow_the_type_and_the_province(self, county: County) -> None:
        for school in county.schools:
            assert school.code is None or re.fullmatch(CATEGORIES[SchoolType(school.type)] + r"99\d{6}", school.code)

    def test_credit_codes_are_valid_and_follow_the_ownership(self, county: County) -> None:
        for school in county.schools:
            if code := school.credit_code:
                assert code.startswith({"public": "12990124", "private": "52990124"}[school.ownership])
                assert organization_check(code[8:16]) == code[16]
                assert credit_check(code[:17]) == code[17]

    def test_external_ids_are_unique(self, county: County) -> None:
        assert len({school.external_id for school in county.schools}) == 162


class TestRules:
    def test_no_school_breaks_a_rule_before_or_after_the_changes(self, counties: list[County]) -> None:
        for county in counties:
            for school in (*county.schools, *after(county)):
                assert list(school_violations(asdict(school))) == []


class TestFigures:
    def test_no_part_is_larger_than_its_whole(self, county: County) -> None:
        for school in after(county):
            if school.pupils is not None:
                assert (school.boarders or 0) <= school.pupils
            if school.staff is not None:
                assert (school.party_members or 0) <= school.staff

    def test_boarders_live_only_in_boarding_schools(self, county: County) -> None:
        for school in county.schools:
            assert school.boarding == (None if school.boarders is None else school.boarders > 0)

    def test_the_party_organization_fits_the_number_of_members(self, county: County) -> None:
        for school in after(county):
            if school.party_members is not None:
                assert school.party_organization == organization_for(school.party_members)

    @pytest.mark.parametrize(
        ("members", "kind"),
        [
            (0, "none"),
            (1, "joint_branch"),
            (2, "joint_branch"),
            (3, "branch"),
            (49, "branch"),
            (50, "general_branch"),
            (99, "general_branch"),
            (100, "committee"),
        ],
    )
    def test_the_limits_of_party_organizations_are_3_50_and_100(self, members: int, kind: str) -> None:
        assert organization_for(members) == kind

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("party_organization", {"none", "joint_branch", "branch", "general_branch", "committee"}),
            ("party_coverage", {"independent", "joint", "dispatched", "none"}),
            ("canteen", {"none", "self_run", "contracted", "delivered"}),
            ("area", {"urban", "town", "rural"}),
            ("boarding", {True, False}),
            ("status", {"operating", "suspended"}),
        ],
    )
    def test_every_filter_finds_something(self, counties: list[County], field: str, values: set[object]) -> None:
        for county in counties:
            assert {getattr(school, field) for school in county.schools} - {None} == values

    def test_some_values_are_unknown_but_most_are_known(self, county: County) -> None:
        for field in ("code", "credit_code", "pupils", "staff", "party_members", "canteen", "area", "address"):
            unknown = sum(getattr(school, field) is None for school in county.schools)
            assert 0 < unknown <= 12, field

    def test_suspended_schools_have_no_pupils(self, county: County) -> None:
        suspended = [school for school in county.schools if school.status == "suspended"]
        assert len(suspended) == 2
        assert not any(school.pupils for school in suspended)


class TestChanges:
    def test_each_change_alters_every_field_that_it_names(self, counties: list[County]) -> None:
        for county in counties:
            schools = list(county.schools)
            for change in county.changes:
                old = schools[change.school]
                new = replace(old, **change.values)
                assert all(getattr(old, field) != getattr(new, field) for field in change.values)
                schools[change.school] = new

    def test_one_school_was_renamed_and_keeps_its_old_name(self, county: County) -> None:
        renames = [change for change in county.changes if "name" in change.values]
        assert len(renames) == 1
        assert county.schools[renames[0].school].name in renames[0].values["former_names"]

    def test_they_come_in_the_order_of_time(self, county: County) -> None:
        days = [change.days_ago for change in county.changes]
        assert days == sorted(days, reverse=True)


class TestPeople:
    def test_every_role_has_a_person_and_what_takes_two_has_two(self) -> None:
        assert len({person.role for person in PEOPLE}) == 15
        assert len({person.username for person in PEOPLE}) == len({person.display_name for person in PEOPLE}) == 17
        twice = [role for role, number in Counter(person.role for person in PEOPLE).items() if number > 1]
        assert sorted(twice) == ["identity_custodian", "section_officer"]

    def test_the_school_accounts_have_a_nine_year_school_whose_record_is_known(self, county: County) -> None:
        school = county.principal_school
        assert school.type == "nine_year"
        assert None not in (school.pupils, school.staff, school.code, school.party_members)
