"""Tables of time: clocks, extensions, a bureau's own clock rules and categories."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.complaints.models.cases import one_of
from api.complaints.rules.clocks import ClockKind, ClockLevel, ClockOutcome, TimeUnit
from api.core.database import Base


class ComplaintClock(Base):
    """One clock of a case, and never a due date merged of two.

    `rule` is the key of its row, `due_on` is computed from the start, what was granted and `paused` (spans). While a
    calendar year is not announced the day is `provisional` and is computed anew. `level`: what was last told of it.
    """

    __tablename__ = "complaint_clock"
    __table_args__ = (
        one_of("kind", ClockKind),
        one_of("unit", TimeUnit),
        one_of("outcome", ClockOutcome),
        one_of("level", ClockLevel),
        Index(None, "case_id"),
        Index(None, "outcome", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    rule: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(12))
    length: Mapped[int]
    started_on: Mapped[date]
    first_due_on: Mapped[date]
    extended_to_on: Mapped[date | None]
    extensions: Mapped[int]
    paused: Mapped[list[Any]]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    stopped_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(12))
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class ComplaintExtension(Base):
    """A request for more time for one clock, and its answer."""

    __tablename__ = "complaint_extension"
    __table_args__ = (Index(None, "clock_id"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_case.id"))
    clock_id: Mapped[UUID] = mapped_column(ForeignKey("complaint_clock.id"))
    until_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_on: Mapped[date]
    content_id: Mapped[UUID | None]
    approval_no: Mapped[str | None] = mapped_column(String(100))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_on: Mapped[date | None]


class ComplaintClockRule(Base):
    """A bureau's own row of a clock, from one day until before another, instead of the shipped one."""

    __tablename__ = "complaint_clock_rule"
    __table_args__ = (Index(None, "unit_id", "rule", "from_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    rule: Mapped[str] = mapped_column(String(40))
    length: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12))
    extend: Mapped[int]
    extend_times: Mapped[int]
    basis: Mapped[str] = mapped_column(String(500))
    verified: Mapped[bool]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]


class ComplaintCategory(Base):
    """What the house calls a matter, on which track it begins, whether the portal offers it, what it asks; codes are shipped."""

    __tablename__ = "complaint_category"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    zh: Mapped[str] = mapped_column(String(60))
    en: Mapped[str] = mapped_column(String(100))
    track: Mapped[str] = mapped_column(String(1))
    portal: Mapped[bool]
    fields: Mapped[list[Any] | None]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}
