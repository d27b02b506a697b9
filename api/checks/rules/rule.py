"""A rule: what it asks, on what basis, of which data; and how it asks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from api.checks.rules.answers import FindingSeverity, Outcome, Subject


class Worded(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Vector:
    """A published example: changes to the sound record, and what the rule then answers about one subject of it."""

    said: Worded
    changes: Mapping[str, Any]
    answer: str
    severity: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `examine` looks at a world of facts and answers for each record that it concerns.

    `severities`: the first is the usual one. `limits`: parameters by name with their defaults, which a policy may
    change. `restricted`: rests on what only the inspection team may know; such a rule is never part of a stored run.
    """

    id: str
    name: Worded
    text: Worded
    severities: tuple[FindingSeverity, ...]
    basis: tuple[str, ...]
    subject: str
    needs: tuple[str, ...]
    examine: Callable[[Any], Iterable[tuple[Subject, Outcome]]]
    limits: Mapping[str, int] = field(default_factory=dict)
    across: bool = False
    restricted: bool = False
    vectors: tuple[Vector, ...] = ()

    @property
    def family(self) -> str:
        """The letters before the number."""
        return self.id.partition("-")[0]
