"""The book: the facts of a school laid open for the rules, on one day, with one calendar."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from api.calendars.rules.working_days import WorkCalendar
from api.decisions.rules.arithmetic import HALF, TWO_THIRDS, Share, VoteMode
from api.decisions.rules.facts import (
    Contract,
    Decision,
    Level,
    Matter,
    Meeting,
    Payment,
    Policy,
    QuorumRow,
    SchoolFacts,
    Supplier,
    TeamMember,
    Threshold,
    Topic,
    VoteRow,
)
from api.decisions.rules.limits import LIMITS
from api.decisions.rules.vocabulary import (
    BudgetState,
    Category,
    Group,
    MeetingType,
    Post,
    SpendType,
    StepType,
    TopicStatus,
)

T = TypeVar("T")
R = TypeVar("R", QuorumRow, VoteRow)
Zone = Callable[[datetime], date]
_TEAM = {
    MeetingType.PARTY_ORGANIZATION_MEETING: Group.PARTY,
    MeetingType.PRINCIPAL_OFFICE_MEETING: Group.ADMIN,
}
_CHAIR = {
    MeetingType.PARTY_ORGANIZATION_MEETING: Post.SECRETARY,
    MeetingType.PRINCIPAL_OFFICE_MEETING: Post.PRINCIPAL,
}


class Case(NamedTuple):
    """A topic at its meeting, on its day."""

    meeting: Meeting
    topic: Topic
    day: date

    @property
    def decision(self) -> Decision:
        """Its decision, where a rule is asked about decisions."""
        assert self.topic.decision is not None
        return self.topic.decision


class Book:
    """Facts with what rules look up in them. Nothing here decides anything; it finds."""

    def __init__(self, facts: SchoolFacts, today: date, calendar: WorkCalendar, zone: Zone) -> None:
        self.facts, self.today, self.calendar, self.day_of = facts, today, calendar, zone
        self._policies: dict[date, Policy | None] = {}
        self._entitled: dict[tuple[MeetingType, date], frozenset[UUID] | None] = {}
        self._kept: dict[Any, Any] = {}

    def kept(self, name: Any, make: Callable[[], T]) -> T:
        """What several rules look at, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    # --- Records -------------------------------------------------------------------------------------------------

    @cached_property
    def meetings(self) -> list[tuple[Meeting, date]]:
        """Meetings with their days, oldest first."""
        dated = ((meeting, self.day_of(meeting.held_at)) for meeting in self.facts.meetings)
        return sorted(dated, key=lambda pair: (pair[0].held_at, pair[0].id))

    @cached_property
    def _by_day(self) -> dict[date, list[Meeting]]:
        found: dict[date, list[Meeting]] = defaultdict(list)
        for meeting, day in self.meetings:
            found[day].append(meeting)
        return found

    def meetings_on(self, day: date) -> list[Meeting]:
        """The meetings of a day."""
        return self._by_day.get(day, [])

    @cached_property
    def cases(self) -> list[Case]:
        """Topics that were put before a meeting, oldest first; withdrawn ones and drafts are none."""
        idle = {TopicStatus.WITHDRAWN, TopicStatus.DRAFT}
        return [
            Case(meeting, topic, day)
            for meeting, day in self.meetings
            for topic in meeting.topics
            if topic.status not in idle
        ]

    @cached_property
    def decided(self) -> list[Case]:
        """Topics with a decision."""
        return [case for case in self.cases if case.topic.decision is not None]

    @cached_property
    def case_by_topic(self) -> dict[UUID, Case]:
        """Topics by id."""
        return {case.topic.id: case for case in self.cases}

    @cached_property
    def case_by_decision(self) -> dict[UUID, Case]:
        """Decisions by id."""
        return {case.decision.id: case for case in self.decided}

    @cached_property
    def _followed_by(self) -> dict[UUID, list[Case]]:
        found: dict[UUID, list[Case]] = defaultdict(list)
        for case in self.cases:
            for topic_id in case.topic.related_topic_ids:
                found[topic_id].append(case)
        return found

    def chain(self, case: Case) -> list[Case]:
        """A topic and all that are linked to it, in either direction, oldest first."""
        seen, waiting = {case.topic.id: case}, [case]
        while waiting:
            here = waiting.pop()
            earlier = (self.case_by_topic.get(topic_id) for topic_id in here.topic.related_topic_ids)
            for other in [*earlier, *self._followed_by[here.topic.id]]:
                if other is not None and other.topic.id not in seen:
                    seen[other.topic.id] = other
                    waiting.append(other)
        return sorted(seen.values(), key=lambda found: (found.meeting.held_at, found.topic.id))

    @cached_property
    def contracts(self) -> dict[UUID, Contract]:
        """Contracts by id."""
        return {contract.id: contract for contract in self.facts.contracts or ()}

    @cached_property
    def suppliers(self) -> dict[UUID, Supplier]:
        """Suppliers by id."""
        return {supplier.id: supplier for supplier in self.facts.suppliers}

    @cached_property
    def payments_of(self) -> dict[UUID, list[Payment]]:
        """Payments by the decision that they or their contract name."""
        found: dict[UUID, list[Payment]] = defaultdict(list)
        for payment in self.facts.payments or ():
            if decision_id := self.decision_behind(payment):
                found[decision_id].append(payment)
        return found

    @cached_property
    def contracts_of(self) -> dict[UUID, list[Contract]]:
        """Contracts by the decision that they name."""
        found: dict[UUID, list[Contract]] = defaultdict(list)
        for contract in self.facts.contracts or ():
            if contract.decision_id:
                found[contract.decision_id].append(contract)
        return found

    def decision_behind(self, spent: Payment | Contract) -> UUID | None:
        """Which decision a payment or contract rests on, itself or through its contract."""
        if spent.decision_id or isinstance(spent, Contract) or spent.contract_id is None:
            return spent.decision_id
        contract = self.contracts.get(spent.contract_id)
        return contract.decision_id if contract else None

    @property
    def has_begun(self) -> bool:
        """Whether the school has recorded anything yet."""
        return bool(self.facts.meetings or self.facts.payments or self.facts.contracts)

    def acts(self, decision: Decision) -> dict[str, date]:
        """What was done on a decision and when it first was: begun, in effect, signed, paid."""
        begun = decision.execution.started_on if decision.execution else None
        signed = (contract.signed_on for contract in self.contracts_of.get(decision.id, ()))
        paid = (payment.paid_on for payment in self.payments_of.get(decision.id, ()))
        days = {
            "started_on": begun,
            "effective_on": decision.effective_on,
            "signed_on": min(signed, default=None),
            "paid_on": min(paid, default=None),
        }
        return {name: day for name, day in days.items() if day is not None}

    def began_on(self, decision: Decision) -> date | None:
        """The first day on which a decision was acted on."""
        return min(self.acts(decision).values(), default=None)

    # --- What is in force ------------------------------------------------------------------------------------------

    def policy(self, day: date) -> Policy | None:
        """The policy in force on a day: the school's own before its bureau's, the newest first."""
        if day not in self._policies:
            fitting = [one for one in self.facts.policies if in_force(one, day)]
            fitting.sort(key=lambda one: (one.level is Level.SCHOOL, one.effective_from, one.version))
            self._policies[day] = fitting[-1] if fitting else None
        return self._policies[day]

    def limit(self, name: str, day: date) -> int:
        """A number to measure with on a day: the policy's, else the default."""
        policy = self.policy(day)
        return policy.limits.get(name, LIMITS[name].default) if policy else LIMITS[name].default

    @cached_property
    def catalogue(self) -> dict[str, Matter]:
        """The matters by code."""
        return {matter.code: matter for matter in self.facts.catalogue or ()}

    def matters(self, topic: Topic) -> list[Matter]:
        """The matters of the catalogue that a topic names."""
        codes = topic.matter_codes
        return self.kept(("matters", codes), lambda: [self.catalogue[c] for c in codes if c in self.catalogue])

    def needs_step(self, topic: Topic, step: StepType) -> bool:
        """Whether one of its matters asks for a step before the meeting."""
        return any(step in matter.required_steps for matter in self.matters(topic))

    def is_appointment(self, topic: Topic) -> bool:
        """Whether it is about an appointment, by its own category or one of its matters."""
        return Category.PERSONNEL_APPOINTMENT in self.categories(topic)

    def categories(self, topic: Topic) -> frozenset[Category]:
        """Its categories: what it says, and what its matters are."""
        return self.kept(("categories", topic.category, topic.matter_codes), lambda: self._categories(topic))

    def _categories(self, topic: Topic) -> frozenset[Category]:
        own = {topic.category} if topic.category else set()
        return frozenset(own | {matter.category for matter in self.matters(topic)})

    def quorum_share(self, meeting: Meeting, topic: Topic | None, day: date) -> Share:
        """How many must be there: for a meeting, or for one topic of it.

        中办发〔2022〕7号: half of the members or more, two thirds or more for appointments, where no policy says more.
        """
        policy = self.policy(day)
        row = self._row(policy.quorums if policy else (), meeting.type, topic)
        lawful = TWO_THIRDS if topic and self.is_appointment(topic) else HALF
        if row is None or (row.category is None and row.matter_code is None and row.share.is_below(lawful)):
            return lawful
        return row.share

    def vote_mode(self, meeting: Meeting, topic: Topic, day: date) -> VoteMode:
        """How a vote on a topic is won."""
        policy = self.policy(day)
        row = self._row(policy.vote_modes if policy else (), meeting.type, topic)
        return row.mode if row else VoteMode()

    def _row(self, rows: Sequence[R], kind: MeetingType, topic: Topic | None) -> R | None:
        codes = topic.matter_codes if topic else ()
        categories = self.categories(topic) if topic else frozenset()
        fitting = [
            row
            for row in rows
            if row.meeting_type in {None, kind}
            and (row.category is None or row.category in categories)
            and (row.matter_code is None or row.matter_code in codes)
        ]
        return max(fitting, key=lambda row: _particular(row.meeting_type, row.category, row.matter_code), default=None)

    def threshold(self, spend_type: SpendType | None, budget_state: BudgetState | None, day: date) -> Threshold | None:
        """From which sum on spending of this kind is a large sum; the most particular row of the policy counts."""
        asked = ("threshold", spend_type, budget_state, day)
        return self.kept(asked, lambda: self._threshold(spend_type, budget_state, day))

    def _threshold(self, spend_type: SpendType | None, budget_state: BudgetState | None, day: date) -> Threshold | None:
        policy = self.policy(day)
        rows = policy.thresholds if policy else ()
        wanted = (self.facts.school_type, spend_type, budget_state)
        fitting = [row for row in rows if _fits((row.school_type, row.spend_type, row.budget_state), wanted)]
        return max(
            fitting, key=lambda row: _particular(row.school_type, row.spend_type, row.budget_state), default=None
        )

    def is_large(self, topic: Topic, day: date) -> bool:
        """Whether a topic's sum reaches the threshold."""
        row = self.threshold(topic.spend_type, topic.budget_state, day)
        return row is not None and topic.amount is not None and topic.amount >= row.amount

    # --- People ------------------------------------------------------------------------------------------------------

    def entitled(self, meeting: Meeting, day: date) -> frozenset[UUID] | None:
        """Who should attend with a vote: the team in office that day, less those excluded. None: not known."""
        key = (meeting.type, day)
        if key not in self._entitled:
            team = self.facts.team or ()
            self._entitled[key] = frozenset(m.person_id for m in team if self.is_entitled(m, meeting, day)) or None
        return self._entitled[key]

    def is_entitled(self, member: TeamMember, meeting: Meeting, day: date) -> bool:
        """Whether a member belongs to the body that meets, and is in its base that day."""
        return _TEAM.get(meeting.type) is member.group and member.counts(day)

    def holders(self, post: Post, day: date, group: Group | None = None) -> frozenset[UUID]:
        """Who holds a post on a day."""
        asked = ("holders", post, day, group)
        return self.kept(asked, lambda: self._holders(post, day, group))

    def _holders(self, post: Post, day: date, group: Group | None) -> frozenset[UUID]:
        return frozenset(m.person_id for m in self.in_office(day) if m.post is post and group in {None, m.group})

    def in_office(self, day: date) -> Iterable[TeamMember]:
        """The members in office on a day."""
        return (member for member in self.facts.team or () if member.in_office(day))

    def rightful_chairs(self, meeting: Meeting, day: date) -> frozenset[UUID] | None:
        """Who calls and chairs such a meeting. None: no post is named for it, or nobody is known to hold it."""
        post = _CHAIR.get(meeting.type)
        return (self.holders(post, day) or None) if post else None

    def last_word(self, meeting: Meeting, day: date) -> frozenset[UUID]:
        """Who speaks last (末位表态): at the party meeting the secretary, where there is one and present; else the chair."""
        chair = frozenset({meeting.chair_id} if meeting.chair_id else ())
        if meeting.type is not MeetingType.PARTY_ORGANIZATION_MEETING:
            return chair
        there = {one.person_id for one in meeting.attendance or () if one.was_there}
        return (self.holders(Post.SECRETARY, day) & there) or chair

    def touched(self, case: Case) -> dict[UUID, str]:
        """Whom a topic touches, with the relation: themselves, by a declared relation, or by a supplier's own papers."""
        topic = case.topic
        people = dict.fromkeys(topic.concerned_person_ids, "self")
        suppliers = set(topic.concerned_supplier_ids)
        if topic.decision and topic.decision.approved_supplier_id:
            suppliers.add(topic.decision.approved_supplier_id)
        for supplier_id in suppliers & self.suppliers.keys():
            people |= dict.fromkeys(self.suppliers[supplier_id].related_person_ids, "supplier")
        for relation in self.facts.relations or ():
            if relation.supplier_id in suppliers or relation.related_person_id in topic.concerned_person_ids:
                people[relation.person_id] = relation.relation
        return people

    # --- Days --------------------------------------------------------------------------------------------------------

    def working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to `end`."""
        return self.calendar.count(start, end).days

    def working_day_after(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`."""
        return self.calendar.add(start, days).date

    def year_ago(self) -> date:
        """The day from which the last twelve months count."""
        return self.today - timedelta(days=365)


def in_force(policy: Policy, day: date) -> bool:
    """Whether a policy is in force on a day, its first and last day included."""
    return policy.effective_from <= day and (policy.effective_to is None or day <= policy.effective_to)


def _fits(row: Sequence[object], wanted: Sequence[object]) -> bool:
    """Whether a row that leaves some things open fits what is wanted."""
    return all(said is None or said == asked for said, asked in zip(row, wanted, strict=True))


def _particular(*said: object) -> int:
    """How much a row says."""
    return sum(one is not None for one in said)
