"""Reading the ledger."""

from api.ledger.queries.events import (
    EventFilter,
    list_events,
    list_joint_history,
    list_object_events,
    list_recent_events,
    require_event,
)
from api.ledger.queries.heads import (
    VERIFY,
    WITNESS,
    find_epoch,
    find_head,
    get_ledger_head,
    get_note,
    list_heads,
    list_verifications,
)
from api.ledger.queries.sequence import (
    count_pending,
    find_payload,
    find_place,
    get_node,
    has_pending,
    leaf_hashes,
    next_pending,
    placed_since,
    subtrees,
    tree_size,
)

__all__ = [
    "VERIFY",
    "WITNESS",
    "EventFilter",
    "count_pending",
    "find_epoch",
    "find_head",
    "find_payload",
    "find_place",
    "get_ledger_head",
    "get_node",
    "get_note",
    "has_pending",
    "leaf_hashes",
    "list_events",
    "list_heads",
    "list_joint_history",
    "list_object_events",
    "list_recent_events",
    "list_verifications",
    "next_pending",
    "placed_since",
    "require_event",
    "subtrees",
    "tree_size",
]
