"""Rows that refer to rows: to those of the same chunk, and while nothing is written, to all that would be made before.

A unit may stand below one that the same file brings, a school below a unit of another member of its bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.context import Context
from api.core.faults import ROW_PARENT_MISSING, ROW_REFERENCE_UNKNOWN
from api.core.intake import Action, How, Outcome, Row, RowSpec
from api.core.taking import EXTERNAL, key_field
from api.exchange.imports.models import Import, ImportFault
from api.exchange.imports.pipeline import blocks
from api.exchange.specs import ports

_UNKNOWN = frozenset({ROW_PARENT_MISSING, ROW_REFERENCE_UNKNOWN})
_MADE = frozenset({Action.CREATED, Action.UPDATED})
Wanted = Mapping[str, str]


def take(ctx: Context, spec: RowSpec, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Let the type take rows; those that lack only what others of them made are taken again, level by level."""
    found = {outcome.row: outcome for outcome in spec.take(ctx, rows, how)}
    wanted = _own(spec, how)
    last = list(found.values())
    while wanted and how.write and (made := _made(rows, last, spec, how)):
        again = [row for row in rows if _lacks_only(row, found[row.number], wanted, made)]
        last = spec.take(ctx, again, how) if again else []
        found |= {outcome.row: outcome for outcome in last}
    return list(found.values())


def _own(spec: RowSpec, how: How) -> Wanted:
    """Fields that refer to rows of this very type, and in which scheme."""
    return {
        one.name: how.references[one.name]
        for one in spec.fields
        if one.refers_to == spec.name and one.name in how.references
    }


def _made(rows: Sequence[Row], outcomes: Iterable[Outcome], spec: RowSpec, how: How) -> set[tuple[str, str]]:
    made = {outcome.row for outcome in outcomes if outcome.action in _MADE}
    schemes = set(_own(spec, how).values())
    return {pair for row in rows if row.number in made for pair in _names(row.values, how.scheme, schemes)}


def _names(values: Mapping[str, Any], scheme: str, wanted: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What a row can be referred to by: scheme and value."""
    for one in wanted:
        own = values.get(key_field(one)) if not one.startswith(EXTERNAL) or one == scheme else None
        if own is not None:
            yield one, str(own)
        if one.startswith(EXTERNAL):
            system = one.removeprefix(EXTERNAL)
            for text in values.get("external_ids") or ():
                if text.startswith(f"{system}:"):
                    yield one, text.removeprefix(f"{system}:")


def _lacks_only(row: Row, outcome: Outcome, wanted: Wanted, there: set[tuple[str, str]]) -> bool:
    """Whether all that is wrong with a row is that it refers to what is `there`."""
    return outcome.action is Action.REFUSED and all(
        fault.spec in _UNKNOWN and (wanted.get(fault.field or ""), str(row.values.get(fault.field or ""))) in there
        for fault in outcome.faults
    )


@dataclass(slots=True)
class Promises:
    """What would be there by the time that rows are written, for rows that are only judged."""

    spec: RowSpec
    how: How
    wanted: Wanted
    there: set[tuple[str, str]] = field(default_factory=set)
    grows: bool = False

    @classmethod
    def of(cls, session: Session, one: Any, spec: RowSpec, how: How) -> Promises:
        """What the members before it bring, and the rows of its own file up to where it stands."""
        promises = cls(spec, how, {each.name: how.references[each.name] for each in spec.fields if each.refers_to})
        promises.grows = bool(_own(spec, how))
        for member in _before(session, one):
            promises._add(session, member.id, ports.row_specs[member.type], member.id_scheme)
        if promises.grows:
            promises._add(session, one.id, spec, one.id_scheme, one.cursor)
        return promises

    def _add(
        self, session: Session, import_id: UUID, spec: RowSpec, scheme: str | None, until: str | None = "end"
    ) -> None:
        """Rows of an import that were not refused, up to a place."""
        schemes = {self.wanted[one.name] for one in self.spec.fields if one.refers_to in (spec.name, *spec.is_a)}
        if not schemes or until is None:
            return
        refused = select(ImportFault.row).where(ImportFault.import_id == import_id).distinct()
        left_out = {*session.execute(refused).scalars(), *blocks.twins(session, import_id)}
        for row in _rows(session, import_id, until):
            if row.number not in left_out:
                self.there.update(_names(row.values, scheme or spec.keys[0], schemes))

    def excused(self, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Outcomes, those for good that lack only what will be there; each of them is there for the rows after it."""
        given = {row.number: row for row in rows}
        found = []
        for outcome in outcomes:
            row = given[outcome.row]
            if _lacks_only(row, outcome, self.wanted, self.there):
                outcome = Outcome(outcome.row, Action.CREATED, key=outcome.key)  # noqa: PLW2901
            if self.grows and outcome.action is not Action.REFUSED:
                self.there.update(_names(row.values, self.how.scheme, _own(self.spec, self.how).values()))
            found.append(outcome)
        return found


def _before(session: Session, one: Any) -> Sequence[Import]:
    if one.bundle_id is None:
        return ()
    stmt = select(Import).where(Import.bundle_id == one.bundle_id, Import.place < one.place)
    return session.execute(stmt.order_by(Import.place)).scalars().all()


def _rows(session: Session, import_id: UUID, until: str) -> Iterable[Row]:
    """Staged rows up to a place, `BLOCK:ROWS TAKEN OF IT`."""
    last, _, taken = until.partition(":")
    number = 0
    while (frame := blocks.load(session, import_id, number)) is not None:
        if str(number) == last:
            yield from blocks.rows_of(frame.head(int(taken)), clear=False)
            return
        yield from blocks.rows_of(frame, clear=False)
        number += 1
