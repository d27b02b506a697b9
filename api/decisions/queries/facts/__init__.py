"""The facts of schools, as the rules look at them: for one school and for many, with as many statements for fifty as for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import clock
from api.decisions.queries.facts.following import Following
from api.decisions.queries.facts.meetings import read_meetings
from api.decisions.queries.facts.money import Money
from api.decisions.queries.facts.rules_of_units import Rulebooks, Teams
from api.decisions.rules.facts import Level, Meeting, Policy, SchoolFacts
from api.organizations.models import School

_SCHOOL: Any = School
# More schools at once save no time and cost memory: the meetings of each are held whole.
BATCH = 20

__all__ = ["BATCH", "facts_of"]


@dataclass(frozen=True, slots=True)
class _Place:
    id: UUID
    name: str
    type: str
    path: str


def facts_of(session: Session, unit_ids: Sequence[UUID]) -> Iterator[SchoolFacts]:
    """The facts of these schools, in the order of their ids; what is no school is left out."""
    ordered = sorted(unit_ids)
    for start in range(0, len(ordered), BATCH):
        yield from _batch(session, ordered[start : start + BATCH])


def _batch(session: Session, unit_ids: Sequence[UUID]) -> Iterator[SchoolFacts]:
    stmt = select(_SCHOOL.id, _SCHOOL.name, _SCHOOL.type, _SCHOOL.path).where(_SCHOOL.id.in_(unit_ids))
    places = [_Place(*row) for row in session.execute(stmt.order_by(_SCHOOL.id))]
    ids = [place.id for place in places]
    books, teams, money = Rulebooks(session, places), Teams(session, ids), Money(session, places)
    meetings = read_meetings(session, ids, Following(session, ids))
    for place in places:
        held = meetings.get(place.id, ())
        yield SchoolFacts(
            school_id=place.id,
            name=place.name,
            school_type=place.type,
            policies=books.policies(place),
            catalogue=books.catalogue(place),
            team=teams.of(place.id),
            meetings=held,
            payments=money.payments(place.id),
            contracts=money.contracts(place.id),
            suppliers=money.suppliers(place),
            relations=teams.relations(place.id),
            staff_ids=teams.staff(place.id),
            terms=books.terms(place),
            recorded_since=_recorded_since(books.policies(place), held),
        )


def _recorded_since(policies: Sequence[Policy], held: Sequence[Meeting]) -> date | None:
    """From when a log is kept: as the school's policy says, else its bureau's, the newest first; else since it began."""
    said = [one for one in policies if one.recorded_since is not None]
    said.sort(key=lambda one: (one.level is Level.SCHOOL, one.effective_from, one.version))
    first = min((clock.legal_day(meeting.held_at) for meeting in held), default=None)
    return said[-1].recorded_since if said else first
