"""Campaigns, their windows, and who takes part."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.errors import CODE_TAKEN, ENROLLED_ALREADY
from api.assessments.models.columns import Bytewise, one_of
from api.assessments.rules.campaigns import CampaignMode, CampaignState, DistrictMode, LatePolicy, RoundPolicy, Subject
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.rounds import Round
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.points import Points


class AssessmentCampaign(Base):
    """One assessment of a cycle, by one published version of a framework, held by a unit for all below it.

    `weights`: share of each round where the policy is `weights`, as decimal strings. `visibility`: from when on a
    school sees each later round. `quotas`: how many may be admitted in a district, by its id, `*` for every other one.
    `takes_over`: what begins as it stood in the campaign that it was cloned from.
    """

    __tablename__ = "assessment_campaign"
    __table_args__ = (
        UniqueConstraint("unit_id", "code"),
        one_of("mode", CampaignMode),
        one_of("subject", Subject),
        one_of("round_policy", RoundPolicy),
        one_of("district_mode", DistrictMode),
        one_of("late_policy", LatePolicy),
        one_of("state", CampaignState),
        Index(None, "version_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    cycle: Mapped[str] = mapped_column(String(20))
    period_first_on: Mapped[date]
    period_last_on: Mapped[date]
    mode: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(20))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    round_policy: Mapped[str] = mapped_column(String(12))
    weights: Mapped[dict[str, Any]]
    district_mode: Mapped[str] = mapped_column(String(8))
    disagreement_threshold: Mapped[Points | None] = mapped_column(BigInteger)
    publicity_days: Mapped[int]
    appeal_days: Mapped[int]
    visibility: Mapped[dict[str, Any]]
    late_policy: Mapped[str] = mapped_column(String(5))
    quotas: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))
    state_reason: Mapped[str | None] = mapped_column(String(500))
    takes_over: Mapped[list[Any]]
    cloned_from: Mapped[UUID | None] = mapped_column(ForeignKey("assessment_campaign.id"))
    sort_key: Mapped[str] = mapped_column(Bytewise)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class AssessmentWindow(Base):
    """The days on which a round is worked on, both included. A campaign holds the rounds that have a window."""

    __tablename__ = "assessment_window"
    __table_args__ = (one_of("round", Round),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"), primary_key=True)
    round: Mapped[str] = mapped_column(String(10), primary_key=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]


class AssessmentEnrolment(Base):
    """A school, or its party organization, in a campaign, with its facts as they were and what does not apply to it.

    `facts`: values by fact of `frameworks.rules.model.Fact`. `district_id` is null for a school directly below.
    """

    __tablename__ = "assessment_enrolment"
    __table_args__ = (
        UniqueConstraint("campaign_id", "unit_id"),
        one_of("subject", Subject),
        one_of("state", EnrolmentState),
        Index(None, "unit_id"),
        Index(None, "campaign_id", "district_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]]
    not_applicable: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))
    statement: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_assessment_campaign_unit_id_code", CODE_TAKEN)
map_constraint("uq_assessment_enrolment_campaign_id_unit_id", ENROLLED_ALREADY)
