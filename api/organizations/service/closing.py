"""撤销, 恢复: a closed unit keeps its place, its codes and its record; only what nobody continues can be reopened."""

from collections.abc import Iterator
from uuid import UUID

from api.core.context import Context
from api.core.errors import Violation
from api.organizations import errors, queries
from api.organizations.models import Unit
from api.organizations.rules import STEPS, Facts, Status, Verb
from api.organizations.schemas import DeedIn, Restructured
from api.organizations.service.acts import Act, load, load_unit, perform
from api.organizations.service.groups import leave_groups
from api.organizations.service.tree import refuse_if_any


def close_school(ctx: Context, school_id: UUID, wanted: DeedIn, *, preview: bool = False) -> Restructured:
    """Close a school; it leaves its groups. Errors: `not_found`, `unit.verb_not_now`, `input.invalid`."""

    def _work(act: Act) -> None:
        school, _, before = load(ctx, school_id)
        refuse_if_any(act.violations(school, Verb.CLOSE, ("status",)))
        act.take(school, (before, stepped(before, Verb.CLOSE)), act.deed(Verb.CLOSE, school.kind))
        leave_groups(act, school)

    return perform(ctx, wanted, _work, preview=preview)


def close_unit(ctx: Context, unit_id: UUID, wanted: DeedIn, *, preview: bool = False) -> Restructured:
    """Close a bureau, section or district below which nothing is open. Errors: `unit.not_empty`, and as above."""

    def _work(act: Act) -> None:
        unit, before = load_unit(ctx, unit_id)
        queries.lock_subtree(ctx, unit.path)
        refuse_if_any([*act.violations(unit, Verb.CLOSE, ("status",)), *_emptiness(ctx, unit)])
        status = stepped(before, Verb.CLOSE)
        act.take_unit(unit, (before, status), act.deed(Verb.CLOSE, unit.kind), {"status": status["status"]})

    return perform(ctx, wanted, _work, preview=preview)


def reopen_school(ctx: Context, school_id: UUID, wanted: DeedIn, *, preview: bool = False) -> Restructured:
    """Take a closed or suspended school up again. Errors: `unit.has_successor`, `unit.parent_closed`, and as above."""

    def _work(act: Act) -> None:
        school, _, before = load(ctx, school_id)
        refuse_if_any([*act.violations(school, Verb.REOPEN, ("status",)), *_obstacles(ctx, school)])
        act.take(school, (before, stepped(before, Verb.REOPEN)), act.deed(Verb.REOPEN, school.kind))

    return perform(ctx, wanted, _work, preview=preview)


def reopen_unit(ctx: Context, unit_id: UUID, wanted: DeedIn, *, preview: bool = False) -> Restructured:
    """Take a closed bureau, section or district up again. Errors as for a school."""

    def _work(act: Act) -> None:
        unit, before = load_unit(ctx, unit_id)
        refuse_if_any([*act.violations(unit, Verb.REOPEN, ("status",)), *_obstacles(ctx, unit)])
        status = stepped(before, Verb.REOPEN)
        act.take_unit(unit, (before, status), act.deed(Verb.REOPEN, unit.kind), {"status": status["status"]})

    return perform(ctx, wanted, _work, preview=preview)


def stepped(before: Facts, verb: Verb) -> dict[str, object]:
    """The facts after `verb`, which has been found legal."""
    return {**before, "status": STEPS[Status(before["status"]), verb].value}


def _emptiness(ctx: Context, unit: Unit) -> Iterator[Violation]:
    below = queries.count_open_below(ctx, unit)
    if below:
        yield Violation(errors.NOT_EMPTY, params={"count": below})


def _obstacles(ctx: Context, unit: Unit) -> Iterator[Violation]:
    if queries.successors_of(ctx, unit):
        yield Violation(errors.HAS_SUCCESSOR)
    if queries.is_parent_closed(ctx, unit):
        yield Violation(errors.PARENT_CLOSED)
