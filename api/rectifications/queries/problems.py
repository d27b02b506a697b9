"""Reading one problem, and what its rules look at."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from api.core import clock
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.schemas import Feed, Named
from api.evidence.models import EvidenceUse
from api.evidence.rules import UseState
from api.ledger import queries as ledger
from api.ledger.schemas import Event
from api.rectifications import rules
from api.rectifications.models import (
    AccountabilityAction,
    RectificationAct,
    RectificationCooperation,
    RectificationProblem,
    RectificationStep,
    RectificationTask,
)
from api.rectifications.queries.reading import (
    P,
    Standing,
    accounts_of,
    load_problem,
    persons_of,
    readable,
    sources_of,
    units_of,
)
from api.rectifications.rules import STEPS, WORKING, ActionState, Facts, ProblemState, Sent, Severity, TaskKind
from api.rectifications.schemas import (
    ExtensionOut,
    RectificationActionRef,
    RectificationActOut,
    RectificationOut,
    RectificationProgress,
    RectificationTaskOut,
    ResponsibilityOut,
)

PROBLEM_USE, TASK_USE = "rectification_problem", "rectification_task"
FACTS = (
    *("title", "description", "kind", "cause", "cause_text", "severity", "lineage", "indicator", "cited_rule"),
    "found_on",
)
_DAYS = ("sent_on", "contest_due_on", "due_on", "recheck_on", "accepted_on", "consolidated_on")
_PLAIN = (
    *("id", "number", *FACTS, *_DAYS, "contested", "summary", "effect", "returned", "reopened", "extensions"),
    *("created_at", "updated_at", "revision"),
)


def get_problem(ctx: Context, problem_id: UUID) -> RectificationOut:
    """A problem within reach with tasks, acts and what the caller can do. Errors: `not_found`."""
    problem, standing = load_problem(ctx, problem_id)
    today, state = clock.legal_day(ctx.now), ProblemState(problem.state)
    tasks = tasks_of(ctx, problem.id)
    helpers = cooperating(ctx, problem.id)
    units = units_of(ctx, [problem.unit_id, problem.lead_unit_id, *helpers])
    persons = persons_of(ctx, [problem.lead_person_id, problem.supervisor_id, *(task.person_id for task in tasks)])
    facts = facts_of(ctx, problem, standing, tasks)
    return RectificationOut(
        **{**{name: getattr(problem, name) for name in _PLAIN}, "severity": Severity(problem.severity)},
        unit=units[problem.unit_id],
        source=sources_of(ctx, [problem])[problem.id],
        state=state,
        overdue=rules.is_overdue(state, problem.due_on, today),
        recheck_due=rules.is_recheck_due(state, problem.recheck_on, today),
        extension=_extension(ctx, problem),
        recurrence_of=_recurrence(ctx, problem),
        responsibility=ResponsibilityOut(
            lead_unit=units.get(problem.lead_unit_id),
            lead_person=persons.get(problem.lead_person_id),
            supervisor=persons.get(problem.supervisor_id),
            cooperating=[units[unit_id] for unit_id in helpers],
            duty=problem.duty,
        ),
        tasks=_tasks(ctx, tasks, persons, (state, today)),
        acts=_acts(ctx, problem, standing),
        actions=_actions(ctx, problem),
        verbs=[verb for verb in rules.possible(state, facts) if standing.holds(STEPS[state, verb].needs)],
        task_verbs=task_verbs(state, standing),
    )


def task_verbs(state: ProblemState, standing: Standing) -> list[str]:
    """What the caller can do with tasks: the unit adds them and writes their log, supervisors change them."""
    if state not in WORKING:
        return []
    return [*(["add", "log"] if standing.does else []), *(["change"] if standing.manages else [])]


def facts_of(
    ctx: Context, problem: RectificationProblem, standing: Standing, tasks: Sequence[RectificationTask]
) -> Facts:
    """What the guards of a problem look at, seen from the caller."""
    me = ctx.signed_in.id
    responsible = problem.lead_person_id is not None and problem.lead_person_id == standing.person_id
    return Facts(
        today=clock.legal_day(ctx.now),
        severity=Severity(problem.severity),
        own=responsible or me in {problem.submitted_by, problem.extension_by},
        contested=problem.contested,
        contest_due_on=problem.contest_due_on,
        tasks_open=sum(task.done_on is None for task in tasks),
        evidence=count_evidence(ctx, [(PROBLEM_USE, problem.id), *((TASK_USE, task.id) for task in tasks)]),
        recheck_on=problem.recheck_on,
        extensions=problem.extensions,
        request=problem.extension_until_on is not None,
    )


def count_evidence(ctx: Context, objects: Sequence[tuple[str, UUID]]) -> int:
    """How many items of evidence serve one of these objects and have not been taken back."""
    uses = EvidenceUse.__table__.c
    serving = or_(*((uses.object_type == kind) & (uses.object_id == key) for kind, key in objects))
    stmt = select(func.count()).where(serving, uses.state != UseState.TAKEN_BACK.value)
    return ctx.session.execute(stmt).scalar_one()


def tasks_of(ctx: Context, problem_id: UUID) -> Sequence[RectificationTask]:
    """The tasks of a problem that the caller has loaded, in their order."""
    stmt = select(RectificationTask).where(RectificationTask.problem_id == problem_id)
    return ctx.session.scalars(stmt.order_by(RectificationTask.position)).all()


def cooperating(ctx: Context, problem_id: UUID) -> list[UUID]:
    """The units that help with a problem that the caller has loaded."""
    stmt = select(RectificationCooperation.unit_id).where(RectificationCooperation.problem_id == problem_id)
    return list(ctx.session.scalars(stmt.order_by(RectificationCooperation.unit_id)))


def load_task(ctx: Context, task_id: UUID) -> tuple[RectificationTask, RectificationProblem, Standing]:
    """A task to be changed with its problem. Errors: `not_found`."""
    stmt = select(RectificationTask).join(RectificationProblem, P.id == RectificationTask.problem_id)
    task = ctx.session.scalars(stmt.where(RectificationTask.id == task_id, readable(ctx))).one_or_none()
    if task is None:
        raise Refused(NOT_FOUND)
    return (task, *load_problem(ctx, task.problem_id))


def next_serial(ctx: Context, unit_id: UUID, year: int) -> int:
    """The next number of a unit's problems of a year."""
    numbered = (P.unit_id == unit_id, P.number.startswith(f"{year}-"))
    return ctx.session.execute(select(func.count()).where(*numbered)).scalar_one() + 1


def sent_before(ctx: Context, problem: RectificationProblem) -> list[Sent]:
    """What was sent to the unit under the same lineage and kind. Not narrowed by reach: the unit is the problem's own."""
    alike = (P.unit_id == problem.unit_id, P.lineage == problem.lineage, P.kind == problem.kind)
    stmt = select(P.id, P.unit_id, P.lineage, P.kind, P.state, P.sent_on, P.accepted_on)
    rows = ctx.session.execute(stmt.where(*alike, P.sent_on.is_not(None)))
    return [Sent(*row[:4], ProblemState(row.state), row.sent_on, row.accepted_on) for row in rows]


def as_sent(problem: RectificationProblem) -> Sent:
    """A problem as recurrence looks at it."""
    state = ProblemState(problem.state)
    return Sent(problem.id, problem.unit_id, problem.lineage, problem.kind, state, problem.sent_on)


def _extension(ctx: Context, problem: RectificationProblem) -> ExtensionOut | None:
    if problem.extension_until_on is None:
        return None
    return ExtensionOut(until_on=problem.extension_until_on, own=problem.extension_by == ctx.signed_in.id)


def _recurrence(ctx: Context, problem: RectificationProblem) -> Named | None:
    if problem.recurrence_of_id is None:
        return None
    earlier = ctx.session.execute(select(P.id, P.number, P.title).where(P.id == problem.recurrence_of_id)).one()
    return Named(id=earlier.id, name=f"{earlier.number} {earlier.title}")


def _tasks(
    ctx: Context, tasks: Sequence[RectificationTask], persons: Any, at: tuple[ProblemState, date]
) -> list[RectificationTaskOut]:
    step = RectificationStep.__table__.c
    stmt = select(step.task_id, step.at, step.actor_id, step.text).where(step.task_id.in_([task.id for task in tasks]))
    rows = ctx.session.execute(stmt.order_by(step.id.desc())).all() if tasks else []
    names = accounts_of(ctx, (row.actor_id for row in rows))
    log: dict[UUID, list[RectificationProgress]] = defaultdict(list)
    for row in rows:
        log[row.task_id].append(RectificationProgress(at=row.at, by=names[row.actor_id], text=row.text))
    plain = ("id", "position", "measure", "milestone", "due_on", "done_on", "revision")
    return [
        RectificationTaskOut(
            **{name: getattr(task, name) for name in plain},
            kind=TaskKind(task.kind),
            overdue=task.done_on is None and rules.is_overdue(at[0], task.due_on, at[1]),
            person=persons.get(task.person_id),
            log=log[task.id],
        )
        for task in tasks
    ]


def _acts(ctx: Context, problem: RectificationProblem, standing: Standing) -> list[RectificationActOut]:
    """The timeline. Who does not look from above sees what came after the sending, and supervisors as a side."""
    act = RectificationAct.__table__.c
    stmt = select(*act).where(act.problem_id == problem.id)
    if not standing.above:
        stmt = stmt.where(act.inner.is_(False))
    rows = ctx.session.execute(stmt.order_by(act.id.desc())).all()
    names = accounts_of(ctx, (row.actor_id for row in rows))
    return [
        RectificationActOut(
            **{name: getattr(row, name) for name in ("id", "at", "verb", "text", "due_on")},
            state=ProblemState(row.state),
            side="unit" if row.own else "supervision",
            actor=names.get(row.actor_id) if row.own or standing.above else None,
        )
        for row in rows
    ]


def _actions(ctx: Context, problem: RectificationProblem) -> list[RectificationActionRef]:
    """What was issued about a problem: formally sent, hence for its unit too."""
    action = AccountabilityAction.__table__.c
    shown = (ActionState.ISSUED.value, ActionState.CLOSED.value)
    names = ("id", "type", "title", "document_no", "state", "issued_on", "reply_due_on")
    stmt = select(*(action[name] for name in names))
    stmt = stmt.where(action.problem_id == problem.id, action.state.in_(shown)).order_by(action.issued_on, action.id)
    return [RectificationActionRef.model_validate(row) for row in ctx.session.execute(stmt)]


def list_history(ctx: Context, problem_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What the ledger holds of a problem that the caller keeps. Errors: `not_found`, `paging.bad_cursor`."""
    _, standing = load_problem(ctx, problem_id)
    if not standing.manages:
        raise Refused(NOT_FOUND)
    return ledger.list_object_events(ctx, "rectification", problem_id, cursor, limit)
