"""Wire shapes of the lists of problems and tasks."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.schemas import Choices, Day, Moment, Named, Out, Text, UnitRef
from api.rectifications.rules import Age, ProblemState, Severity, TaskKind
from api.rectifications.schemas.problems import Code, RectificationSource


class RectificationTaskRow(Out):
    """A task in the list of tasks 任务清单."""

    id: UUID
    problem_id: UUID
    problem: str
    number: str | None
    unit: UnitRef
    measure: str
    milestone: str | None
    kind: TaskKind
    due_on: Day
    overdue: bool
    done_on: Day | None
    person: Named | None = Field(description="Who does it; without one, who is responsible for the problem.")


class RectificationRow(Out):
    """A problem in a list."""

    id: UUID
    number: str | None
    unit: UnitRef
    title: str
    source: RectificationSource
    kind: str
    cause: str
    severity: Severity
    state: ProblemState
    found_on: Day
    sent_on: Day | None
    due_on: Day | None
    overdue: bool
    recheck_on: Day | None
    recheck_due: bool
    age: Age | None = Field(description="How long it has been open, while it is.")
    returned: int
    recurring: bool
    extension_asked: bool
    lead_unit: str | None
    tasks: int
    tasks_done: int
    updated_at: Moment
    revision: int


class RectificationFilter(BaseModel):
    """Which problems. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=64, description="Words of title, indicator and unit; pinyin initials.")
    unit: UUID | None = Field(None, description="Only problems of this unit and those below.")
    state: Choices[ProblemState] = ()
    severity: Choices[Severity] = ()
    kind: Code | None = None
    cause: Code | None = None
    source: Code | None = Field(None, description="As it is shown: what comes from a complaint reads supervision.")
    overdue: bool | None = None
    recheck_due: bool | None = None
    recurring: bool | None = None
    due_from: Day | None = None
    due_to: Day | None = None


class RectificationTaskFilter(BaseModel):
    """Which tasks."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only tasks of this unit and those below.")
    mine: bool | None = Field(None, description="Only tasks that the caller does, or is responsible for.")
    done: bool | None = None
    overdue: bool | None = None
    kind: Choices[TaskKind] = ()
