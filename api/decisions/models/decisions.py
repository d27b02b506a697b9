"""Tables of decisions and of what follows them: publicity, filing, execution, evaluation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.decisions.errors import FILED_ALREADY
from api.decisions.models.columns import not_negative, one_of
from api.decisions.rules.vocabulary import (
    Confidentiality,
    DecisionStatus,
    FilingAnswer,
    FilingKind,
    PublicityKind,
    Result,
)


class Decision(Base):
    """What was decided on a topic. `approved_amount` in 分; `decided_by_id`: the principal, where nobody votes."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("topic_id"),
        one_of("result", Result),
        one_of("status", DecisionStatus),
        one_of("confidentiality", Confidentiality),
        Index(None, "unit_id", "decided_on"),
        Index(None, "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_topic.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    result: Mapped[str] = mapped_column(String(20))
    decided_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(12))
    text: Mapped[str | None] = mapped_column(String(4000))
    conditions: Mapped[str | None] = mapped_column(String(2000))
    responsible_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    approved_amount: Mapped[int | None] = mapped_column(BigInteger)
    approved_supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confidentiality: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class DecisionPublicity(Base):
    """公示 or 公开 of a decision: through a notice of this house, or as the school says it was done elsewhere."""

    __tablename__ = "decision_publicity"
    __table_args__ = (
        one_of("kind", PublicityKind),
        not_negative("objections"),
        Index(None, "decision_id"),
        Index(None, "notice_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("public_notice.id"))
    kind: Mapped[str] = mapped_column(String(14))
    channel: Mapped[str | None] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(500))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    masked: Mapped[bool | None]
    objections: Mapped[int]
    objections_open: Mapped[int]
    handling: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


_WAITS = text("answer IS NULL")


class DecisionFiling(Base):
    """报备 or 报批 with the bureau, and its answer. `acted_on`: when the school acted on an objection.

    `answer_due_on`: by the policy on the day of filing; a later policy moves no clock that runs.
    """

    __tablename__ = "decision_filing"
    __table_args__ = (
        one_of("kind", FilingKind),
        one_of("answer", FilingAnswer),
        Index(None, "decision_id"),
        Index(None, "unit_id", "filed_on"),
        Index(None, "answered_on", "filed_on"),
        # One waits for its answer at a time.
        Index(
            "uq_decision_filing_open", "decision_id", "kind", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    filed_on: Mapped[date]
    filed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime]
    answer_due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(2000))
    approval_no: Mapped[str | None] = mapped_column(String(100))
    answer: Mapped[str | None] = mapped_column(String(10))
    answer_text: Mapped[str | None] = mapped_column(String(2000))
    answered_on: Mapped[date | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    acted_on: Mapped[date | None]
    acted_text: Mapped[str | None] = mapped_column(String(2000))
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class DecisionExecution(Base):
    """How far a decision has been carried out. `changed_on`: since when otherwise than decided, and by what topic."""

    __tablename__ = "decision_execution"
    __table_args__ = (CheckConstraint("progress BETWEEN 0 AND 100", name="progress"), Index(None, "unit_id"))

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    started_on: Mapped[date | None]
    progress: Mapped[int | None]
    next_due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    blocker: Mapped[str | None] = mapped_column(String(1000))
    changed_on: Mapped[date | None]
    changed_by_topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_topic.id"))
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


@insert_only
class DecisionProgress(Base):
    """A report on the execution of a decision."""

    __tablename__ = "decision_progress"
    __table_args__ = (Index(None, "decision_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    reported_on: Mapped[date]
    progress: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(2000))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class DecisionEvaluation(Base):
    """What came of a decision, looked at afterwards."""

    __tablename__ = "decision_evaluation"
    __table_args__ = (Index(None, "decision_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    evaluated_on: Mapped[date]
    method: Mapped[str | None] = mapped_column(String(200))
    result: Mapped[str] = mapped_column(String(2000))
    satisfaction: Mapped[int | None]
    lessons: Mapped[str | None] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_decision_topic_id", BUSY)
map_constraint("uq_decision_filing_open", FILED_ALREADY)
