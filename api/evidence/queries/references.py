"""What evidence is filed for units, for who merges, splits, moves or closes them."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.evidence.models import EvidenceItem
from api.organizations.ports import Reference


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
