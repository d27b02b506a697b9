"""What taking rows is in every domain: what a row is known by, what refuses it, what may be meant instead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from api.core.errors import ErrorSpec, Violation
from api.core.faults import ROW_AMBIGUOUS, ROW_FIELD_MISSING, ROW_NOT_CLEARABLE
from api.core.intake import Action, Fault, Outcome, Row

EXTERNAL = "ext:"  # the scheme of another system's ids, before its name
SYSTEM = "[a-z][a-z0-9_.-]{0,39}"  # that name, as organizations keep it: `lk.census`
_SHOWN = 3


def key_field(scheme: str) -> str:
    """The field that holds what a row is known by."""
    return "external_id" if scheme.startswith(EXTERNAL) else scheme


def key_of(row: Row, scheme: str) -> str | None:
    """What the row is known by in `scheme`; None where it does not say."""
    key = row.values.get(key_field(scheme))
    return None if key is None else str(key)


def as_id(text: str) -> UUID | None:
    """An id of this house as it was sent; None for what cannot be one."""
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(slots=True)
class Case:
    """A row on its way: what is wrong with it, and what is to become of it when nothing is."""

    row: Row
    key: str | None
    action: Action = Action.REFUSED
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, spec: ErrorSpec, name: str | None, suggestions: Sequence[str] = (), **params: Any) -> None:
        """Something is wrong with the field `name`."""
        self.faults.append(Fault(name, spec, params, tuple(suggestions)))

    def refuse_all(self, violations: Iterable[Violation], names: Mapping[str, str] | None = None) -> None:
        """What the rules of the domain object to; `names` says in which field a fact comes in under another name."""
        for violation in violations:
            fact = (violation.pointer or "/").split("/")[1]
            self.faults.append(Fault((names or {}).get(fact, fact) or None, violation.spec, violation.params))

    def refused(self) -> Outcome:
        """The row stays outside."""
        return Outcome(self.row.number, Action.REFUSED, key=self.key, faults=tuple(self.faults))

    def missing(self, names: Iterable[str]) -> None:
        """A new record needs these fields."""
        for name in names:
            if self.row.values.get(name) is None:
                self.refuse(ROW_FIELD_MISSING, name)

    def cleared(self, names: Iterable[str]) -> None:
        """No record can do without these fields."""
        for name in names:
            if self.row.values.get(name, name) is None:
                self.refuse(ROW_NOT_CLEARABLE, name)

    def ambiguous(self, name: str, candidates: Sequence[str]) -> None:
        """More than one record fits, and none is picked."""
        shown = ", ".join(candidates[:_SHOWN]) + (", …" if len(candidates) > _SHOWN else "")
        self.refuse(ROW_AMBIGUOUS, name, candidates[:_SHOWN], candidates=shown)


def covers(paths: Iterable[str], path: str) -> bool:
    """Whether one of the subtrees below `paths` holds the unit at `path`."""
    return any(path.startswith(root) for root in paths)


def nearest(wanted: str, known: Collection[str]) -> list[str]:
    """What was probably meant."""
    return get_close_matches(wanted, known, _SHOWN, 0.6)


def chunked_keys(cases: Iterable[Case]) -> list[str]:
    """What the rows are known by, each once."""
    return list(dict.fromkeys(case.key for case in cases if case.key is not None))
