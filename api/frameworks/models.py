"""Tables of frameworks: drafts that change, published versions that never do, crosswalks and profiles.

A published version is its canonical document (`framework_document`); `framework_indicator` is a projection of it for
joins and lists. All of it is written once: retiring is a row of its own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.points import Points
from api.frameworks.errors import (
    CODE_TAKEN,
    CROSSWALK_TAKEN,
    DRAFT_EXISTS,
    NODE_CODE_TAKEN,
    PROFILE_TAKEN,
    VERSION_TAKEN,
)
from api.frameworks.rules.crosswalks import Mapper
from api.frameworks.rules.model import Kind, Level
from api.frameworks.rules.states import VersionState

Bytewise = String().with_variant(String(collation="C"), "postgresql")


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class FrameworkRecord(Base):
    """A framework of a unit: what its versions have in common. `package` names the shipped one it was adopted from.

    Title, kind and level are those of the newest version or draft, for lists.
    """

    __tablename__ = "framework"
    __table_args__ = (
        UniqueConstraint("unit_id", "code"),
        CheckConstraint(_one_of("kind", Kind), name="kind"),
        CheckConstraint(_one_of("level", Level), name="level"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(10))
    package: Mapped[str | None] = mapped_column(String(40))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class FrameworkDraft(Base):
    """The one draft of a framework. `header` is its document without the indicators."""

    __tablename__ = "framework_draft"
    __table_args__ = (
        UniqueConstraint("framework_id"),
        CheckConstraint(_one_of("state", (VersionState.DRAFT, VersionState.VALIDATED)), name="state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id"))
    state: Mapped[str] = mapped_column(String(10))
    header: Mapped[dict[str, Any]]
    cloned_from: Mapped[UUID | None] = mapped_column(ForeignKey("framework_version.id"))
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class FrameworkDraftNode(Base):
    """An indicator of a draft. `body` is its document without children; `code` stands beside it to be unique."""

    __tablename__ = "framework_draft_node"
    __table_args__ = (UniqueConstraint("draft_id", "code"), Index(None, "parent_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("framework_draft.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("framework_draft_node.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


@insert_only
class FrameworkVersion(Base):
    """A published version: its name, and the hash of its canonical document."""

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("framework_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    framework_id: Mapped[UUID] = mapped_column(ForeignKey("framework.id"))
    version: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    declared_total: Mapped[Points] = mapped_column(BigInteger)
    indicators: Mapped[int]
    leaves: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]


@insert_only
class FrameworkDocument(Base):
    """The canonical document of a published version, byte for byte."""

    __tablename__ = "framework_document"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


@insert_only
class FrameworkIndicator(Base):
    """An indicator of a published version, projected for joins; what it says is in the document.

    `position` counts through the tree, parents before their children; `above` is the parent's.
    """

    __tablename__ = "framework_indicator"
    __table_args__ = (UniqueConstraint("version_id", "code"), Index(None, "lineage"))

    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    above: Mapped[int | None]
    depth: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    lineage: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    points: Mapped[Points] = mapped_column(BigInteger)
    rule: Mapped[str | None] = mapped_column(String(20))


@insert_only
class FrameworkRetirement(Base):
    """From now on nobody begins anything by this version; what was begun goes on."""

    __tablename__ = "framework_retirement"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    retired_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime]


class FrameworkCrosswalk(Base):
    """A crosswalk between two published versions."""

    __tablename__ = "framework_crosswalk"
    __table_args__ = (
        UniqueConstraint("unit_id", "source_id", "target_id"),
        CheckConstraint(_one_of("mapper", Mapper), name="mapper"),
        Index(None, "source_id"),
        Index(None, "target_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    target_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    mapper: Mapped[str] = mapped_column(String(10))
    maps: Mapped[list[Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class FrameworkProfile(Base):
    """What a county takes from a published version and changes; resolved into a draft of its own framework."""

    __tablename__ = "framework_profile"
    __table_args__ = (UniqueConstraint("unit_id", "code"), Index(None, "base_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    base_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_framework_unit_id_code", CODE_TAKEN)
map_constraint("uq_framework_draft_framework_id", DRAFT_EXISTS)
map_constraint("uq_framework_draft_node_draft_id_code", NODE_CODE_TAKEN)
map_constraint("uq_framework_version_framework_id_version", VERSION_TAKEN)
map_constraint("uq_framework_indicator_version_id_code", BUSY)
map_constraint("uq_framework_crosswalk_unit_id_source_id_target_id", CROSSWALK_TAKEN)
map_constraint("uq_framework_profile_unit_id_code", PROFILE_TAKEN)
