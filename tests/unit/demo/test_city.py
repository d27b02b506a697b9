"""The city that the demo builds: the figures of the source documents over real townships."""

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

from api.demo.city import LUAN, LUAN_BUREAU
from api.demo.county import County, build
from api.demo.people import people_of
from api.demo.places import JINZHAI
from api.organizations.data import divisions
from api.organizations.rules import SchoolType, credit_check, school_violations

REAL = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data")) / "registry/cn-townships-2023.csv.gz"


@pytest.fixture(scope="module")
def city() -> list[County]:
    return [build(plan) for plan in LUAN]


class TestNumbers:
    def test_seven_counties_2211_schools_1764_public_and_447_private(self, city: list[County]) -> None:
        assert len(city) == 7
        schools = [school for county in city for school in county.schools]
        assert len(schools) == sum(plan.schools for plan in LUAN) == 2211
        assert Counter(school.ownership for school in schools) == {"public": 1764, "private": 447}
        assert {school.type for school in schools} == set(SchoolType)

    def test_the_demo_county_is_one_of_them_unchanged(self, city: list[County]) -> None:
        assert city[0] == build(JINZHAI)

    def test_the_same_seed_gives_the_same_city(self, city: list[County]) -> None:
        assert [build(plan) for plan in LUAN] == city

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
    def test_the_counties_are_those_of_the_city_in_the_shipped_table(self) -> None:
        listed = {d.code: d.name for d in divisions.shipped() if d.parent_code == LUAN_BUREAU.code}
        assert {plan.code: plan.county for plan in LUAN} == listed

    def test_the_townships_are_real_ones(self) -> None:
        if not REAL.exists():
            pytest.skip(f"no real townships to compare with: {REAL} is absent (set QINGLIAN_TEST_DATA)")
        with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
            real = {row["code"]: row["name"] for row in csv.DictReader(file)}
        for plan in LUAN:
            for township in plan.townships.values():
                assert real[township.code] == township.name

    def test_no_district_is_empty(self, city: list[County]) -> None:
        for county in city:
            found = {school.district for school in county.schools}
            assert found == {district.name for district in county.plan.districts}

    def test_each_county_has_people_of_its_own(self) -> None:
        names = [person.username for plan in LUAN for person in people_of(plan.code)]
        assert len(names) == len(set(names)) == 14
