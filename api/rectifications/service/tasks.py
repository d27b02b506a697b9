"""Tasks: added, changed, logged, finished."""

from uuid import UUID

from sqlalchemy import insert

from api.access.permissions import Permission
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.ledger.service import record
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationProblem, RectificationStep, RectificationTask
from api.rectifications.queries import Standing
from api.rectifications.rules import STEPS, WORKING, ProblemState, RectificationVerb
from api.rectifications.schemas import RectificationOut, RectificationTaskIn, RectificationTaskPatch
from api.rectifications.service.standing import Opened, subject
from api.rectifications.service.working import task_violations, write_tasks

_CHANGED = ("measure", "milestone", "kind", "due_on", "person_id")


def add_task(ctx: Context, problem_id: UUID, wanted: RectificationTaskIn) -> RectificationOut:
    """Add a measure of the unit's own.

    Errors: `not_found`, `conflict.stale`, `access.denied`, `rectification.task_state`, faults as `input.invalid`.
    """
    problem, standing = queries.load_problem(ctx, problem_id)
    ctx.expect(problem.revision)
    _require(problem, standing, Permission.RECTIFICATION_DO)
    tasks = queries.tasks_of(ctx, problem.id)
    facts = queries.facts_of(ctx, problem, standing, tasks)
    latest = problem.due_on or facts.today
    refuse_if_any(task_violations(ctx, {"": wanted}, (facts.today, max(latest, facts.today))))
    step = STEPS[ProblemState(problem.state), RectificationVerb.ASSIGN]
    write_tasks(ctx, Opened(problem, standing, tasks, facts, RectificationVerb.ASSIGN, step), [wanted], latest)
    record(ctx, "rectification.task_added", subject(ctx, problem), None, {"measure": wanted.measure})
    return queries.get_problem(ctx, problem.id)


def _require(problem: RectificationProblem, standing: Standing, permission: Permission) -> None:
    if problem.state not in WORKING:
        raise Refused(errors.TASK_STATE)
    if not standing.holds(permission):
        raise Refused(FORBIDDEN)


def _open(
    ctx: Context, task_id: UUID, permission: Permission, *, done: bool | None
) -> tuple[RectificationTask, RectificationProblem]:
    """A task of the expected revision that is `done`, or not, or either."""
    task, problem, standing = queries.load_task(ctx, task_id)
    ctx.expect(task.revision)
    _require(problem, standing, permission)
    if done is not None and (task.done_on is not None) != done:
        raise Refused(errors.TASK_STATE)
    return task, problem


def change_task(ctx: Context, task_id: UUID, patch: RectificationTaskPatch) -> RectificationOut:
    """Change a measure as its supervisor. Errors: as for adding one."""
    task, problem = _open(ctx, task_id, Permission.RECTIFICATION_MANAGE, done=False)
    before = {name: getattr(task, name) for name in _CHANGED}
    after = {**before, **patch.changes()}
    if after["due_on"] != before["due_on"]:
        refuse_if_any(rules.due_violations(after["due_on"], clock.legal_day(ctx.now), latest=problem.due_on))
    if after["person_id"] != before["person_id"]:
        refuse_if_any(_persons(ctx, after["person_id"]))
    for name, value in after.items():
        setattr(task, name, value)
    ctx.session.flush()
    record(ctx, "rectification.task_changed", subject(ctx, problem), before, after)
    return queries.get_problem(ctx, problem.id)


def _persons(ctx: Context, person_id: UUID | None) -> list[Violation]:
    known = queries.persons_within(ctx, [person_id]) if person_id else {}
    return [] if person_id is None or person_id in known else [Violation(errors.PERSON_NOT_FOUND, "/person_id")]


def log_progress(ctx: Context, task_id: UUID, text: str) -> RectificationOut:
    """Write down what was done for a task. Errors: `not_found`, `conflict.stale`, `access.denied`, `…task_state`."""
    task, problem = _open(ctx, task_id, Permission.RECTIFICATION_DO, done=None)
    return _logged(ctx, task, problem, text)


def finish_task(ctx: Context, task_id: UUID, text: str) -> RectificationOut:
    """Say that a task is done, and how. Errors: as for logging."""
    task, problem = _open(ctx, task_id, Permission.RECTIFICATION_DO, done=False)
    task.done_on = clock.legal_day(ctx.now)
    ctx.session.flush()
    return _logged(ctx, task, problem, text, "rectification.task_finished")


def resume_task(ctx: Context, task_id: UUID, text: str) -> RectificationOut:
    """Take up again what was thought to be done, and say why. Errors: as for logging."""
    task, problem = _open(ctx, task_id, Permission.RECTIFICATION_DO, done=True)
    task.done_on = None
    ctx.session.flush()
    return _logged(ctx, task, problem, text, "rectification.task_resumed")


def _logged(
    ctx: Context,
    task: RectificationTask,
    problem: RectificationProblem,
    text: str,
    action: str = "rectification.task_progress",
) -> RectificationOut:
    row = {"id": ids.ordered(), "task_id": task.id, "at": ctx.now, "actor_id": ctx.signed_in.id, "text": text}
    ctx.session.execute(insert(RectificationStep).values(**row))
    record(ctx, action, subject(ctx, problem), None, {"measure": task.measure, "text": text})
    return queries.get_problem(ctx, problem.id)
