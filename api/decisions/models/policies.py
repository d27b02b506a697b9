"""Tables of what a school goes by: policies with their versions, the matter catalogue, who counts, who is tied to whom.

Who sits in a team stands in the posts of `people`; here is only what takes a member out of the base for a time.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.decisions.errors import MATTER_TAKEN
from api.decisions.models.columns import one_of
from api.decisions.rules.states import PolicyState
from api.decisions.rules.vocabulary import Category, Confidentiality, Excluded


class DecisionPolicy(Base):
    """One version of a bureau's or a school's policy. `content`: thresholds, quorums, modes, bands, limits as documents."""

    __tablename__ = "decision_policy"
    __table_args__ = (
        UniqueConstraint("unit_id", "version"),
        one_of("state", PolicyState),
        CheckConstraint("effective_to >= effective_from", name="order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    content: Mapped[dict[str, Any]]
    text: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(500))
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class DecisionMatter(Base):
    """A row of a unit's matter catalogue 事项清单."""

    __tablename__ = "decision_matter"
    __table_args__ = (
        UniqueConstraint("unit_id", "code"),
        one_of("category", Category),
        one_of("disclosure", Confidentiality),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    required_steps: Mapped[list[Any]]
    meeting_sequence: Mapped[list[Any]]
    needs_approval: Mapped[bool]
    needs_publicity: Mapped[bool]
    public_interest: Mapped[bool]
    always_collective: Mapped[bool]
    disclosure: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str | None] = mapped_column(String(500))
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class TeamAbsence(Base):
    """A time in which a member of a team is left out of the base of its meetings, and why."""

    __tablename__ = "team_absence"
    __table_args__ = (
        one_of("reason", Excluded),
        CheckConstraint("ends_on >= starts_on", name="order"),
        Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class RelationDeclaration(Base):
    """What a person declared: who belongs to them, and which supplier or person that is."""

    __tablename__ = "relation_declaration"
    __table_args__ = (Index(None, "unit_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    related_party: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(100))
    declared_on: Mapped[date]
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"))
    related_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class DecisionChange(Base):
    """That something of a unit's log has changed since it was last checked."""

    __tablename__ = "decision_change"
    __table_args__ = (Index(None, "unit_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))


map_constraint("uq_decision_policy_unit_id_version", BUSY)
map_constraint("uq_decision_matter_unit_id_code", MATTER_TAKEN)
