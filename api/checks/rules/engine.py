"""Running rules over a world of facts. Pure: the same facts on the same day give the same report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

from api.checks.rules.answers import Answer, FindingSeverity, Outcome, Subject
from api.checks.rules.rule import Rule

KEPT = frozenset({Answer.FAIL, Answer.INSUFFICIENT_DATA})
_PLACE = {answer: place for place, answer in enumerate(Answer)}
_KEPT_PLACES = frozenset(_PLACE[answer] for answer in KEPT)


class Counts(NamedTuple):
    """How often each answer was given."""

    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    insufficient: int = 0

    @property
    def applicable(self) -> int:
        """Answers that say something about the record, or would with more data."""
        return self.passed + self.failed + self.insufficient

    @property
    def evaluable(self) -> int:
        """Answers for which there was data."""
        return self.passed + self.failed

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Key(NamedTuple):
    """What makes a result the same result in the next run: the rule, the record and the fact."""

    rule_id: str
    subject_type: str
    subject_id: UUID
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A result that is kept: a failure, or a question that the record does not answer."""

    rule_id: str
    subject: Subject
    outcome: Outcome
    severity: FindingSeverity

    @property
    def key(self) -> Key:
        """What identifies it over all runs."""
        return Key(self.rule_id, self.subject.type, self.subject.id, self.subject.key)


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run says: what is kept, counts by rule and by record."""

    found: tuple[Found, ...]
    by_rule: Mapping[str, Counts]
    by_record: Mapping[tuple[str, UUID], Counts]

    @property
    def total(self) -> Counts:
        """The counts of all rules together."""
        total = Counts()
        for counts in self.by_rule.values():
            total = total.plus(counts)
        return total


def run(rules: Iterable[Rule], world: Any) -> Report:
    """Ask every rule about a world."""
    found: list[Found] = []
    by_rule: dict[str, list[int]] = {}
    by_subject: dict[int, tuple[Subject, list[int]]] = {}  # many rules look at the same subject: no need to hash its id
    for rule in rules:
        counts = by_rule[rule.id] = [0, 0, 0, 0]
        for subject, outcome in rule.examine(world):
            place = _PLACE[outcome.answer]
            counts[place] += 1
            counted = by_subject.get(id(subject))
            if counted is None:
                counted = by_subject[id(subject)] = (subject, [0, 0, 0, 0])
            counted[1][place] += 1
            if place in _KEPT_PLACES:
                found.append(Found(rule.id, subject, outcome, outcome.severity or rule.severities[0]))
    return Report(
        tuple(found), {rule_id: Counts(*counts) for rule_id, counts in by_rule.items()}, _by_record(by_subject.values())
    )


def _by_record(counted: Iterable[tuple[Subject, list[int]]]) -> dict[tuple[str, UUID], Counts]:
    found: dict[tuple[str, UUID], list[int]] = {}
    for subject, counts in counted:
        known = found.setdefault((subject.type, subject.id), counts)
        if known is not counts:  # several facts of one record
            known[:] = map(add, known, counts)
    return {record: Counts(*counts) for record, counts in found.items()}


def evaluability(counts: Counts) -> tuple[int, int]:
    """How many of the applicable questions had data, as (with data, applicable)."""
    return counts.evaluable, counts.applicable
