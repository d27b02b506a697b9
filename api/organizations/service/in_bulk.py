"""The same door as `changes`, for thousands of schools at once: tables, versions, former ids, figures, but no event.

Whoever brings rows in writes one event for a chunk, with a manifest of what became of each.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.core import bulk, clock, ids, rollups
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT
from api.ledger.rules import plain
from api.organizations import queries, rules
from api.organizations.figures import SCHOOL_FIGURES, cell_of
from api.organizations.models import School, Unit, UnitExternalId, UnitFormer, UnitVersion
from api.organizations.queries import Held
from api.organizations.rules import Facts, UnitKind
from api.organizations.service.tree import name_columns

_UNIT, _SCHOOL, _EXTERNAL, _VERSION, _FORMER = (
    model.metadata.tables[model.__tablename__] for model in (Unit, School, UnitExternalId, UnitVersion, UnitFormer)
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_SEGMENT = 10
# What `name_columns` is made of, and what it makes.
_NAMES = frozenset({"name", "short_name", "former_names", "code", "credit_code", "external_ids"})
_OF_NAMES = ("sort_key", "short_sort_key", "search_tokens")


@dataclass(frozen=True, slots=True)
class New:
    """A unit to be made, below a unit at `above`."""

    kind: UnitKind
    above: str
    depth: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Change:
    """A unit as it is held, its facts after the change, and those that differ, as they were and as they are."""

    held: Held
    after: Facts
    was: Facts
    becomes: Facts

    @classmethod
    def to(cls, held: Held, after: Facts) -> "Change":
        """From what is held to the facts `after`."""
        return cls(held, after, *rules.difference(held.facts, after))

    @property
    def now(self) -> Held:
        """The unit after the change."""
        return self.held._replace(revision=self.held.revision + 1, facts=dict(self.after))


def enter_units(ctx: Context, wanted: Sequence[New]) -> list[Held]:
    """Write new units, schools among them; as they are then, in this order."""
    rows = [_row(ctx, new, segment) for new, segment in zip(wanted, segments(len(wanted)), strict=True)]
    schools = [row for row in rows if row["kind"] == UnitKind.SCHOOL]
    bulk.insert_many(ctx.session, _UNIT, rows)
    bulk.insert_many(ctx.session, _SCHOOL, schools)
    bulk.insert_many(ctx.session, _EXTERNAL, [each for row in rows for each in _external_rows(row["id"], row)])
    rollups.add(ctx, SCHOOL_FIGURES, map(cell_of, schools))
    return [
        Held(row["id"], new.kind, row["path"], row["revision"], ctx.now, dict(new.facts))
        for row, new in zip(rows, wanted, strict=True)
    ]


def _row(ctx: Context, new: New, segment: str) -> dict[str, Any]:
    return {
        "id": ids.ordered(),
        "kind": new.kind.value,
        "path": f"{new.above}{segment}/",
        "depth": new.depth,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "revision": 1,
        **new.facts,
        **name_columns(new.facts),
    }


def segments(number: int) -> Iterator[str]:
    """Random path segments, of fifty bits each; a letter is five bits of a random byte."""
    letters = secrets.token_bytes(number * _SEGMENT).translate(_LETTER_OF).decode()
    return (letters[place : place + _SEGMENT] for place in range(0, len(letters), _SEGMENT))


_LETTER_OF = bytes(ord(_LETTERS[byte % len(_LETTERS)]) for byte in range(256))


def _external_rows(unit_id: UUID, facts: Facts) -> Iterator[dict[str, Any]]:
    return ({**external, "unit_id": unit_id} for external in facts["external_ids"])


def change_units(ctx: Context, changes: Sequence[Change], action: str) -> None:
    """Take units to their new facts, from today on. Errors: `import.apply.conflict` when one is gone meanwhile."""
    touched = {name for change in changes for name in change.becomes}
    derived = _OF_NAMES if touched & _NAMES else ()
    rows = [_changed(ctx, change, name_columns(change.after) if derived else {}) for change in changes]
    for table, always in ((_UNIT, ("updated_at", "revision")), (_SCHOOL, ())):
        names = [name for name in (*sorted(touched), *derived, *always) if name in table.c]
        of_it = [row for row in rows if table is _UNIT or row["kind"] == UnitKind.SCHOOL] if names else []
        if bulk.update_many(ctx.session, table, of_it, names) != len(of_it):
            raise Refused(APPLY_CONFLICT)
    _replace_external_ids(ctx, changes)
    _count(ctx, changes)
    day = clock.legal_day(ctx.now)
    _retire(ctx, changes, day)
    bulk.insert_many(ctx.session, _VERSION, [_version(ctx, change, action, day) for change in changes])


def _changed(ctx: Context, change: Change, names: Facts) -> dict[str, Any]:
    held = change.held
    own = {"id": held.id, "kind": held.kind, "updated_at": ctx.now, "revision": held.revision + 1}
    return {**change.after, **names, **own}


def _replace_external_ids(ctx: Context, changes: Iterable[Change]) -> None:
    differing = [change for change in changes if "external_ids" in change.becomes]
    if differing:
        gone = [change.held.id for change in differing]
        ctx.session.execute(delete(_EXTERNAL).where(_EXTERNAL.c.unit_id.in_(gone)))
        rows = [row for change in differing for row in _external_rows(change.held.id, change.after)]
        bulk.insert_many(ctx.session, _EXTERNAL, rows)


def _count(ctx: Context, changes: Iterable[Change]) -> None:
    schools = [change for change in changes if change.held.kind == UnitKind.SCHOOL]
    before = (-cell_of(change.held.facts) for change in schools)
    rollups.add(ctx, SCHOOL_FIGURES, [*before, *(cell_of(change.after) for change in schools)])


def _retire(ctx: Context, changes: Iterable[Change], until_on: date) -> None:
    """Keep what a unit bears no more: it still finds the unit, and a code is never given to another."""
    renamed = [change for change in changes if change.becomes.keys() & _NAMES]
    lost = {each.held.id: set(rules.borne(each.held.facts)) - set(rules.borne(each.after)) for each in renamed}
    began = {each.held.id: each.held.created_at for each in renamed if lost[each.held.id]}
    lives = queries.lives_of(ctx, began) if began else {}
    rows = [
        {"id": ids.ordered(), "unit_id": unit_id, "scheme": scheme, "value": value, "until_on": until_on}
        | {"from_on": min(life.borne_since(scheme, value), until_on)}
        for unit_id, life in lives.items()
        for scheme, value in sorted(lost[unit_id])
    ]
    bulk.insert_many(ctx.session, _FORMER, rows)


def _version(ctx: Context, change: Change, action: str, day: date) -> dict[str, Any]:
    return {
        "id": ids.ordered(),
        "unit_id": change.held.id,
        "effective_on": day,
        "recorded_at": ctx.now,
        "action": action,
        "revision": change.held.revision + 1,
        "reason": None,
        "basis": None,
        "before": plain(change.was),
        "after": plain(change.becomes),
    }


def remove_units(ctx: Context, gone: Sequence[Held]) -> None:
    """Take away units that nothing refers to and that were never changed, as if they had not been made."""
    unit_ids = [held.id for held in gone]
    for table, column in ((_EXTERNAL, _EXTERNAL.c.unit_id), (_SCHOOL, _SCHOOL.c.id), (_UNIT, _UNIT.c.id)):
        ctx.session.execute(delete(table).where(column.in_(unit_ids)))
    schools = [held for held in gone if held.kind == UnitKind.SCHOOL]
    rollups.add(ctx, SCHOOL_FIGURES, [-cell_of(held.facts) for held in schools])
