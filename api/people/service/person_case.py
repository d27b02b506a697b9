"""A row about a person, on its way."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.core.taking import Case
from api.organizations.queries import Candidate
from api.people import rules


@dataclass(slots=True)
class Extras:
    """What is entered beside a person; `made`: the ids of what was."""

    post: dict[str, Any] | None = None
    decision: dict[str, Any] | None = None
    made: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PersonCase(Case):
    """A row, the person that it is about (a row of tables), the facts afterwards, and what else is entered."""

    identity: rules.Concealed = field(default_factory=rules.Concealed)
    unit: Candidate | None = None
    party_unit: Candidate | None = None
    held: Any = None
    after: dict[str, Any] | None = None
    id: UUID | None = None
    extras: Extras = field(default_factory=Extras)
