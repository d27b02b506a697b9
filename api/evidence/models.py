"""Tables of evidence: items, their revisions with files, their tags, their uses."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.search import searchable
from api.evidence.errors import USE_TAKEN
from api.evidence.rules import ItemState, UseState

Bytewise = String().with_variant(String(collation="C"), "postgresql")


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class EvidenceItem(Base):
    """One thing that shows something: what it is, of which unit, about which period. Files hang on its revisions.

    `latest` counts the revisions of the content; `revision` counts every change of this row, as everywhere.
    `responsible_id`: who answers for it now, at first who filed it; set in every row, though the column allows null.
    """

    __tablename__ = "evidence_item"
    __table_args__ = (
        CheckConstraint(_one_of("state", ItemState), name="state"),
        Index(None, "unit_id", "updated_at"),
        Index(None, "category"),
        Index(
            "ix_evidence_item_search",
            func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(String(2000))
    category: Mapped[str] = mapped_column(String(40))
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    source_type: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[UUID | None]
    source_label: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(500))
    latest: Mapped[int]
    sort_key: Mapped[str] = mapped_column(Bytewise)
    search_tokens: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


@insert_only
class EvidenceRevision(Base):
    """What an item held at one time. Never changed: what was accepted stays what it was."""

    __tablename__ = "evidence_revision"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str | None] = mapped_column(String(500))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]


@insert_only
class EvidenceFile(Base):
    """A file of a revision, at its place in the list."""

    __tablename__ = "evidence_file"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), index=True)


class EvidenceTag(Base):
    """A word that someone put on an item."""

    __tablename__ = "evidence_tag"
    __table_args__ = (Index(None, "tag", "item_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(30), primary_key=True)


class EvidenceUse(Base):
    """What an item serves, as (type, id, label) without a foreign key, and how the review for it stands.

    `number` is the revision that was submitted; `reason` is what the last step gave.
    """

    __tablename__ = "evidence_use"
    __table_args__ = (
        UniqueConstraint("item_id", "object_type", "object_id"),
        CheckConstraint(_one_of("state", UseState), name="state"),
        Index(None, "object_type", "object_id"),
        Index(None, "state", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID]
    object_label: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(500))
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


SEARCH = searchable("evidence_item")

map_constraint("uq_evidence_use_item_id_object_type_object_id", USE_TAKEN)
