"""What a leaver had in hand passes to another: items they answered for, submissions whose review is not over."""

from uuid import UUID

from sqlalchemy import update

from api.core import assignments
from api.core.context import Context
from api.core.database import affected
from api.evidence import queries
from api.evidence.models import EvidenceItem, EvidenceUse
from api.evidence.rules import OPEN_USES, ItemState


def _pass_on_items(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Every item counts as changed, so that nobody who read it before overwrites it unaware."""
    mine = (EvidenceItem.responsible_id == leaver, EvidenceItem.state == ItemState.ACTIVE.value)
    values = {"responsible_id": successor, "revision": EvidenceItem.revision + 1}
    return affected(ctx.session.execute(update(EvidenceItem).where(*mine).values(**values)))


def _pass_on_submissions(ctx: Context, leaver: UUID, successor: UUID) -> int:
    """Who takes a submission over stands where its submitter stood: another accepts it."""
    mine = (EvidenceUse.submitted_by == leaver, EvidenceUse.state.in_(sorted(OPEN_USES)))
    values = {"submitted_by": successor, "revision": EvidenceUse.revision + 1}
    return affected(ctx.session.execute(update(EvidenceUse).where(*mine).values(**values)))


assignments.define("evidence_item", queries.count_answered_for, _pass_on_items)
assignments.define("evidence_submission", queries.count_submitted, _pass_on_submissions)
