"""What the tests of the ledger do: write, sequence, tamper, verify."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text

from api.core import ids
from api.core.database import Database, Handle
from api.core.transaction import Mode, transaction
from api.ledger import service
from api.ledger.models import LedgerEvent, LedgerSequence
from api.ledger.rules import Subject
from api.ledger.service import Entry
from api.ledger.verify import Question, Report, verify
from tests.world import World


def write(world: World, number: int) -> list[UUID]:
    """Record so many events, each about a thing of its own; returns the things."""
    things = [ids.random() for _ in range(number)]
    with world.host() as ctx:
        service.record_all(ctx, [Entry("thing.done", Subject("thing", each, "一件事")) for each in things])
    return things


def sequence_all(world: World, limit: int = service.BATCH) -> None:
    """Run the sequencer until nothing waits."""
    more = True
    while more:
        with world.host() as ctx:
            more = service.sequence(ctx, limit)


def sign(world: World) -> str:
    """Sign the tree as it stands and hand out the note."""
    with world.host() as ctx:
        return service.signed_head(ctx).note


def read(world: World, *columns: Any) -> list[Any]:
    """All rows of these columns."""
    with world.host() as ctx:
        return list(ctx.session.execute(select(*columns)).all())


def event_about(world: World, unit: str) -> str:
    """The first event about a unit of the world."""
    with world.host() as ctx:
        stmt = select(LedgerEvent.id).where(LedgerEvent.object_id == UUID(world.unit(unit))).order_by(LedgerEvent.id)
        return str(ctx.session.execute(stmt.limit(1)).scalar_one())


def event_at(world: World, seq: int) -> UUID:
    """The event at a place."""
    with world.host() as ctx:
        found: UUID = ctx.session.execute(select(LedgerSequence.event_id).where(LedgerSequence.seq == seq)).scalar_one()
    return found


def verified(world: World, question: Question | None = None) -> Report:
    """What a verification finds now."""
    with transaction(world.app.state.database, Mode.SNAPSHOT) as session:
        return verify(session, world.app.state.keys, question)


def faults(world: World, question: Question | None = None) -> list[tuple[str, dict[str, Any]]]:
    """The faults it finds, as kind and place."""
    return [(fault.kind.value, dict(fault.where)) for fault in verified(world, question).faults]


@contextmanager
def owner(world: World) -> Iterator[Connection]:
    """The hands of someone who owns the database: triggers out of the way, every right there is, no keys."""
    database = Database(Handle(world.database.migration_url), pool_size=1)
    try:
        with transaction(database) as session:
            connection = session.connection()
            if database.sqlite:
                for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars():
                    if "_no_" in name:
                        connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
    finally:
        database.close()


def tamper(world: World, sql: str, **values: Any) -> int:
    """One statement of the owner; how many rows it met. Ids are bound as the database keeps them."""
    bound = {name: _stored(world, value) for name, value in values.items()}
    with owner(world) as connection:
        return connection.execute(text(sql), bound).rowcount


def _stored(world: World, value: Any) -> Any:
    return value.hex if isinstance(value, UUID) and world.app.state.database.sqlite else value


def kinds_of(found: Sequence[tuple[str, dict[str, Any]]]) -> set[str]:
    """The kinds of faults."""
    return {kind for kind, _ in found}
