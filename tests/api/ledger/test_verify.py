"""Verification: each way to falsify the ledger is done by hand, as the owner of the database, and found and named."""

import hashlib
from uuid import UUID

import pytest
from sqlalchemy import select

from api.core import ids
from api.core.keys import KeyStore
from api.core.transaction import Mode, transaction
from api.ledger import service
from api.ledger.models import LedgerEvent, LedgerSequence
from api.ledger.rules import tree
from api.ledger.verify import Question, verify
from tests.api.ledger.steps import (
    event_at,
    faults,
    kinds_of,
    read,
    sequence_all,
    sign,
    tamper,
    verified,
    write,
)
from tests.world import World

PLACE = 7


class TestUntouched:
    def test_a_ledger_as_it_was_written_is_green(self, ledger: World) -> None:
        report = verified(ledger)
        assert report.faults == []
        assert report.size == len(read(ledger, LedgerSequence.seq))
        assert report.heads == 1
        with ledger.host() as ctx:
            assert service.signed_head(ctx).root.hex() == report.root

    def test_what_waits_is_verified_too(self, ledger: World) -> None:
        write(ledger, 2)
        report = verified(ledger)
        assert (report.pending, report.faults) == (2, [])

    def test_an_empty_ledger_is_green(self, world: World) -> None:
        report = verified(world)
        assert (report.size, report.root, report.faults) == (0, tree.EMPTY.hex(), [])

    def test_progress_is_told(self, ledger: World) -> None:
        told: list[tuple[int, int]] = []
        with transaction(ledger.app.state.database, Mode.SNAPSHOT) as session:
            verify(session, ledger.app.state.keys, progress=lambda *steps: told.append(steps))
        size = len(read(ledger, LedgerSequence.seq))
        assert told[-1] == (size, size)

    def test_a_new_generation_of_the_key_leaves_old_seals_whole(self, ledger: World) -> None:
        ledger.app.state.keys.rotate("ledger")
        ledger.app.state.keys.rotate("ledger-head")
        write(ledger, 2)
        sequence_all(ledger)
        sign(ledger)
        assert faults(ledger) == []

    def test_another_installations_key_fits_nothing(
        self, ledger: World, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        with transaction(ledger.app.state.database, Mode.SNAPSHOT) as session:
            report = verify(session, KeyStore(tmp_path_factory.mktemp("keys")))
        assert report.found > report.size


class TestEvent:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("action", "'thing.undone'"),
            ("reason", "'because'"),
            ("trace", "'another'"),
            ("at", "'2026-01-01 00:00:00.000000'"),
            ("actor_id", "object_id"),
            ("unit_id", "object_id"),
            ("object_id", "id"),
            ("object_type", "'school'"),
            ("revision", "9"),
            ("object_hash", "commitment"),
            ("seal", "commitment"),
        ],
    )
    def test_an_altered_column_is_named(self, ledger: World, column: str, value: str) -> None:
        event = event_at(ledger, PLACE)
        assert tamper(ledger, f"UPDATE ledger_event SET {column} = {value} WHERE id = :id", id=event) == 1  # noqa: S608
        assert ("event.altered", {"seq": PLACE, "event": str(event)}) in faults(ledger)
        assert kinds_of(faults(ledger)) == {"event.altered"}

    def test_an_altered_commitment_is_named_with_what_it_no_longer_fits(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "UPDATE ledger_event SET commitment = seal WHERE id = :id", id=event)
        where = {"seq": PLACE, "event": str(event)}
        assert sorted(faults(ledger)) == [("event.altered", where), ("payload.altered", where)]

    def test_a_deleted_event_is_named_by_its_place(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "DELETE FROM ledger_payload WHERE event_id = :id", id=event)
        tamper(ledger, "DELETE FROM ledger_event WHERE id = :id", id=event)
        assert faults(ledger) == [("event.deleted", {"seq": PLACE, "event": str(event)})]

    def test_an_event_deleted_with_its_place_leaves_a_gap(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        for table, column in (("payload", "event_id"), ("sequence", "event_id"), ("event", "id")):
            tamper(ledger, f"DELETE FROM ledger_{table} WHERE {column} = :id", id=event)  # noqa: S608
        assert faults(ledger) == [("place.deleted", {"seq": PLACE})]

    def test_an_event_inserted_by_hand_has_no_place(self, ledger: World) -> None:
        forged = _insert_copy(ledger)
        assert faults(ledger) == [("event.unplaced", {"event": str(forged)})]

    def test_an_inserted_event_that_waits_is_forged(self, ledger: World) -> None:
        forged = _insert_copy(ledger, waiting=True)
        assert faults(ledger) == [("event.forged", {"event": str(forged)})]

    def test_an_inserted_event_that_the_sequencer_took_for_true_is_forged(self, ledger: World) -> None:
        forged = _insert_copy(ledger, waiting=True)
        sequence_all(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        assert faults(ledger) == [("event.forged", {"seq": size - 1, "event": str(forged)})]

    def test_an_inserted_event_with_an_inserted_place_is_named_twice(self, ledger: World) -> None:
        forged = _insert_copy(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        sql = "INSERT INTO ledger_sequence SELECT :seq, :id, leaf_hash, seal FROM ledger_sequence WHERE seq = 0"
        tamper(ledger, sql, seq=size, id=forged)
        assert ("place.altered", {"seq": size, "event": str(forged)}) in faults(ledger)
        assert ("event.altered", {"seq": size, "event": str(forged)}) in faults(ledger)

    def test_a_pending_event_that_was_deleted_is_named(self, ledger: World) -> None:
        write(ledger, 1)
        with ledger.host() as ctx:
            event = ctx.session.execute(select(LedgerEvent.id).order_by(LedgerEvent.id.desc()).limit(1)).scalar_one()
        tamper(ledger, "DELETE FROM ledger_payload WHERE event_id = :id", id=event)
        tamper(ledger, "DELETE FROM ledger_event WHERE id = :id", id=event)
        assert faults(ledger) == [("event.deleted", {"event": str(event)})]

    def test_a_pending_row_that_was_deleted_leaves_its_event_without_a_place(self, ledger: World) -> None:
        write(ledger, 1)
        tamper(ledger, "DELETE FROM ledger_pending")
        assert kinds_of(faults(ledger)) == {"event.unplaced"}

    def test_an_event_made_to_wait_again_is_named(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "INSERT INTO ledger_pending VALUES (:id)", id=event)
        assert faults(ledger) == [("place.repeated", {"event": str(event)})]


def _insert_copy(world: World, *, waiting: bool = False) -> UUID:
    """An event put in by hand, a true one's columns with another id."""
    forged, model = ids.ordered(), event_at(world, PLACE)
    columns = [column.name for column in LedgerEvent.__table__.columns if column.name != "id"]
    listed = ", ".join(columns)
    sql = f"INSERT INTO ledger_event (id, {listed}) SELECT :id, {listed} FROM ledger_event WHERE id = :model"  # noqa: S608
    tamper(world, sql, id=forged, model=model)
    said = "INSERT INTO ledger_payload SELECT :id, nonce, document FROM ledger_payload WHERE event_id = :model"
    tamper(world, said, id=forged, model=model)
    if waiting:
        tamper(world, "INSERT INTO ledger_pending VALUES (:id)", id=forged)
    return forged


class TestPayload:
    def test_an_altered_payload_is_named(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        sql = 'UPDATE ledger_payload SET document = \'{"label": "另一件事"}\' WHERE event_id = :id'
        tamper(ledger, sql, id=event)
        assert faults(ledger) == [("payload.altered", {"seq": PLACE, "event": str(event)})]

    def test_an_altered_nonce_is_named(self, ledger: World) -> None:
        event, other = event_at(ledger, PLACE), event_at(ledger, PLACE + 1)
        sql = "UPDATE ledger_payload SET nonce = (SELECT nonce FROM ledger_payload WHERE event_id = :other)"
        tamper(ledger, f"{sql} WHERE event_id = :id", id=event, other=other)
        assert faults(ledger) == [("payload.altered", {"seq": PLACE, "event": str(event)})]

    def test_a_payload_deleted_without_an_order_is_named(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "DELETE FROM ledger_payload WHERE event_id = :id", id=event)
        assert faults(ledger) == [("payload.deleted", {"seq": PLACE, "event": str(event)})]

    def test_a_payload_erased_by_order_leaves_everything_green(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        with ledger.host() as ctx:
            before = service.signed_head(ctx)
            service.erase_payload(ctx, event, "教纪〔2026〕7号")
        sequence_all(ledger)
        sign(ledger)
        report = verified(ledger)
        assert (report.faults, report.size) == ([], before.size + 1)

    def test_a_payload_put_back_after_an_order_is_named(self, ledger: World) -> None:
        event, other = event_at(ledger, PLACE), event_at(ledger, PLACE + 1)
        with ledger.host() as ctx:
            service.erase_payload(ctx, event, "教纪〔2026〕7号")
        sql = "INSERT INTO ledger_payload SELECT :id, nonce, document FROM ledger_payload WHERE event_id = :other"
        tamper(ledger, sql, id=event, other=other)
        assert faults(ledger) == [("payload.kept", {"seq": PLACE, "event": str(event)})]


class TestPlace:
    def test_a_deleted_place_is_a_gap_and_its_event_has_none(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "DELETE FROM ledger_sequence WHERE seq = :seq", seq=PLACE)
        assert faults(ledger) == [("place.deleted", {"seq": PLACE}), ("event.unplaced", {"event": str(event)})]

    @pytest.mark.parametrize("whole", [True, False], ids=["whole rows", "events only"])
    @pytest.mark.parametrize("start", [PLACE, 570], ids=["below a stored node", "in the last tile"])
    def test_two_swapped_places_are_both_named(self, ledger: World, start: int, whole: bool) -> None:
        first, second = event_at(ledger, start), event_at(ledger, start + 1)
        if whole:
            for source, target in ((start, -1), (start + 1, start), (-1, start + 1)):
                tamper(
                    ledger, "UPDATE ledger_sequence SET seq = :target WHERE seq = :source", source=source, target=target
                )
        else:
            for event, seq in ((UUID(int=1), start), (first, start + 1), (second, start)):
                tamper(ledger, "UPDATE ledger_sequence SET event_id = :event WHERE seq = :seq", event=event, seq=seq)
        assert faults(ledger) == [
            ("place.altered", {"seq": start, "event": str(second)}),
            ("place.altered", {"seq": start + 1, "event": str(first)}),
        ]

    def test_a_place_moved_far_out_does_not_make_all_between_missing(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "UPDATE ledger_sequence SET seq = 1000000000 WHERE seq = :seq", seq=PLACE)
        found = faults(ledger)
        assert ("place.altered", {"seq": 10**9, "event": str(event)}) in found
        assert ("place.deleted", {"seq": PLACE}) in found
        assert len(found) == 2

    def test_a_place_before_the_first_is_named(self, ledger: World) -> None:
        sql = "INSERT INTO ledger_sequence SELECT -5, :id, leaf_hash, seal FROM ledger_sequence WHERE seq = 0"
        forged = _insert_copy(ledger)
        tamper(ledger, sql, id=forged)
        assert ("place.altered", {"seq": -5, "event": str(forged)}) in faults(ledger)

    def test_an_altered_leaf_hash_is_named(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "UPDATE ledger_sequence SET leaf_hash = seal WHERE seq = :seq", seq=PLACE)
        assert faults(ledger) == [("leaf.altered", {"seq": PLACE, "event": str(event)})]

    def test_an_event_altered_together_with_its_leaf_is_named(self, ledger: World) -> None:
        event = event_at(ledger, PLACE)
        tamper(ledger, "UPDATE ledger_event SET reason = 'x' WHERE id = :id", id=event)
        tamper(ledger, "UPDATE ledger_sequence SET leaf_hash = seal WHERE seq = :seq", seq=PLACE)
        assert kinds_of(faults(ledger)) == {"event.altered", "place.altered"}


class TestTree:
    def test_an_altered_node_is_named(self, ledger: World) -> None:
        other = hashlib.sha256(b"another").digest()
        tamper(ledger, "UPDATE ledger_node SET hash = :hash WHERE level = 8 AND position = 1", hash=other)
        assert faults(ledger) == [("node.altered", {"level": 8, "position": 1})]

    def test_a_deleted_node_is_named(self, ledger: World) -> None:
        tamper(ledger, "DELETE FROM ledger_node WHERE level = 9")
        assert faults(ledger) == [("node.deleted", {"level": 9, "position": 0})]

    def test_an_added_node_is_named(self, ledger: World) -> None:
        tamper(ledger, "INSERT INTO ledger_node SELECT 12, 3, hash FROM ledger_node WHERE level = 9")
        assert faults(ledger) == [("node.added", {"level": 12, "position": 3})]


class TestHead:
    def test_a_tail_that_was_cut_off_shows_against_the_signed_head(self, ledger: World) -> None:
        sign(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        _cut(ledger, size - 3)
        assert [kind for kind, where in faults(ledger) if where.get("size") == size] == ["tree.truncated"]

    def test_a_tail_cut_off_with_its_heads_shows_against_a_witness_only(self, ledger: World) -> None:
        note = sign(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        _cut(ledger, size - 3)
        tamper(ledger, "DELETE FROM ledger_head WHERE size = :size", size=size)
        assert faults(ledger) == []
        (found,) = faults(ledger, Question(notes=[note]))
        assert found == ("tree.truncated", {"origin": note.splitlines()[0], "size": size, "kept": size - 3})

    def test_a_forged_signature_is_named(self, ledger: World) -> None:
        note = sign(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        forged = note[:-6] + ("A" if note[-6] != "A" else "B") + note[-5:]
        tamper(ledger, "UPDATE ledger_head SET note = :note WHERE size = :size", note=forged, size=size)
        assert faults(ledger) == [("head.forged", {"origin": note.splitlines()[0], "size": size})]

    def test_a_head_whose_row_says_something_else_than_its_note_is_named(self, ledger: World) -> None:
        sign(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        tamper(ledger, "UPDATE ledger_head SET root = :root WHERE size = :size", root=b"\x01" * 32, size=size)
        assert kinds_of(faults(ledger)) == {"head.forged"}

    def test_the_head_of_another_log_is_not_one_of_this(self, ledger: World) -> None:
        note = sign(ledger).replace("qinglian/", "qinglian/0")
        assert kinds_of(faults(ledger, Question(notes=[note]))) == {"head.forged"}

    def test_a_witness_confirms_the_tree(self, ledger: World) -> None:
        note = sign(ledger)
        write(ledger, 300)
        sequence_all(ledger)
        assert faults(ledger, Question(notes=[note])) == []

    def test_a_tree_written_anew_by_someone_with_all_keys_shows_against_a_witness(self, ledger: World) -> None:
        """The operator who holds database and keys can make everything fit, but for what has left the house."""
        note = sign(ledger)
        for table in ("head", "node", "sequence"):
            tamper(ledger, f"DELETE FROM ledger_{table}")  # noqa: S608
        tamper(ledger, "DELETE FROM ledger_payload WHERE event_id = :id", id=(victim := _some_event(ledger)))
        tamper(ledger, "DELETE FROM ledger_event WHERE id = :id", id=victim)
        tamper(ledger, "INSERT INTO ledger_pending SELECT id FROM ledger_event")
        sequence_all(ledger)
        write(ledger, 5)
        sequence_all(ledger)
        sign(ledger)
        assert faults(ledger) == []
        assert kinds_of(faults(ledger, Question(notes=[note]))) == {"head.mismatch"}


def _some_event(world: World) -> UUID:
    with world.host() as ctx:
        stmt = select(LedgerEvent.id).where(LedgerEvent.object_type == "thing").limit(1)
        found: UUID = ctx.session.execute(stmt).scalar_one()
    return found


def _cut(world: World, size: int) -> None:
    """Take away every event from place `size` on, with all that belongs to it."""
    last = [event_at(world, seq) for seq in range(size, len(read(world, LedgerSequence.seq)))]
    tamper(world, "DELETE FROM ledger_sequence WHERE seq >= :size", size=size)
    for event in last:
        tamper(world, "DELETE FROM ledger_payload WHERE event_id = :id", id=event)
        tamper(world, "DELETE FROM ledger_event WHERE id = :id", id=event)


class TestEpoch:
    def test_a_restore_that_lost_entries_says_so_to_who_kept_a_later_head(self, ledger: World) -> None:
        note = sign(ledger)
        size = len(read(ledger, LedgerSequence.seq))
        _cut(ledger, size - 3)
        tamper(ledger, "DELETE FROM ledger_head WHERE size = :size", size=size)
        with ledger.host() as ctx:
            service.open_epoch(ctx, "restored from the backup of 2026-11-20")
        write(ledger, 10)
        sequence_all(ledger)
        sign(ledger)
        assert faults(ledger) == []
        where = {"origin": note.splitlines()[0], "size": size, "kept": size - 3}
        assert faults(ledger, Question(notes=[note])) == [("head.beyond_epoch", where)]

    def test_an_altered_epoch_is_named(self, ledger: World) -> None:
        with ledger.host() as ctx:
            service.open_epoch(ctx, "restored")
        sequence_all(ledger)
        tamper(ledger, "UPDATE ledger_epoch SET root = :root WHERE number = 2", root=b"\x01" * 32)
        assert kinds_of(faults(ledger)) == {"epoch.altered"}
