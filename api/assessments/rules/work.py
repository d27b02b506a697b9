"""Around the scores: disagreements between rounds, and who works on which items."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from api.assessments.rules.rounds import Round, earlier
from api.core.points import Points

PointsByRound = Mapping[Round, Mapping[str, Points | None]]


class DisagreementState(StrEnum):
    """Where a disagreement stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    SETTLED = "settled"  # in moderation


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
