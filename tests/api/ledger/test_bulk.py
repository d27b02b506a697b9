"""Bulk events: one for many objects, with a manifest that is held to it, in the history of each object."""

from uuid import UUID

import pytest

from api.core import ids
from api.core.intake import Action, Outcome
from api.ledger import service
from api.ledger.models import LedgerManifest
from api.ledger.rules import Subject
from api.ledger.verify import Question
from api.organizations.canonical import SCHOOLS
from tests.api.ledger.steps import faults, read, tamper
from tests.world import V1, World


def bulk(world: World, *outcomes: Outcome) -> UUID | None:
    """One chunk of an import."""
    about = Subject("import", ids.ordered(), "school", unit_id=UUID(world.unit("county")))
    with world.host() as ctx:
        return service.record_bulk(ctx, "school.imported", about, outcomes)


def updated(world: World, revision: int = 2) -> Outcome:
    return Outcome(5, Action.UPDATED, UUID(world.unit("school")), "2134000001", revision - 1, revision, None, "a" * 64)


class TestRecord:
    def test_what_changed_is_listed_and_what_did_not_is_left_out(self, world: World) -> None:
        same = Outcome(4, Action.UNCHANGED, ids.ordered(), "x", 1, 1)
        event = bulk(world, updated(world), same, Outcome(6, Action.REFUSED))
        assert [tuple(row) for row in read(world, LedgerManifest.event_id, LedgerManifest.row, LedgerManifest.key)] == [
            (event, 5, "2134000001")
        ]

    def test_where_nothing_changed_there_is_no_event(self, world: World) -> None:
        assert bulk(world, Outcome(4, Action.UNCHANGED, ids.ordered(), "x", 1, 1)) is None
        assert read(world, LedgerManifest.row) == []

    def test_the_history_of_an_object_holds_the_bulk_event(self, world: World) -> None:
        bulk(world, updated(world))
        officer = world.sign_in("section_officer", world.unit("county"))
        items = officer.get(f"{V1}/schools/{world.unit('school')}/history").json()["items"]
        assert [item["action"] for item in items] == ["school.imported", "school.created"]


class TestVerify:
    def test_a_manifest_as_it_was_written_is_green(self, world: World) -> None:
        bulk(world, updated(world), Outcome(9, Action.CREATED, ids.ordered(), None, None, 1))
        assert faults(world) == []

    @pytest.mark.parametrize(
        "change", ["UPDATE ledger_manifest SET key = 'x'", "DELETE FROM ledger_manifest WHERE row = 9"]
    )
    def test_a_line_that_was_touched_is_named(self, world: World, change: str) -> None:
        event = bulk(world, updated(world), Outcome(9, Action.CREATED, ids.ordered(), None, None, 1))
        tamper(world, change)
        assert faults(world) == [("manifest.altered", {"event": str(event)})]

    def test_an_object_is_held_to_the_line_of_its_last_change(self, world: World) -> None:
        bulk(world, updated(world))
        assert faults(world, Question(kinds=[SCHOOLS])) == [
            ("object.altered", {"type": "school", "id": world.unit("school")})
        ]

    def test_an_object_that_a_line_says_is_gone_is_not_missed(self, world: World) -> None:
        made = ids.ordered()
        bulk(world, Outcome(2, Action.CREATED, made, "c", None, 1, None, "b" * 64))
        assert faults(world, Question(kinds=[SCHOOLS])) == [("object.deleted", {"type": "school", "id": str(made)})]
        bulk(world, Outcome(2, Action.DELETED, made, "c", 1, None))
        assert faults(world, Question(kinds=[SCHOOLS])) == []
