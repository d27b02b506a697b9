"""The facts of one school: all that the checks may look at, plain and frozen, read from the tables in one sweep.

None means "not recorded" and leads to the answer "insufficient data"; an empty tuple means that there is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.checks.rules.answers import FindingSeverity
from api.decisions.rules.facts.meetings import (
    MINUTES_ELEMENTS,
    Attendance,
    Decision,
    Execution,
    Filing,
    Meeting,
    Minutes,
    Opinion,
    PreStep,
    Publicity,
    Recusal,
    Revision,
    Topic,
    Vote,
)
from api.decisions.rules.facts.money import Contract, Item, Payment, Relation, Supplier
from api.decisions.rules.facts.policy import (
    Level,
    Matter,
    Policy,
    PurchaseBand,
    QuorumRow,
    Threshold,
    VoteRow,
)
from api.decisions.rules.vocabulary import Excluded, Group, Post

__all__ = [
    "MINUTES_ELEMENTS",
    "Absence",
    "Attendance",
    "Complaint",
    "Contract",
    "Decision",
    "Execution",
    "Filing",
    "Item",
    "Level",
    "Matter",
    "Meeting",
    "Minutes",
    "Opinion",
    "Payment",
    "Peers",
    "Policy",
    "PreStep",
    "Publicity",
    "PurchaseBand",
    "QuorumRow",
    "Recusal",
    "Relation",
    "Revision",
    "SchoolFacts",
    "Supplier",
    "TeamMember",
    "Threshold",
    "Topic",
    "Vote",
    "VoteRow",
]


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a member is left out of the base."""

    reason: Excluded
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A term of a person in a team. `portfolio`: the matter codes that they are in charge of (分管)."""

    id: UUID
    person_id: UUID
    group: Group
    post: Post
    starts_on: date
    ends_on: date | None = None
    portfolio: frozenset[str] = frozenset()
    absences: tuple[Absence, ...] = ()

    def in_office(self, day: date) -> bool:
        """Whether the term covers a day, its first and last day included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def counts(self, day: date) -> bool:
        """Whether the member is in the base of a meeting on a day: in office and not excluded."""
        left_out = any(a.starts_on <= day and (a.ends_on is None or day <= a.ends_on) for a in self.absences)
        return self.in_office(day) and not left_out


@dataclass(frozen=True, slots=True)
class Complaint:
    """That a decision is complained about: never in the stored run, only in what the inspection team looks at.

    `severity`: the gravest open finding about the decision; None without any.
    """

    decision_id: UUID
    severity: FindingSeverity | None = None


@dataclass(frozen=True, slots=True)
class Peers:
    """What other schools do. Sums in 分, shares in 1/10,000."""

    threshold_median: int | None = None  # of the same school type
    hugging_share: int | None = None  # the county's median share of payments in [0.9 T, T)
    unit_prices: Mapping[str, int] | None = None  # median or market price by the good's name


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """One school. `policies`: its own and its bureaus', every version; `catalogue`: what is in force."""

    school_id: UUID
    name: str
    school_type: str | None = None
    policies: tuple[Policy, ...] = ()
    catalogue: tuple[Matter, ...] | None = None
    team: tuple[TeamMember, ...] | None = None
    meetings: tuple[Meeting, ...] = ()
    payments: tuple[Payment, ...] | None = None
    contracts: tuple[Contract, ...] | None = None
    suppliers: tuple[Supplier, ...] = ()
    relations: tuple[Relation, ...] | None = None
    staff_ids: frozenset[UUID] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()  # the school terms of the years looked at
    recorded_since: date | None = None  # the day from which the log is kept
    peers: Peers = Peers()
    complaints: tuple[Complaint, ...] | None = None
