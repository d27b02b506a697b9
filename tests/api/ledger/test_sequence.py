"""The sequencer: a gap-free order, the tree over it, and what may be asked of both."""

from uuid import UUID

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from api.core import ids
from api.core.constraints import explain
from api.core.errors import BUSY, Refused
from api.ledger import queries, rules, service
from api.ledger.errors import DAMAGED
from api.ledger.models import LedgerEpoch, LedgerEvent, LedgerHead, LedgerNode, LedgerPending, LedgerSequence
from api.ledger.rules import Subject, tree
from api.ledger.rules.notes import Checkpoint, Key, opened
from tests.api.ledger.steps import read, sequence_all, write
from tests.world import World


class TestSequence:
    def test_what_is_written_waits_and_then_has_a_place(self, world: World) -> None:
        waiting = {row.event_id for row in read(world, LedgerPending.event_id)}
        assert waiting == {row.id for row in read(world, LedgerEvent.id)}
        sequence_all(world)
        assert read(world, LedgerPending) == []
        places = read(world, LedgerSequence.seq, LedgerSequence.event_id)
        assert sorted(row.seq for row in places) == list(range(len(waiting) + 1))
        assert {row.event_id for row in places} > waiting

    def test_an_aborted_transaction_leaves_nothing_that_waits(self, world: World) -> None:
        before = read(world, LedgerPending.event_id)
        with pytest.raises(Refused), world.host() as ctx:  # noqa: PT012
            service.record(ctx, "thing.done", Subject("thing", ids.random(), "一件事"))
            service.erase_payload(ctx, ids.random(), "教纪〔2026〕7号")
        assert read(world, LedgerPending.event_id) == before

    def test_the_order_goes_on_where_it_ended(self, world: World) -> None:
        sequence_all(world)
        before = len(read(world, LedgerSequence.seq))
        things = write(world, 3)
        sequence_all(world)
        assert len(read(world, LedgerSequence.seq)) == before + 3
        with world.host() as ctx:
            stmt = (
                select(LedgerEvent.object_id)
                .join(LedgerSequence, LedgerSequence.event_id == LedgerEvent.id)
                .where(LedgerSequence.seq >= before)
                .order_by(LedgerSequence.seq)
            )
            assert list(ctx.session.execute(stmt).scalars()) == things

    def test_a_later_revision_never_goes_before_an_earlier_one_that_waits(self, world: World) -> None:
        """The clock that wrote revision 1 ran ahead, and the batch ends between the two."""
        sequence_all(world)
        thing = ids.random()
        with world.host() as ctx:
            service.record(ctx, "thing.done", Subject("thing", thing, "一件事", revision=2))
        write(world, 5)
        with world.host() as ctx:
            service.record(ctx, "thing.done", Subject("thing", thing, "一件事", revision=1))
        with world.host() as ctx:
            assert service.sequence(ctx, limit=3)
            stmt = (
                select(LedgerEvent.revision)
                .join(LedgerSequence, LedgerSequence.event_id == LedgerEvent.id)
                .where(LedgerEvent.object_id == thing)
                .order_by(LedgerSequence.seq)
            )
            assert list(ctx.session.execute(stmt).scalars()) == [1, 2]
            assert queries.count_pending(ctx) == 3

    def test_a_second_sequencer_at_the_same_time_is_refused_by_the_table(self, world: World) -> None:
        sequence_all(world)
        (row, *_) = read(world, LedgerSequence.event_id)
        values = {"seq": 10**6, "event_id": row.event_id, "leaf_hash": b"", "seal": b""}
        with pytest.raises(IntegrityError) as refused, world.host() as ctx:
            ctx.session.execute(insert(LedgerSequence), values)
        assert explain(refused.value) is BUSY


class TestNodes:
    @pytest.fixture
    def grown(self, world: World) -> World:
        """Some 1,300 entries, sequenced in batches that end in the middle of tiles."""
        for number in (500, 1, 700):
            write(world, number)
            sequence_all(world, limit=300)
        return world

    def test_exactly_the_perfect_subtrees_of_256_leaves_and_more_are_stored(self, grown: World) -> None:
        size = len(read(grown, LedgerSequence.seq))
        found = {(row.level, row.position) for row in read(grown, LedgerNode.level, LedgerNode.position)}
        assert found == {
            (tree.STORED_LEVEL + level, position) for level in range(10) for position in range((size >> 8) >> level)
        }

    def test_the_signed_root_is_that_of_the_leaves(self, grown: World) -> None:
        rows = read(grown, LedgerSequence.seq, LedgerSequence.leaf_hash)
        leaves = [row.leaf_hash for row in sorted(rows)]
        with grown.host() as ctx:
            head = service.signed_head(ctx)
        assert (head.size, head.root) == (len(leaves), tree.root(len(leaves), tree.of_leaves(leaves)))

    def test_a_leaf_is_the_hash_of_its_event(self, grown: World) -> None:
        with grown.host() as ctx:
            stmt = select(LedgerSequence.leaf_hash, LedgerEvent.__table__).join(
                LedgerEvent, LedgerEvent.id == LedgerSequence.event_id
            )
            for row in ctx.session.execute(stmt.limit(50)).mappings():
                columns = {name: value for name, value in row.items() if name != "leaf_hash"}
                assert row["leaf_hash"] == tree.leaf_hash(rules.leaf(columns))

    def test_every_entry_is_proved_against_the_head(self, grown: World) -> None:
        with grown.host() as ctx:
            size = queries.tree_size(ctx)
            for seq in (0, 1, 255, 256, 700, 1023, 1024, size - 1):
                event_id = ctx.session.execute(
                    select(LedgerSequence.event_id).where(LedgerSequence.seq == seq)
                ).scalar_one()
                proof = service.prove(ctx, event_id)
                head = Checkpoint.parse(proof.note)
                leaf = tree.leaf_hash(rules.canonical(proof.event))
                assert tree.root_of_inclusion(seq, size, leaf, proof.hashes) == head.root

    def test_a_proof_reads_the_tree_in_two_statements(self, grown: World) -> None:
        with grown.host() as ctx:
            service.signed_head(ctx)
            size = queries.tree_size(ctx)
        with grown.statements() as sent, grown.host() as ctx:
            queries.subtrees(ctx, lambda subtree: tree.inclusion(3, size, subtree))
        assert len(sent) == 2, sent


class TestHead:
    def test_it_is_signed_by_the_key_of_heads_under_the_name_of_the_epoch(self, world: World) -> None:
        sequence_all(world)
        with world.host() as ctx:
            head = service.signed_head(ctx)
            key = Key.of(f"{head.note.splitlines()[0]}", ctx.keys.public("ledger-head"))
        assert Checkpoint.parse(opened(head.note, key)) == Checkpoint(key.name, head.size, head.root)
        assert key.name.startswith("qinglian/")
        assert key.name.endswith("/1")

    def test_a_tree_that_has_not_grown_is_not_signed_again(self, world: World) -> None:
        sequence_all(world)
        for _ in range(2):
            with world.host() as ctx:
                service.signed_head(ctx)
        assert len(read(world, LedgerHead.size)) == 1

    def test_a_tree_that_does_not_continue_what_was_signed_is_not_signed(self, world: World) -> None:
        sequence_all(world)
        with world.host() as ctx:
            size = queries.tree_size(ctx)
            row = {"epoch": 1, "size": size - 1, "root": b"\x00" * 32, "signed_at": ctx.now, "note": ""}
            ctx.session.execute(insert(LedgerHead), row)
        with pytest.raises(Refused, match=DAMAGED.code), world.host() as ctx:
            service.signed_head(ctx)

    def test_a_tree_that_has_shrunk_is_not_signed(self, world: World) -> None:
        sequence_all(world)
        with world.host() as ctx:
            row = {"epoch": 1, "size": 10**6, "root": b"\x00" * 32, "signed_at": ctx.now, "note": ""}
            ctx.session.execute(insert(LedgerHead), row)
        with pytest.raises(Refused, match=DAMAGED.code), world.host() as ctx:
            service.signed_head(ctx)


class TestEpoch:
    def test_the_first_one_opens_with_the_first_entry_and_is_an_event(self, world: World) -> None:
        assert read(world, LedgerEpoch.number) == []
        sequence_all(world)
        (epoch,) = read(world, LedgerEpoch.number, LedgerEpoch.size, LedgerEpoch.root, LedgerEpoch.reason)
        assert tuple(epoch) == (1, 0, tree.EMPTY, "first start")
        with world.host() as ctx:
            stmt = select(LedgerEvent.object_id).where(LedgerEvent.action == "ledger.epoch_opened")
            assert ctx.session.execute(stmt).scalar_one() == UUID(int=1)

    def test_the_next_one_keeps_the_name_of_the_log_and_begins_where_the_tree_ends(self, world: World) -> None:
        sequence_all(world)
        with world.host() as ctx:
            before = service.signed_head(ctx)
            epoch = service.open_epoch(ctx, "restored from the backup of 2026-11-20")
        sequence_all(world)
        assert (epoch.number, epoch.size, epoch.root) == (2, before.size, before.root)
        with world.host() as ctx:
            after = service.signed_head(ctx)
        first, second = before.note.splitlines()[0], after.note.splitlines()[0]
        assert (first.rpartition("/")[0], second) == (second.rpartition("/")[0], epoch.origin)

    def test_it_is_not_opened_over_a_damaged_tree_unnoticed(self, world: World) -> None:
        sequence_all(world)
        write(world, 600)
        sequence_all(world)
        if world.app.state.database.sqlite:
            with world.host() as ctx:
                ctx.session.execute(text("DROP TRIGGER ledger_node_no_delete"))
                ctx.session.execute(text("DELETE FROM ledger_node"))
            with pytest.raises(Refused, match=DAMAGED.code), world.host() as ctx:
                service.open_epoch(ctx, "restored")
