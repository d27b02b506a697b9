"""Reading imports, always within reach."""

from api.exchange.imports.queries.bundles import (
    can_undo,
    has_faults,
    is_opened,
    lock_bundle,
    members_of,
    members_that_wrote,
    permission_of,
)
from api.exchange.imports.queries.imports import (
    count_at_work,
    find_by_key,
    find_unit,
    get_import,
    is_own,
    list_history,
    list_imports,
    load_import,
    require_import,
    spec_of,
    standing_of,
)
from api.exchange.imports.queries.parts import Source, get_source, list_parts, part_keys, parts_of, present_preview
from api.exchange.imports.queries.reports import (
    first_errors,
    list_errors,
    read_outcomes,
    result_places,
    stream_errors,
)

__all__ = [
    "Source",
    "can_undo",
    "count_at_work",
    "find_by_key",
    "find_unit",
    "first_errors",
    "get_import",
    "get_source",
    "has_faults",
    "is_opened",
    "is_own",
    "list_errors",
    "list_history",
    "list_imports",
    "list_parts",
    "load_import",
    "lock_bundle",
    "members_of",
    "members_that_wrote",
    "part_keys",
    "parts_of",
    "permission_of",
    "present_preview",
    "read_outcomes",
    "require_import",
    "result_places",
    "spec_of",
    "standing_of",
    "stream_errors",
]
