"""Making and changing schools."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from api.access import reach
from api.access.permissions import Permission
from api.core import rollups
from api.core.context import Context
from api.core.errors import Refused, Violation
from api.ledger.service import Entry, record, record_all
from api.organizations import errors, queries, rules
from api.organizations.figures import SCHOOL_FIGURES, cell_of
from api.organizations.models import School
from api.organizations.queries import Parent
from api.organizations.rules import Facts, UnitKind
from api.organizations.schemas import CreatedSchool, SchoolBatchOut, SchoolIn, SchoolOut, SchoolPatch
from api.organizations.service.tree import (
    assign,
    external_rows,
    insert_units,
    name_columns,
    parent_violations,
    place,
    reference,
    refuse_if_any,
    replace_external_ids,
    subject,
    taken_values,
)


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
    refuse_if_any(_draft_violations(ctx, drafts, parents))
    made = [_new_school(ctx, parents[draft.facts["parent_id"]], rules.normal(draft.facts)) for draft in drafts]
    external_ids = [row for school, facts in made for row in external_rows(school.id, facts)]
    insert_units(ctx, [vars(school) for school, _ in made], external_ids)
    rollups.add(ctx, SCHOOL_FIGURES, [cell_of(facts) for _, facts in made])
    record_all(ctx, [Entry("school.created", subject(school), None, facts) for school, facts in made])
    return [
        queries.present(school, reference(parents[facts["parent_id"]]), facts["external_ids"]) for school, facts in made
    ]


def _new_school(ctx: Context, parent: Parent, facts: Facts) -> tuple[SimpleNamespace, Facts]:
    """The row of a new school, and its facts."""
    return SimpleNamespace(**place(ctx, UnitKind.SCHOOL, parent), **_school_columns(facts)), facts


def _draft_violations(ctx: Context, drafts: Sequence[_Draft], parents: dict[UUID, Parent]) -> Iterator[Violation]:
    """Everything that is wrong with new schools: each by itself, among each other, and with what is there."""
    taken = taken_values(ctx, UnitKind.SCHOOL, [draft.facts for draft in drafts])
    for draft in drafts:
        parent = parents.get(draft.facts["parent_id"])
        found = [
            *parent_violations(UnitKind.SCHOOL, parent),
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
    refuse_if_any(_change_violations(ctx, school, before, after))
    after = rules.normal(after)
    if after != before:
        assign(school, _school_columns(after), ctx)
        replace_external_ids(ctx, school.id, before, after)
        rollups.add(ctx, SCHOOL_FIGURES, [-cell_of(before), cell_of(after)])
        record(ctx, "school.updated", subject(school), before, after)
    return queries.present(school, parent, after["external_ids"])


def _refuse_unregistered(ctx: Context, school: School, violations: Iterable[Violation]) -> None:
    found = list(violations)
    if found and ctx.actor is not None and not reach.reaches(ctx, school.path, Permission.SCHOOL_REGISTER):
        raise Refused(errors.REGISTER_REQUIRED, found)


def _change_violations(ctx: Context, school: School, before: Facts, after: Facts) -> Iterator[Violation]:
    yield from rules.school_violations(after)
    yield from rules.repetitions([("", after)])
    if any(before[name] != after[name] for name in ("code", "credit_code", "external_ids")):
        yield from rules.taken_violations(after, taken_values(ctx, UnitKind.SCHOOL, [after], besides=school.id))


def _school_columns(facts: Facts) -> dict[str, Any]:
    """The columns that hold `facts`, and those derived from them."""
    own = {name: value for name, value in facts.items() if name not in ("parent_id", "external_ids")}
    return {**own, **name_columns(facts)}
