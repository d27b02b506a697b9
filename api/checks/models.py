"""Tables of checks: the last run of each unit, what did not pass, counts; findings and their steps."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.checks.rules.answers import Answer, FindingSeverity
from api.checks.rules.engine import KEPT
from api.checks.rules.findings import FindingState, FindingVerb
from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(repr(str(value)) for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class CheckRun(Base):
    """The last run of a suite of rules over one unit. Earlier runs leave no rows: what they found is in the steps."""

    __tablename__ = "check_run"
    __table_args__ = (UniqueConstraint("unit_id", "suite", name="uq_check_run_unit"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    suite: Mapped[str] = mapped_column(String(20))
    ran_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    passed: Mapped[int]
    failed: Mapped[int]
    not_applicable: Mapped[int]
    insufficient: Mapped[int]


class CheckTally(Base):
    """How one rule was answered over the records of one unit."""

    __tablename__ = "check_tally"
    __table_args__ = (
        UniqueConstraint("unit_id", "rule_id", name="uq_check_tally_rule"),
        Index(None, "rule_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    suite: Mapped[str] = mapped_column(String(20))
    family: Mapped[str] = mapped_column(String(10))
    rule_id: Mapped[str] = mapped_column(String(10))
    passed: Mapped[int]
    failed: Mapped[int]
    not_applicable: Mapped[int]
    insufficient: Mapped[int]


class CheckCount(Base):
    """How all rules were answered over one record."""

    __tablename__ = "check_count"
    __table_args__ = (UniqueConstraint("unit_id", "subject_type", "subject_id", name="uq_check_count_record"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    suite: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    passed: Mapped[int]
    failed: Mapped[int]
    not_applicable: Mapped[int]
    insufficient: Mapped[int]


class CheckResult(Base):
    """An answer that is kept: a failure with its evidence, or a question for which the record has no data."""

    __tablename__ = "check_result"
    __table_args__ = (
        UniqueConstraint(
            "unit_id", "rule_id", "subject_type", "subject_id", "subject_key", name="uq_check_result_fact"
        ),
        _one_of("answer", sorted(KEPT)),
        _one_of("severity", FindingSeverity),
        Index(None, "unit_id", "answer"),
        Index(None, "rule_id", "answer"),
        Index(None, "subject_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    suite: Mapped[str] = mapped_column(String(20))
    rule_id: Mapped[str] = mapped_column(String(10))
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    subject_key: Mapped[str] = mapped_column(String(120))
    subject_label: Mapped[str] = mapped_column(String(200))
    subject_on: Mapped[date | None]
    answer: Mapped[Answer] = mapped_column(String(20))
    severity: Mapped[FindingSeverity] = mapped_column(String(10))
    evidence: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(32))
    answered_at: Mapped[datetime]


class Finding(Base):
    """A failure that somebody has to answer for: one for each fact, however often the rules are run.

    `digest`: of the facts it rests on. `closed_by`: None with `closed_at` set is the engine, when the rule passed.
    """

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("unit_id", "rule_id", "subject_type", "subject_id", "subject_key", name="uq_finding_fact"),
        _one_of("state", FindingState),
        _one_of("severity", FindingSeverity),
        Index(None, "unit_id", "state"),
        Index(None, "state", "severity"),
        Index(None, "subject_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    suite: Mapped[str] = mapped_column(String(20))
    family: Mapped[str] = mapped_column(String(10))
    rule_id: Mapped[str] = mapped_column(String(10))
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    subject_key: Mapped[str] = mapped_column(String(120))
    subject_label: Mapped[str] = mapped_column(String(200))
    subject_on: Mapped[date | None]
    severity: Mapped[FindingSeverity] = mapped_column(String(10))
    state: Mapped[FindingState] = mapped_column(String(12))
    evidence: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    response: Mapped[str | None] = mapped_column(String(2000))
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_problem.id"))
    updated_at: Mapped[datetime] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


@insert_only
class FindingStep(Base):
    """What was done to a finding, by whom (None: the engine) and why. Never changed."""

    __tablename__ = "finding_step"
    __table_args__ = (_one_of("verb", ("open", *FindingVerb)), Index(None, "finding_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"))
    verb: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(10))
    text: Mapped[str | None] = mapped_column(String(2000))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


# Two runs at once over one unit: the second one is done again.
for _name in ("check_run_unit", "check_tally_rule", "check_count_record", "check_result_fact", "finding_fact"):
    map_constraint(f"uq_{_name}", BUSY)
