"""How every act of restructuring goes: judged, done, told. A preview does the same work and takes it back.

One section officer may do it alone, with a reason: nobody gains a right by it. Roles stay where they are bound, reach
must cover every unit that is touched, and the record of each unit tells who did it and can be read by all who could
read it before. A second person would add a queue without adding a check.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from api.core import clock
from api.core.context import Context
from api.core.errors import STALE, Refused, Violation
from api.core.schemas import UnitRef
from api.ledger.rules import changes, document_hash
from api.ledger.schemas import Change
from api.organizations import queries, rules
from api.organizations.models import School, Unit
from api.organizations.ports import ports
from api.organizations.rules import Facts, UnitKind, Verb
from api.organizations.schemas import DeedIn, GroupLeft, Restructured, UnitChange, UnitReference
from api.organizations.service.changes import Deed, change_school, change_unit

Notes = Mapping[str, tuple[Any, Any]]
_NO_NOTES: Notes = {}


@dataclass(slots=True)
class Act:
    """One act at work, and what has become of units so far."""

    ctx: Context
    effective_on: date
    reason: str
    basis: str | None
    units: list[UnitChange] = field(default_factory=list)
    created: set[UUID] = field(default_factory=set)
    concerned: dict[UUID, UnitRef] = field(default_factory=dict)
    groups_left: list[GroupLeft] = field(default_factory=list)
    moved_below: int = 0

    def deed(self, verb: Verb, kind: str, notes: Notes = _NO_NOTES) -> Deed:
        """The act as the record of one unit tells it."""
        noun = "school" if kind == UnitKind.SCHOOL else "unit"
        return Deed(f"{noun}.{rules.PAST[verb]}", self.effective_on, self.reason, self.basis, notes)

    def founding(self, notes: Notes) -> Deed:
        """The act as the record of a school tells it that begins with it."""
        return Deed("school.created", self.effective_on, self.reason, self.basis, notes)

    def take(self, school: School, states: tuple[Facts, Facts], deed: Deed, place: Facts | None = None) -> None:
        """Take a school from one state to another and note it."""
        change_school(self.ctx, school, states, deed, place)
        self.tell(school, states, deed)

    def take_unit(self, unit: Unit, states: tuple[Facts, Facts], deed: Deed, columns: Facts) -> None:
        """The same for a unit that is not a school."""
        change_unit(self.ctx, unit, states, deed, columns)
        self.tell(unit, states, deed)

    def tell(self, unit: Any, states: tuple[Facts | None, Facts], deed: Deed) -> None:
        """Note what became of a unit."""
        before, after = states
        found = changes({**(before or {}), **deed.said(0)}, {**after, **deed.said(1)})
        created = before is None
        if created:
            self.created.add(unit.id)
        else:
            self.concerned[unit.id] = UnitRef(id=unit.id, name=unit.name, kind=unit.kind)
        shown = {name: getattr(unit, name) for name in ("id", "kind", "name", "code", "status")}
        self.units.append(UnitChange(**shown, action=deed.action, changes=[Change(**one) for one in found]))

    def violations(
        self, unit: Any, verb: Verb, fields: Iterable[str], pointer: str | None = None
    ) -> Iterator[Violation]:
        """Whether the state of the unit allows `verb`, and its record a change of `fields` on that day."""
        yield from rules.verb_violations(verb, UnitKind(unit.kind), unit.status, pointer)
        earliest = queries.life_of(self.ctx, unit).last_change(fields)
        yield from rules.day_violations(self.effective_on, clock.legal_day(self.ctx.now), earliest)


def perform(ctx: Context, wanted: DeedIn, work: Callable[[Act], None], *, preview: bool) -> Restructured:
    """Do `work` and tell it; a preview is rolled back to where it began.

    Errors: those of `work`; `conflict.stale` when the outcome is not the one that the caller has been shown.
    """
    day = wanted.effective_on or clock.legal_day(ctx.now)
    act = Act(ctx, day, wanted.reason, wanted.basis)
    if not preview:
        work(act)
        outcome = _outcome(act, applied=True)
        if wanted.expect not in (None, outcome.digest):
            raise Refused(STALE)
        return outcome
    savepoint = ctx.session.begin_nested()
    try:
        work(act)
        return _outcome(act, applied=False)
    finally:
        savepoint.rollback()


def _outcome(act: Act, *, applied: bool) -> Restructured:
    references = _references(act)
    units = [unit.model_copy(update={"id": None}) if unit.id in act.created else unit for unit in act.units]
    shown = {
        "effective_on": act.effective_on,
        "units": [unit.model_dump() for unit in units],
        "references": [reference.model_dump() for reference in references],
        "groups": [left.model_dump() for left in act.groups_left],
        "moved_below": act.moved_below,
    }
    return Restructured(
        applied=applied,
        effective_on=act.effective_on,
        digest=document_hash(shown),
        units=act.units if applied else units,
        moved_below=act.moved_below,
        references=references,
        groups_left=act.groups_left,
    )


def _references(act: Act) -> list[UnitReference]:
    return [
        UnitReference(unit=act.concerned[found.unit_id], source=source, count=found.count, labels=list(found.labels))
        for source, provider in sorted(ports.references.items())
        for found in provider(act.ctx, tuple(act.concerned))
    ]


def load(ctx: Context, school_id: UUID) -> tuple[School, UnitRef, dict[str, Any]]:
    """A school within reach, its parent and its facts, at the revision that the caller has read.

    Errors: `not_found`, `conflict.stale`.
    """
    school, parent, external_ids = queries.load_school(ctx, school_id)
    ctx.expect(school.revision)
    return school, parent, queries.facts_of(school, external_ids)


def load_unit(ctx: Context, unit_id: UUID) -> tuple[Unit, dict[str, Any]]:
    """A unit within reach that is not a school, and its facts. Errors: `not_found`, `conflict.stale`."""
    unit, external_ids = queries.load_unit(ctx, unit_id)
    ctx.expect(unit.revision)
    facts = {name: getattr(unit, name) for name in ("parent_id", "name", "short_name", "code", "status")}
    return unit, {**facts, "external_ids": [external.model_dump() for external in external_ids]}
