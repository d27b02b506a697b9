"""Tables of problems: the problem, who cooperates, what was done to it, its tasks and their progress."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base, insert_only
from api.core.errors import BUSY
from api.core.search import searchable
from api.rectifications.rules import ProblemState, Severity, TaskKind


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A column that holds one of these words."""
    listed = ", ".join(repr(str(value)) for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class RectificationProblem(Base):
    """A problem of a unit, from whatever source. `sent_on`: since when the unit knows of it, as `number`.

    The source of a complaint is kept here and told to nobody but who can reach the complaint. `extension_*` is the one
    request that waits; what was asked and answered before stands among the acts.
    """

    __tablename__ = "rectification_problem"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        one_of("state", ProblemState),
        one_of("severity", Severity),
        Index(None, "unit_id", "lineage", "kind"),
        Index(None, "lead_unit_id"),
        Index(None, "state", "due_on"),
        Index(None, "recurrence_of_id"),
        Index(
            "ix_rectification_problem_search",
            func.to_tsvector(literal_column("'simple'"), literal_column("search_tokens")),
            postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(20))
    source_type: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[UUID | None]
    source_label: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(String(4000))
    kind: Mapped[str] = mapped_column(String(40))
    cause: Mapped[str] = mapped_column(String(40))
    cause_text: Mapped[str | None] = mapped_column(String(1000))
    severity: Mapped[str] = mapped_column(String(10))
    lineage: Mapped[str | None] = mapped_column(String(80))
    indicator: Mapped[str | None] = mapped_column(String(200))
    cited_rule: Mapped[str | None] = mapped_column(String(500))
    found_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    sent_on: Mapped[date | None]
    contest_due_on: Mapped[date | None]
    contested: Mapped[bool]
    due_on: Mapped[date | None]
    lead_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    lead_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str | None] = mapped_column(String(500))
    started_on: Mapped[date | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    summary: Mapped[str | None] = mapped_column(String(2000))
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    accepted_on: Mapped[date | None]
    effect: Mapped[str | None] = mapped_column(String(2000))
    recheck_on: Mapped[date | None]
    consolidated_on: Mapped[date | None]
    returned: Mapped[int]
    reopened: Mapped[int]
    extensions: Mapped[int]
    extension_until_on: Mapped[date | None]
    extension_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    recurrence_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_problem.id"))
    search_tokens: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


class RectificationCooperation(Base):
    """A unit that helps to put a problem right."""

    __tablename__ = "rectification_cooperation"

    problem_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_problem.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)


@insert_only
class RectificationAct(Base):
    """What was done to a problem. `own`: by the unit's side; `inner`: before the unit was told, hence not for it."""

    __tablename__ = "rectification_act"
    __table_args__ = (Index(None, "problem_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_problem.id"))
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    own: Mapped[bool]
    inner: Mapped[bool]
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str | None] = mapped_column(String(2000))
    due_on: Mapped[date | None]


class RectificationTask(Base):
    """A concrete measure with its day."""

    __tablename__ = "rectification_task"
    __table_args__ = (one_of("kind", TaskKind), Index(None, "problem_id", "position"), Index(None, "due_on"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_problem.id"))
    position: Mapped[int]
    measure: Mapped[str] = mapped_column(String(1000))
    milestone: Mapped[str | None] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    done_on: Mapped[date | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


@insert_only
class RectificationStep(Base):
    """An entry in the progress log of a task."""

    __tablename__ = "rectification_step"
    __table_args__ = (Index(None, "task_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_task.id"))
    at: Mapped[datetime]
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(String(1000))


SEARCH = searchable("rectification_problem")

# Two problems of one unit are sent at the same moment: the later one counts anew.
map_constraint("uq_rectification_problem_unit_id_number", BUSY)
