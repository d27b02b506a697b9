"""Bureaus, sections and districts as rows, on both databases."""

from typing import Any

import pytest

from api.core.intake import Mode
from api.organizations.tabular import UNIT_ROWS
from tests.rows import actions, faults, how, take, undo
from tests.world import V1, World

DISTRICT: dict[str, Any] = {"kind": "district", "code": "D7", "name": "银山学区", "parent": "锦岚县教育局"}


def read(world: World, unit_id: object) -> dict[str, Any]:
    answer = world.sign_in("section_officer").get(f"{V1}/units/{unit_id}")
    found: dict[str, Any] = answer.json()
    return found | {"http": answer.status_code}


class TestTaking:
    def test_rows_become_units_below_what_exists_once(self, world: World) -> None:
        section = DISTRICT | {"kind": "section", "name": "人事股", "external_ids": ["moe:7"]}
        made = take(world, UNIT_ROWS, [DISTRICT, section])
        assert (actions(made), [faults(outcome) for outcome in made]) == (["created", "created"], [[], []])
        district, office = (read(world, outcome.id) for outcome in made)
        assert (district["name"], district["parent_id"], district["code"]) == ("银山学区", world.unit("bureau"), "D7")
        assert office["external_ids"] == [{"scheme": "moe", "value": "7"}]
        assert actions(take(world, UNIT_ROWS, [DISTRICT, section])) == ["unchanged", "unchanged"]

    def test_a_name_changes_and_changes_back(self, world: World) -> None:
        row = {"id": world.unit("district"), "name": "梅岭镇学区", "short_name": "梅岭", "code": "D1"}
        outcomes = take(world, UNIT_ROWS, [row], how(scheme="id"))
        after = read(world, world.unit("district"))
        assert (actions(outcomes), after["name"], after["code"]) == (["updated"], "梅岭镇学区", "D1")
        assert actions(undo(world, UNIT_ROWS, outcomes)) == ["updated"]
        after = read(world, world.unit("district"))
        assert (after["name"], after["code"], after["revision"]) == ("梅岭学区", None, 3)

    def test_what_was_made_goes_unless_something_stands_below_it(self, world: World) -> None:
        made = take(world, UNIT_ROWS, [DISTRICT, DISTRICT | {"code": "D8", "name": "雁子河学区"}])
        below = DISTRICT | {"code": "D9", "name": "雁子河分区", "parent": "雁子河学区"}
        assert actions(take(world, UNIT_ROWS, [below])) == ["created"]
        taken_back = undo(world, UNIT_ROWS, made)
        assert actions(taken_back) == ["deleted", "refused"]
        assert faults(taken_back[1]) == [(None, "import.apply.referred_to")]
        assert read(world, made[0].id)["http"] == 404


class TestRefusing:
    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ({"code": "D7", "name": "甲"}, [("kind", "import.row.field_missing")]),
            (DISTRICT | {"parent": "云屏县教育局"}, [("parent", "import.row.parent_missing")]),
            (DISTRICT | {"parent": "梅岭学区", "kind": "section"}, [("parent", "import.row.parent_missing")]),
            (DISTRICT | {"status": "closed"}, [("status", "school.status_by_verb")]),
        ],
    )
    def test_what_cannot_be_made(self, world: World, row: dict[str, Any], expected: list[Any]) -> None:
        assert faults(take(world, UNIT_ROWS, [row])[0]) == expected

    def test_another_kind_or_place_or_end_is_an_act_of_its_own(self, world: World) -> None:
        row = {"id": world.unit("district"), "kind": "bureau", "parent": "马渡学区", "status": "closed"}
        assert set(faults(take(world, UNIT_ROWS, [row], how(scheme="id"))[0])) == {
            ("kind", "unit.kind_fixed"),
            ("parent", "school.parent_by_move"),
            ("status", "school.status_by_verb"),
        }

    def test_out_of_reach_and_unknown_look_the_same(self, world: World) -> None:
        rows = [{"id": world.unit("far_bureau"), "name": "甲"}, {"id": "0198c0de-0000-7000-8000-000000000009"}]
        outcomes = take(world, UNIT_ROWS, rows, how(Mode.UPDATE, scheme="id"))
        assert [faults(outcome) for outcome in outcomes] == [[("id", "import.row.not_found")]] * 2

    def test_two_of_a_kind_cannot_have_one_code(self, world: World) -> None:
        rows = [DISTRICT | {"external_id": str(number), "name": f"第{number}学区"} for number in range(2)]
        outcomes = take(world, UNIT_ROWS, rows, how(scheme="ext:moe"))
        assert [faults(outcome) for outcome in outcomes] == [[("code", "unit.repeated")]] * 2
