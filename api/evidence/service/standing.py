"""Whether the caller may do something to an item now: reach, permission at its own unit, state."""

from uuid import UUID

from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.evidence import queries, rules
from api.evidence.models import EvidenceItem
from api.evidence.queries import Standing
from api.evidence.rules import ItemState, ItemVerb
from api.ledger.rules import Subject


def open_item(ctx: Context, item_id: UUID, verb: ItemVerb) -> EvidenceItem:
    """An item of the expected revision to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `evidence.wrong_state`, `access.denied`.
    """
    item, standing = queries.load_item(ctx, item_id)
    ctx.expect(item.revision)
    refuse_unheld(standing, rules.item_step(ItemState(item.state), verb).needs)
    return item


def refuse_unheld(standing: Standing, needs: Permission) -> None:
    """Go on only with the permission at the item's own unit. Errors: `access.denied`."""
    if not standing.holds(needs):
        raise Refused(FORBIDDEN)


def subject(item: EvidenceItem) -> Subject:
    """An item as the ledger's subject."""
    return Subject("evidence", item.id, item.title, item.unit_id, item.revision)
