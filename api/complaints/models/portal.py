"""What the public face keeps of complaints: sealed, or fit for anyone's eyes. Two hosts have these tables twice.

Nothing here names a case, an account, a school or a second: ids are random, times are days, or hours where a legal day
hangs on them.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY


class ComplaintDrop(Base):
    """Something on its way in, sealed to the house where it was written. `opens` a complaint, or adds to one.

    `identity` is sealed to the custodians, one envelope each; who carries it in cannot open it. `tries` counts how often
    taking it in has failed.
    """

    __tablename__ = "complaint_drop"
    __table_args__ = (Index(None, "opens", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    opens: Mapped[bool]
    sealed: Mapped[bytes] = mapped_column(deferred=True)
    identity: Mapped[dict[str, Any] | None]
    received_at: Mapped[datetime]
    tries: Mapped[int]


class ComplaintDropPart(Base):
    """A part of a file on its way in, sealed under a key that the drop holds. A file is dropped in parts of one size."""

    __tablename__ = "complaint_drop_part"

    drop_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_drop.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes]


class ComplaintReceipt(Base):
    """What is shown to whoever holds a receipt. `hash` is its HMAC; `public_key` seals what only the receipt opens.

    `letters` and `files` count what came in beside the complaint. `revision` is that of what was put out last.
    """

    __tablename__ = "complaint_receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    public_key: Mapped[bytes]
    shown: Mapped[dict[str, Any]]
    letters: Mapped[int]
    files: Mapped[int]
    expires_on: Mapped[date | None]
    revision: Mapped[int]


class ComplaintLetter(Base):
    """One letter between the reporter and the house, sealed to the receipt's key, in the order of `number`."""

    __tablename__ = "complaint_letter"
    __table_args__ = (
        CheckConstraint("kind IN ('complaint', 'message', 'objection', 'question', 'answer')", name="kind"),
        Index(None, "receipt_id", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_receipt.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[bytes]
    sent_on: Mapped[date]


class PortalDocument(Base):
    """What the portal's pages are made of: categories, places, channels of the superior, custodians' public keys.

    Signed by the house: who can write here, and no more, can neither name other custodians nor other telephones.
    """

    __tablename__ = "portal_document"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes]


# One in 2⁸⁰: sent again, another receipt is made.
map_constraint("uq_complaint_receipt_hash", BUSY)
