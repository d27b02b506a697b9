"""Divisions of GB/T 2260 as rows, on both databases."""

from typing import Any

import pytest

from api.organizations.queries import find_region_unit
from api.organizations.tabular import REGION_ROWS
from tests.rows import actions, faults, take
from tests.world import V1, World

NEW: dict[str, Any] = {
    "code": "990199",
    "name": "新设县",
    "level": "county",
    "parent_code": "990100",
    "edition": "2027-01",
}


def root(world: World) -> str:
    with world.host() as ctx:
        province = find_region_unit(ctx, "990000")
    assert province is not None
    return str(province.id)


class TestTaking:
    def test_an_edition_corrects_the_table_once(self, world: World) -> None:
        rows = [NEW, {"code": "990124", "name": "锦岚区"}]
        unit = root(world)
        assert actions(take(world, REGION_ROWS, rows, unit=unit)) == ["created", "updated"]
        assert actions(take(world, REGION_ROWS, rows, unit=unit)) == ["unchanged", "unchanged"]
        found = world.sign_in("read_only").get(f"{V1}/regions", params={"parent_code": "990100"}).json()["items"]
        assert {"990199": "新设县", "990124": "锦岚区"}.items() <= {
            each["code"]: each["name"] for each in found
        }.items()

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"code": "990100"}, ("code", "unit.region_form")),
            ({"parent_code": "110000"}, ("parent_code", "unit.region_parent")),
            ({"level": None}, ("level", "import.row.field_missing")),
        ],
    )
    def test_code_level_and_parent_must_agree(
        self, world: World, changes: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        code = {"code": "990198"} if "code" not in changes else {"code": "349900", "level": "county"}
        (outcome,) = take(world, REGION_ROWS, [NEW | changes | code], unit=root(world))
        assert faults(outcome) == [expected]

    def test_one_county_does_not_change_the_table_of_all(self, world: World) -> None:
        assert faults(take(world, REGION_ROWS, [NEW])[0]) == [(None, "import.right.outside_reach")]
