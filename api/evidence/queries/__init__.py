"""Every select of evidence; narrowed by reach."""

from api.evidence.queries.items import (
    Place,
    Standing,
    facts_of,
    file_names,
    find_place,
    get_item,
    list_history,
    load_item,
    load_use,
    newest_files,
    open_uses,
)
from api.evidence.queries.lists import SORTS, count_items, count_tags, list_categories, list_items, stream_items
from api.evidence.queries.references import count_answered_for, count_items_at, count_submitted

__all__ = [
    "SORTS",
    "Place",
    "Standing",
    "count_answered_for",
    "count_items",
    "count_items_at",
    "count_submitted",
    "count_tags",
    "facts_of",
    "file_names",
    "find_place",
    "get_item",
    "list_categories",
    "list_history",
    "list_items",
    "load_item",
    "load_use",
    "newest_files",
    "open_uses",
    "stream_items",
]
