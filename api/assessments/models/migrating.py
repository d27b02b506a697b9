"""That a campaign has moved to a newer version of its framework, and what stood before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.models.columns import one_of
from api.assessments.rules.rounds import Round, RoundState
from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.points import Points


@insert_only
class AssessmentMigration(Base):
    """One move of a campaign. `counts`: items by what became of them; `reopened`: signed rounds that opened again.

    `preview_hash` is that of the preview by which it was decided.
    """

    __tablename__ = "assessment_migration"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_campaign.id"))
    number: Mapped[int]
    old_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    new_id: Mapped[UUID] = mapped_column(ForeignKey("framework_version.id"))
    preview_hash: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]]
    reopened: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    migrated_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    migrated_at: Mapped[datetime]


@insert_only
class AssessmentFormerRound(Base):
    """A round as it stood before a move: how far it was, what did not apply, and every entry with what it came to."""

    __tablename__ = "assessment_former_round"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "migration_id", "round", name="uq_assessment_former_round_place"),
        one_of("round", Round),
        one_of("state", RoundState),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    migration_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_migration.id"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    round: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    team: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(String(500))
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    late: Mapped[bool]
    returns: Mapped[int]
    total: Mapped[Points | None] = mapped_column(BigInteger)
    entered: Mapped[int]
    missing: Mapped[int]
    revision: Mapped[int]
    not_applicable: Mapped[list[Any]]
    entries: Mapped[list[Any]]


map_constraint("uq_assessment_migration_campaign_id_number", BUSY)
map_constraint("uq_assessment_former_round_place", BUSY)
