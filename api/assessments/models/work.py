"""Around the scores: who does which items, which evidence goes where, who keeps out, where rounds differ."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.errors import RECUSED_ALREADY
from api.assessments.models.columns import one_of
from api.assessments.rules.rounds import Round
from api.assessments.rules.work import DisagreementState
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.core.points import Points


class AssessmentAssignment(Base):
    """An indicator, with all below it, given to someone in a round. `done_at`: the person says it is finished."""

    __tablename__ = "assessment_assignment"
    __table_args__ = (Index(None, "account_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_round.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class AssessmentSlot(Base):
    """A place for evidence of one enrolment: what a use of evidence refers to. Made when it is first used.

    `former`: 0 of a place that there is; else the number of the migration to a version that has no such place.
    """

    __tablename__ = "assessment_slot"
    __table_args__ = (UniqueConstraint("enrolment_id", "code", "slot", "former", name="uq_assessment_slot_place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    code: Mapped[str] = mapped_column(String(40))
    slot: Mapped[str] = mapped_column(String(40))
    former: Mapped[int]
    created_at: Mapped[datetime]


class AssessmentRecusal(Base):
    """A tie between an assessor and a school that was declared for a campaign: the assessor keeps out (回避)."""

    __tablename__ = "assessment_recusal"
    __table_args__ = (
        UniqueConstraint("campaign_id", "account_id", "unit_id", name="uq_assessment_recusal_tie"),
        Index(None, "unit_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(String(500))
    declared_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]


class AssessmentDisagreement(Base):
    """Two rounds that lie at least the campaign's threshold apart on an item. `gap` is later less earlier.

    `explanation` is the later round's, `ruling` what moderation says of it.
    """

    __tablename__ = "assessment_disagreement"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "code", "earlier", "later", name="uq_assessment_disagreement_pair"),
        one_of("earlier", Round),
        one_of("later", Round),
        one_of("state", DisagreementState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    code: Mapped[str] = mapped_column(String(40))
    earlier: Mapped[str] = mapped_column(String(10))
    later: Mapped[str] = mapped_column(String(10))
    gap: Mapped[Points] = mapped_column(BigInteger)
    explanation: Mapped[str | None] = mapped_column(String(2000))
    ruling: Mapped[str | None] = mapped_column(String(500))
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10))
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_assessment_slot_place", BUSY)
map_constraint("uq_assessment_recusal_tie", RECUSED_ALREADY)
map_constraint("uq_assessment_disagreement_pair", BUSY)
