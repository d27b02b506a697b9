"""Schools as rows: `take` and `undo` of the row spec, on both databases."""

from typing import Any

import pytest

from api.core import rollups
from api.core.intake import Mode
from api.ledger.rules import document_hash
from api.organizations.canonical import read_schools
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.tabular import SCHOOL_ROWS
from tests.rows import acting, actions, faults, how, rows_of, take, undo
from tests.world import V1, World

SCHOOL: dict[str, Any] = {
    "code": "2134000101",
    "name": "锦岚县第二小学",
    "type": "primary",
    "ownership": "public",
    "parent": "梅岭学区",
}
FULL = SCHOOL | {
    "short_name": "锦岚二小",
    "former_names": ["梅岭镇小学"],
    "credit_code": "12990124MB0W1234XT",
    "boarding": True,
    "boarders": 12,
    "canteen": "self_run",
    "area": "town",
    "pupils": 640,
    "staff": 41,
    "party_members": 9,
    "party_organization": "branch",
    "party_coverage": "independent",
    "address": "锦岚县梅岭镇新河路 3 号",
    "longitude": "115.886364",
    "latitude": "31.672100",
    "status": "operating",
    "external_ids": ["lk.census:15111"],
}


def read(world: World, code: str, by: str = "code") -> dict[str, Any]:
    answer = world.sign_in("section_officer").get(f"{V1}/schools/by/{by}/{code}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def many(number: int) -> list[dict[str, Any]]:
    return [SCHOOL | {"code": f"21340003{index:02d}", "name": f"第{index}小学"} for index in range(number)]


class TestTaking:
    def test_a_row_becomes_a_school_with_every_fact(self, world: World) -> None:
        (outcome,) = take(world, SCHOOL_ROWS, [FULL | {"boarding": "true"}])
        assert faults(outcome) == []
        school = read(world, "2134000101")
        assert (outcome.action, outcome.revision, outcome.key) == ("created", 1, "2134000101")
        assert (school["id"], school["parent"]["name"]) == (str(outcome.id), "梅岭学区")
        assert school["external_ids"] == [{"scheme": "lk.census", "value": "15111"}]
        for name in FULL.keys() - {"parent", "external_ids"}:
            assert school[name] == FULL[name], name

    def test_what_is_taken_is_found_and_counted_and_held_to_its_hash(self, world: World) -> None:
        outcomes = take(world, SCHOOL_ROWS, [FULL, *many(3)])
        found = world.sign_in("section_officer").get(f"{V1}/schools", params={"q": "jlxdexx"}).json()
        assert [school["code"] for school in found["items"]] == ["2134000101"]
        with world.host() as ctx:
            assert rollups.compare(ctx.session, SCHOOL_FIGURES) == []
            documents = {document.id: document_hash(document.document) for document in read_schools(ctx.session)}
        assert all(documents[outcome.id] == outcome.document_hash for outcome in outcomes if outcome.id)

    def test_the_same_twice_is_once(self, world: World) -> None:
        take(world, SCHOOL_ROWS, [FULL])
        (outcome,) = take(world, SCHOOL_ROWS, [FULL])
        assert (outcome.action, outcome.revision, outcome.document_hash) == ("unchanged", 1, None)

    def test_a_change_is_a_version_and_what_is_absent_stays(self, world: World) -> None:
        take(world, SCHOOL_ROWS, [FULL])
        (outcome,) = take(world, SCHOOL_ROWS, [{"code": SCHOOL["code"], "name": "锦岚二小新校", "pupils": None}])
        school = read(world, "2134000101")
        assert (outcome.action, outcome.revision_before, outcome.revision) == ("updated", 1, 2)
        assert outcome.before == {"name": "锦岚县第二小学", "pupils": 640}
        assert (school["name"], school["pupils"], school["staff"]) == ("锦岚二小新校", None, 41)
        past = world.sign_in("section_officer").get(f"{V1}/schools/{school['id']}/past").json()
        assert [former["value"] for former in past["former"]] == ["锦岚县第二小学"]
        with world.host() as ctx:
            assert rollups.compare(ctx.session, SCHOOL_FIGURES) == []

    def test_a_school_without_a_code_is_known_by_the_id_of_another_system(self, world: World) -> None:
        bare = {name: value for name, value in SCHOOL.items() if name != "code"} | {"external_id": "15111"}
        by_census = how(scheme="ext:lk.census")
        assert actions(take(world, SCHOOL_ROWS, [bare], by_census)) == ["created"]
        assert actions(take(world, SCHOOL_ROWS, [bare], by_census)) == ["unchanged"]
        assert actions(take(world, SCHOOL_ROWS, [bare | {"pupils": 5}], by_census)) == ["updated"]
        assert read(world, "15111", "ext:lk.census")["pupils"] == 5

    def test_a_check_judges_and_writes_nothing(self, world: World) -> None:
        asked = how(write=False)
        changed = {"code": "2134000001", "pupils": 7}
        assert actions(take(world, SCHOOL_ROWS, [FULL, changed], asked)) == ["created", "updated"]
        assert actions(take(world, SCHOOL_ROWS, [FULL, changed], asked)) == ["created", "updated"]
        assert read(world, "2134000001")["revision"] == 1

    def test_the_number_of_statements_does_not_grow_with_the_rows(self, world: World) -> None:
        counts = []
        for documents in (many(2), many(60)):
            with acting(world, "section_officer") as ctx, world.statements() as sent:
                SCHOOL_ROWS.take(ctx, rows_of(documents), how(write=False))
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 6


class TestParents:
    @pytest.mark.parametrize(("scheme", "text"), [("id", "district"), ("name", "梅岭学区"), ("ext:moe", "D-1")])
    def test_a_parent_is_named_by_id_name_or_another_systems_id(self, world: World, scheme: str, text: str) -> None:
        if scheme == "ext:moe":
            body: dict[str, Any] = {"kind": "district", "name": "银山学区", "parent_id": world.unit("bureau")}
            body |= {"external_ids": [{"scheme": "moe", "value": "D-1"}]}
            assert world.sign_in("section_officer").post(f"{V1}/units", json=body).status_code == 201
        row = SCHOOL | {"parent": world.units.get(text, text)}
        assert actions(take(world, SCHOOL_ROWS, [row], how(parent=scheme))) == ["created"]

    def test_of_two_with_one_name_none_is_picked_and_both_are_named(self, world: World) -> None:
        body = {"kind": "district", "name": "梅岭学区", "parent_id": world.unit("other_district")}
        assert world.sign_in("section_officer").post(f"{V1}/units", json=body).status_code == 201
        (outcome,) = take(world, SCHOOL_ROWS, [SCHOOL])
        assert faults(outcome) == [("parent", "import.row.ambiguous")]
        assert sorted(outcome.faults[0].suggestions) == ["锦岚县教育局 / 梅岭学区", "马渡学区 / 梅岭学区"]

    @pytest.mark.parametrize("parent", ["梅岭学去", "云屏县教育局", "教育股"])
    def test_unknown_out_of_reach_and_of_another_kind_look_the_same(self, world: World, parent: str) -> None:
        (outcome,) = take(world, SCHOOL_ROWS, [SCHOOL | {"parent": parent}])
        assert faults(outcome) == [("parent", "import.row.parent_missing")]
        assert parent not in outcome.faults[0].suggestions
        assert parent != "梅岭学去" or outcome.faults[0].suggestions == ("梅岭学区",)

    def test_a_row_moves_no_school(self, world: World) -> None:
        (outcome,) = take(world, SCHOOL_ROWS, [{"code": "2134000001", "parent": "马渡学区"}])
        assert faults(outcome) == [("parent", "school.parent_by_move")]


class TestRefusing:
    def test_everything_that_is_wrong_is_said_at_once(self, world: World) -> None:
        row = {"code": "3134000101", "type": "primary", "boarders": 9, "pupils": 3, "former_names": ["甲"] * 21}
        (outcome,) = take(world, SCHOOL_ROWS, [row])
        assert set(faults(outcome)) == {
            ("name", "import.row.field_missing"),
            ("ownership", "import.row.field_missing"),
            ("parent", "import.row.field_missing"),
            ("former_names", "import.row.too_many_values"),
            ("code", "school.code_category"),
            ("boarders", "school.boarders_exceed_pupils"),
        }

    def test_good_rows_are_written_beside_bad_ones(self, world: World) -> None:
        assert actions(take(world, SCHOOL_ROWS, [FULL, FULL | {"code": "1"}])) == ["created", "refused"]

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ({"name": "无标识小学"}, ("code", "import.row.key_missing")),
            ({"code": "2134000001", "name": None}, ("name", "import.row.not_clearable")),
            ({"code": "2134000001", "status": "closed"}, ("status", "school.status_by_verb")),
            (SCHOOL | {"external_ids": ["no system"]}, ("external_ids", "unit.external_id_form")),
        ],
    )
    def test_what_a_row_cannot_say(self, world: World, row: dict[str, Any], expected: tuple[str, str]) -> None:
        (outcome,) = take(world, SCHOOL_ROWS, [row])
        assert faults(outcome) == [expected]

    def test_new_rows_only_and_known_rows_only(self, world: World) -> None:
        (there,) = take(world, SCHOOL_ROWS, [SCHOOL | {"code": "2134000001"}], how(Mode.CREATE))
        unknown, outside = take(world, SCHOOL_ROWS, [SCHOOL, SCHOOL | {"code": "3434000003"}], how(Mode.UPDATE))
        assert faults(there) == [("code", "import.row.exists")]
        assert faults(unknown) == faults(outside) == [("code", "import.row.not_found")]

    def test_what_two_rows_share_is_given_to_neither(self, world: World) -> None:
        twin = FULL | {"code": "2134000102", "external_ids": []}
        outcomes = take(world, SCHOOL_ROWS, [FULL, twin])
        assert [faults(outcome) for outcome in outcomes] == [[("credit_code", "unit.repeated")]] * 2

    def test_a_code_or_id_of_another_school_is_taken(self, world: World) -> None:
        take(world, SCHOOL_ROWS, [FULL])
        (outcome,) = take(world, SCHOOL_ROWS, [FULL | {"code": "2134000102"}])
        assert faults(outcome) == [
            ("credit_code", "school.credit_code_taken"),
            ("external_ids", "unit.external_id_taken"),
        ]

    def test_a_code_that_was_given_up_is_never_given_again(self, world: World) -> None:
        school = world.unit("school")
        body = {"code": "2134000555", "reason": "换码"}
        answer = world.sign_in("section_officer").post(f"{V1}/schools/{school}:recode", json=body)
        assert answer.status_code == 200, answer.text
        (outcome,) = take(world, SCHOOL_ROWS, [SCHOOL | {"code": "2134000001"}])
        assert ("code", "unit.key_withdrawn") in faults(outcome)


class TestRights:
    def test_a_school_out_of_reach_stays_as_it_is(self, world: World) -> None:
        (outcome,) = take(world, SCHOOL_ROWS, [SCHOOL | {"code": "3434000003", "type": "senior_secondary"}])
        assert faults(outcome) == [("code", "import.right.outside_reach")]

    def test_a_school_keeps_its_own_numbers_and_registers_nothing(self, world: World) -> None:
        own = {"code": "2134000001", "parent": "梅岭学区", "pupils": 700}
        rows = [own, SCHOOL]
        kept, made = take(world, SCHOOL_ROWS, rows, role="school_clerk", unit="school")
        assert (kept.action, faults(made)) == ("updated", [("parent", "import.row.parent_missing")])
        (renamed,) = take(world, SCHOOL_ROWS, [own | {"name": "别名"}], role="school_clerk", unit="school")
        assert faults(renamed) == [("name", "school.register_required")]


class TestUndoing:
    def test_what_was_made_goes_and_what_was_changed_is_as_before(self, world: World) -> None:
        before = read(world, "2134000001")
        rows = [FULL, {"code": "2134000001", "name": "一小", "pupils": 9, "external_ids": ["moe:1"]}]
        outcomes = take(world, SCHOOL_ROWS, rows)
        assert actions(undo(world, SCHOOL_ROWS, outcomes)) == ["deleted", "updated"]
        after = read(world, "2134000001")
        assert after | {"revision": 1, "updated_at": before["updated_at"]} == before
        gone = world.sign_in("section_officer").get(f"{V1}/schools/by/code/2134000101")
        assert (gone.status_code, after["revision"]) == (404, 3)
        with world.host() as ctx:
            assert rollups.compare(ctx.session, SCHOOL_FIGURES) == []

    def test_what_was_touched_since_is_kept(self, world: World) -> None:
        outcomes = take(world, SCHOOL_ROWS, [FULL, *many(1)])
        take(world, SCHOOL_ROWS, [{"code": FULL["code"], "staff": 1}])
        officer = world.sign_in("section_officer")
        person = {"name": "王芳", "kind": "teacher", "unit_id": str(outcomes[1].id)}
        assert officer.post(f"{V1}/persons", json=person).status_code == 201
        kept = undo(world, SCHOOL_ROWS, outcomes)
        assert [faults(outcome) for outcome in kept] == [
            [(None, "import.apply.changed_since")],
            [(None, "import.apply.referred_to")],
        ]
