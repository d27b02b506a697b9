"""The life of an item, and of each of its uses. Two tables; the tests enumerate them, the documents print them.

An item is reviewed per use: the same minutes may be accepted for one indicator and returned for another. What was
accepted is one revision; a later revision changes nothing about it until it is submitted again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.access.permissions import Permission
from api.core.errors import Refused
from api.evidence import errors

P = Permission


class ItemState(StrEnum):
    """Whether an item may be used. Nothing is ever deleted: a withdrawn item stays, with its reason."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class ItemVerb(StrEnum):
    """What can be done to an item."""

    CHANGE = "change"
    REVISE = "revise"  # a new revision with files of its own
    SUBMIT = "submit"  # for a use
    WITHDRAW = "withdraw"
    RESTORE = "restore"


class UseState(StrEnum):
    """Where the review of one use stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


class UseVerb(StrEnum):
    """What can be done to a use."""

    ACCEPT = "accept"
    RETURN = "return"
    RESUBMIT = "resubmit"
    TAKE_BACK = "take_back"


class Who(StrEnum):
    """Who may, beside holding the permission at the item's unit."""

    ANYONE = "anyone"
    ANOTHER = "another"  # not who submitted it: nobody passes his own evidence


@dataclass(frozen=True, slots=True)
class ItemStep:
    """One legal move of an item."""

    after: ItemState
    needs: Permission
    reason: bool = False


@dataclass(frozen=True, slots=True)
class UseStep:
    """One legal move of a use. `reason`: it must be given. `current`: the use moves on to the newest revision."""

    after: UseState
    needs: Permission
    who: Who = Who.ANYONE
    reason: bool = False
    current: bool = False


ITEM_STEPS: Mapping[tuple[ItemState, ItemVerb], ItemStep] = {
    (ItemState.ACTIVE, ItemVerb.CHANGE): ItemStep(ItemState.ACTIVE, P.EVIDENCE_MANAGE),
    (ItemState.ACTIVE, ItemVerb.REVISE): ItemStep(ItemState.ACTIVE, P.EVIDENCE_MANAGE),
    (ItemState.ACTIVE, ItemVerb.SUBMIT): ItemStep(ItemState.ACTIVE, P.EVIDENCE_MANAGE),
    (ItemState.ACTIVE, ItemVerb.WITHDRAW): ItemStep(ItemState.WITHDRAWN, P.EVIDENCE_MANAGE, reason=True),
    (ItemState.WITHDRAWN, ItemVerb.RESTORE): ItemStep(ItemState.ACTIVE, P.EVIDENCE_MANAGE),
}

USE_STEPS: Mapping[tuple[UseState, UseVerb], UseStep] = {
    (UseState.SUBMITTED, UseVerb.ACCEPT): UseStep(UseState.ACCEPTED, P.EVIDENCE_REVIEW, Who.ANOTHER),
    (UseState.SUBMITTED, UseVerb.RETURN): UseStep(UseState.RETURNED, P.EVIDENCE_REVIEW, Who.ANOTHER, reason=True),
    (UseState.SUBMITTED, UseVerb.TAKE_BACK): UseStep(UseState.TAKEN_BACK, P.EVIDENCE_MANAGE),
    # What was accepted too early can be returned, with a reason that stays in the record.
    (UseState.ACCEPTED, UseVerb.RETURN): UseStep(UseState.RETURNED, P.EVIDENCE_REVIEW, Who.ANOTHER, reason=True),
    (UseState.RETURNED, UseVerb.RESUBMIT): UseStep(UseState.SUBMITTED, P.EVIDENCE_MANAGE, current=True),
    (UseState.RETURNED, UseVerb.TAKE_BACK): UseStep(UseState.TAKEN_BACK, P.EVIDENCE_MANAGE),
    (UseState.TAKEN_BACK, UseVerb.RESUBMIT): UseStep(UseState.SUBMITTED, P.EVIDENCE_MANAGE, current=True),
}

# A withdrawn item takes these uses back with it; an accepted one forbids withdrawing.
OPEN_USES = frozenset({UseState.SUBMITTED, UseState.RETURNED})


def item_step(state: ItemState, verb: ItemVerb) -> ItemStep:
    """The move that `verb` is in `state`. Errors: `evidence.wrong_state`, which names the legal ones."""
    if (state, verb) not in ITEM_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(item_verbs(state)))
    return ITEM_STEPS[state, verb]


def use_step(state: UseState, verb: UseVerb) -> UseStep:
    """The move that `verb` is in `state`. Errors: `evidence.wrong_state`, which names the legal ones."""
    if (state, verb) not in USE_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(use_verbs(state)) or "–")
    return USE_STEPS[state, verb]


def item_verbs(state: ItemState) -> list[ItemVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in ITEM_STEPS if before is state]


def use_verbs(state: UseState) -> list[UseVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in USE_STEPS if before is state]
