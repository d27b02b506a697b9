"""Rectification campaigns: dated stages without overlap or gap, checklists, personal plans, close-out unit by unit."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.access.permissions import Permission
from api.core.errors import ErrorSpec, Refused, Violation
from api.rectifications import errors

P = Permission
_DAY = timedelta(days=1)


class RectificationCampaignState(StrEnum):
    """Where a campaign stands; which stage runs is computed from the day."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RectificationCampaignVerb(StrEnum):
    """What can be done to a campaign."""

    CHANGE = "change"
    START = "start"
    CLOSE = "close"
    CANCEL = "cancel"


class CloseOutState(StrEnum):
    """Where the close-out 销号 of one unit stands."""

    WORKING = "working"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"


class CloseOutVerb(StrEnum):
    """What can be done towards a unit's close-out."""

    CHECK = "check"  # tick or untick an item, write or finish a personal plan
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class CampaignStep:
    """One legal move of a campaign."""

    after: RectificationCampaignState
    reason: bool = False


@dataclass(frozen=True, slots=True)
class CloseOutStep:
    """One legal move of a unit's close-out. `another`: not who submitted it."""

    after: CloseOutState
    needs: Permission
    another: bool = False
    reason: bool = False


C, CV, U, UV = RectificationCampaignState, RectificationCampaignVerb, CloseOutState, CloseOutVerb
CAMPAIGN_STEPS: Mapping[tuple[RectificationCampaignState, RectificationCampaignVerb], CampaignStep] = {
    (C.DRAFT, CV.CHANGE): CampaignStep(C.DRAFT),
    (C.DRAFT, CV.START): CampaignStep(C.RUNNING),
    (C.DRAFT, CV.CANCEL): CampaignStep(C.CANCELLED, reason=True),
    (C.RUNNING, CV.CLOSE): CampaignStep(C.CLOSED),
    (C.RUNNING, CV.CANCEL): CampaignStep(C.CANCELLED, reason=True),
}
CLOSE_OUT_STEPS: Mapping[tuple[CloseOutState, CloseOutVerb], CloseOutStep] = {
    (U.WORKING, UV.CHECK): CloseOutStep(U.WORKING, P.RECTIFICATION_DO),
    (U.WORKING, UV.SUBMIT): CloseOutStep(U.SUBMITTED, P.RECTIFICATION_DO),
    (U.SUBMITTED, UV.ACCEPT): CloseOutStep(U.ACCEPTED, P.RECTIFICATION_ACCEPT, another=True),
    (U.SUBMITTED, UV.RETURN): CloseOutStep(U.WORKING, P.RECTIFICATION_ACCEPT, another=True, reason=True),
}


def campaign_verbs(state: RectificationCampaignState) -> list[RectificationCampaignVerb]:
    """What can be done to a campaign in `state`, in the order of the table."""
    return [verb for before, verb in CAMPAIGN_STEPS if before is state]


def campaign_step(state: RectificationCampaignState, verb: RectificationCampaignVerb) -> CampaignStep:
    """The move that `verb` is in `state`. Errors: `rectification.wrong_state`, which names the legal ones."""
    if (state, verb) not in CAMPAIGN_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(campaign_verbs(state)) or "–")
    return CAMPAIGN_STEPS[state, verb]


def close_out_verbs(state: CloseOutState) -> list[CloseOutVerb]:
    """What can be done towards a close-out in `state`, in the order of the table."""
    return [verb for before, verb in CLOSE_OUT_STEPS if before is state]


def close_out_step(state: CloseOutState, verb: CloseOutVerb) -> CloseOutStep:
    """The move that `verb` is in `state`. Errors: `rectification.wrong_state`, which names the legal ones."""
    if (state, verb) not in CLOSE_OUT_STEPS:
        raise Refused(errors.WRONG_STATE, allowed=", ".join(close_out_verbs(state)) or "–")
    return CLOSE_OUT_STEPS[state, verb]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage from one day to another, both included, with the codes of its checklist."""

    starts_on: date
    ends_on: date
    items: Sequence[str] = ()


def stage_violations(stages: Sequence[Stage]) -> Iterator[Violation]:
    """What is wrong with the stages of a campaign, in their order: reversed, overlapping, with a gap, items twice."""
    if not stages:
        yield Violation(errors.STAGES_EMPTY, "/stages")
    seen: set[str] = set()
    for index, stage in enumerate(stages):
        place = f"/stages/{index}"
        if stage.ends_on < stage.starts_on:
            yield Violation(errors.STAGE_REVERSED, f"{place}/ends_on")
        if index and (fault := _misplaced(stages[index - 1].ends_on + _DAY, stage.starts_on)):
            expected = (stages[index - 1].ends_on + _DAY).isoformat()
            yield Violation(fault, f"{place}/starts_on", params={"expected": expected})
        for position, code in enumerate(stage.items):
            if code in seen:
                yield Violation(errors.ITEM_REPEATED, f"{place}/items/{position}/code")
            seen.add(code)


def _misplaced(expected: date, found: date) -> ErrorSpec | None:
    if found == expected:
        return None
    return errors.STAGE_OVERLAP if found < expected else errors.STAGE_GAP


def stage_on(stages: Sequence[Stage], today: date) -> int | None:
    """Which stage runs on a day; None before the first and after the last."""
    return next((index for index, stage in enumerate(stages) if stage.starts_on <= today <= stage.ends_on), None)


def close_out_fault(items: Iterable[str], done: Collection[str], open_plans: int, evidence: int) -> ErrorSpec | None:
    """Why a unit cannot ask for its close-out yet: items or plans open, nothing to show."""
    if any(code not in done for code in items):
        return errors.ITEMS_OPEN
    if open_plans:
        return errors.PLANS_OPEN
    return None if evidence else errors.CLOSEOUT_EVIDENCE
