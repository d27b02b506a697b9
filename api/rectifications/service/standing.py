"""Moving a problem: whether the caller may, and what every move leaves behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.access.permissions import Permission
from api.core import ids, notices, rollups
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused
from api.ledger.rules import Subject
from api.ledger.service import record
from api.rectifications import queries, rules
from api.rectifications.figures import PROBLEM_FIGURES, cells_of
from api.rectifications.models import RectificationAct, RectificationProblem, RectificationTask
from api.rectifications.queries import Standing
from api.rectifications.rules import Facts, ProblemState, RectificationVerb, Step

ACTIONS: Mapping[RectificationVerb, str] = {
    RectificationVerb.CHANGE: "rectification.changed",
    RectificationVerb.CONFIRM: "rectification.confirmed",
    RectificationVerb.CONTEST: "rectification.contested",
    RectificationVerb.SUSTAIN: "rectification.contest_sustained",
    RectificationVerb.DISMISS: "rectification.contest_dismissed",
    RectificationVerb.ASSIGN: "rectification.assigned",
    RectificationVerb.START: "rectification.started",
    RectificationVerb.SUBMIT: "rectification.submitted",
    RectificationVerb.ACCEPT: "rectification.accepted",
    RectificationVerb.RETURN: "rectification.returned",
    RectificationVerb.EXTEND: "rectification.extension_asked",
    RectificationVerb.GRANT: "rectification.extension_granted",
    RectificationVerb.REFUSE: "rectification.extension_refused",
    RectificationVerb.CONSOLIDATE: "rectification.consolidated",
    RectificationVerb.REOPEN: "rectification.reopened",
    RectificationVerb.WITHDRAW: "rectification.withdrawn",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A problem of the expected revision to which the caller may do `verb` now."""

    problem: RectificationProblem
    standing: Standing
    tasks: Sequence[RectificationTask]
    facts: Facts
    verb: RectificationVerb
    step: Step


@dataclass(frozen=True, slots=True)
class Move:
    """What a move changes, what the caller says to it, and the time limit that it is about."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None
    due_on: date | None = None


def open_problem(ctx: Context, problem_id: UUID, verb: RectificationVerb) -> Opened:
    """A problem to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `rectification.wrong_state`, `access.denied`, those of the guards.
    """
    problem, standing = queries.load_problem(ctx, problem_id)
    ctx.expect(problem.revision)
    step = rules.step(ProblemState(problem.state), verb)
    if not standing.holds(step.needs):
        raise Refused(FORBIDDEN)
    tasks = queries.tasks_of(ctx, problem.id)
    facts = queries.facts_of(ctx, problem, standing, tasks)
    rules.pass_guards(step, facts)
    return Opened(problem, standing, tasks, facts, verb, step)


def take(ctx: Context, opened: Opened, move: Move) -> None:
    """Make the move: the row, its figures, the act, the ledger's event."""
    problem = opened.problem
    counted = cells_of(problem)
    before = {name: getattr(problem, name) for name in ("state", *move.changes)}
    for name, value in move.changes.items():
        setattr(problem, name, value)
    problem.state, problem.updated_at = opened.step.after.value, ctx.now
    ctx.session.flush()
    rollups.add(ctx, PROBLEM_FIGURES, [*(-cell for cell in counted), *cells_of(problem)])
    own = opened.step.needs is Permission.RECTIFICATION_DO
    act(ctx, problem, opened.verb.value, move, own=own)
    after = {name: getattr(problem, name) for name in before}
    record(ctx, ACTIONS[opened.verb], subject(ctx, problem), before, after, reason=move.text)


def act(ctx: Context, problem: RectificationProblem, verb: str, move: Move, *, own: bool) -> None:
    """Write a line of the problem's timeline."""
    row = {"id": ids.ordered(), "problem_id": problem.id, "at": ctx.now, "verb": verb, "state": problem.state}
    said = {"own": own, "inner": problem.sent_on is None, "actor_id": ctx.signed_in.id}
    ctx.session.execute(insert(RectificationAct).values(**row, **said, text=move.text, due_on=move.due_on))


def subject(ctx: Context, problem: RectificationProblem) -> Subject:
    """A problem as the ledger's subject. What the unit does not know of yet is an event of the finder's unit."""
    unit = problem.unit_id if problem.sent_on else ctx.signed_in.grants[0].unit_id
    return Subject("rectification", problem.id, problem.title, unit, problem.revision)


def about(problem: RectificationProblem) -> notices.About:
    """A problem as notices are about it."""
    return notices.About("rectification", problem.id, problem.title, problem.unit_id)
