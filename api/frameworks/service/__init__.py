"""Changing frameworks: drafts are edited by one person and published by another; what is published stays."""

from api.frameworks.service.crosswalks import change_crosswalk, create_crosswalk, delete_crosswalk
from api.frameworks.service.drafts import (
    change_header,
    clone_version,
    create_framework,
    discard_draft,
    import_package,
    start_draft,
)
from api.frameworks.service.nodes import add_node, change_node, delete_node, move_node
from api.frameworks.service.profiles import change_profile, create_profile, delete_profile, resolve_profile
from api.frameworks.service.publishing import (
    adopt,
    adopt_all,
    publish_draft,
    refuse_change,
    retire_version,
    validate_draft,
)
from api.frameworks.service.tables import replace_indicators

__all__ = [
    "add_node",
    "adopt",
    "adopt_all",
    "change_crosswalk",
    "change_header",
    "change_node",
    "change_profile",
    "clone_version",
    "create_crosswalk",
    "create_framework",
    "create_profile",
    "delete_crosswalk",
    "delete_node",
    "delete_profile",
    "discard_draft",
    "import_package",
    "move_node",
    "publish_draft",
    "refuse_change",
    "replace_indicators",
    "resolve_profile",
    "retire_version",
    "start_draft",
    "validate_draft",
]
