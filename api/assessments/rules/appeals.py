"""申诉: a school contests the score of an item, or its grade. Filed → accepted or rejected → heard → decided.

Who scored never decides about the score (nemo iudex in causa sua): neither the team nor the person. The window counts
in working days from the notice of results, the day of the notice left out (民法典 第201条).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.access.permissions import Permission
from api.assessments import refusals
from api.core.errors import Refused

P = Permission


class AppealTarget(StrEnum):
    """What is contested."""

    ITEM = "item"
    GRADE = "grade"


class AppealState(StrEnum):
    """Where an appeal stands."""

    FILED = "filed"
    ACCEPTED = "accepted"  # 受理
    REJECTED = "rejected"  # 不予受理
    HEARD = "heard"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class AppealVerb(StrEnum):
    """What can be done to it."""

    ACCEPT = "accept"
    REJECT = "reject"
    HEAR = "hear"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class AppealResult(StrEnum):
    """How it was decided."""

    UPHELD = "upheld"
    PARTLY = "partly"
    DISMISSED = "dismissed"


class Side(StrEnum):
    """At which unit the permission must be held: the school's own, or that of the campaign."""

    SCHOOL = "school"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class AppealStep:
    """One legal move. `impartial`: not by who scored, nor by a team that did. `reason`: it must be given."""

    after: AppealState
    needs: Permission
    side: Side = Side.COUNTY
    impartial: bool = False
    reason: bool = False


_S, _V = AppealState, AppealVerb
APPEAL_STEPS: Mapping[tuple[AppealState, AppealVerb], AppealStep] = {
    (_S.FILED, _V.ACCEPT): AppealStep(_S.ACCEPTED, P.ASSESSMENT_DECIDE),
    (_S.FILED, _V.REJECT): AppealStep(_S.REJECTED, P.ASSESSMENT_DECIDE, impartial=True, reason=True),
    (_S.FILED, _V.WITHDRAW): AppealStep(_S.WITHDRAWN, P.ASSESSMENT_SUBMIT, Side.SCHOOL),
    (_S.ACCEPTED, _V.HEAR): AppealStep(_S.HEARD, P.ASSESSMENT_DECIDE, impartial=True, reason=True),
    (_S.ACCEPTED, _V.WITHDRAW): AppealStep(_S.WITHDRAWN, P.ASSESSMENT_SUBMIT, Side.SCHOOL),
    (_S.HEARD, _V.DECIDE): AppealStep(_S.DECIDED, P.ASSESSMENT_DECIDE, impartial=True, reason=True),
}
OPEN_APPEALS = frozenset({_S.FILED, _S.ACCEPTED, _S.HEARD})


def appeal_step(state: AppealState, verb: AppealVerb) -> AppealStep:
    """The move that `verb` is in `state`. Errors: `assessment.appeal_state`, which names the legal ones."""
    if (state, verb) not in APPEAL_STEPS:
        raise Refused(refusals.APPEAL_STATE, allowed=", ".join(appeal_verbs(state)) or "–")
    return APPEAL_STEPS[state, verb]


def appeal_verbs(state: AppealState) -> list[AppealVerb]:
    """What can be done in `state`, in the order of the table."""
    return [verb for before, verb in APPEAL_STEPS if before is state]


def require_window(today: date, opened: date | None, deadline: date | None, days: int) -> None:
    """Within the days of appeal, both ends included. Errors: `assessment.appeal_window`."""
    if opened is None or deadline is None or not opened <= today <= deadline:
        raise Refused(refusals.APPEAL_WINDOW, days=days)


class Did(StrEnum):
    """What somebody has done with a score."""

    SCORED = "scored"
    SIGNED = "signed"  # handed the round in
    RECEIVED = "received"  # accepted it, or gave it back


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands a thing went through: persons by account, teams by name."""

    persons: Collection[object]
    teams: Collection[str]


def is_impartial(scored: Hands, person: object, team: str | None) -> bool:
    """Whether neither the person nor the team has scored what is contested. Names of teams differ by more than spaces."""
    named = {_bare(name) for name in scored.teams}
    return person not in scored.persons and (team is None or _bare(team) not in named)


def _bare(team: str) -> str:
    return "".join(team.split()).casefold()


def require_impartial(scored: Hands, person: object, team: str | None) -> None:
    """Errors: `assessment.appeal_team`."""
    if not is_impartial(scored, person, team):
        raise Refused(refusals.APPEAL_TEAM)


def require_consistent(target: AppealTarget, result: AppealResult, changes: int) -> None:
    """Who upholds an appeal about an item says what changes; who dismisses one changes nothing.

    A grade may also change by what was lifted beside it, so an upheld appeal about it may name no item. Errors:
    `assessment.appeal_changes`.
    """
    due = result is not AppealResult.DISMISSED and target is AppealTarget.ITEM
    if (due and not changes) or (result is AppealResult.DISMISSED and changes):
        raise Refused(refusals.APPEAL_CHANGES)
