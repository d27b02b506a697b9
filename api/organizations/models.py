"""Tables: regions of GB/T 2260, the one tree of units, schools.

A school is a unit (joined-table inheritance), and every fact stands once: what any unit has (names, code, place in the
tree, status, revision) in `unit`, what only schools have in `school`. A list of schools joins both by their shared
primary key; copying the name into `school` would save that join and cost the certainty that both say the same.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    TypeDecorator,
    UniqueConstraint,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.search import searchable
from api.organizations.errors import (
    CODE_TAKEN,
    CREDIT_CODE_TAKEN,
    EXTERNAL_ID_TAKEN,
    GROUP_HEAD_TAKEN,
    GROUP_MEMBER_TWICE,
)
from api.organizations.rules import (
    Area,
    Canteen,
    MemberRole,
    Ownership,
    PartyCoverage,
    PartyOrganization,
    SchoolType,
    Status,
    Succession,
    UnitKind,
    degrees,
    micro_degrees,
)

# Compared byte by byte, whatever the language of the database: paths by prefix, sort keys in pinyin order.
Bytewise = String().with_variant(String(collation="C"), "postgresql")


class MicroDegrees(TypeDecorator[str]):
    """Decimal degrees as text, kept as whole millionths: no database rounds them, and no float is in between."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> int | None:
        """'115.886364' is kept as 115886364."""
        return None if value is None else micro_degrees(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> str | None:
        """And comes back with six decimals."""
        return None if value is None else degrees(value)


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=column)


class Region(Base):
    """An administrative division of GB/T 2260 in the newest edition that was loaded; reference data."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[str] = mapped_column(String(10))
    parent_code: Mapped[str | None] = mapped_column(String(6), index=True)
    edition: Mapped[str] = mapped_column(String(20))


class Unit(Base):
    """A node of the tree. `path` has ten random characters and a slash for each level, so a subtree is one range."""

    __tablename__ = "unit"
    __table_args__: tuple[SchemaItem, ...] = (
        UniqueConstraint("path"),
        UniqueConstraint("kind", "code"),
        _one_of("kind", UnitKind),
        _one_of("status", Status),
        Index(None, "parent_id", "kind"),
        Index(None, "sort_key", "id"),
        Index(
            "ix_unit_search",
            func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    path: Mapped[str] = mapped_column(Bytewise)
    depth: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str | None] = mapped_column(String(200))
    code: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    short_sort_key: Mapped[str | None] = mapped_column(Bytewise)
    search_tokens: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class School(Unit):
    """What only schools have. Null is unknown; counts are heads; coordinates are in CGCS2000."""

    __tablename__ = "school"
    __table_args__ = (
        UniqueConstraint("credit_code"),
        _one_of("type", SchoolType),
        _one_of("ownership", Ownership),
        _one_of("canteen", Canteen),
        _one_of("area", Area),
        _one_of("party_organization", PartyOrganization),
        _one_of("party_coverage", PartyCoverage),
        *map(_not_negative, ("boarders", "pupils", "staff", "party_members")),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    ownership: Mapped[str] = mapped_column(String(10))
    credit_code: Mapped[str | None] = mapped_column(String(18))
    former_names: Mapped[list[Any]]
    boarding: Mapped[bool | None]
    boarders: Mapped[int | None]
    canteen: Mapped[str | None] = mapped_column(String(10))
    area: Mapped[str | None] = mapped_column(String(10))
    pupils: Mapped[int | None]
    staff: Mapped[int | None]
    party_members: Mapped[int | None]
    party_organization: Mapped[str | None] = mapped_column(String(20))
    party_coverage: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(200))
    longitude: Mapped[str | None] = mapped_column(MicroDegrees)
    latitude: Mapped[str | None] = mapped_column(MicroDegrees)


class UnitExternalId(Base):
    """What another system calls a unit: `scheme` names the system, `value` is its id there."""

    __tablename__ = "unit_external_id"

    scheme: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(100), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)


@insert_only
class UnitVersion(Base):
    """One change of a unit, and the day from which it holds; `before` and `after` hold the fields that differ.

    A unit as it stood on a day is what it is now with every later change taken back, so a new unit costs no row here,
    and a change that is entered late takes its place among those entered before it. Nothing here is ever erased: the
    facts of units are no personal data.
    """

    __tablename__ = "unit_version"
    __table_args__ = (Index(None, "unit_id", "effective_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(1000))
    basis: Mapped[str | None] = mapped_column(String(200))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


@insert_only
class UnitFormer(Base):
    """A name, code or external id that a unit bore until a day. `scheme`: `name`, or a scheme of `rules.SCHEMES`."""

    __tablename__ = "unit_former"
    __table_args__ = (Index(None, "scheme", "value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(44))
    value: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    until_on: Mapped[date]


@insert_only
class UnitSuccession(Base):
    """Which unit goes on where another has ended; a closed unit that nobody continues has no row."""

    __tablename__ = "unit_succession"
    __table_args__ = (_one_of("act", Succession),)

    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    act: Mapped[str] = mapped_column(String(10))
    effective_on: Mapped[date]


class SchoolGroup(Base):
    """Schools that work together across districts (学校集团, 学区化, …); it belongs to the unit that looks after it."""

    __tablename__ = "school_group"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


_OPEN = text("until_on IS NULL")
_OPEN_HEAD = text("until_on IS NULL AND role = 'head'")


class SchoolGroupMember(Base):
    """A school in a group, from a day until another, exclusive. At any time a group has at most one head."""

    __tablename__ = "school_group_member"
    __table_args__ = (
        _one_of("role", MemberRole),
        Index(
            "uq_school_group_member_open",
            "group_id",
            "school_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "uq_school_group_head_open", "group_id", unique=True, sqlite_where=_OPEN_HEAD, postgresql_where=_OPEN_HEAD
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("school_group.id"), index=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    until_on: Mapped[date | None]


SEARCH = searchable("unit")

map_constraint("uq_unit_kind_code", CODE_TAKEN)
map_constraint("uq_school_credit_code", CREDIT_CODE_TAKEN)
map_constraint("pk_unit_external_id", EXTERNAL_ID_TAKEN)
map_constraint("uq_school_group_member_open", GROUP_MEMBER_TWICE)
map_constraint("uq_school_group_head_open", GROUP_HEAD_TAKEN)
