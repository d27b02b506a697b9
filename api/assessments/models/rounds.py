"""Rounds of an enrolment, and the score of each item in each of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.assessments.models.columns import one_of
from api.assessments.rules.rounds import EntrySource, Round, RoundState
from api.core.constraints import map_constraint
from api.core.database import Base
from api.core.errors import BUSY
from api.core.points import Points


class AssessmentRound(Base):
    """One round of one enrolment. `total`, `entered` and `missing` follow its scores, in the same transaction.

    `team` is what the school sees of who worked on it; `note` is the signature note; `decided_*` is who returned or
    accepted it.
    """

    __tablename__ = "assessment_round"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "round"),
        one_of("round", Round),
        one_of("state", RoundState),
        Index(None, "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_enrolment.id"))
    round: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    team: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(String(500))
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    late: Mapped[bool]
    return_reason: Mapped[str | None] = mapped_column(String(500))
    returns: Mapped[int]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    total: Mapped[Points | None] = mapped_column(BigInteger)
    entered: Mapped[int]
    missing: Mapped[int]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class AssessmentScore(Base):
    """What was entered for an item in a round, and what it comes to.

    `inputs` is empty where nothing was entered. `computed`: what the item's rule gives for them. `overridden`: what an assessor set instead, with a reason.
    `points`: what counts of the two; null where the item does not apply, which `override_reason` then says why.
    """

    __tablename__ = "assessment_score"
    __table_args__ = (
        UniqueConstraint("round_id", "code"),
        one_of("source", EntrySource),
        CheckConstraint(
            "(overridden IS NULL AND NOT not_applicable) OR override_reason IS NOT NULL", name="override_reason"
        ),
        Index(None, "lineage"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_round.id"))
    code: Mapped[str] = mapped_column(String(40))
    lineage: Mapped[str] = mapped_column(String(64))
    inputs: Mapped[dict[str, Any]]
    computed: Mapped[Points | None] = mapped_column(BigInteger)
    overridden: Mapped[Points | None] = mapped_column(BigInteger)
    points: Mapped[Points | None] = mapped_column(BigInteger)
    not_applicable: Mapped[bool]
    override_reason: Mapped[str | None] = mapped_column(String(500))
    comment: Mapped[str | None] = mapped_column(String(2000))
    source: Mapped[str] = mapped_column(String(10))
    scored_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_assessment_round_enrolment_id_round", BUSY)
map_constraint("uq_assessment_score_round_id_code", BUSY)
