"""Changing the tree: units and schools are made and changed here, and nowhere else.

Each verb reads alike: load what is there, let the rules judge all of it at once, change, record. The caller commits.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from api.access import reach
from api.access.permissions import Permission
from api.core import ids, pinyin, search
from api.core.context import Context
from api.core.errors import CONFLICT, INVALID, Kind, Refused, Violation
from api.core.schemas import UnitRef
from api.ledger.rules import Subject
from api.ledger.service import Entry, record, record_all
from api.organizations import errors, queries, rules
from api.organizations.models import School, Unit, UnitExternalId
from api.organizations.queries import Parent
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.schemas import (
    CreatedSchool,
    SchoolBatchOut,
    SchoolIn,
    SchoolOut,
    SchoolPatch,
    UnitIn,
    UnitOut,
    UnitPatch,
    UnitRow,
)

# --- Schools ---------------------------------------------------------------------------------------------------------


def create_school(ctx: Context, wanted: SchoolIn) -> SchoolOut:
    """Register one school below a bureau or district.

    Errors: every fault at once as `input.invalid`; `unit.code_taken` and its like when only uniqueness is hurt.
    """
    return _create_schools(ctx, [_Draft("", wanted.model_dump())])[0]


def create_schools(ctx: Context, wanted: Sequence[SchoolIn]) -> SchoolBatchOut:
    """Register many schools, all or none, in as many statements as one. Errors as for one, below `/items/<index>`."""
    made = _create_schools(ctx, [_Draft(f"/items/{index}", item.model_dump()) for index, item in enumerate(wanted)])
    items = [CreatedSchool(index=index, id=school.id, revision=school.revision) for index, school in enumerate(made)]
    return SchoolBatchOut(items=items)


@dataclass(frozen=True, slots=True)
class _Draft:
    """The facts of a unit to be made, and where in the request they stand."""

    pointer: str
    facts: dict[str, Any]


def _create_schools(ctx: Context, drafts: Sequence[_Draft]) -> list[SchoolOut]:
    parents = queries.find_parents(ctx, {draft.facts["parent_id"] for draft in drafts})
    _refuse_if_any(_draft_violations(ctx, drafts, parents))
    made: list[tuple[School, Facts]] = []
    for facts in (rules.normal(draft.facts) for draft in drafts):
        place = _place(ctx, UnitKind.SCHOOL, parents[facts["parent_id"]])
        made.append((School(**place, **_school_columns(facts)), facts))
    _insert(ctx, made)
    record_all(ctx, [Entry("school.created", _subject(school), None, facts) for school, facts in made])
    return [
        queries.present(school, _reference(parents[facts["parent_id"]]), facts["external_ids"])
        for school, facts in made
    ]


def _draft_violations(ctx: Context, drafts: Sequence[_Draft], parents: dict[UUID, Parent]) -> Iterator[Violation]:
    """Everything that is wrong with new schools: each by itself, among each other, and with what is there."""
    taken = _taken(ctx, UnitKind.SCHOOL, [draft.facts for draft in drafts])
    for draft in drafts:
        parent = parents.get(draft.facts["parent_id"])
        found = [
            *_parent_violations(UnitKind.SCHOOL, parent),
            *rules.school_violations(draft.facts),
            *rules.taken_violations(draft.facts, taken),
        ]
        yield from (violation.below(draft.pointer) for violation in found)
    yield from rules.repetitions([(draft.pointer, draft.facts) for draft in drafts])


def update_school(ctx: Context, school_id: UUID, patch: SchoolPatch) -> SchoolOut:
    """Change a school; sending what it says already changes nothing.

    Errors: `not_found`, `conflict.stale`, `school.register_required` (403) for the fields that only the authority
    registers, every fault at once as `input.invalid`, `unit.code_taken` and its like.
    """
    school, parent, external_ids = queries.load_school(ctx, school_id)
    ctx.expect(school.revision)
    before = queries.facts_of(school, external_ids)
    after = {**before, **patch.model_dump(exclude_unset=True)}
    _refuse_unregistered(ctx, school, rules.register_violations(before, after))
    _refuse_if_any(_change_violations(ctx, school, before, after))
    after = rules.normal(after)
    if after != before:
        _assign(school, _school_columns(after), ctx)
        _replace_external_ids(ctx, school.id, before, after)
        record(ctx, "school.updated", _subject(school), before, after)
    return queries.present(school, parent, after["external_ids"])


def _refuse_unregistered(ctx: Context, school: School, violations: Iterable[Violation]) -> None:
    found = list(violations)
    if found and ctx.actor is not None and not reach.reaches(ctx, school.path, Permission.SCHOOL_REGISTER):
        raise Refused(errors.REGISTER_REQUIRED, found)


def _change_violations(ctx: Context, school: School, before: Facts, after: Facts) -> Iterator[Violation]:
    yield from rules.school_violations(after)
    yield from rules.repetitions([("", after)])
    if any(before[name] != after[name] for name in ("code", "credit_code", "external_ids")):
        yield from rules.taken_violations(after, _taken(ctx, UnitKind.SCHOOL, [after], besides=school.id))


def _school_columns(facts: Facts) -> dict[str, Any]:
    """The columns that hold `facts`, and those derived from them."""
    own = {name: value for name, value in facts.items() if name not in ("parent_id", "external_ids")}
    return {**own, **_name_columns(facts)}


# --- Other units -----------------------------------------------------------------------------------------------------


def create_unit(ctx: Context, wanted: UnitIn) -> UnitOut:
    """Make a region, bureau, section or district. A topmost province is made by the process itself only.

    Errors: every fault at once as `input.invalid`; `unit.code_taken` and its like when only uniqueness is hurt.
    """
    parent = queries.find_parents(ctx, {wanted.parent_id}).get(wanted.parent_id) if wanted.parent_id else None
    facts = rules.normal(wanted.model_dump())
    _refuse_if_any(_unit_violations(ctx, wanted, facts, parent))
    columns = {name: facts[name] for name in ("name", "short_name", "code")}
    place = _place(ctx, UnitKind(wanted.kind), parent)
    unit = Unit(**place, **columns, **_name_columns(facts), status=Status.OPERATING)
    _insert(ctx, [(unit, facts)])
    record(ctx, "unit.created", _subject(unit), None, facts)
    return queries.present_unit(unit, facts["external_ids"])


def plant_root(ctx: Context, code: str) -> UnitRow:
    """The division with this GB/T 2260 code as a unit, made with the divisions above it where they are not there yet.

    For the operator on the host and the demo. Errors: `input.invalid` for a code that is not in the table.
    """
    planted = queries.find_region_unit(ctx, code)
    if planted is not None:
        return planted
    division = queries.find_region(ctx, code)
    if division is None:
        raise Refused(INVALID, [Violation(errors.REGION_UNKNOWN, "/code")])
    parent = plant_root(ctx, division.parent_code) if division.parent_code else None
    wanted = {"kind": division.level, "name": division.name, "code": code, "parent_id": parent.id if parent else None}
    return create_unit(ctx, UnitIn.model_validate(wanted))


def _unit_violations(ctx: Context, wanted: UnitIn, facts: Facts, parent: Parent | None) -> Iterator[Violation]:
    kind = UnitKind(wanted.kind)
    root = kind is UnitKind.PROVINCE and wanted.parent_id is None and ctx.actor is None
    if not root and wanted.parent_id is None:
        yield Violation(errors.PARENT_REQUIRED, "/parent_id")
    elif not root:
        yield from _parent_violations(kind, parent)
    if kind in rules.REGIONS:
        yield from _region_violations(ctx, wanted, parent)
    yield from rules.repetitions([("", facts)])
    yield from rules.taken_violations(facts, _taken(ctx, kind, [facts]))


def _region_violations(ctx: Context, wanted: UnitIn, parent: Parent | None) -> Iterator[Violation]:
    if wanted.code is None:
        yield Violation(errors.REGION_CODE_REQUIRED, "/code")
        return
    region = rules.Region(UnitKind(wanted.kind), wanted.code, wanted.name)
    listed = queries.find_region(ctx, wanted.code)
    yield from rules.region_violations(region, listed, parent.code if parent else None)


def update_unit(ctx: Context, unit_id: UUID, patch: UnitPatch) -> UnitOut:
    """Change the names of a unit that is not a school; sending what it says already changes nothing.

    Errors: `not_found`, `conflict.stale`, every fault at once as `input.invalid`.
    """
    unit, external_ids = queries.load_unit(ctx, unit_id)
    ctx.expect(unit.revision)
    before = {"name": unit.name, "short_name": unit.short_name}
    after = {**before, **patch.model_dump(exclude_unset=True)}
    if unit.kind in rules.REGIONS and unit.code:
        region = rules.Region(UnitKind(unit.kind), unit.code, after["name"])
        _refuse_if_any(rules.region_violations(region, queries.find_region(ctx, unit.code), None))
    if after != before:
        named = {**after, "code": unit.code, "external_ids": [external.model_dump() for external in external_ids]}
        _assign(unit, {**after, **_name_columns(named)}, ctx)
        record(ctx, "unit.updated", _subject(unit), before, after)
    return queries.present_unit(unit, external_ids)


# --- What both share -------------------------------------------------------------------------------------------------

_PATH_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def _place(ctx: Context, kind: UnitKind, parent: Parent | None) -> dict[str, Any]:
    """The columns of a new unit of `kind` below `parent`."""
    segment = "".join(secrets.choice(_PATH_ALPHABET) for _ in range(10))
    return {
        "id": ids.ordered(),
        "kind": kind,
        "parent_id": parent.id if parent else None,
        "path": f"{parent.path if parent else ''}{segment}/",
        "depth": parent.depth + 1 if parent else 0,
        "created_at": ctx.now,
        "updated_at": ctx.now,
    }


def _name_columns(facts: Facts) -> dict[str, Any]:
    """How a unit is sorted and found: by pinyin, by all its names and codes."""
    short_name = facts["short_name"]
    names = [facts["name"], *filter(None, [short_name]), *facts.get("former_names", ())]
    codes = [facts["code"], facts.get("credit_code"), *(external["value"] for external in facts["external_ids"])]
    return {
        "sort_key": pinyin.sort_key(facts["name"]),
        "short_sort_key": pinyin.sort_key(short_name) if short_name else None,
        "search_tokens": search.tokens([*names, *codes], map(pinyin.initials, names)),
    }


def _insert(ctx: Context, made: Sequence[tuple[Unit, Facts]]) -> None:
    ctx.session.add_all([unit for unit, _ in made])
    ctx.session.flush()
    _insert_external_ids(
        ctx, [{**external, "unit_id": unit.id} for unit, facts in made for external in facts["external_ids"]]
    )


def _insert_external_ids(ctx: Context, rows: list[dict[str, Any]]) -> None:
    if rows:
        ctx.session.execute(insert(UnitExternalId), rows)


def _replace_external_ids(ctx: Context, unit_id: UUID, before: Facts, after: Facts) -> None:
    if before["external_ids"] != after["external_ids"]:
        ctx.session.execute(delete(UnitExternalId).where(UnitExternalId.unit_id == unit_id))
        _insert_external_ids(ctx, [{**external, "unit_id": unit_id} for external in after["external_ids"]])


def _assign(unit: Unit, columns: dict[str, Any], ctx: Context) -> None:
    """Change the row, whose revision rises by one; a change in between is refused as `conflict.stale` (access.guard)."""
    for name, value in columns.items():
        setattr(unit, name, value)
    unit.updated_at = ctx.now
    ctx.session.flush()


def _parent_violations(kind: UnitKind, parent: Parent | None) -> Iterator[Violation]:
    if parent is None:
        yield Violation(errors.PARENT_NOT_FOUND, "/parent_id")
    else:
        yield from rules.parent_violations(kind, parent.kind, parent.depth)


def _taken(
    ctx: Context, kind: UnitKind, documents: Iterable[Facts], besides: UUID | None = None
) -> set[tuple[str, str]]:
    values = (value for facts in documents for _, value in rules.unique_values(facts))
    return queries.find_taken(ctx, kind, values, besides)


def _refuse_if_any(violations: Iterable[Violation]) -> None:
    """All faults at once: 409 when nothing but uniqueness is hurt, else 422."""
    found = list(violations)
    if not found:
        return
    specs = {violation.spec for violation in found}
    if any(spec.kind is not Kind.CONFLICT for spec in specs):
        raise Refused(INVALID, found)
    raise Refused(specs.pop() if len(specs) == 1 else CONFLICT, found)


def _reference(parent: Parent) -> UnitRef:
    return UnitRef(id=parent.id, name=parent.name, kind=parent.kind)


def _subject(unit: Unit) -> Subject:
    kind = UnitKind.SCHOOL if isinstance(unit, School) else "unit"
    return Subject(kind, unit.id, unit.name, unit.id, unit.revision)
