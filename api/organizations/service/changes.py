"""The one door through which units come and change: tables, versions, former ids, figures and the ledger, together.

Whatever a verb does to a unit, it says here as facts before and after; nothing else writes these tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids, rollups
from api.core.context import Context
from api.core.database import insert_rows
from api.ledger.rules import plain
from api.ledger.service import Entry, record, record_all
from api.organizations import queries, rules
from api.organizations.canonical import school_document
from api.organizations.figures import SCHOOL_FIGURES, cell_of
from api.organizations.models import School, Unit, UnitFormer, UnitVersion
from api.organizations.rules import Facts
from api.organizations.service.tree import (
    assign,
    external_rows,
    insert_units,
    name_columns,
    replace_external_ids,
    subject,
)

_VERSIONS, _FORMER = (insert(model.metadata.tables[model.__tablename__]) for model in (UnitVersion, UnitFormer))
_NOT_COLUMNS = ("parent_id", "external_ids")


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to a unit: the event's name, since when it holds, why, on what document.

    `notes` are said beside the facts that change, each as it was and as it is: the names behind ids.
    """

    action: str
    effective_on: date
    reason: str | None = None
    basis: str | None = None
    notes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def said(self, which: int) -> dict[str, Any]:
        """The notes as they were (0) or are (1)."""
        return {name: pair[which] for name, pair in self.notes.items()}


def today(ctx: Context, action: str) -> Deed:
    """A deed that holds from the day on which it is entered."""
    return Deed(action, clock.legal_day(ctx.now))


def enter_schools(ctx: Context, schools: Sequence[tuple[SimpleNamespace, Facts]], deed: Deed | None = None) -> None:
    """Write new schools, rows with their facts. With a deed their record begins on its day, else today."""
    external_ids = [row for school, facts in schools for row in external_rows(school.id, facts)]
    insert_units(ctx, [vars(school) for school, _ in schools], external_ids)
    if deed is not None:
        rows = [_version(ctx, school, ({}, dict(facts)), deed) for school, facts in schools]
        insert_rows(ctx.session, _VERSIONS, rows)
    rollups.add(ctx, SCHOOL_FIGURES, [cell_of(facts) for _, facts in schools])
    reason, notes = (deed.reason, _said(deed)) if deed else (None, {})
    created = "school.created"
    record_all(
        ctx,
        [
            Entry(created, subject(row), None, {**facts, **notes}, reason, school_document(row, facts))
            for row, facts in schools
        ],
    )


def change_school(
    ctx: Context, school: School, states: tuple[Facts, Facts], deed: Deed, place: Mapping[str, Any] | None = None
) -> None:
    """Take a school from the first to the second of `states`; `place` has the columns of another place in the tree."""
    before, after = states
    assign(school, {**school_columns(after), **(place or {})}, ctx)
    replace_external_ids(ctx, school.id, before, after)
    rollups.add(ctx, SCHOOL_FIGURES, [-cell_of(before), cell_of(after)])
    _keep(ctx, school, states, deed)


def change_unit(ctx: Context, unit: Unit, states: tuple[Facts, Facts], deed: Deed, columns: Mapping[str, Any]) -> None:
    """The same for a unit that is not a school; `columns` are those that change."""
    assign(unit, dict(columns), ctx)
    _keep(ctx, unit, states, deed)


def _keep(ctx: Context, unit: Unit, states: tuple[Facts, Facts], deed: Deed) -> None:
    before, after = states
    _retire(ctx, unit, states, deed.effective_on)
    insert_rows(ctx.session, _VERSIONS, [_version(ctx, unit, rules.difference(before, after), deed)])
    was, now = {**before, **deed.said(0)}, {**after, **_said(deed)}
    document = school_document(unit, after) if isinstance(unit, School) else None
    record(ctx, deed.action, subject(unit), was, now, reason=deed.reason, document=document)


def _said(deed: Deed) -> dict[str, Any]:
    """What the ledger says beside the facts."""
    dated = {} if deed.action.endswith(".updated") else {"effective_on": deed.effective_on}
    return {**dated, **({"basis": deed.basis} if deed.basis else {}), **deed.said(1)}


def _version(ctx: Context, unit: Any, change: tuple[Facts, Facts], deed: Deed) -> dict[str, Any]:
    before, after = ({**plain(facts), **plain(deed.said(which))} for which, facts in enumerate(change))
    return {
        "id": ids.ordered(),
        "unit_id": unit.id,
        "effective_on": deed.effective_on,
        "recorded_at": ctx.now,
        "action": deed.action,
        "revision": unit.revision,
        "reason": deed.reason,
        "basis": deed.basis,
        "before": before,
        "after": after,
    }


def _retire(ctx: Context, unit: Unit, states: tuple[Facts, Facts], until_on: date) -> None:
    """Keep what the unit bears no more: it still finds the unit, and a code is never given to another."""
    before, after = states
    lost = set(rules.borne(before)) - set(rules.borne(after))
    if not lost:
        return
    life = queries.life_of(ctx, unit)
    rows = [
        {"id": ids.ordered(), "unit_id": unit.id, "scheme": scheme, "value": value, "until_on": until_on}
        | {"from_on": min(life.borne_since(scheme, value), until_on)}
        for scheme, value in sorted(lost)
    ]
    insert_rows(ctx.session, _FORMER, rows)


def school_columns(facts: Facts) -> dict[str, Any]:
    """The columns that hold the facts of a school, and those derived from them."""
    return {**{name: value for name, value in facts.items() if name not in _NOT_COLUMNS}, **name_columns(facts)}


def place_columns(parent_id: UUID, path: str, depth: int) -> dict[str, Any]:
    """The columns of a unit's place in the tree."""
    return {"parent_id": parent_id, "path": path, "depth": depth}
