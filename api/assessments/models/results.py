"""What a campaign comes to: computations, results, adjustments, and the notices that show them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.models.columns import one_of
from api.assessments.rules.adjustments import AdjustmentKind, AdjustmentState
from api.assessments.rules.publicity import PublicationState
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.core.points import Points


class AssessmentComputation(Base):
    """One computing of a campaign, by a job. `started_at`: what changed later is not in its results.

    `limits`: quotas of bands that the county sets beside those of the framework. `done_at` is null while it runs.
    """

    __tablename__ = "assessment_computation"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    number: Mapped[int]
    limits: Mapped[list[Any]]
    computed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    enrolments: Mapped[int]
    incomplete: Mapped[int]


class AssessmentResult(Base):
    """What one enrolment came to at the last computing. Replaced by the next; frozen by an outcome.

    `grade` is the band of the framework's first scale, `bands` those of all. `gap` is the self-assessment's total less
    the county's. `sheet`, `sources` and `item_values` are those of the outcome's document; `reasons` says, in both
    languages, why the grade is not a better one.
    """

    __tablename__ = "assessment_result"
    __table_args__ = (
        Index(None, "campaign_id", "rank"),
        Index(None, "computation_id"),
        # With the campaign: before the database has statistics of what was computed it looks results up unit by unit.
        Index(None, "unit_id", "campaign_id"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    computation_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_computation.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    type: Mapped[str] = mapped_column(String(20))
    total: Mapped[Points] = mapped_column(BigInteger)
    base: Mapped[Points] = mapped_column(BigInteger)
    bonus: Mapped[Points] = mapped_column(BigInteger)
    deducted: Mapped[Points] = mapped_column(BigInteger)
    missing: Mapped[int]
    self_total: Mapped[Points | None] = mapped_column(BigInteger)
    district_total: Mapped[Points | None] = mapped_column(BigInteger)
    county_total: Mapped[Points | None] = mapped_column(BigInteger)
    gap: Mapped[Points | None] = mapped_column(BigInteger)
    vetoed: Mapped[bool]
    grade: Mapped[str | None] = mapped_column(String(40))
    rank: Mapped[int | None]
    rank_district: Mapped[int | None]
    rank_type: Mapped[int | None]
    bands: Mapped[dict[str, Any]]
    reasons: Mapped[list[Any]]
    item_values: Mapped[dict[str, Any]]
    missing_codes: Mapped[list[Any]]
    sources: Mapped[dict[str, Any]]
    sheet: Mapped[dict[str, Any]]


class AssessmentAdjustment(Base):
    """加分, 扣分 or 一票否决 of one enrolment, proposed by one and decided by another.

    `level` and `name` are of a bonus, `times` of a deduction. `until_on`: how long a veto bars from applying.
    """

    __tablename__ = "assessment_adjustment"
    __table_args__ = (
        one_of("kind", AdjustmentKind),
        one_of("state", AdjustmentState),
        Index(None, "enrolment_id"),
        Index(None, "unit_id", "kind", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    level: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(200))
    times: Mapped[int | None]
    document: Mapped[str | None] = mapped_column(String(200))
    ground: Mapped[str] = mapped_column(String(1000))
    evidence_ids: Mapped[list[Any]]
    until_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(500))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class AssessmentPublication(Base):
    """One showing of results, through a public notice. The days are those of the notice once it is released.

    `appeals_until` is the last day of appeals; `open_objections` follows the notice.
    """

    __tablename__ = "assessment_publication"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        one_of("state", PublicationState),
        Index(None, "notice_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    number: Mapped[int]
    computation_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_computation.id"))
    notice_id: Mapped[UUID | None]
    notice_number: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    appeals_until: Mapped[date | None]
    open_objections: Mapped[int]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]


map_constraint("uq_assessment_computation_campaign_id_number", BUSY)
map_constraint("uq_assessment_publication_campaign_id_number", BUSY)
