"""What evidence may say, and the lives of items and uses. Pure."""

from api.evidence.rules.categories import CATEGORIES, Category
from api.evidence.rules.items import (
    MAX_FILES,
    MAX_TAGS,
    Facts,
    SourceType,
    file_violations,
    item_violations,
    normal_tags,
)
from api.evidence.rules.states import (
    ITEM_STEPS,
    OPEN_USES,
    USE_STEPS,
    ItemState,
    ItemStep,
    ItemVerb,
    UseState,
    UseStep,
    UseVerb,
    Who,
    item_step,
    item_verbs,
    use_step,
    use_verbs,
)

__all__ = [
    "CATEGORIES",
    "ITEM_STEPS",
    "MAX_FILES",
    "MAX_TAGS",
    "OPEN_USES",
    "USE_STEPS",
    "Category",
    "Facts",
    "ItemState",
    "ItemStep",
    "ItemVerb",
    "SourceType",
    "UseState",
    "UseStep",
    "UseVerb",
    "Who",
    "file_violations",
    "item_step",
    "item_verbs",
    "item_violations",
    "normal_tags",
    "use_step",
    "use_verbs",
]
