"""Reading the ledger."""

from api.ledger.queries.events import EventFilter, list_events, list_object_events, list_recent_events
from api.ledger.queries.sequence import (
    count_pending,
    find_epoch,
    find_head,
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
    "EventFilter",
    "count_pending",
    "find_epoch",
    "find_head",
    "find_payload",
    "find_place",
    "get_node",
    "has_pending",
    "leaf_hashes",
    "list_events",
    "list_object_events",
    "list_recent_events",
    "next_pending",
    "placed_since",
    "subtrees",
    "tree_size",
]
