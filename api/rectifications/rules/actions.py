"""Accountability actions: 提醒, 约谈, 通报, 限期整改, 问责. What each is called and how long it runs is data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.calendars.rules.working_days import WorkCalendar
from api.core.errors import Refused
from api.rectifications import errors
from api.rectifications.rules.clocks import months_after
from api.rectifications.rules.policy import ActionType


class ActionState(StrEnum):
    """Where an action stands. A draft is the supervisors' own; issued, it is formally sent."""

    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"
    REVOKED = "revoked"


class ActionVerb(StrEnum):
    """What can be done to an action."""

    CHANGE = "change"
    ISSUE = "issue"
    CLOSE = "close"  # it was answered and its demand met
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One legal move. `reason`: it must be given."""

    after: ActionState
    reason: bool = False


A, V = ActionState, ActionVerb
ACTION_STEPS: Mapping[tuple[ActionState, ActionVerb], ActionStep] = {
    (A.DRAFT, V.CHANGE): ActionStep(A.DRAFT),
    (A.DRAFT, V.ISSUE): ActionStep(A.ISSUED),
    (A.DRAFT, V.REVOKE): ActionStep(A.REVOKED, reason=True),
    (A.ISSUED, V.CLOSE): ActionStep(A.CLOSED, reason=True),
    (A.ISSUED, V.REVOKE): ActionStep(A.REVOKED, reason=True),
}


def action_verbs(state: ActionState) -> list[ActionVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in ACTION_STEPS if before is state]


def action_step(state: ActionState, verb: ActionVerb) -> ActionStep:
    """The move that `verb` is in `state`. Errors: `rectification.wrong_state`, which names the legal ones."""
    if (state, verb) not in ACTION_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(action_verbs(state)) or "–")
    return ACTION_STEPS[state, verb]


@dataclass(frozen=True, slots=True)
class ActionClock:
    """By when an action is to be answered, and until when it has effect (None: no effect that lasts)."""

    reply_due_on: date
    effect_until_on: date | None


def clock_of(kind: ActionType, calendar: WorkCalendar, issued_on: date) -> ActionClock:
    """The clock of an action of this type that is issued on a day."""
    until = months_after(issued_on, kind.effect_months) if kind.effect_months else None
    return ActionClock(calendar.add(issued_on, kind.reply_working_days).date, until)


def in_effect(state: ActionState, until: date | None, today: date) -> bool:
    """Whether an action still has its effect today: computed, never stored."""
    return state in {A.ISSUED, A.CLOSED} and until is not None and today <= until
