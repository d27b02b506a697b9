"""Tables of notices: the working copy, its editions, what the public sees of them, objections and letters."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.search import searchable
from api.disclosures.rules import NoticeState, ObjectionState

Bytewise = String().with_variant(String(collation="C"), "postgresql")


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


def _search_index(table: str) -> Index:
    tokens = func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens"))
    return Index(f"ix_{table}_search", tokens, postgresql_using="gin").ddl_if(dialect="postgresql")


class PublicNotice(Base):
    """公示 or 公开: the working copy, and where it stands.

    `edition` counts what has been published, 0 is nothing yet; `revision` counts every change of this row. The object is
    what it is about, as (type, id, label) without a foreign key. `starts_on` and `ends_on` are those of the edition in
    view; `told_end_on` is the end of which the object's domain has been told. `restarts`: the correction under way
    begins a new period. `state_reason`: why it is being corrected, or was withdrawn; `returned_reason`: why it came back.
    """

    __tablename__ = "public_notice"
    __table_args__ = (
        CheckConstraint(_one_of("state", NoticeState), name="state"),
        Index(None, "unit_id", "updated_at"),
        Index(None, "object_type", "object_id"),
        Index(None, "ends_on", "told_end_on"),
        _search_index("public_notice"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    object_type: Mapped[str | None] = mapped_column(String(40))
    object_id: Mapped[UUID | None]
    object_label: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    file_ids: Mapped[list[Any]]
    days: Mapped[int | None]
    formed_on: Mapped[date | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(500))
    returned_reason: Mapped[str | None] = mapped_column(String(500))
    edition: Mapped[int]
    restarts: Mapped[bool]
    first_released_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    told_end_on: Mapped[date | None]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(Bytewise)
    search_tokens: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class NoticeAuthor(Base):
    """Who wrote at, or checked, the working copy of the coming edition: none of them releases it."""

    __tablename__ = "public_notice_author"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("public_notice.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)


@insert_only
class NoticeEdition(Base):
    """What was published, word for word, and who answered for it. Never changed: a correction is the next edition.

    `explanations`: why what looked like personal data was published, each with its place, by who released it.
    """

    __tablename__ = "public_notice_edition"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("public_notice.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    document_hash: Mapped[str] = mapped_column(String(64))
    file_ids: Mapped[list[Any]]
    explanations: Mapped[list[Any]]
    reason: Mapped[str | None] = mapped_column(String(500))
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    released_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime]


class NoticeSerial(Base):
    """The last number given in a year."""

    __tablename__ = "public_notice_serial"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class NoticePage(Base):
    """What the public sees of an edition: all that the public face reads. Written by the staff side only.

    A portal on a host of its own has a copy of it, and no unit: `unit_id` is no foreign key.
    `document` is None when its content has been concealed; that there was an edition, and why it is gone, stays.
    """

    __tablename__ = "notice_page"
    __table_args__ = (
        Index(None, "current", "released_at"),
        Index(None, "unit_id"),
        _search_index("notice_page"),
    )

    number: Mapped[str] = mapped_column(String(12), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    current: Mapped[bool]
    unit_id: Mapped[UUID]
    unit_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    released_at: Mapped[datetime]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(500))
    objections: Mapped[dict[str, Any]]
    search_tokens: Mapped[str]


class PublicFilePart(Base):
    """A part of a cleaned copy that pages offer, where the portal has a database of its own and no storage of ours."""

    __tablename__ = "public_file_part"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]


class NoticeLetter(Base):
    """An objection on its way in: sealed where it was written, taken out by the staff side. The day only, no time."""

    __tablename__ = "notice_letter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), index=True)
    sealed: Mapped[str]
    received_on: Mapped[date]


class NoticeObjection(Base):
    """What somebody has against a notice, and the answer. `contact` is sealed, and erased some time after the answer."""

    __tablename__ = "notice_objection"
    __table_args__ = (
        CheckConstraint(_one_of("state", ObjectionState), name="state"),
        CheckConstraint(_one_of("channel", ("portal", "written")), name="channel"),
        Index(None, "notice_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("public_notice.id"))
    edition: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(4000))
    contact: Mapped[str | None] = mapped_column(String(1000))
    received_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(2000))
    summary: Mapped[str | None] = mapped_column(String(500))
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_public_notice_number", BUSY)

SEARCH = searchable("public_notice")
PAGE_SEARCH = searchable("notice_page")
