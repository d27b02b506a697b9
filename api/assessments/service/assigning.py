"""Who works on which items of a round, and who keeps out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, insert

from api.access.providers import providers
from api.assessments import errors
from api.assessments.models import AssessmentAssignment
from api.assessments.queries import people
from api.assessments.queries import scores as queries
from api.assessments.queries.scores import Opened
from api.assessments.queries.standing import standing_of
from api.assessments.rules.rounds import PARTIES, Round, RoundVerb
from api.assessments.rules.scores import lineage_above
from api.assessments.schemas.rounds import ItemAssignmentsIn, ItemAssignmentsOut
from api.assessments.service.subjects import round_subject
from api.core import assignments
from api.core.context import Capacity, Context
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.ledger.service import record


def assign_items(ctx: Context, enrolment_id: UUID, which: Round, wanted: ItemAssignmentsIn) -> ItemAssignmentsOut:
    """Give indicators of a round to people; replaces what was given before. Who has none of it writes none of it.

    Errors: `not_found`, `access.denied`, `assessment.indicator_unknown`, `assessment.assignee_unfit`.
    """
    opened = queries.open_round(ctx, enrolment_id, which, lock=True)
    if not queries.may_assign(opened):
        raise Refused(FORBIDDEN)
    refuse_if_any(_violations(ctx, opened, wanted))
    before = queries.list_assignments(ctx, opened.round.id)
    done = {(one.code, one.account.id): one.done_at for one in before}
    ctx.session.execute(delete(AssessmentAssignment).where(AssessmentAssignment.round_id == opened.round.id))
    pairs = sorted({(one.code, one.account_id) for one in wanted.assignments})
    made = {"round_id": opened.round.id, "assigned_by": ctx.actor.id if ctx.actor else None, "assigned_at": ctx.now}
    rows = [{**made, "code": code, "account_id": who, "done_at": done.get((code, who))} for code, who in pairs]
    if rows:
        ctx.session.execute(insert(AssessmentAssignment), rows)
    after = queries.list_assignments(ctx, opened.round.id)
    said = [{one.code: one.account.name for one in some} for some in (before, after)]
    record(ctx, "assessment_round.assigned", round_subject(opened.round, opened.entry), *said)
    return people.list_assignees(ctx, opened)


def _violations(ctx: Context, opened: Opened, wanted: ItemAssignmentsIn) -> Sequence[Violation]:
    known, fit = lineage_above(opened.scorer), {}
    found = []
    for index, one in enumerate(wanted.assignments):
        if one.code not in known:
            found.append(Violation(errors.INDICATOR_UNKNOWN, f"/assignments/{index}/code"))
        if one.account_id not in fit:
            fit[one.account_id] = can_work(ctx, opened, one.account_id)
        if not fit[one.account_id]:
            found.append(Violation(errors.ASSIGNEE_UNFIT, f"/assignments/{index}/account_id"))
    return found


def can_work(ctx: Context, opened: Opened, account_id: UUID) -> bool:
    """Whether somebody holds what working on a round takes, where it takes it, and has no tie that forbids it."""
    actor = providers.find_account_actor(ctx.session, account_id, Capacity())
    if actor is None:
        return False
    standing = standing_of(replace(ctx, actor=actor), opened.entry)
    return standing.may(PARTIES[opened.which, RoundVerb.SAVE], None)


def finish_assignment(ctx: Context, enrolment_id: UUID, which: Round, code: str) -> ItemAssignmentsOut:
    """Say that what was given to one is finished. Errors: `not_found`, `assessment.not_assigned`."""
    opened = queries.open_round(ctx, enrolment_id, which)
    mine = people.find_assignment(ctx, opened.round.id, code)
    if mine is None:
        raise Refused(errors.NOT_ASSIGNED)
    if mine.done_at is None:
        mine.done_at = ctx.now
        ctx.session.flush()
        record(ctx, "assessment_round.part_done", round_subject(opened.round, opened.entry), None, {"item": code})
    return people.list_assignees(ctx, opened)


def _pass_on(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """What a leaver still had to do passes to the successor, who may have some of it already."""
    mine, theirs = (list(ctx.session.execute(people.open_assignments_of(one)).scalars()) for one in (leaver, successor))
    held = {(one.round_id, one.code) for one in theirs}
    for one in mine:
        place = {"round_id": one.round_id, "code": one.code}
        ctx.session.delete(one)
        ctx.session.flush()
        if (one.round_id, one.code) not in held:
            made = {"assigned_by": one.assigned_by, "assigned_at": ctx.now, "done_at": None}
            ctx.session.execute(insert(AssessmentAssignment), [{**place, "account_id": successor, **made}])
    return len(mine)


assignments.define("assessment_items", people.count_open_assignments, _pass_on)
