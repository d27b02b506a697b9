"""Tables of what is done to a case: assignments, packages, transfers, merges, reviews, outcomes, ratings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.complaints import errors
from api.complaints.models.cases import one_of
from api.complaints.rules.packages import PackagePurpose, PackageState
from api.complaints.rules.words import CaseFinding
from api.core.constraints import map_constraint
from api.core.database import Base


class ComplaintAssignment(Base):
    """Who handles a case, for which unit. Once it has ended the case is not there for the handler."""

    __tablename__ = "complaint_assignment"
    __table_args__ = (Index(None, "case_id"), Index(None, "handler_id", "ended_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    handler_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    assigned_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    assigned_on: Mapped[date]
    return_until_on: Mapped[date]
    disposition: Mapped[str | None] = mapped_column(String(14))
    study_on: Mapped[date | None]
    study_no: Mapped[str | None] = mapped_column(String(100))
    plan_id: Mapped[UUID | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_as: Mapped[str | None] = mapped_column(String(12))


class ComplaintPackage(Base):
    """What the bureau formally sends to a school or unit of a case: redacted, released by a second person.

    `text_id` names the sealed text that it was cut from, `spans` what was covered; `sent_id` and `answer_id` what was
    sent and answered. Before it is released nobody below the bureau knows of it.
    """

    __tablename__ = "complaint_package"
    __table_args__ = (
        one_of("state", PackageState),
        one_of("purpose", PackagePurpose),
        Index(None, "case_id"),
        Index(None, "unit_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    text_id: Mapped[UUID]
    spans: Mapped[list[Any]]
    sent_id: Mapped[UUID | None]
    answer_id: Mapped[UUID | None]
    due_on: Mapped[date | None]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    released_on: Mapped[date | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_on: Mapped[date | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class ComplaintTransfer(Base):
    """Where a case was sent: to another organ, or sealed up to the superior one. The digest is that of what was sent."""

    __tablename__ = "complaint_transfer"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    upward: Mapped[bool]
    organ: Mapped[str] = mapped_column(String(40))
    document_no: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(20))
    package_id: Mapped[UUID | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    sent_on: Mapped[date]


class ComplaintHandover(Base):
    """The package of a case that goes straight up. `request_id`: by which a custodian grants the identity in it.

    `handed` is what the case held when it was fetched, `digest` that of the package once it left whole.
    """

    __tablename__ = "complaint_handover"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"), primary_key=True)
    request_id: Mapped[UUID | None]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_on: Mapped[date]
    fetches: Mapped[int]
    handed: Mapped[dict[str, Any]]
    digest: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class ComplaintLink(Base):
    """What a case has to do with elsewhere: a decision, a problem of rectification. The other side knows nothing of it."""

    __tablename__ = "complaint_link"
    __table_args__ = (UniqueConstraint("case_id", "type", "object_id"), Index(None, "object_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[UUID]
    linked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    linked_on: Mapped[date]


class ComplaintMerge(Base):
    """A repeat 重复件 that went into another case; its receipt keeps working."""

    __tablename__ = "complaint_merge"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"), primary_key=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"), index=True)
    merged_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    merged_on: Mapped[date]


class ComplaintReview(Base):
    """An objection and what became of it: 复查 first, 复核 second."""

    __tablename__ = "complaint_review"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    round: Mapped[int]
    asked_on: Mapped[date]
    content_id: Mapped[UUID | None]
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_on: Mapped[date | None]


class ComplaintOutcome(Base):
    """What handling has found, as submitted and as decided; a change after a review is a row of its own, the last counts.

    `notified_on`: since when the school formally knows of it. Scores read only these (non-interference).
    """

    __tablename__ = "complaint_outcome"
    __table_args__ = (one_of("finding", CaseFinding), Index(None, "case_id"), Index(None, "notified_unit_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    version: Mapped[int]
    finding: Mapped[str] = mapped_column(String(14))
    form: Mapped[int | None]
    measures: Mapped[list[Any]]
    recovered: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[int]
    report_id: Mapped[UUID | None]
    rectification_id: Mapped[UUID | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_on: Mapped[date | None]
    clarified_on: Mapped[date | None]
    clarified_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    clarification_id: Mapped[UUID | None]
    notified_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    notified_on: Mapped[date | None]


class ComplaintRating(Base):
    """What the reporter said of the handling; a new one after each time it was handled."""

    __tablename__ = "complaint_rating"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    round: Mapped[int]
    stars: Mapped[int]
    rated_on: Mapped[date]


map_constraint("uq_complaint_link_case_id_type_object_id", errors.LINK_KNOWN)
