"""What was published is held to the ledger: an edition that was altered, forged or taken away past the product is named."""

from uuid import UUID

import pytest

from api.disclosures.queries.editions import EDITION, EDITIONS, edition_id
from api.disclosures.service.recording import record_editions
from api.ledger.verify import Report
from api.ledger.verify.objects import verify_objects
from api.wiring import VERIFIABLE
from tests.api.disclosures.steps import act, good, published, seats
from tests.api.ledger.steps import tamper
from tests.world import World

HANDS = {
    "altered": "UPDATE public_notice_edition SET document_hash = 'x' WHERE edition = 1",
    "deleted": "DELETE FROM public_notice_edition WHERE edition = 1",
    "inserted": "UPDATE public_notice_edition SET edition = 3 WHERE edition = 2",
}


def faults(world: World) -> set[tuple[str, str]]:
    report = Report()
    with world.host() as ctx:
        verify_objects(ctx.session, EDITIONS, report, lambda: None)
    return {(fault.kind.value, fault.where["id"]) for fault in report.faults}


@pytest.mark.parametrize("done", sorted(HANDS))
def test_an_edition_is_what_was_published_or_is_named(world: World, done: str) -> None:
    assert EDITIONS in VERIFIABLE
    clerk, leader = seats(world)
    notice = published(world, clerk, leader)
    notice = good(act(leader, notice, "correct", {"reason": "漏了一人"}))
    notice = good(act(clerk, notice, "check"))
    good(act(leader, notice, "release", {"explanations": []}))
    first, second, third = (str(edition_id(UUID(notice["id"]), number)) for number in (1, 2, 3))
    assert faults(world) == set()
    tamper(world, HANDS[done])
    named = {"altered": {("object.altered", first)}, "deleted": {("object.deleted", first)}}
    forged = {("object.inserted", third), ("object.deleted", second)}
    assert faults(world) == named.get(done, forged)


def test_editions_from_before_are_brought_in_by_the_hash_of_their_release(world: World) -> None:
    clerk, leader = seats(world)
    kept, altered = (published(world, clerk, leader)["id"] for _ in range(2))
    tamper(world, "UPDATE ledger_event SET object_type = 'x' WHERE object_type = :kind", kind=EDITION)
    altering = "UPDATE public_notice_edition SET document_hash = 'x' WHERE notice_id = :id"
    tamper(world, altering, id=UUID(altered))
    named = {("object.inserted", str(edition_id(UUID(one), 1))) for one in (kept, altered)}
    assert faults(world) == named
    with world.host() as ctx:
        assert record_editions(ctx) == 1
    with world.host() as ctx:
        assert record_editions(ctx) == 0
    assert faults(world) == {("object.inserted", str(edition_id(UUID(altered), 1)))}
