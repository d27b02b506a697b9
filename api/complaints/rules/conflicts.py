"""Who keeps out (回避): of handling, and of what is decided."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from api.complaints import errors
from api.complaints.rules.words import Rank, Track
from api.core.errors import ErrorSpec


@dataclass(frozen=True, slots=True)
class Named:
    """Whom and what a case names."""

    persons: Collection[UUID] = ()
    units: Collection[UUID] = ()
    ranks: Collection[Rank] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is to handle a case, for which unit. `units`: where they belong; `ties`: whom and what they declared."""

    unit_id: UUID
    is_school: bool
    person_id: UUID | None = None
    units: Collection[UUID] = ()
    ties: Collection[UUID] = field(default=())


def assignment_fault(named: Named, candidate: Candidate, track: Track, *, integrity: bool) -> ErrorSpec | None:
    """Why this candidate cannot handle the case; None where nothing stands against it.

    A school handles cases of conduct and hotline only, never of integrity, never about its own leaders.
    """
    persons, units = set(named.persons), set(named.units)
    leaders = Rank.SCHOOL_LEADER in set(named.ranks)
    if candidate.is_school and (integrity or leaders or track not in {Track.CONDUCT, Track.HOTLINE}):
        return errors.SCHOOL_NOT_ALLOWED
    if candidate.unit_id in units:
        return errors.UNIT_ACCUSED
    if candidate.person_id in persons:
        return errors.HANDLER_NAMED
    if units & set(candidate.units):
        return errors.HANDLER_SAME_UNIT
    if (persons | units) & set(candidate.ties):
        return errors.HANDLER_TIED
    return None
