"""Tables: persons, their posts, registrations and committees. A person needs no log-in.

Names and identities stand in `person` only. Ledger events keep them in the payload, which can be erased by order.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.core.search import searchable
from api.people.rules import (
    CommitteeRole,
    Decision,
    EndReason,
    IdKind,
    PartyStanding,
    PersonStatus,
    Registration,
    StaffKind,
    Team,
)

# Compared byte by byte, whatever the language of the database: sort keys in pinyin order.
Bytewise = String().with_variant(String(collation="C"), "postgresql")


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Person(Base):
    """Somebody who acts, holds a post or teaches. `merged_into_id`: another record of the same person lives on.

    `registration` and `registered_to_on` repeat the newest decision, so that lists need not look for it.
    """

    __tablename__ = "person"
    __table_args__ = (
        _one_of("kind", StaffKind),
        _one_of("status", PersonStatus),
        _one_of("id_kind", IdKind),
        _one_of("party_standing", PartyStanding),
        _one_of("registration", Registration),
        Index(None, "sort_key", "id"),
        Index(None, "unit_id", "sort_key"),
        Index(None, "name"),
        Index(
            "ix_person_search",
            func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    search_tokens: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10))
    id_kind: Mapped[str | None] = mapped_column(String(20))
    id_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    id_last_four: Mapped[str | None] = mapped_column(String(4))
    party_standing: Mapped[str | None] = mapped_column(String(20))
    party_joined_on: Mapped[date | None]
    party_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    registration: Mapped[str] = mapped_column(String(10))
    registered_to_on: Mapped[date | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class Post(Base):
    """A post held by a person at a unit, from one day until before another. Its kind is a row of `rules.POST_KINDS`."""

    __tablename__ = "post"
    __table_args__ = (
        _one_of("team", Team),
        _one_of("end_reason", EndReason),
        CheckConstraint("ended_on >= from_on", name="end_order"),
        CheckConstraint("term_ends_on > from_on", name="term_order"),
        Index(None, "unit_id", "kind"),
        Index(None, "term_ends_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    team: Mapped[str | None] = mapped_column(String(20))
    portfolio: Mapped[list[Any]]
    acting: Mapped[bool]
    part_time: Mapped[bool]
    from_on: Mapped[date]
    term_ends_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class TeacherRegistration(Base):
    """One decision of the authority on a teacher's registration; the newest one is in force."""

    __tablename__ = "teacher_registration"
    __table_args__ = (_one_of("decision", Decision), _one_of("state", Registration))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    decision: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    period_from_on: Mapped[date]
    period_to_on: Mapped[date]
    decided_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime]


class Committee(Base):
    """A leading group 领导小组 or supervision committee 校监会 of a unit. Its kind is a row of `rules.COMMITTEE_KINDS`."""

    __tablename__ = "committee"
    __table_args__ = (CheckConstraint("dissolved_on >= founded_on", name="order"), Index(None, "unit_id", "kind"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    founded_on: Mapped[date]
    dissolved_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class CommitteeMember(Base):
    """Somebody's time in a committee. `capacity` says whom the member stands for: 教师代表, 家长代表, …"""

    __tablename__ = "committee_member"
    __table_args__ = (
        _one_of("role", CommitteeRole),
        CheckConstraint("left_on >= joined_on", name="order"),
        Index(None, "committee_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    committee_id: Mapped[UUID] = mapped_column(ForeignKey("committee.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    capacity: Mapped[str | None] = mapped_column(String(60))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}


class NotDuplicate(Base):
    """Two persons who look alike and are not the same; the smaller id stands first."""

    __tablename__ = "person_not_duplicate"

    one_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


SEARCH = searchable("person")

# Two people who dismiss the same hint at once: the later one is told to look again.
map_constraint("pk_person_not_duplicate", BUSY)
