"""Making and changing every unit that is not a school."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import UUID

from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation
from api.ledger.service import record
from api.organizations import errors, queries, rules
from api.organizations.queries import Parent
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.schemas import UnitIn, UnitOut, UnitPatch, UnitRow
from api.organizations.service.changes import change_unit, today
from api.organizations.service.tree import (
    external_rows,
    insert_units,
    name_columns,
    parent_violations,
    place,
    refuse_if_any,
    subject,
    taken_values,
)


def create_unit(ctx: Context, wanted: UnitIn) -> UnitOut:
    """Make a region, bureau, section or district. A topmost province is made by the process itself only.

    Errors: every fault at once as `input.invalid`; `unit.code_taken` and its like when only uniqueness is hurt.
    """
    parent = queries.find_parents(ctx, {wanted.parent_id}).get(wanted.parent_id) if wanted.parent_id else None
    facts = rules.normal(wanted.model_dump())
    refuse_if_any(_unit_violations(ctx, wanted, facts, parent))
    columns = {name: facts[name] for name in ("name", "short_name", "code")}
    located = place(ctx, UnitKind(wanted.kind), parent)
    row = {**located, **columns, **name_columns(facts), "status": Status.OPERATING.value}
    insert_units(ctx, [row], external_rows(row["id"], facts))
    unit = SimpleNamespace(**row)
    record(ctx, "unit.created", subject(unit), None, facts)
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
        yield from parent_violations(kind, parent)
    if kind in rules.REGIONS:
        yield from _region_violations(ctx, wanted, parent)
    yield from rules.repetitions([("", facts)])
    yield from rules.taken_violations(facts, taken_values(ctx, kind, [facts]))


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
        refuse_if_any(rules.region_violations(region, queries.find_region(ctx, unit.code), None))
    if after != before:
        named = {**after, "code": unit.code, "external_ids": [external.model_dump() for external in external_ids]}
        deed = today(ctx, "unit.updated")
        change_unit(ctx, unit, (before, after), deed, {**after, **name_columns(named)})
    return queries.present_unit(unit, external_ids, queries.successors_of(ctx, unit))
