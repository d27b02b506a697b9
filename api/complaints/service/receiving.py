"""A complaint comes in: from the portal's follower, a clerk, another system, an import."""

from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintCase
from api.complaints.queries import work
from api.complaints.rules.received import Received
from api.complaints.rules.states import CaseState, Event, Who
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.service.moving import Line, note, tell
from api.complaints.service.ticking import tick
from api.core import clock, notices
from api.core.context import Context

RECEIVED = notices.define("complaint.received", permission=Permission.COMPLAINT_INTAKE)
URGENT = notices.define("complaint.urgent", mandatory=True, permission=Permission.COMPLAINT_READ)


def receive(ctx: Context, received: Received) -> ComplaintCase:
    """A new case, its clocks running; the case there is already where its source has sent it before.

    Nobody is matched yet, so that it is there for the desk and the head only.
    """
    if received.source_system and received.source_no:
        known = work.find_by_source(ctx.session, received.source_system, received.source_no)
        if known is not None:
            return known
    case = _case(ctx, received)
    ctx.session.add(case)
    ctx.session.flush()
    tick(ctx, case, (Event.RECEIVED,))
    note(ctx, case, Line("receive", _who(ctx), ("category", "channel")))
    tell(ctx, case, Permission.COMPLAINT_INTAKE, RECEIVED)
    if case.urgent:
        tell(ctx, case, Permission.COMPLAINT_LEAD, URGENT)
    return case


def _who(ctx: Context) -> Who:
    return Who.INTAKE if ctx.actor and not ctx.actor.machine else Who.REPORTER


def _case(ctx: Context, received: Received) -> ComplaintCase:
    category = CATEGORIES.get(received.category or "")
    asked = [received.unit_hint] if received.unit_hint else []
    hint = next(iter(work.units_there(ctx.session, asked)), None)
    return ComplaintCase(
        id=received.id,
        unit_id=work.bureau_of(ctx.session, hint or received.desk),
        state=CaseState.RECEIVED.value,
        category=category.code if category else None,
        channel=received.channel.value,
        named=received.named,
        urgent=received.urgent or (category is not None and category.urgent),
        received_at=received.received_at,
        received_on=clock.legal_day(received.received_at),
        source_system=received.source_system,
        source_no=received.source_no,
        hint_unit_id=hint,
        data_key_id=received.data_key_id,
        updated_at=ctx.now,
        **BLANK,
        returned_units=[],
    )


# What nobody knows of a new case.
BLANK = {
    **dict.fromkeys(("restricted", "superior", "matched", "legacy", "near_masses", "heard", "suspected_false"), False),
    **dict.fromkeys(("repeats", "reviews", "rehandled"), 0),
}
