"""What can be done with evidence."""

from api.evidence.service import passing_on as _passing_on  # noqa: F401 (declares what a leaver hands over)
from api.evidence.service.items import change_item, create_item, restore_item, revise_item, withdraw_item
from api.evidence.service.uses import Object, submit_use, take_step

__all__ = [
    "Object",
    "change_item",
    "create_item",
    "restore_item",
    "revise_item",
    "submit_use",
    "take_step",
    "withdraw_item",
]
