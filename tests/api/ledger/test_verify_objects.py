"""Records held to the ledger: a school that was touched behind the product's back is named."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from api.core.database import Base
from api.ledger.verify import Question
from api.organizations.canonical import SCHOOLS
from tests.api.ledger.steps import faults, tamper, verified
from tests.api.organizations.acts import done
from tests.world import V1, World

WITH_SCHOOLS = Question(kinds=[SCHOOLS])


def altered(world: World, school: str) -> list[tuple[str, dict[str, Any]]]:
    return [("object.altered", {"type": "school", "id": world.unit(school)})]


class TestSchools:
    def test_schools_as_they_were_written_are_green(self, world: World) -> None:
        report = verified(world, WITH_SCHOOLS)
        assert (report.faults, report.objects, report.unproven) == ([], 3, 0)

    def test_a_school_changed_through_the_product_is_green(self, world: World) -> None:
        external = [{"scheme": "lk.census", "value": "15111"}, {"scheme": "a", "value": "1"}]
        body = {
            "pupils": 321,
            "longitude": "115.9",
            "latitude": "31.7",
            "former_names": ["老校"],
            "external_ids": external,
        }
        officer = world.sign_in("section_officer", world.unit("county"))
        address = f"{V1}/schools/{world.unit('school')}"
        for number, change in enumerate([body, {"name": "锦岚县实验小学", "external_ids": []}], start=1):
            assert officer.patch(address, json=change, headers={"If-Match": f'"{number}"'}).status_code == 200
        assert faults(world, WITH_SCHOOLS) == []

    def test_schools_renamed_moved_merged_and_closed_through_the_product_are_green(self, world: World) -> None:
        officer, school = world.sign_in("section_officer", world.unit("county")), world.unit("school")
        body = {"parent_id": world.unit("district"), "name": "南湾小学", "type": "primary", "ownership": "public"}
        other = officer.post(f"{V1}/schools", json=body).json()["id"]
        done(officer, f"/schools/{school}:rename", name="锦岚县实验小学")
        done(officer, f"/schools/{school}:move", parent_id=world.unit("other_district"))
        done(officer, "/schools:merge", school_ids=[school, other], survivor_id=school)
        done(officer, f"/schools/{world.unit('other_school')}:close")
        done(officer, f"/units/{world.unit('other_district')}:move", parent_id=world.unit("district"))
        report = verified(world, WITH_SCHOOLS)
        assert (report.faults, report.objects) == ([], 4)

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("unit", "name = '别的学校'"),
            ("unit", "status = 'suspended'"),
            ("unit", "code = '2134000009'"),
            ("unit", "revision = revision + 1"),
            ("unit", "created_at = '2020-01-01 00:00:00.000000'"),
            ("unit", "parent_id = (SELECT parent_id FROM unit WHERE code = '3134000002')"),
            ("school", "pupils = 5"),
            ("school", "type = 'nine_year'"),
            ("school", "boarding = true"),
            ("school", "longitude = 1"),
            ("school", "former_names = '[\"老校\"]'"),
        ],
    )
    def test_a_column_changed_by_hand_is_named(self, world: World, table: str, change: str) -> None:
        tamper(world, f"UPDATE {table} SET {change} WHERE id = :id", id=UUID(world.unit("school")))  # noqa: S608
        assert faults(world, WITH_SCHOOLS) == altered(world, "school")

    def test_an_external_id_put_in_by_hand_is_named(self, world: World) -> None:
        sql = "INSERT INTO unit_external_id (scheme, value, unit_id) VALUES ('x', '1', :id)"
        tamper(world, sql, id=UUID(world.unit("other_school")))
        assert faults(world, WITH_SCHOOLS) == altered(world, "other_school")

    def test_a_school_put_back_to_an_earlier_state_is_named(self, world: World) -> None:
        address = f"{V1}/schools/{world.unit('school')}"
        clerk = world.sign_in("school_clerk", "school")
        assert clerk.patch(address, json={"pupils": 321}, headers={"If-Match": '"1"'}).status_code == 200
        tamper(world, "UPDATE school SET pupils = NULL WHERE id = :id", id=UUID(world.unit("school")))
        tamper(world, "UPDATE unit SET revision = 1 WHERE id = :id", id=UUID(world.unit("school")))
        assert faults(world, WITH_SCHOOLS) == altered(world, "school")

    def test_a_school_deleted_by_hand_is_named(self, world: World) -> None:
        school = UUID(world.unit("far_school"))
        for table in ("school", "unit"):
            tamper(world, f"DELETE FROM {table} WHERE id = :id", id=school)  # noqa: S608
        assert faults(world, WITH_SCHOOLS) == [("object.deleted", {"type": "school", "id": str(school)})]

    def test_a_school_inserted_by_hand_is_named(self, world: World) -> None:
        forged, model = uuid4(), UUID(world.unit("school"))
        _copy(world, "unit", forged, model, {"path": "'abcdefghij/'", "code": "NULL"})
        _copy(world, "school", forged, model, {})
        assert faults(world, WITH_SCHOOLS) == [("object.inserted", {"type": "school", "id": str(forged)})]

    def test_a_school_whose_last_change_was_not_hashed_is_counted_not_accused(self, world: World) -> None:
        sql = "UPDATE ledger_event SET object_hash = NULL WHERE object_id = :id"
        tamper(world, sql, id=UUID(world.unit("school")))
        report = verified(world, WITH_SCHOOLS)
        assert report.unproven == 1
        assert {fault.kind.value for fault in report.faults} == {"event.forged"}


def _copy(world: World, table: str, forged: UUID, model: UUID, changed: dict[str, str]) -> None:
    columns = [column.name for column in Base.metadata.tables[table].columns if column.name != "id"]
    chosen = ", ".join(changed.get(name, name) for name in columns)
    sql = f"INSERT INTO {table} (id, {', '.join(columns)}) SELECT :id, {chosen} FROM {table} WHERE id = :model"  # noqa: S608
    tamper(world, sql, id=forged, model=model)
