"""Persons as rows: `take`, `undo` and what may be kept of an identity number, on both databases."""

from typing import Any

import pytest

from api.core.intake import Mode, Outcome
from api.people.rules import resident_check
from api.people.tabular import PERSON_ROWS
from tests.rows import actions, faults, how, take, undo
from tests.world import V1, World

NUMBER = "11010519491231002X"
PERSON: dict[str, Any] = {"name": "罗建平", "unit": "锦岚县第一小学", "kind": "teacher", "id_number": NUMBER}
BY_NUMBER = how(scheme="id_number")
BY_NAME = how(scheme="name")
NAMED = {name: value for name, value in PERSON.items() if name != "id_number"}


def read(world: World, outcome: Outcome) -> dict[str, Any]:
    answer = world.sign_in("section_officer").get(f"{V1}/persons/{outcome.id}")
    found: dict[str, Any] = answer.json()
    return found | {"http": answer.status_code}


def number_of(serial: int) -> str:
    body = f"1101051990010{serial % 9 + 1}{serial:03d}"
    return body + resident_check(body)


class TestTaking:
    def test_a_row_becomes_a_person_with_party_registration_and_post(self, world: World) -> None:
        row = PERSON | {
            "party_standing": "full",
            "party_joined_on": "2009-07-01",
            "party_unit": "梅岭学区",
            "registration": "valid",
            "registered_to_on": "2030-06-30",
            "post_kind": "deputy_principal",
            "post_from_on": "2024-09-01",
        }
        (outcome,) = take(world, PERSON_ROWS, [row], BY_NUMBER)
        assert faults(outcome) == []
        person = read(world, outcome)
        assert (person["name"], person["unit"]["id"]) == ("罗建平", world.unit("school"))
        assert person["identity"] == {"kind": "resident_id", "masked": "****002X"}
        assert (person["party"]["standing"], person["party"]["unit"]["name"]) == ("full", "梅岭学区")
        assert person["registration"] == {"state": "valid", "period_to_on": "2030-06-30", "expired": False}
        assert [post["title"] for post in person["posts"]] == ["副校长（副园长）"]
        assert person["registrations"][0]["period_from_on"] == "2025-06-30"
        assert actions(take(world, PERSON_ROWS, [row], BY_NUMBER)) == ["unchanged"]

    def test_who_is_known_by_the_number_is_changed_and_moves(self, world: World) -> None:
        take(world, PERSON_ROWS, [PERSON], BY_NUMBER)
        moved = {"id_number": NUMBER.lower(), "unit": "马渡中学", "status": "retired"}
        (outcome,) = take(world, PERSON_ROWS, [moved], BY_NUMBER)
        person = read(world, outcome)
        assert (outcome.action, outcome.revision) == ("updated", 2)
        assert (person["unit"]["name"], person["status"], person["name"]) == ("马渡中学", "retired", "罗建平")

    def test_without_a_number_name_and_unit_say_who_it_is(self, world: World) -> None:
        twice = [NAMED, NAMED | {"unit": "马渡中学"}]
        assert actions(take(world, PERSON_ROWS, twice, BY_NAME)) == ["created", "created"]
        assert actions(take(world, PERSON_ROWS, twice, BY_NAME)) == ["unchanged", "unchanged"]
        no_member = NAMED | {"party_standing": "none", "party_joined_on": None}
        assert actions(take(world, PERSON_ROWS, [no_member], BY_NAME)) == ["unchanged"]

    def test_the_number_of_statements_does_not_grow_with_the_rows(self, world: World) -> None:
        world.account("section_officer")
        counts = []
        for number in (2, 40):
            rows = [PERSON | {"id_number": number_of(serial), "name": f"张{serial}"} for serial in range(number)]
            with world.statements() as sent:
                take(world, PERSON_ROWS, rows, how(scheme="id_number", write=False))
            counts.append(len(sent))
        assert counts[0] == counts[1]


class TestWhatIsKept:
    def test_a_number_is_a_hash_before_it_is_kept_anywhere(self, world: World) -> None:
        assert PERSON_ROWS.conceal is not None
        keys = world.app.state.keys
        kept = PERSON_ROWS.conceal(keys, PERSON)
        assert NUMBER not in str(kept)
        assert kept["id_number"].startswith("hash:")
        assert kept["id_number"].endswith(":002X")
        assert PERSON_ROWS.conceal(keys, kept) == kept
        assert actions(take(world, PERSON_ROWS, [kept], BY_NUMBER)) == ["created"]
        assert actions(take(world, PERSON_ROWS, [PERSON], BY_NUMBER)) == ["unchanged"]

    def test_a_number_that_cannot_be_is_refused_and_said_nowhere(self, world: World) -> None:
        rows = [PERSON | {"id_number": "110105194912310021"}, PERSON | {"id_number": "110105194913310021"}]
        outcomes = take(world, PERSON_ROWS, rows, BY_NUMBER)
        assert [faults(outcome) for outcome in outcomes] == [
            [("id_number", "person.number_check")],
            [("id_number", "person.number_birthday")],
        ]
        assert not any("1101" in str(outcome) for outcome in outcomes)


class TestRefusing:
    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ({"id_number": NUMBER}, [(name, "import.row.field_missing") for name in ("unit", "name", "kind")]),
            (PERSON | {"unit": "云屏中学"}, [("unit", "import.row.reference_unknown")]),
            (PERSON | {"party_joined_on": "2999-01-01"}, [("party_joined_on", "person.party_joined_later")]),
            (PERSON | {"post_kind": "principal"}, [("post_from_on", "import.row.field_missing")]),
            (PERSON | {"registration": "suspended"}, [("registered_to_on", "import.row.field_missing")]),
        ],
    )
    def test_what_cannot_be_entered(self, world: World, row: dict[str, Any], expected: list[Any]) -> None:
        assert faults(take(world, PERSON_ROWS, [row], BY_NUMBER)[0]) == expected

    def test_of_two_of_one_name_none_is_picked(self, world: World) -> None:
        officer = world.sign_in("section_officer")
        for _ in range(2):
            body = {"name": "罗建平", "unit_id": world.unit("school"), "kind": "teacher"}
            assert officer.post(f"{V1}/persons", json=body).status_code == 201
        (outcome,) = take(world, PERSON_ROWS, [NAMED], BY_NAME)
        assert faults(outcome) == [("name", "import.row.ambiguous")]

    def test_one_number_is_one_person_and_one_chair_one_holder(self, world: World) -> None:
        seat = {"post_kind": "principal", "post_from_on": "2024-09-01"}
        rows = [NAMED | seat | {"id_number": NUMBER}, NAMED | {"name": "王芳", "id_number": NUMBER}]
        rows.append(NAMED | seat | {"name": "李伟"})
        outcomes = take(world, PERSON_ROWS, rows, BY_NAME)
        assert [faults(outcome) for outcome in outcomes] == [
            [("id_number", "person.identity_taken")],
            [("id_number", "person.identity_taken")],
            [],
        ]
        (late,) = take(world, PERSON_ROWS, [NAMED | seat], BY_NAME)
        assert faults(late) == [("post_from_on", "post.taken")]

    def test_a_school_registers_nothing_that_the_authority_decides(self, world: World) -> None:
        rows = [
            NAMED | {"registration": "valid", "registered_to_on": "2030-06-30"},
            NAMED | {"name": "王芳", "post_kind": "principal", "post_from_on": "2024-09-01"},
        ]
        outcomes = take(world, PERSON_ROWS, rows, BY_NAME, role="school_clerk", unit="school")
        assert [faults(outcome) for outcome in outcomes] == [
            [("registration", "person.authority_required")],
            [("post_kind", "person.authority_required")],
        ]

    def test_who_is_unknown_is_not_updated(self, world: World) -> None:
        outcomes = take(world, PERSON_ROWS, [PERSON], how(Mode.UPDATE, scheme="id_number"))
        assert faults(outcomes[0]) == [("id_number", "import.row.not_found")]


class TestUndoing:
    def test_persons_go_with_what_was_entered_and_changes_are_taken_back(self, world: World) -> None:
        (known,) = take(world, PERSON_ROWS, [NAMED | {"name": "王芳"}], BY_NAME)
        rows = [
            PERSON | {"post_kind": "union_chair", "post_from_on": "2024-09-01"},
            {"name": "王芳", "unit": NAMED["unit"], "status": "left", "party_joined_on": "2009-07-01"},
        ]
        outcomes = take(world, PERSON_ROWS, rows, BY_NAME)
        assert actions(outcomes) == ["created", "updated"]
        assert actions(undo(world, PERSON_ROWS, outcomes)) == ["deleted", "updated"]
        assert read(world, outcomes[0])["http"] == 404
        after = read(world, known)
        assert (after["status"], after["party"], after["revision"]) == ("active", None, 3)

    def test_who_was_touched_or_seated_since_is_kept(self, world: World) -> None:
        outcomes = take(world, PERSON_ROWS, [PERSON, NAMED | {"name": "王芳"}], BY_NAME)
        take(world, PERSON_ROWS, [PERSON | {"status": "retired"}], BY_NUMBER)
        post = {"person_id": str(outcomes[1].id), "unit_id": world.unit("school"), "kind": "other"}
        officer = world.sign_in("section_officer")
        assert officer.post(f"{V1}/posts", json=post | {"from_on": "2024-09-01"}).status_code == 201
        kept = undo(world, PERSON_ROWS, outcomes)
        assert [faults(outcome) for outcome in kept] == [
            [(None, "import.apply.changed_since")],
            [(None, "import.apply.referred_to")],
        ]
