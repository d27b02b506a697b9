"""Around the scores: disagreements between rounds, and who works on which items.

A later round that lies far from the one before says why, or it cannot be handed in. In moderation the county settles
what was explained: the later score stands, for a reason that is written down by somebody who has not scored. Where it
shall not stand the round is returned, and what it comes to when it is handed in again is held against the earlier anew.
Results are shown to nobody before that: each disagreement of the round that had the last word is settled first. What a
later round has scored anew, that round answers for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from api.access.permissions import Permission
from api.assessments import errors
from api.assessments.rules.rounds import Round, earlier
from api.core.errors import Refused
from api.core.points import Points

PointsByRound = Mapping[Round, Mapping[str, Points | None]]


class DisagreementState(StrEnum):
    """Where a disagreement stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    SETTLED = "settled"  # in moderation


class DisagreementVerb(StrEnum):
    """What can be done to it."""

    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class DisagreementStep:
    """One legal move. `impartial`: not by who scored the item in the later round, nor by who signed that."""

    after: DisagreementState
    needs: Permission
    impartial: bool = False
    reason: bool = False


DISAGREEMENT_STEPS: Mapping[tuple[DisagreementState, DisagreementVerb], DisagreementStep] = {
    (DisagreementState.EXPLAINED, DisagreementVerb.SETTLE): DisagreementStep(
        DisagreementState.SETTLED, Permission.ASSESSMENT_MANAGE, impartial=True, reason=True
    ),
}


def disagreement_step(state: DisagreementState, verb: DisagreementVerb) -> DisagreementStep:
    """The move that `verb` is in `state`. Errors: `assessment.disagreement_state`, which names the legal ones."""
    if (state, verb) not in DISAGREEMENT_STEPS:
        allowed = ", ".join(one for before, one in DISAGREEMENT_STEPS if before is state)
        raise Refused(errors.DISAGREEMENT_STATE, allowed=allowed or "–")
    return DISAGREEMENT_STEPS[state, verb]


def gaps(held: Round, rounds: PointsByRound) -> dict[str, tuple[Round, Points]]:
    """How far a round lies from the nearest earlier one that has the item: later less earlier, by code.

    Where one of the two says that the item does not apply there is no distance.
    """
    found: dict[str, tuple[Round, Points]] = {}
    for code, value in rounds.get(held, {}).items():
        before = next((one for one in earlier(held) if code in rounds.get(one, {})), None)
        if before is not None and value is not None and (other := rounds[before][code]) is not None:
            found[code] = (before, Points(value - other))
    return found


def apart(gap: Points, threshold: Points | None) -> bool:
    """Whether two rounds differ so much that the later one has to say why."""
    return threshold is not None and abs(gap) >= threshold


def may_write(above: Collection[str], assigned: Mapping[str, Collection[UUID]], account: UUID) -> bool:
    """Whether an account works on an item: it was given to it, or to nobody. The nearest assignment speaks."""
    given = next((assigned[code] for code in above if assigned.get(code)), None)
    return given is None or account in given
