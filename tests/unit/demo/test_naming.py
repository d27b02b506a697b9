"""Names follow the patterns of a county's schools, and the pools of words never run dry."""

from random import Random

import pytest

from api.demo.naming import Name, Namer
from api.demo.places import JINLAN, Township

SEAT = JINLAN.townships["梅岭镇"]
TOWN = JINLAN.townships["南浦镇"]
VILLAGE = JINLAN.townships["花坪乡"]


@pytest.fixture
def namer() -> Namer:
    return Namer(JINLAN, Random(1))  # noqa: S311 (names, not secrets)


class TestKindergartens:
    def test_at_the_seat_they_are_numbered(self, namer: Namer) -> None:
        names = list(namer.kindergartens(SEAT))
        assert names[0] == Name("锦岚县第一幼儿园", "一幼")
        assert names[7] == Name("锦岚县第八幼儿园", "八幼")

    def test_elsewhere_the_first_is_central_and_the_others_stand_in_villages(self, namer: Namer) -> None:
        first, *others = namer.kindergartens(TOWN)
        assert (first.full, first.village) == ("锦岚县南浦镇中心幼儿园", None)
        assert all(name.village and name.full == f"锦岚县南浦镇{name.village}幼儿园" for name in others)

    def test_private_ones_carry_a_name_of_their_own(self, namer: Namer) -> None:
        names = list(namer.private_kindergartens(SEAT))
        assert len({name.full for name in names}) == SEAT.private_kindergartens
        assert all(name.full.startswith("锦岚县梅岭镇") and name.full.endswith("幼儿园") for name in names)


class TestSchools:
    def test_a_central_primary_school_took_in_village_schools(self, namer: Namer) -> None:
        central = next(namer.primary(SEAT))
        assert central.full == "锦岚县梅岭镇中心小学"
        assert len(central.former) == 2
        assert all(former.endswith("村小学") for former in central.former)

    def test_a_name_may_be_too_long_for_a_line(self, namer: Namer) -> None:
        (name,) = namer.nine_year(VILLAGE)
        assert len(name.full) == 23
        assert name.short == "花坪学校"

    def test_a_second_junior_school_is_numbered_after_the_county_s_three_middle_schools(self, namer: Namer) -> None:
        assert [name.full for name in namer.junior(SEAT)] == ["锦岚县梅岭镇初级中学", "锦岚县第五初级中学"]

    def test_a_township_without_a_kind_of_school_gives_no_name(self, namer: Namer) -> None:
        empty = Township("990124999", "空镇", 0, 0, "town", 0, 0, 0, 0, 0)
        for names in (namer.kindergartens, namer.private_kindergartens, namer.primary, namer.nine_year, namer.junior):
            assert not list(names(empty))
