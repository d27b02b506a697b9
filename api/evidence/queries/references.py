"""What evidence is filed for units, for who merges, splits, moves or closes them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.evidence.models import EvidenceItem, EvidenceUse
from api.evidence.rules import OPEN_USES, ItemState
from api.organizations.ports import Reference


def count_answered_for(ctx: Context, account_id: UUID) -> int:
    """How many items in use an account answers for, wherever they are: a number, for who hands over."""
    mine = (EvidenceItem.responsible_id == account_id, EvidenceItem.state == ItemState.ACTIVE.value)
    return ctx.session.execute(select(func.count(EvidenceItem.id)).where(*mine)).scalar_one()


def count_submitted(ctx: Context, account_id: UUID) -> int:
    """How many submissions of an account wait for a reviewer, or came back."""
    mine = (EvidenceUse.submitted_by == account_id, EvidenceUse.state.in_(sorted(OPEN_USES)))
    return ctx.session.execute(select(func.count(EvidenceUse.id)).where(*mine)).scalar_one()


def count_items_at(ctx: Context, unit_ids: Collection[UUID]) -> Iterator[Reference]:
    """The items filed for each of the units, as far as the actor may read evidence. They stay where they were filed."""
    stmt = (
        select(EvidenceItem.unit_id, func.count())
        .where(EvidenceItem.unit_id.in_(list(unit_ids)))
        .group_by(EvidenceItem.unit_id)
    )
    if ctx.actor is not None:
        stmt = reach.within(ctx, stmt, EvidenceItem.unit_id, Permission.EVIDENCE_READ)
    for unit_id, number in ctx.session.execute(stmt):
        yield Reference(unit_id, number)
