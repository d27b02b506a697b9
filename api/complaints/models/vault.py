"""What is sealed inside: content under the key of its case, identities under the custodians' keys.

A case's content is destroyed with its key, wherever copies of these rows lie.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.complaints.rules.custody import RequestState
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class ComplaintReporter(Base):
    """Which receipt belongs to which case; this link leaves the house never.

    `shown` is what the receipt tells, `revision` counts its changes, `put_out` says which of them the portal has.
    `letters_out` are those that the portal does not have yet: (id, kind, sealed, day).
    """

    __tablename__ = "complaint_reporter"
    __table_args__ = (Index(None, "case_id"),)

    receipt_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    hash: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[bytes]
    shown: Mapped[dict[str, Any]]
    letters_out: Mapped[list[Any]]
    identity_opened_on: Mapped[date | None]
    takes_media: Mapped[bool]
    expires_on: Mapped[date | None]
    revision: Mapped[int]
    put_out: Mapped[int]


class ComplaintContent(Base):
    """A text of a case, padded and sealed: the complaint, a letter of the reporter's, a note, a reason.

    `drop_id` is that of the drop it came in, so that a drop that is taken in again is known.
    """

    __tablename__ = "complaint_content"
    __table_args__ = (Index(None, "case_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    written_on: Mapped[date]
    drop_id: Mapped[UUID | None] = mapped_column(unique=True)


class ComplaintAttachment(Base):
    """A file of a case: what it is called and is, sealed. The original and the copy for handlers lie in parts."""

    __tablename__ = "complaint_attachment"
    __table_args__ = (
        CheckConstraint(_one_of("clean_state", ("none", "pending", "done", "failed")), name="clean_state"),
        Index(None, "case_id"),
        Index(None, "clean_state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    about: Mapped[bytes]
    clean_state: Mapped[str] = mapped_column(String(10))
    received_on: Mapped[date]
    drop_id: Mapped[UUID | None] = mapped_column(unique=True)


class ComplaintFilePart(Base):
    """A part of a file's original, or of the copy for handlers, sealed under the key of the case."""

    __tablename__ = "complaint_file_part"
    __table_args__ = (CheckConstraint(_one_of("copy", ("original", "clean")), name="copy"),)

    attachment_id: Mapped[UUID] = mapped_column(
        ForeignKey("complaint_attachment.id", ondelete="CASCADE"), primary_key=True
    )
    copy: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes]


class ComplaintIdentity(Base):
    """Who reported: one envelope for each custodian, by the id of the key. Nobody else can open any of them."""

    __tablename__ = "complaint_identity"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"), primary_key=True)
    envelopes: Mapped[dict[str, Any]]
    received_on: Mapped[date]


class CustodianKey(Base):
    """A custodian's key: the public half, and the private one under a passphrase that nobody else knows."""

    __tablename__ = "custodian_key"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    public_key: Mapped[bytes]
    salt: Mapped[bytes]
    wrapped: Mapped[bytes]
    slips: Mapped[int]
    rests_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class IdentityRequest(Base):
    """Someone asks who reported, with a motive; a custodian decides; what was granted can be seen once.

    Between grant and view the identity lies sealed under `view_key_id`, which is destroyed with the view.
    """

    __tablename__ = "identity_request"
    __table_args__ = (
        CheckConstraint(_one_of("state", RequestState), name="state"),
        Index(None, "state"),
        Index(None, "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    motive: Mapped[bytes]
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[bytes | None]
    usable_until: Mapped[datetime | None]
    view: Mapped[bytes | None]
    view_key_id: Mapped[UUID | None]
    viewed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class DoomedKey(Base):
    """A key to be destroyed once what ordered it is committed: a crash in between neither spares nor loses one."""

    __tablename__ = "doomed_key"

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(200))


# Two workers take the same drop in at once: the later one finds it.
map_constraint("uq_complaint_content_drop_id", BUSY)
map_constraint("uq_complaint_attachment_drop_id", BUSY)
