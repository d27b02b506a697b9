"""Problems and their tasks over HTTP."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core import clock
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.metrics import Period
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Day, Feed, Page
from api.ledger.schemas import Event
from api.rectifications import errors, queries, service
from api.rectifications.rules import RectificationVerb
from api.rectifications.schemas import (
    AcceptanceIn,
    AssignmentIn,
    DueCalendar,
    ExtensionIn,
    ProgressIn,
    RectificationFilter,
    RectificationIn,
    RectificationOut,
    RectificationPatch,
    RectificationRates,
    RectificationReason,
    RectificationRow,
    RectificationSummary,
    RectificationTaskFilter,
    RectificationTaskIn,
    RectificationTaskPatch,
    RectificationTaskRow,
    RectificationWords,
    ReopeningIn,
    SubmissionIn,
)

router = Router(prefix="/rectifications", tags=["rectifications"])

P = Permission
Sort = Annotated[
    str, Query(max_length=100, examples=["due_on"], description="Columns, comma separated; `-` before one: descending.")
]
At = Annotated[UUID | None, Query(description="A unit; default: everything within reach.")]
Reads = Annotated[Context, Requires(P.RECTIFICATION_READ)]
Snapshot = Annotated[Context, Requires(P.RECTIFICATION_READ, snapshot=True)]
Finds = Annotated[Context, Requires(P.RECTIFICATION_MANAGE, idempotent=True)]
Manages = Annotated[Context, Requires(P.RECTIFICATION_MANAGE, if_match="required")]
Does = Annotated[Context, Requires(P.RECTIFICATION_DO, if_match="required")]
Accepts = Annotated[Context, Requires(P.RECTIFICATION_ACCEPT, if_match="required")]
_STATE = (errors.WRONG_STATE, FORBIDDEN)
_JUDGED = (*_STATE, errors.OWN_WORK)
_TASK = (errors.TASK_STATE, FORBIDDEN)

# --- Lists and figures -----------------------------------------------------------------------------------------------


@router.get("/problems", summary="List problems 问题清单", errors=(TOO_DEEP, BAD_SORT))
def list_problems(
    ctx: Snapshot, wanted: Annotated[RectificationFilter, Query()], paging: Paged, sort: Sort = "-updated_at"
) -> Page[RectificationRow]:
    """Problems within reach that match; overdue and re-checks are of today."""
    return queries.list_problems(ctx, wanted, sort, paging)


@router.get("/tasks", summary="List tasks 任务清单", errors=(TOO_DEEP, BAD_SORT))
def list_rectification_tasks(
    ctx: Snapshot, wanted: Annotated[RectificationTaskFilter, Query()], paging: Paged, sort: Sort = "due_on"
) -> Page[RectificationTaskRow]:
    """Tasks of problems within reach that match."""
    return queries.list_tasks(ctx, wanted, sort, paging)


@router.get("/summary", summary="Read what stands where 整改概况")
def get_rectification_summary(ctx: Snapshot, unit: At = None) -> RectificationSummary:
    """Problems by state, age and severity, overdue and due for their re-check, from the roll-up."""
    return queries.get_summary(ctx, unit)


@router.get("/rates", summary="Read rates of rectification 整改成效")
def get_rectification_rates(
    ctx: Snapshot,
    unit: At = None,
    from_on: Annotated[Day | None, Query(description="Default: a year ago.")] = None,
    to_on: Annotated[Day | None, Query(description="Default: today.")] = None,
) -> RectificationRates:
    """On time, average days, returned, come back, by cause, of the problems accepted in a period."""
    last = to_on or clock.legal_day(ctx.now)
    return queries.get_rates(ctx, unit, Period(from_on or last - timedelta(days=365), last))


@router.get("/due", summary="List what falls due 整改日历")
def list_rectifications_due(ctx: Snapshot, from_on: Day, to_on: Day, unit: At = None) -> DueCalendar:
    """Problems, tasks, second looks and answers that fall due from one day to another."""
    days: tuple[date, date] = (from_on, to_on)
    return queries.list_due(ctx, days, unit)


@router.get("/words", summary="List the words of rectification 整改词表")
def list_rectification_words(ctx: Reads) -> RectificationWords:
    """Sources, kinds, causes, types of action, and the numbers of the policy."""
    return queries.list_words(ctx)


# --- One problem -----------------------------------------------------------------------------------------------------


@router.post("/problems", status_code=201, summary="Write down a problem 登记问题")
def find_rectification_problem(ctx: Finds, body: RectificationIn) -> RectificationOut:
    """A problem that was found at a unit within reach. The unit does not know of it until it is sent."""
    return service.find_problem(ctx, body)


@router.get("/problems/{problem_id}", summary="Read a problem 问题详情")
def get_rectification_problem(ctx: Reads, problem_id: UUID) -> RectificationOut:
    """A problem with tasks, responsibility, timeline, and what the caller can do with it now."""
    return queries.get_problem(ctx, problem_id)


@router.patch("/problems/{problem_id}", summary="Change a problem 修改问题", errors=_STATE)
def change_rectification_problem(ctx: Manages, problem_id: UUID, body: RectificationPatch) -> RectificationOut:
    """Merge patch of what a problem says, before it is sent."""
    return service.change_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:confirm", summary="Send a problem 确认并下达", errors=_STATE)
def confirm_rectification_problem(ctx: Manages, problem_id: UUID) -> RectificationOut:
    """Send it to its unit. What came back within the months of the policy is linked and weighs one degree more."""
    return service.confirm_problem(ctx, problem_id)


@router.post(
    "/problems/{problem_id}:contest",
    summary="Contest a problem 提出异议",
    errors=(*_STATE, errors.CONTESTED_BEFORE, errors.CONTEST_LATE),
)
def contest_rectification_problem(ctx: Does, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """Say that it is none; once, within the working days of the policy."""
    return service.contest_problem(ctx, problem_id, body.reason)


@router.post("/problems/{problem_id}:sustain", summary="Sustain an objection 异议成立", errors=_STATE)
def sustain_rectification_contest(ctx: Manages, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """The objection is right: the problem is withdrawn."""
    return service.answer_contest(ctx, problem_id, RectificationVerb.SUSTAIN, body.reason)


@router.post("/problems/{problem_id}:dismiss", summary="Dismiss an objection 异议不成立", errors=_STATE)
def dismiss_rectification_contest(ctx: Manages, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """The problem stands, and cannot be contested again."""
    return service.answer_contest(ctx, problem_id, RectificationVerb.DISMISS, body.reason)


@router.post("/problems/{problem_id}:assign", summary="Assign a problem 明确责任", errors=_STATE)
def assign_rectification_problem(ctx: Manages, problem_id: UUID, body: AssignmentIn) -> RectificationOut:
    """Leading unit and person, cooperating units, supervising leader, time limit, tasks."""
    return service.assign_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:start", summary="Begin to rectify 开始整改", errors=_STATE)
def start_rectification(ctx: Does, problem_id: UUID) -> RectificationOut:
    """The unit has begun."""
    return service.start_problem(ctx, problem_id)


@router.post(
    "/problems/{problem_id}:submit",
    summary="Submit what was rectified 提交整改结果",
    errors=(*_STATE, errors.TASKS_OPEN, errors.EVIDENCE_MISSING),
)
def submit_rectification(ctx: Does, problem_id: UUID, body: SubmissionIn) -> RectificationOut:
    """Say what was done; all tasks are finished, and a serious problem has evidence."""
    return service.submit_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:accept", summary="Accept a rectification 验收销号", errors=_JUDGED)
def accept_rectification(ctx: Accepts, problem_id: UUID, body: AcceptanceIn) -> RectificationOut:
    """Strike it off. Not by who is responsible, and not by who submitted it."""
    return service.accept_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:return", summary="Return a rectification 退回整改", errors=_JUDGED)
def return_rectification(ctx: Accepts, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """Give it back with a reason."""
    return service.return_problem(ctx, problem_id, body.reason)


@router.post(
    "/problems/{problem_id}:extend",
    summary="Ask for more time 申请延期",
    errors=(*_STATE, errors.EXTENSION_OPEN, errors.EXTENSIONS_USED),
)
def extend_rectification(ctx: Does, problem_id: UUID, body: ExtensionIn) -> RectificationOut:
    """Ask for a later day; as often as the policy allows."""
    return service.ask_extension(ctx, problem_id, body)


@router.post("/problems/{problem_id}:grant", summary="Grant more time 批准延期", errors=(*_JUDGED, errors.NO_EXTENSION))
def grant_rectification_extension(ctx: Accepts, problem_id: UUID) -> RectificationOut:
    """The time limit moves to the day asked for. Not by who asked."""
    return service.answer_extension(ctx, problem_id, RectificationVerb.GRANT)


@router.post(
    "/problems/{problem_id}:refuse", summary="Refuse more time 不予延期", errors=(*_JUDGED, errors.NO_EXTENSION)
)
def refuse_rectification_extension(ctx: Accepts, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """The time limit stays. Not by who asked."""
    return service.answer_extension(ctx, problem_id, RectificationVerb.REFUSE, body.reason)


@router.post(
    "/problems/{problem_id}:consolidate",
    summary="Pass the re-check 回头看通过",
    errors=(*_JUDGED, errors.RECHECK_EARLY),
)
def consolidate_rectification(ctx: Accepts, problem_id: UUID, body: AcceptanceIn) -> RectificationOut:
    """The second look, from the day it is due, found the problem gone."""
    return service.consolidate_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:reopen", summary="Reopen a problem 重新整改", errors=_STATE)
def reopen_rectification(ctx: Accepts, problem_id: UUID, body: ReopeningIn) -> RectificationOut:
    """It came back: put it right again, by a new day."""
    return service.reopen_problem(ctx, problem_id, body)


@router.post("/problems/{problem_id}:withdraw", summary="Withdraw a problem 撤销问题", errors=_STATE)
def withdraw_rectification_problem(ctx: Manages, problem_id: UUID, body: RectificationReason) -> RectificationOut:
    """It was none. It stays readable for who knew of it."""
    return service.withdraw_problem(ctx, problem_id, body.reason)


@router.get("/problems/{problem_id}/history", summary="List a problem's history 问题变动记录", errors=(BAD_CURSOR,))
def list_rectification_history(
    ctx: Annotated[Context, Requires(P.RECTIFICATION_MANAGE)],
    problem_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to the problem, newest first, from the ledger; for who keeps it."""
    return queries.list_history(ctx, problem_id, cursor, limit)


# --- Tasks -----------------------------------------------------------------------------------------------------------


@router.post("/problems/{problem_id}/tasks", status_code=201, summary="Add a task 增加任务", errors=_TASK)
def add_rectification_task(ctx: Does, problem_id: UUID, body: RectificationTaskIn) -> RectificationOut:
    """A measure of the unit's own."""
    return service.add_task(ctx, problem_id, body)


@router.patch("/tasks/{task_id}", summary="Change a task 修改任务", errors=_TASK)
def change_rectification_task(ctx: Manages, task_id: UUID, body: RectificationTaskPatch) -> RectificationOut:
    """Merge patch of a measure, by its supervisors."""
    return service.change_task(ctx, task_id, body)


@router.post("/tasks/{task_id}:log", summary="Log progress 记录进展", errors=_TASK)
def log_rectification_progress(ctx: Does, task_id: UUID, body: ProgressIn) -> RectificationOut:
    """What was done for it."""
    return service.log_progress(ctx, task_id, body.text)


@router.post("/tasks/{task_id}:finish", summary="Finish a task 完成任务", errors=_TASK)
def finish_rectification_task(ctx: Does, task_id: UUID, body: ProgressIn) -> RectificationOut:
    """It is done, and how."""
    return service.finish_task(ctx, task_id, body.text)


@router.post("/tasks/{task_id}:resume", summary="Resume a task 恢复任务", errors=_TASK)
def resume_rectification_task(ctx: Does, task_id: UUID, body: ProgressIn) -> RectificationOut:
    """It was not done after all, and why."""
    return service.resume_task(ctx, task_id, body.text)
