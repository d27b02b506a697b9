"""The city that the demo builds: the figures of the source documents over an invented city."""

from collections import Counter

import pytest

from api.demo.city import ANLAN, ANLAN_BUREAU
from api.demo.county import County, build
from api.demo.divisions import DIVISIONS
from api.demo.people import people_of
from api.demo.places import JINLAN
from api.organizations.rules import SchoolType, credit_check, school_violations


@pytest.fixture(scope="module")
def city() -> list[County]:
    return [build(plan) for plan in ANLAN]


class TestNumbers:
    def test_seven_counties_2211_schools_1764_public_and_447_private(self, city: list[County]) -> None:
        assert len(city) == 7
        schools = [school for county in city for school in county.schools]
        assert len(schools) == sum(plan.schools for plan in ANLAN) == 2211
        assert Counter(school.ownership for school in schools) == {"public": 1764, "private": 447}
        assert {school.type for school in schools} == set(SchoolType)

    def test_the_demo_county_is_one_of_them_unchanged(self, city: list[County]) -> None:
        assert city[0] == build(JINLAN)

    def test_the_same_seed_gives_the_same_city(self, city: list[County]) -> None:
        assert [build(plan) for plan in ANLAN] == city

    def test_no_two_schools_share_a_name_or_a_code(self, city: list[County]) -> None:
        schools = [school for county in city for school in county.schools]
        for field in ("name", "code", "credit_code", "external_id"):
            values = [value for school in schools if (value := getattr(school, field))]
            assert len(values) == len(set(values)), field

    def test_every_school_passes_the_rules(self, city: list[County]) -> None:
        for county in city:
            for school in county.schools:
                facts = {name: getattr(school, name) for name in school.__slots__}
                assert list(school_violations(facts)) == []
                assert not school.credit_code or credit_check(school.credit_code[:17]) == school.credit_code[17]


class TestPlaces:
    def test_the_counties_are_those_of_the_invented_city(self) -> None:
        listed = {d.code: d.name for d in DIVISIONS if d.parent_code == ANLAN_BUREAU.code}
        assert {plan.code: plan.county for plan in ANLAN} == listed

    def test_no_two_townships_of_a_county_share_a_name(self) -> None:
        for plan in ANLAN:
            names = [township.name for district in plan.districts for township in district.townships]
            assert len(names) == len(set(names)) == len(plan.townships)

    def test_no_district_is_empty(self, city: list[County]) -> None:
        for county in city:
            found = {school.district for school in county.schools}
            assert found == {district.name for district in county.plan.districts}

    def test_each_county_has_people_of_its_own(self) -> None:
        names = [person.username for plan in ANLAN for person in people_of(plan.code)]
        assert len(names) == len(set(names)) == 14
