"""Groups of schools: what kinds there are, and when who is in them. Pure.

A group cuts across districts: it says nothing about who may see whom. Days are half-open: a school that leaves on a day
is no member on it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

from api.core.errors import Violation
from api.organizations import errors
from api.organizations.rules.kinds import MemberRole


@cache
def group_kinds() -> Mapping[str, tuple[str, str]]:
    """The kinds of groups by code, with their names in Chinese and English; a new kind is a row of the data file."""
    text = files("api.organizations.data").joinpath("school_group_kinds.json").read_text(encoding="utf-8")
    return {kind["code"]: (kind["zh"], kind["en"]) for kind in json.loads(text)}


def kind_violations(kind: str) -> Iterator[Violation]:
    """Whether there is such a kind of group."""
    if kind not in group_kinds():
        yield Violation(errors.GROUP_KIND, "/kind", params={"allowed": ", ".join(group_kinds())})


@dataclass(frozen=True, slots=True)
class Term:
    """The time of a school in a group; `until_on` is the first day on which it is no member."""

    school_id: UUID
    role: str
    from_on: date
    until_on: date | None

    def meets(self, other: "Term") -> bool:
        """Whether there is a day in both."""
        starts_before_end = other.until_on is None or self.from_on < other.until_on
        return starts_before_end and (self.until_on is None or other.from_on < self.until_on)


def term_violations(term: Term, others: Iterable[Term], pointer: str = "/school_id") -> Iterator[Violation]:
    """Whether a school can be in a group at that time: once, and beside one head at most."""
    meeting = [other for other in others if term.meets(other)]
    if any(other.school_id == term.school_id for other in meeting):
        yield Violation(errors.GROUP_MEMBER_TWICE, pointer)
    if term.role == MemberRole.HEAD and any(other.role == MemberRole.HEAD for other in meeting):
        yield Violation(errors.GROUP_HEAD_TAKEN, pointer)


def life_violations(day: date, begins_on: date, today: date, pointer: str) -> Iterator[Violation]:
    """Whether something may happen in a group that began on `begins_on`."""
    if not begins_on <= day <= today:
        yield Violation(errors.GROUP_DAY, pointer)
