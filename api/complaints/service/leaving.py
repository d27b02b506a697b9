"""A handler leaves: the cases pass on without a look at them, and never to somebody who has to keep out."""

from uuid import UUID

from api.complaints.models.working import ComplaintAssignment
from api.complaints.queries import visible, work
from api.complaints.rules.states import Who
from api.complaints.service.handling import ASSIGNED
from api.complaints.service.moving import Line, note, tell_accounts
from api.core import assignments, clock, ids
from api.core.context import Context

_NAMES = ("case_id", "unit_id", "disposition", "study_on", "study_no", "plan_id", "started_on", "return_until_on")


def count(ctx: Context, account_id: UUID) -> int:
    """How many cases somebody handles."""
    return len(work.open_with(ctx, account_id))


def reassign(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Pass the leaver's cases on. What the successor keeps out of, or may not handle, stays for the leader to assign."""
    passed = 0
    for row in work.open_with(ctx, leaver):
        case = work.case_of(ctx.session, row.case_id)
        free = visible.open_to(ctx.session, case.id, {successor}) and work.may_handle(ctx, successor, case.unit_id)
        if not free:
            continue
        row.ended_on, row.ended_as = clock.legal_day(ctx.now), "handed_over"
        ctx.session.flush()
        said = {name: getattr(row, name) for name in _NAMES}
        by = {"assigned_by": ctx.signed_in.id, "assigned_on": clock.legal_day(ctx.now)}
        ctx.session.add(ComplaintAssignment(id=ids.random(), handler_id=successor, **said, **by))
        ctx.session.flush()
        note(ctx, case, Line("hand_over", Who.LEAD, ["handler"]))
        tell_accounts(ctx, case, {successor}, ASSIGNED)
        passed += 1
    return passed


assignments.define("complaints", count, reassign)


def follow_merge(ctx: Context, merged: UUID, survivor: UUID) -> None:
    """Two records of the staff list were one person's: cases and ties that name the one name the other."""
    work.rename_person(ctx.session, merged, survivor)
