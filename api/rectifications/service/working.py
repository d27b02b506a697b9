"""From assigned to consolidated: responsibility, work, acceptance, the second look."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.access.permissions import Permission
from api.calendars import queries as calendars
from api.calendars.rules.working_days import WorkCalendar
from api.core import ids, notices
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.core.problems import MISSING
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationCooperation, RectificationTask
from api.rectifications.rules import RectificationVerb
from api.rectifications.schemas import (
    AcceptanceIn,
    AssignmentIn,
    RectificationOut,
    RectificationTaskIn,
    ReopeningIn,
    SubmissionIn,
)
from api.rectifications.service.problems import EXTENSION_ASKED, no_request, tell
from api.rectifications.service.standing import Move, Opened, about, open_problem, take

ASSIGNED = notices.define("rectification.assigned", permission=Permission.RECTIFICATION_READ)
SUBMITTED = notices.define("rectification.submitted", permission=Permission.RECTIFICATION_ACCEPT)
JUDGED = notices.define("rectification.judged", permission=Permission.RECTIFICATION_READ)

_RESPONSIBILITY = ("lead_unit_id", "lead_person_id", "supervisor_id", "duty")


def assign_problem(ctx: Context, problem_id: UUID, wanted: AssignmentIn) -> RectificationOut:
    """Say who puts it right, until when and by which measures; said again, responsibility changes and tasks are added.

    Errors: those of `open_problem`, every fault at once as `input.invalid`.
    """
    opened = open_problem(ctx, problem_id, RectificationVerb.ASSIGN)
    problem = opened.problem
    due_on = problem.due_on or wanted.due_on
    refuse_if_any([*_due_faults(opened, wanted), *_faults(ctx, wanted)])
    assert due_on is not None, "judged"
    refuse_if_any(task_violations(ctx, _placed(wanted.tasks), (opened.facts.today, due_on)))
    changes = {name: getattr(wanted, name) for name in _RESPONSIBILITY}
    changes["lead_unit_id"] = wanted.lead_unit_id or problem.unit_id
    take(ctx, opened, Move({**changes, "due_on": due_on}, wanted.duty, due_on))
    _write_helpers(ctx, problem.id, wanted.cooperating_ids)
    write_tasks(ctx, opened, wanted.tasks, due_on)
    tell(ctx, problem, Permission.RECTIFICATION_DO, ASSIGNED)
    return queries.get_problem(ctx, problem.id)


def _due_faults(opened: Opened, wanted: AssignmentIn) -> Iterator[Violation]:
    fixed = opened.problem.due_on
    if fixed is None and wanted.due_on is None:
        yield Violation(MISSING, "/due_on")
    elif fixed is None and wanted.due_on is not None:
        yield from rules.due_violations(wanted.due_on, opened.facts.today)
    elif wanted.due_on not in (None, fixed):
        yield Violation(errors.DUE_FIXED, "/due_on")


def _faults(ctx: Context, wanted: AssignmentIn) -> Iterator[Violation]:
    named = {"/lead_unit_id": wanted.lead_unit_id}
    named |= {f"/cooperating_ids/{index}": unit_id for index, unit_id in enumerate(wanted.cooperating_ids)}
    known = queries.units_within(ctx, {unit_id for unit_id in named.values() if unit_id})
    for pointer, unit_id in named.items():
        if unit_id is not None and unit_id not in known:
            yield Violation(errors.UNIT_NOT_FOUND, pointer)
    yield from _unknown_persons(ctx, {"/lead_person_id": wanted.lead_person_id, "/supervisor_id": wanted.supervisor_id})


def _unknown_persons(ctx: Context, named: Mapping[str, UUID | None]) -> Iterator[Violation]:
    known = queries.persons_within(ctx, {person_id for person_id in named.values() if person_id})
    for pointer, person_id in named.items():
        if person_id is not None and person_id not in known:
            yield Violation(errors.PERSON_NOT_FOUND, pointer)


def task_violations(
    ctx: Context, tasks: Mapping[str, RectificationTaskIn], days: tuple[date, date]
) -> Iterator[Violation]:
    """What is wrong with tasks that are to be added, by their pointers; `days` are today and the problem's limit."""
    for place, task in tasks.items():
        if task.due_on is not None:
            yield from rules.due_violations(task.due_on, days[0], f"{place}/due_on", days[1])
    yield from _unknown_persons(ctx, {f"{place}/person_id": task.person_id for place, task in tasks.items()})


def _placed(tasks: Iterable[RectificationTaskIn]) -> dict[str, RectificationTaskIn]:
    return {f"/tasks/{index}": task for index, task in enumerate(tasks)}


def _write_helpers(ctx: Context, problem_id: UUID, unit_ids: Iterable[UUID]) -> None:
    ctx.session.execute(delete(RectificationCooperation).where(RectificationCooperation.problem_id == problem_id))
    if rows := [{"problem_id": problem_id, "unit_id": unit_id} for unit_id in dict.fromkeys(unit_ids)]:
        ctx.session.execute(insert(RectificationCooperation), rows)


def write_tasks(ctx: Context, opened: Opened, tasks: Iterable[RectificationTaskIn], due_on: date) -> None:
    """Add tasks at the end; one without a day is due by its kind, and never after the problem."""
    calendar = calendars.work_calendar(ctx.session)
    first = len(opened.tasks) + 1
    for position, task in enumerate(tasks, first):
        ctx.session.add(
            RectificationTask(
                id=ids.ordered(),
                problem_id=opened.problem.id,
                position=position,
                **task.model_dump(exclude={"due_on"}),
                due_on=task.due_on or _default(calendar, task, opened.facts.today, due_on),
                created_at=ctx.now,
            )
        )
    ctx.session.flush()


def _default(calendar: WorkCalendar, task: RectificationTaskIn, today: date, latest: date) -> date:
    return max(min(rules.default_due(calendar, task.kind, today), latest), today)


def start_problem(ctx: Context, problem_id: UUID) -> RectificationOut:
    """Begin to put it right. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.START)
    take(ctx, opened, Move({"started_on": opened.facts.today}))
    notices.settle(ctx, [ASSIGNED], about(opened.problem))
    return queries.get_problem(ctx, problem_id)


def submit_problem(ctx: Context, problem_id: UUID, wanted: SubmissionIn) -> RectificationOut:
    """Say that it is put right; a request for more time that waits ends with it. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.SUBMIT)
    done = {"submitted_by": ctx.signed_in.id, "submitted_at": ctx.now, "summary": wanted.summary}
    take(ctx, opened, Move({**done, **no_request(opened)}, wanted.summary))
    notices.settle(ctx, [EXTENSION_ASKED], about(opened.problem))
    tell(ctx, opened.problem, Permission.RECTIFICATION_ACCEPT, SUBMITTED)
    return queries.get_problem(ctx, problem_id)


def accept_problem(ctx: Context, problem_id: UUID, wanted: AcceptanceIn) -> RectificationOut:
    """Strike it off (销号); the second look falls due after the days of the policy. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.ACCEPT)
    today = opened.facts.today
    recheck_on = rules.recheck_day(calendars.work_calendar(ctx.session), today)
    done = {"accepted_by": ctx.signed_in.id, "accepted_on": today, "effect": wanted.effect, "recheck_on": recheck_on}
    take(ctx, opened, Move(done, wanted.effect, recheck_on))
    return _judged(ctx, opened)


def return_problem(ctx: Context, problem_id: UUID, reason: str) -> RectificationOut:
    """Give it back, for the first or the n-th time. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.RETURN)
    take(ctx, opened, Move({"returned": opened.problem.returned + 1}, reason))
    return _judged(ctx, opened)


def consolidate_problem(ctx: Context, problem_id: UUID, wanted: AcceptanceIn) -> RectificationOut:
    """Say that the second look (回头看) found it gone. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.CONSOLIDATE)
    take(ctx, opened, Move({"consolidated_on": opened.facts.today}, wanted.effect))
    return _judged(ctx, opened)


def reopen_problem(ctx: Context, problem_id: UUID, wanted: ReopeningIn) -> RectificationOut:
    """Take up again what came back. Errors: those of `open_problem`; a day that is over as `input.invalid`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.REOPEN)
    if faults := list(rules.due_violations(wanted.due_on, opened.facts.today)):
        raise Refused(INVALID, faults)
    undone = dict.fromkeys(("accepted_by", "accepted_on", "effect", "recheck_on", "consolidated_on"))
    changes: dict[str, Any] = {**undone, "due_on": wanted.due_on, "reopened": opened.problem.reopened + 1}
    take(ctx, opened, Move(changes, wanted.reason, wanted.due_on))
    return _judged(ctx, opened)


def _judged(ctx: Context, opened: Opened) -> RectificationOut:
    """What was submitted has its answer, and the unit is told."""
    notices.settle(ctx, [SUBMITTED], about(opened.problem))
    tell(ctx, opened.problem, Permission.RECTIFICATION_DO, JUDGED)
    return queries.get_problem(ctx, opened.problem.id)
