"""Reading frameworks: what is published, what is being drafted, what lies between versions, what a sheet comes to."""

from api.frameworks.queries.calculations import calculate_draft, calculate_version, read_sentence, try_rule
from api.frameworks.queries.comparisons import diff_versions, preview_migration
from api.frameworks.queries.crosswalks import (
    get_crosswalk,
    get_gaps,
    has_crosswalk,
    join,
    list_crosswalks,
    load_crosswalk,
    project,
)
from api.frameworks.queries.drafts import (
    count_nodes,
    find_draft,
    framework_of,
    get_draft,
    list_nodes,
    list_siblings,
    load_node,
    open_draft,
    parents_of,
    present_node,
)
from api.frameworks.queries.frameworks import (
    count_frameworks_at,
    get_framework,
    list_frameworks,
    list_history,
    list_packages,
)
from api.frameworks.queries.profiles import get_profile, list_profiles, load_profile, preview_profile, resolved
from api.frameworks.queries.versions import (
    VERSIONS,
    content_of,
    find_published,
    find_version,
    get_published,
    get_version,
    is_taken,
    load_published,
)
from api.frameworks.queries.versions import framework_of as published_framework
from api.frameworks.queries.visibility import find_by_code, find_place, load_kept

__all__ = [
    "VERSIONS",
    "calculate_draft",
    "calculate_version",
    "content_of",
    "count_frameworks_at",
    "count_nodes",
    "diff_versions",
    "find_by_code",
    "find_draft",
    "find_place",
    "find_published",
    "find_version",
    "framework_of",
    "get_crosswalk",
    "get_draft",
    "get_framework",
    "get_gaps",
    "get_profile",
    "get_published",
    "get_version",
    "has_crosswalk",
    "is_taken",
    "join",
    "list_crosswalks",
    "list_frameworks",
    "list_history",
    "list_nodes",
    "list_packages",
    "list_profiles",
    "list_siblings",
    "load_crosswalk",
    "load_kept",
    "load_node",
    "load_profile",
    "load_published",
    "open_draft",
    "parents_of",
    "present_node",
    "preview_migration",
    "preview_profile",
    "project",
    "published_framework",
    "read_sentence",
    "resolved",
    "try_rule",
]
