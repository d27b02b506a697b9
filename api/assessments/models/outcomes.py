"""What is final, what is contested, what is awarded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.models.columns import one_of
from api.assessments.refusals import APPEAL_TAKEN
from api.assessments.rules.appeals import AppealResult, AppealState, AppealTarget
from api.assessments.rules.awards import AwardKind, AwardState, Ground
from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.points import Points


@insert_only
class AssessmentOutcome(Base):
    """A frozen result: one number of one enrolment. The document is the truth, this row its projection for lists.

    A correction, or a campaign that was opened again, makes the next number; the old one stays.
    """

    __tablename__ = "assessment_outcome"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        Index(None, "campaign_id", "rank"),
        Index(None, "unit_id", "frozen_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    type: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    unit_name: Mapped[str] = mapped_column(String(200))
    total: Mapped[Points] = mapped_column(BigInteger)
    full_total: Mapped[Points] = mapped_column(BigInteger)
    self_total: Mapped[Points | None] = mapped_column(BigInteger)
    gap: Mapped[Points | None] = mapped_column(BigInteger)
    vetoed: Mapped[bool]
    grade: Mapped[str | None] = mapped_column(String(40))
    bands: Mapped[dict[str, Any]]
    rank: Mapped[int]
    rank_district: Mapped[int]
    rank_type: Mapped[int]
    document_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(500))
    frozen_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime]


@insert_only
class AssessmentOutcomeDocument(Base):
    """The canonical document of an outcome, byte for byte."""

    __tablename__ = "assessment_outcome_document"

    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_outcome.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class AssessmentAppeal(Base):
    """申诉 of a school about an item or its grade, as one publication showed it. `code` is '' of a grade.

    `team` is who hears and decides it; `changes` is what the decision sets: points by item, each with its reason.
    """

    __tablename__ = "assessment_appeal"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "publication_id", "code", name="uq_assessment_appeal_object"),
        one_of("target", AppealTarget),
        one_of("state", AppealState),
        one_of("result", AppealResult),
        Index(None, "campaign_id", "state"),
        Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    publication_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_publication.id"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    target: Mapped[str] = mapped_column(String(5))
    code: Mapped[str] = mapped_column(String(40))
    statement: Mapped[str] = mapped_column(String(4000))
    evidence_ids: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(2000))
    team: Mapped[str | None] = mapped_column(String(100))
    heard_on: Mapped[date | None]
    hearing: Mapped[str | None] = mapped_column(String(4000))
    result: Mapped[str | None] = mapped_column(String(10))
    changes: Mapped[list[Any]]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class AssessmentAward(Base):
    """A title, a star or an entry of the blacklist, given to `unit_id` by `issuer_id`. Expiry is a matter of the clock.

    `ground` and `document` are of its suspension or removal; of a blacklist entry, of the entry itself. `notice_id` is
    the notice that shows it before it is granted; `shown_until` and `open_objections` follow it. `announcement_id` is
    the notice that tells the public of what was decided last.
    """

    __tablename__ = "assessment_award"
    __table_args__ = (
        one_of("kind", AwardKind),
        one_of("state", AwardState),
        one_of("ground", Ground),
        CheckConstraint("state <> 'publicised' OR notice_id IS NOT NULL", name="shown"),
        Index(None, "unit_id", "kind", "state"),
        Index(None, "issuer_id", "state"),
        Index(None, "campaign_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment_campaign.id"))
    outcome_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment_outcome.id"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(100))
    level: Mapped[str | None] = mapped_column(String(40))
    years: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    plaque_no: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str | None] = mapped_column(String(24))
    document: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(500))
    notice_id: Mapped[UUID | None] = mapped_column(index=True)
    shown_until: Mapped[date | None]
    open_objections: Mapped[int]
    announcement_id: Mapped[UUID | None]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_assessment_outcome_enrolment_id_number", BUSY)
map_constraint("uq_assessment_appeal_object", APPEAL_TAKEN)
