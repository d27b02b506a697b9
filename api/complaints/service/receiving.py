"""A complaint comes in: from the portal's follower, a clerk, another system, an import."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintCase
from api.complaints.queries import work
from api.complaints.rules.received import Received
from api.complaints.rules.states import CaseState, Who
from api.complaints.rules.taxonomy import CATEGORIES
from api.complaints.service.moving import Line, note_all, tell_all
from api.complaints.service.ticking import begin
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
    return receive_all(ctx, [received])[0]


def receive_all(ctx: Context, several: Sequence[Received]) -> list[ComplaintCase]:
    """Cases that are new for certain, with as many statements as for one."""
    bureaus, hints = _places(ctx.session, several)
    cases = [_case(ctx, each, bureaus, hints) for each in several]
    ctx.session.add_all(cases)
    ctx.session.flush()
    begin(ctx, cases)
    note_all(ctx, cases, Line("receive", _who(ctx), ("category", "channel")))
    tell_all(ctx, cases, Permission.COMPLAINT_INTAKE, RECEIVED)
    tell_all(ctx, [case for case in cases if case.urgent], Permission.COMPLAINT_LEAD, URGENT)
    return cases


def _who(ctx: Context) -> Who:
    return Who.INTAKE if ctx.actor and not ctx.actor.machine else Who.REPORTER


def _places(session: Session, several: Sequence[Received]) -> tuple[Mapping[UUID | None, UUID], set[UUID]]:
    """Whose case it is for every place that is named, and which of the places there are."""
    hints = work.units_there(session, {each.unit_hint for each in several if each.unit_hint})
    named = {each.unit_hint if each.unit_hint in hints else each.desk for each in several}
    return work.bureaus_of(session, named), hints


def _case(
    ctx: Context, received: Received, bureaus: Mapping[UUID | None, UUID], hints: Collection[UUID]
) -> ComplaintCase:
    category = CATEGORIES.get(received.category or "")
    hint = received.unit_hint if received.unit_hint in hints else None
    return ComplaintCase(
        id=received.id,
        unit_id=bureaus[hint or received.desk],
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
