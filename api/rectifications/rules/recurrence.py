"""Recurrence: a problem that came back. Same unit, same indicator lineage, same kind, within the months of the policy.

Only problems that were formally sent count, so that nothing a unit does not know of can raise its severity. A link goes
from the later one sent to the earlier one sent and is set once, when the later is sent: it can never close a circle.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.rectifications.rules.clocks import months_after
from api.rectifications.rules.policy import RECURRENCE_MONTHS
from api.rectifications.rules.states import SEVERITIES, ProblemState, Severity


@dataclass(frozen=True, slots=True)
class Sent:
    """A problem as recurrence looks at it. Without a lineage nothing can be said to be the same."""

    id: UUID
    unit_id: UUID
    lineage: str | None
    kind: str
    state: ProblemState
    sent_on: date | None
    closed_on: date | None = None


def came_back(new: Sent, earlier: Iterable[Sent], today: date) -> UUID | None:
    """The newest of `earlier` that `new`, to be sent `today`, repeats.

    The months run from the day it was closed, or while it is still open from the day it was sent.
    """
    alike = [old for old in earlier if _alike(new, old) and _recent(old, today)]
    newest = max(alike, key=lambda old: (old.sent_on or date.min, str(old.id)), default=None)
    return newest.id if newest else None


def _alike(new: Sent, old: Sent) -> bool:
    same = (old.unit_id, old.lineage, old.kind) == (new.unit_id, new.lineage, new.kind)
    return same and new.lineage is not None and old.id != new.id and old.state is not ProblemState.WITHDRAWN


def _recent(old: Sent, today: date) -> bool:
    if old.sent_on is None or old.sent_on > today:
        return False
    return months_after(old.closed_on or old.sent_on, RECURRENCE_MONTHS) >= today


def raised(severity: Severity) -> Severity:
    """One degree graver, as far as there is one."""
    return SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]
