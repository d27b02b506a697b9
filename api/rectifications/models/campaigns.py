"""Tables of rectification campaigns: stages with checklists, the units that take part, their checks and personal plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.rectifications.errors import PLAN_TAKEN
from api.rectifications.models.problems import one_of
from api.rectifications.rules import CloseOutState, RectificationCampaignState


class RectificationCampaign(Base):
    """A campaign of a unit over schools below it. First and last day are those of its stages, for lists."""

    __tablename__ = "rectification_campaign"
    __table_args__ = (one_of("state", RectificationCampaignState), Index(None, "unit_id", "first_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str | None] = mapped_column(String(500))
    goal: Mapped[str | None] = mapped_column(String(2000))
    first_on: Mapped[date]
    last_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(500))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class RectificationStage(Base):
    """A dated stage. `items`: its checklist, `{code, text}` each."""

    __tablename__ = "rectification_stage"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_campaign.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    items: Mapped[list[Any]]


class RectificationCampaignUnit(Base):
    """A unit that takes part, and how its close-out stands."""

    __tablename__ = "rectification_campaign_unit"
    __table_args__ = (
        UniqueConstraint("campaign_id", "unit_id"),
        one_of("state", CloseOutState),
        Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_campaign.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(10))
    summary: Mapped[str | None] = mapped_column(String(2000))
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    returned: Mapped[int]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class RectificationCheck(Base):
    """An item of a checklist that a unit has done."""

    __tablename__ = "rectification_check"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_campaign_unit.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    note: Mapped[str | None] = mapped_column(String(500))
    done_on: Mapped[date]
    done_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class RectificationPlan(Base):
    """What one teacher puts right: problems found, measures, result (一人一策)."""

    __tablename__ = "rectification_plan"
    __table_args__ = (UniqueConstraint("place_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_campaign_unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    problems: Mapped[str] = mapped_column(String(2000))
    measures: Mapped[str] = mapped_column(String(2000))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


# Two officers change the units of a draft at the same moment.
map_constraint("uq_rectification_campaign_unit_campaign_id_unit_id", BUSY)
map_constraint("uq_rectification_plan_place_id_person_id", PLAN_TAKEN)
