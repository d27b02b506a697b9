"""What making and changing any unit takes: its place in the tree, its names, what no two may share."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.core import ids, pinyin, search
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import CONFLICT, INVALID, Kind, Refused, Violation
from api.core.schemas import UnitRef
from api.ledger.rules import Subject
from api.organizations import errors, queries, rules
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.queries import Parent
from api.organizations.rules import Facts, Status, UnitKind

_UNIT, _SCHOOL, _EXTERNAL_ID = (model.metadata.tables[model.__tablename__] for model in (Unit, School, UnitExternalId))
_OF_UNIT, _OF_SCHOOL = (tuple(column.name for column in table.c) for table in (_UNIT, _SCHOOL))
_INSERT_UNIT, _INSERT_SCHOOL, _INSERT_EXTERNAL_ID = map(insert, (_UNIT, _SCHOOL, _EXTERNAL_ID))
_PATH_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def place(ctx: Context, kind: UnitKind, parent: Parent | None) -> dict[str, Any]:
    """The columns of a new unit of `kind` below `parent` that say where and since when it is."""
    segment = "".join(secrets.choice(_PATH_ALPHABET) for _ in range(10))
    return {
        "id": ids.ordered(),
        "kind": kind.value,
        "parent_id": parent.id if parent else None,
        "path": f"{parent.path if parent else ''}{segment}/",
        "depth": parent.depth + 1 if parent else 0,
        "created_at": ctx.now,
        "updated_at": ctx.now,
        "revision": 1,
    }


def name_columns(facts: Facts) -> dict[str, Any]:
    """How a unit is sorted and found: by pinyin, by all its names and codes."""
    codes = [facts["code"], facts.get("credit_code"), *(external["value"] for external in facts["external_ids"])]
    named = naming(facts["name"], facts["short_name"], facts.get("former_names", ()), codes)
    return dict(zip(("sort_key", "short_sort_key", "search_tokens"), named, strict=True))


def naming(
    name: str, short_name: str | None, former_names: Iterable[str], codes: Iterable[str | None]
) -> tuple[str, str | None, str]:
    """The sort keys of a unit's name and short name, and its search tokens."""
    key, letters = pinyin.spoken(name)
    short_key, short_letters = pinyin.spoken(short_name) if short_name else (None, "")
    initials = (letters, short_letters, *map(pinyin.initials, former_names))
    return key, short_key, search.tokens((name, short_name, *former_names, *codes), initials)


def insert_units(ctx: Context, rows: Sequence[Mapping[str, Any]], external_ids: Sequence[Mapping[str, Any]]) -> None:
    """Write units, and the schools among them. Into the tables: an entity costs a new row half as much again."""
    insert_rows(ctx.session, _INSERT_UNIT, [{name: row[name] for name in _OF_UNIT} for row in rows])
    schools = [{name: row[name] for name in _OF_SCHOOL} for row in rows if row["kind"] == UnitKind.SCHOOL]
    insert_rows(ctx.session, _INSERT_SCHOOL, schools)
    insert_rows(ctx.session, _INSERT_EXTERNAL_ID, external_ids)


def external_rows(unit_id: UUID, facts: Facts) -> list[dict[str, Any]]:
    """The external ids in `facts` as rows."""
    return [{**external, "unit_id": unit_id} for external in facts["external_ids"]]


def replace_external_ids(ctx: Context, unit_id: UUID, before: Facts, after: Facts) -> None:
    """Write the external ids of a unit anew where they differ."""
    if before["external_ids"] != after["external_ids"]:
        ctx.session.execute(delete(UnitExternalId).where(UnitExternalId.unit_id == unit_id))
        insert_rows(ctx.session, _INSERT_EXTERNAL_ID, external_rows(unit_id, after))


def assign(unit: Unit, columns: dict[str, Any], ctx: Context) -> None:
    """Change the row, whose revision rises by one; a change in between is refused as `conflict.stale` (access.guard)."""
    for name, value in columns.items():
        setattr(unit, name, value)
    unit.updated_at = ctx.now
    ctx.session.flush()


def parent_violations(kind: UnitKind, parent: Parent | None) -> Iterator[Violation]:
    """Whether a unit of `kind` can be put below `parent`."""
    if parent is None:
        yield Violation(errors.PARENT_NOT_FOUND, "/parent_id")
    elif parent.status == Status.CLOSED:
        yield Violation(errors.PARENT_CLOSED, "/parent_id")
    else:
        yield from rules.parent_violations(kind, parent.kind, parent.depth)


def taken_values(
    ctx: Context, kind: UnitKind, documents: Iterable[Facts], besides: UUID | None = None
) -> set[tuple[str, str]]:
    """What in these facts units other than `besides` have already."""
    values = (value for facts in documents for _, value in rules.unique_values(facts))
    return queries.find_taken(ctx, kind, values, besides)


def refuse_if_any(violations: Iterable[Violation]) -> None:
    """All faults at once: 409 when nothing but uniqueness is hurt, else 422."""
    found = list(violations)
    if not found:
        return
    specs = {violation.spec for violation in found}
    if any(spec.kind is not Kind.CONFLICT for spec in specs):
        raise Refused(INVALID, found)
    if len(specs) > 1:
        raise Refused(CONFLICT, found)
    raise Refused(specs.pop(), found, **found[0].params)


def reference(parent: Parent) -> UnitRef:
    """A parent as the wire shows it."""
    return UnitRef(id=parent.id, name=parent.name, kind=parent.kind)


def subject(unit: Unit | SimpleNamespace) -> Subject:
    """A unit, entity or new row, as the ledger's subject."""
    kind = UnitKind.SCHOOL.value if unit.kind == UnitKind.SCHOOL else "unit"
    return Subject(kind, unit.id, unit.name, unit.id, unit.revision)
