"""What schools go by, and who leads them, as facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.calendars.data import default_terms
from api.calendars.models import SchoolYearTerms
from api.calendars.queries import school_year_of
from api.calendars.rules.terms import SchoolCalendar, inherited
from api.core import clock
from api.decisions.models import DecisionMatter, DecisionPolicy, RelationDeclaration, TeamAbsence
from api.decisions.queries.places import UNIT, line_of
from api.decisions.rules.arithmetic import VoteMode, read_share
from api.decisions.rules.facts import (
    Absence,
    Level,
    Matter,
    Policy,
    PurchaseBand,
    QuorumRow,
    Relation,
    TeamMember,
    Threshold,
    VoteRow,
)
from api.decisions.rules.portfolios import matters_of
from api.decisions.rules.states import PolicyState
from api.decisions.rules.vocabulary import (
    Category,
    Confidentiality,
    Excluded,
    Group,
    MeetingType,
    Post,
    StepType,
)
from api.decisions.schemas.policies import PolicyContent
from api.people.models import Person
from api.people.models import Post as HeldPost

_POLICY, _MATTER, _ABSENCE, _RELATION, _POST, _PERSON, _TERMS = (
    model.metadata.tables[model.__tablename__]
    for model in (DecisionPolicy, DecisionMatter, TeamAbsence, RelationDeclaration, HeldPost, Person, SchoolYearTerms)
)
POSTS = {
    "party_secretary": Post.SECRETARY,
    "principal": Post.PRINCIPAL,
    "deputy_party_secretary": Post.DEPUTY_SECRETARY,
    "deputy_principal": Post.DEPUTY_PRINCIPAL,
    "discipline_member": Post.DISCIPLINE_COMMISSIONER,
}
# The discipline member of a school's party organization sits in it with a vote (中国共产党支部工作条例 第十九条).
_ALSO_IN = {"discipline_member": Group.PARTY}


class Place(Protocol):
    """A school in the tree."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def path(self) -> str:
        """Its materialized path."""


def grouped(rows: Iterable[Any], name: str = "unit_id") -> defaultdict[UUID, list[Any]]:
    """Rows by a column."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


class Rulebooks:
    """Policies, catalogues and terms of the units above some schools, and of the schools."""

    def __init__(self, session: Session, places: Sequence[Place]) -> None:
        paths = sorted({path for place in places for path in line_of(place.path)})
        rows = session.execute(select(UNIT.id, UNIT.path, UNIT.kind).where(UNIT.path.in_(paths))).all()
        self._unit = {row.path: row for row in rows}
        ids = [row.id for row in rows]
        issued = select(_POLICY).where(_POLICY.c.unit_id.in_(ids), _POLICY.c.state == PolicyState.ISSUED.value)
        levels = {row.id: Level.SCHOOL if row.kind == "school" else Level.BUREAU for row in rows}
        policies = session.execute(issued.order_by(_POLICY.c.effective_from, _POLICY.c.version))
        self._policies: defaultdict[UUID, list[Policy]] = defaultdict(list)
        for row in policies:
            self._policies[row.unit_id].append(as_policy(row, levels[row.unit_id]))
        self._matters = grouped(
            session.execute(select(_MATTER).where(_MATTER.c.unit_id.in_(ids)).order_by(_MATTER.c.code))
        )
        self._terms = grouped(session.execute(select(_TERMS).where(_TERMS.c.unit_id.in_(ids))))

    def _line(self, place: Place) -> list[UUID]:
        """The school and what is above it, the nearest first."""
        return [self._unit[path].id for path in reversed(line_of(place.path)) if path in self._unit]

    def policies(self, place: Place) -> tuple[Policy, ...]:
        """Every issued version of the school's own and of those above."""
        return tuple(policy for unit_id in self._line(place) for policy in self._policies[unit_id])

    def catalogue(self, place: Place) -> tuple[Matter, ...] | None:
        """The catalogue of the nearest unit that has one; None where nobody adopted any."""
        rows = next((rows for unit_id in self._line(place) if (rows := self._matters[unit_id])), None)
        return None if rows is None else tuple(map(_matter, rows))

    def terms(self, place: Place) -> tuple[tuple[date, date], ...]:
        """The terms of the last three school years: as the nearest unit has set them, else by the default rule."""
        line = self._line(place)
        rows = [school_year_of(row) for unit_id in line for row in self._terms[unit_id]]
        calendar = SchoolCalendar(default_terms(), inherited(rows, line))
        this = clock.legal_day(clock.now()).year
        years = (calendar.school_year(year) for year in range(this - 2, this + 1))
        return tuple((term.starts_on, term.ends_on) for year in years for term in year.terms)


def as_policy(row: Any, level: Level) -> Policy:
    """A version of a policy as a fact."""
    content = PolicyContent.model_validate(row.content)
    return Policy(
        id=row.id,
        version=row.version,
        level=level,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        thresholds=tuple(
            Threshold(each.amount, each.spend_type, each.budget_state, each.school_type) for each in content.thresholds
        ),
        quorums=tuple(
            QuorumRow(read_share(each.share), each.meeting_type, each.category, each.matter_code)
            for each in content.quorums
        ),
        vote_modes=tuple(
            VoteRow(
                VoteMode(each.base, read_share(each.share), each.recused_in_base),
                each.meeting_type,
                each.category,
                each.matter_code,
            )
            for each in content.vote_modes
        ),
        bands=tuple(PurchaseBand(each.from_amount, frozenset(each.methods), each.spend_type) for each in content.bands),
        limits=dict(content.limits),
        procedures=None if content.procedures is None else frozenset(content.procedures),
        ballot_categories=frozenset(content.ballot_categories),
        pre_filing_required=content.pre_filing_required,
        text=row.text,
        recorded_since=content.recorded_since,
    )


def _matter(row: Any) -> Matter:
    return Matter(
        code=row.code,
        category=Category(row.category),
        required_steps=frozenset(map(StepType, row.required_steps)),
        meeting_sequence=tuple(map(MeetingType, row.meeting_sequence)),
        needs_approval=row.needs_approval,
        needs_publicity=row.needs_publicity,
        public_interest=row.public_interest,
        always_collective=row.always_collective,
        disclosure=Confidentiality(row.disclosure),
    )


class Teams:
    """Who leads some schools, who works there, who is tied to whom."""

    def __init__(self, session: Session, unit_ids: Sequence[UUID]) -> None:
        def _of(table: Any, stmt: Select[Any] | None = None) -> defaultdict[UUID, list[Any]]:
            wanted = (select(table) if stmt is None else stmt).where(table.c.unit_id.in_(unit_ids))
            return grouped(session.execute(wanted))

        self._posts = _of(_POST, select(_POST).where(_POST.c.team.is_not(None)).order_by(_POST.c.from_on, _POST.c.id))
        self._absences = _of(_ABSENCE)
        self._relations = _of(_RELATION, select(_RELATION).order_by(_RELATION.c.id))
        self._staff = _of(_PERSON, select(_PERSON.c.id, _PERSON.c.unit_id))

    def of(self, unit_id: UUID) -> tuple[TeamMember, ...] | None:
        """The terms of a school's leaders; None where no post is recorded."""
        absences: defaultdict[UUID, list[Absence]] = defaultdict(list)
        for row in self._absences[unit_id]:
            absences[row.person_id].append(Absence(Excluded(row.reason), row.starts_on, row.ends_on))
        members = (member for row in self._posts[unit_id] for member in members_of(row, tuple(absences[row.person_id])))
        return tuple(members) or None

    def relations(self, unit_id: UUID) -> tuple[Relation, ...] | None:
        """What was declared; None where nobody declared anything."""
        names = ("person_id", "related_party", "relation", "declared_on", "supplier_id", "related_person_id")
        rows = (Relation(*(getattr(row, name) for name in names)) for row in self._relations[unit_id])
        return tuple(rows) or None

    def staff(self, unit_id: UUID) -> frozenset[UUID]:
        """Everybody who belongs to a school."""
        return frozenset(row.id for row in self._staff[unit_id])


def members_of(row: Any, absences: tuple[Absence, ...]) -> list[TeamMember]:
    """The terms that a post gives, one for each team it sits in. On the day of its end a post is no longer held."""
    last = row.ended_on and row.ended_on - timedelta(days=1)
    if last and last < row.from_on:
        return []
    groups = [Group(row.team), *([_ALSO_IN[row.kind]] if row.kind in _ALSO_IN else [])]
    post = POSTS.get(row.kind, Post.MEMBER)
    portfolio = matters_of(row.portfolio)
    return [TeamMember(row.id, row.person_id, group, post, row.from_on, last, portfolio, absences) for group in groups]
