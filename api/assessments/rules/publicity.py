"""公示 of results: when it is under way, when appeals end, and when a campaign may become final."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from api.assessments import refusals
from api.core.errors import Refused


class PublicationState(StrEnum):
    """Where the showing of results stands."""

    DRAFTED = "drafted"  # the notice is not out yet
    RELEASED = "released"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


S = PublicationState
# What a notice that is told about does to the publication; the names are those of the notices' events.
FOLLOWS: Mapping[str, PublicationState] = {
    "released": S.RELEASED,
    "corrected": S.RELEASED,
    "ended": S.ENDED,
    "withdrawn": S.WITHDRAWN,
    "discarded": S.WITHDRAWN,
}


def follow(state: PublicationState, event: str) -> PublicationState:
    """The state after something became of the notice; objections and answers leave it as it is.

    An end that is told late, or twice, wakes nothing that was withdrawn.
    """
    if state is S.WITHDRAWN:
        return state
    return FOLLOWS.get(event, state)


def require_over(ends_on: date | None, today: date) -> None:
    """Nothing goes on before the last day of a period is over. Errors: `assessment.publicity_running`."""
    if ends_on is None or today <= ends_on:
        raise Refused(refusals.PUBLICITY_RUNNING, day=ends_on.isoformat() if ends_on else "–")


def require_answered(objections: int, appeals: int) -> None:
    """Nothing becomes final before everyone was answered. Errors: `assessment.objections_open`, `assessment.appeals_open`."""
    if objections:
        raise Refused(refusals.OBJECTIONS_OPEN, count=objections)
    if appeals:
        raise Refused(refusals.APPEALS_OPEN, count=appeals)
