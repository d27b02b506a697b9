"""Tables of the ledger: events are written once and put in one order; payloads can be erased by order.

Only perfect subtrees of 256 leaves and more are kept (`rules.tree`), so that a tree of a million entries costs 8,000
rows, and a proof reads two tiles of leaves and some twenty nodes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY


@insert_only
class LedgerEvent(Base):
    """One change, or one logged reading. Holds no name and no content."""

    __tablename__ = "ledger_event"
    __table_args__ = (
        Index("ix_ledger_event_object", "object_type", "object_id", "id"),
        Index("ix_ledger_event_unit_id", "unit_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(80))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID]
    revision: Mapped[int | None]
    unit_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(String(1000))
    trace: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    object_hash: Mapped[str | None] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class LedgerPayload(Base):
    """What an event commits to; a missing row means: erased by order."""

    __tablename__ = "ledger_payload"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_event.id"), primary_key=True)
    nonce: Mapped[bytes]
    document: Mapped[dict[str, Any]]


@insert_only
class LedgerManifest(Base):
    """What a bulk event did to each object: one line a row. The event's `object_hash` is the digest of its lines.

    Holds no name and no content; `key` is a natural key, never a personal one. `event_id` is no foreign key: event and
    lines are written by one verb and never deleted, and to look up the same event again for each line took a twentieth
    of an import (docs/adr/0019).
    """

    __tablename__ = "ledger_manifest"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    object_id: Mapped[UUID] = mapped_column(index=True)
    key: Mapped[str | None] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(10))
    revision_before: Mapped[int | None]
    revision: Mapped[int | None]
    object_hash: Mapped[str | None] = mapped_column(String(64))


class LedgerPending(Base):
    """An event that has no place in the sequence yet; written with it, taken away by the sequencer within seconds."""

    __tablename__ = "ledger_pending"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)


@insert_only
class LedgerSequence(Base):
    """The place of an event: numbers without gaps from 0. `seal` is made with the key of the events' seals."""

    __tablename__ = "ledger_sequence"
    __table_args__ = (UniqueConstraint("event_id"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[UUID]
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


@insert_only
class LedgerNode(Base):
    """The hash of a perfect subtree of 2^level leaves that begins at leaf position · 2^level."""

    __tablename__ = "ledger_node"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


@insert_only
class LedgerEpoch(Base):
    """An uninterrupted life of the log. A restore opens the next: what was lost is not hidden behind the same name."""

    __tablename__ = "ledger_epoch"

    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    opened_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))


@insert_only
class LedgerHead(Base):
    """A head that was signed: the tree had this root at this size."""

    __tablename__ = "ledger_head"

    epoch: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(1000))


# Two sequencers at once: the lease excludes it, and the table does.
map_constraint("uq_ledger_sequence_event_id", BUSY)
