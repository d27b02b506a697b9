"""Tables of the ledger: events are written once; payloads can be erased by order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.database import Base, insert_only


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
    seal: Mapped[str] = mapped_column(String(64))


class LedgerPayload(Base):
    """What an event commits to; a missing row means: erased by order."""

    __tablename__ = "ledger_payload"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_event.id"), primary_key=True)
    nonce: Mapped[bytes]
    document: Mapped[dict[str, Any]]
