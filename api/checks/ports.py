"""What the engine needs of the domains whose records it looks at, handed over by wiring."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Uuid, literal, select, union_all
from sqlalchemy.orm import Session

from api.checks.rules.rule import Rule
from api.core.context import Context

World = tuple[UUID, Any]


# Given by a domain: the facts of some units laid open for its rules, with as many statements for many as for one.
Worlds = Callable[[Session, Sequence[UUID], datetime], Iterable[World]]
# Given by a domain: the next units that have records at all, by id, after one, so many.
Units = Callable[[Session, UUID | None, int], Sequence[UUID]]


class Record(NamedTuple):
    """A record that evidence names: what it is called, when, how much in 分, and the page that shows it."""

    type: str
    id: UUID
    label: str
    on: date | None
    amount: int | None
    page: str | None
    page_id: UUID | None


# Given by a domain: those of the ids that are records of a unit, or people, with constant statements.
RecordFinder = Callable[[Session, UUID, Collection[UUID]], Sequence[Record]]


# Given by a domain: the ids of the parts of a record, to be asked within another statement.
Parts = Callable[[UUID], Sequence[Select[Any]]]


@dataclass(frozen=True, slots=True)
class Suite:
    """Rules of one domain over one kind of world. `due` and `take` tell of units whose records have changed."""

    name: str
    rules: tuple[Rule, ...]
    worlds: Worlds
    units: Units
    due: Callable[[Session], bool]
    take: Callable[[Session, int], Collection[UUID]]
    sound_record: Callable[[], str]
    records: RecordFinder
    parts: Parts | None = None

    @property
    def stored(self) -> tuple[Rule, ...]:
        """The rules of a stored run: none that rests on what only some may know."""
        return tuple(rule for rule in self.rules if not rule.restricted)


class Complained(Protocol):
    """Given by complaints: which records of a unit are complained about, as far as the actor may know."""

    def __call__(self, ctx: Context, unit_id: UUID) -> Collection[UUID]:
        """Ids of records, such as decisions."""


class _Ports:
    def __init__(self) -> None:
        self.suites: dict[str, Suite] = {}
        self.complained: Complained | None = None

    def parts(self, record_id: UUID) -> CompoundSelect[Any]:
        """The ids of a record and of what the domains count as its parts."""
        own = select(literal(record_id, Uuid()))
        parts = (part for suite in self.suites.values() if suite.parts for part in suite.parts(record_id))
        return union_all(own, *parts)

    def rules(self) -> dict[str, Rule]:
        """Every rule of every suite by its number."""
        return {rule.id: rule for suite in self.suites.values() for rule in suite.rules}


ports = _Ports()
