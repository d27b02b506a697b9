"""Who leads the demo's schools, and since when: nobody votes before they took office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from api.core import clock
from api.core.context import Context
from api.organizations.models import Unit
from api.people.models import Person, Post

_OTHERS = 12  # schools beside the demo's own
_MEETING = 3  # members who make a meeting
_SETTLED = timedelta(days=240)  # so long the other schools have been led by those who lead them


@dataclass(frozen=True, slots=True)
class Crew:
    """Who leads a school, and since when each of them does."""

    unit_id: UUID
    since: Mapping[UUID, date]
    secretary: UUID
    principal: UUID
    office: Mapping[UUID, date] = field(default_factory=dict)  # who sits in the principal's office
    head: UUID | None = None  # the principal by post

    @property
    def members(self) -> list[UUID]:
        """Who sits in its party team."""
        return list(self.since)

    def on(self, day: date) -> "Crew | None":
        """Those who were in office on a day; None before there were a secretary and enough others to meet."""
        held = {who: begun for who, begun in self.since.items() if begun <= day}
        if self.secretary not in held or len(held) < _MEETING:
            return None
        return replace(self, since=held, principal=self.principal if self.principal in held else self.secretary)

    def office_on(self, day: date) -> "Crew | None":
        """The same with who sat in the office on a day; None before the principal and enough others did."""
        then = self.on(day)
        held = {who: begun for who, begun in self.office.items() if begun <= day}
        if then is None or self.head not in held or len(held) < _MEETING:
            return None
        return replace(then, office=held)


class Seat(NamedTuple):
    """A post that is held in a team."""

    person_id: UUID
    kind: str
    from_on: date
    team: str


def crews(ctx: Context, own: UUID) -> Iterator[Crew]:
    """The demo's school first, then schools that have a secretary and enough leaders to meet."""
    held = Post.ended_on.is_(None) & Post.team.in_(("party", "discipline", "admin"))
    stmt = select(Post.unit_id, Post.person_id, Post.kind, Post.from_on, Post.team).join(
        Person, Person.id == Post.person_id
    )
    stmt = stmt.join(Unit, Unit.id == Post.unit_id).where(held, Unit.kind == "school").order_by(Post.unit_id, Post.id)
    posts: dict[UUID, list[Seat]] = {}
    for row in ctx.session.execute(stmt):
        posts.setdefault(row.unit_id, []).append(Seat(row.person_id, row.kind, row.from_on, row.team))
    ready = [crew for unit_id, seats in posts.items() if (crew := _crew(unit_id, seats)) is not None]
    first = [crew for crew in ready if crew.unit_id == own]
    settled = clock.legal_day(ctx.now) - _SETTLED
    others = [crew for crew in ready if crew.unit_id != own and crew.on(settled) is not None]
    yield from [*first, *others[:_OTHERS]]


def _crew(unit_id: UUID, seats: Sequence[Seat]) -> Crew | None:
    secretary = next((seat.person_id for seat in seats if seat.kind == "party_secretary"), None)
    since, office = (_since(seat for seat in seats if (seat.team == "admin") is sits) for sits in (False, True))
    if secretary is None or len(since) < _MEETING:
        return None
    head = next((seat.person_id for seat in seats if seat.kind == "principal"), None)
    return Crew(unit_id, since, secretary, _chief(seats, secretary), office, head)


def _since(seats: Iterable[Seat]) -> dict[UUID, date]:
    """Since when each of them sits there."""
    since: dict[UUID, date] = {}
    for seat in seats:
        since[seat.person_id] = min(seat.from_on, since.get(seat.person_id, seat.from_on))
    return since


def _chief(seats: Sequence[Seat], secretary: UUID) -> UUID:
    """The principal: the first member beside the secretary, or the secretary who leads both."""
    return next((seat.person_id for seat in seats if seat.kind == "party_committee_member"), secretary)
