"""What a rule answers about a record: four answers, three severities, evidence that explains itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class Answer(StrEnum):
    """The four answers. Without data there is no pass: who hides data shall not look cleaner."""

    PASS = "pass"  # noqa: S105 (an answer, no password)
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT_DATA = "insufficient_data"


class FindingSeverity(StrEnum):
    """How grave a failure is."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"


RED, YELLOW, BLUE = FindingSeverity.RED, FindingSeverity.YELLOW, FindingSeverity.BLUE
GRAVITY = {FindingSeverity.BLUE: 1, FindingSeverity.YELLOW: 2, FindingSeverity.RED: 3}


def graver(severity: FindingSeverity) -> FindingSeverity:
    """One step more severe; red stays red."""
    return {BLUE: YELLOW, YELLOW: RED, RED: RED}[severity]


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that a rule looked at: (type, id, label), its day, and a key where one record has several facts."""

    type: str
    id: UUID
    label: str
    on: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer with what it rests on: values, limit, formula, record ids. `missing`: which data there was not.

    Evidence never holds what changes by the day alone, such as "days late": the same fact has the same evidence.
    """

    answer: Answer
    severity: FindingSeverity | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def ids_in(evidence: Any) -> set[UUID]:
    """The ids of records and people that stored evidence names, wherever in it; `supplier:<id>` names one too."""
    if isinstance(evidence, str):
        found = _ID.search(evidence)
        return {UUID(found[0])} if found else set()
    parts = evidence.values() if isinstance(evidence, Mapping) else evidence if isinstance(evidence, list) else ()
    return {one for part in parts for one in ids_in(part)}


PASSED = Outcome(Answer.PASS)
NOT_APPLICABLE = Outcome(Answer.NOT_APPLICABLE)


def failed(severity: FindingSeverity | None = None, /, **evidence: Any) -> Outcome:
    """The rule is broken; without a severity the rule's own first one counts."""
    return Outcome(Answer.FAIL, severity, evidence)


def lacking(*missing: str) -> Outcome:
    """The record does not say enough; `missing` names the data."""
    return Outcome(Answer.INSUFFICIENT_DATA, missing=missing)


def passes(condition: bool, /, **evidence: Any) -> Outcome:  # noqa: FBT001 (the question itself)
    """Pass if the condition holds, else fail with this evidence."""
    return PASSED if condition else failed(**evidence)
