"""Making and changing schools."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import Refused, Violation
from api.organizations import errors, queries, rules
from api.organizations.models import School
from api.organizations.queries import Parent
from api.organizations.rules import Facts, Status, UnitKind
from api.organizations.schemas import CreatedSchool, SchoolBatchOut, SchoolIn, SchoolOut, SchoolPatch
from api.organizations.service.changes import Deed, change_school, enter_schools, school_columns, today
from api.organizations.service.tree import parent_violations, place, reference, refuse_if_any, taken_values


def create_school(ctx: Context, wanted: SchoolIn) -> SchoolOut:
    """Register one school below a bureau or district.

    Errors: every fault at once as `input.invalid`; `unit.code_taken` and its like when only uniqueness is hurt.
    """
    return found_schools(ctx, [Draft("", wanted.model_dump())])[0]


def create_schools(ctx: Context, wanted: Sequence[SchoolIn]) -> SchoolBatchOut:
    """Register many schools, all or none, in as many statements as one. Errors as for one, below `/items/<index>`."""
    made = found_schools(ctx, [Draft(f"/items/{index}", item.model_dump()) for index, item in enumerate(wanted)])
    items = [CreatedSchool(index=index, id=school.id, revision=school.revision) for index, school in enumerate(made)]
    return SchoolBatchOut(items=items)


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of a unit to be made, and where in the request they stand."""

    pointer: str
    facts: dict[str, Any]


def found_schools(ctx: Context, drafts: Sequence[Draft], deed: Deed | None = None) -> list[SchoolOut]:
    """Judge and write new schools; with a deed their record begins on its day. Errors as for `create_schools`."""
    parents = queries.find_parents(ctx, {draft.facts["parent_id"] for draft in drafts})
    refuse_if_any(_draft_violations(ctx, drafts, parents))
    made = [_new_school(ctx, parents[draft.facts["parent_id"]], rules.normal(draft.facts)) for draft in drafts]
    enter_schools(ctx, made, deed)
    return [
        queries.present(school, reference(parents[facts["parent_id"]]), facts["external_ids"]) for school, facts in made
    ]


def _new_school(ctx: Context, parent: Parent, facts: Facts) -> tuple[SimpleNamespace, Facts]:
    """The row of a new school, and its facts."""
    return SimpleNamespace(**place(ctx, UnitKind.SCHOOL, parent), **school_columns(facts)), facts


def _draft_violations(ctx: Context, drafts: Sequence[Draft], parents: dict[UUID, Parent]) -> Iterator[Violation]:
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
    registers, `unit.closed` for a school that is closed, every fault at once as `input.invalid`, `unit.code_taken` and
    its like.
    """
    school, parent, external_ids = queries.load_school(ctx, school_id)
    ctx.expect(school.revision)
    before = queries.facts_of(school, external_ids)
    after = correct(ctx, school, before, patch.model_dump(exclude_unset=True))
    return queries.present(school, parent, after["external_ids"], queries.successors_of(ctx, school))


def correct(ctx: Context, school: School, before: Facts, changes: Facts) -> Facts:
    """Take a school from the facts `before` to those with `changes`, from today on; the facts that it has then."""
    after = {**before, **changes}
    _refuse_unregistered(ctx, school, rules.register_violations(before, after))
    refuse_if_any(_change_violations(ctx, school, before, after))
    after = rules.normal(after)
    if after != before:
        _refuse_closed(ctx, school)
        change_school(ctx, school, (before, after), today(ctx, "school.updated"))
    return after


def _refuse_unregistered(ctx: Context, school: School, violations: Iterable[Violation]) -> None:
    found = list(violations)
    if found and not _registers(ctx, school):
        raise Refused(errors.REGISTER_REQUIRED, found)


def _refuse_closed(ctx: Context, school: School) -> None:
    """A closed school's record is as it was left; the authority may still put an error in it right."""
    if school.status == Status.CLOSED and not _registers(ctx, school):
        raise Refused(errors.UNIT_CLOSED)


def _registers(ctx: Context, school: School) -> bool:
    return ctx.actor is None or reach.reaches(ctx, school.path, Permission.SCHOOL_REGISTER)


def _change_violations(ctx: Context, school: School, before: Facts, after: Facts) -> Iterator[Violation]:
    if before["status"] != after["status"] and Status.CLOSED in (before["status"], after["status"]):
        yield Violation(errors.STATUS_BY_VERB, "/status")
    yield from rules.school_violations(after)
    yield from rules.repetitions([("", after)])
    if any(before[name] != after[name] for name in ("code", "credit_code", "external_ids")):
        yield from rules.taken_violations(after, taken_values(ctx, UnitKind.SCHOOL, [after], besides=school.id))
