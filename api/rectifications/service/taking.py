"""Problems as rows: one row, one problem that was found at a school. It is known by school, title and day.

The school does not know of it until it is sent; what was sent is no longer changed by a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import bulk, clock, ids
from api.core.context import Context
from api.core.errors import Refused
from api.core.faults import APPLY_CONFLICT, CHANGED_SINCE, OUTSIDE_REACH, ROW_EXISTS, ROW_NOT_FOUND
from api.core.intake import Action, Fault, How, Mode, Outcome, Row
from api.core.taking import Case, covers
from api.ledger.rules import plain
from api.organizations import queries as organizations
from api.organizations.service.naming import Schools
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationAct, RectificationProblem
from api.rectifications.queries import FACTS
from api.rectifications.rules import ProblemState, RectificationVerb, Severity
from api.rectifications.service.problems import new_problem, tokens

_PROBLEMS: Any = RectificationProblem.__table__
_KEY = ("title", "found_on")
_CHANGED = (*FACTS, "source_label", "search_tokens", "updated_at", "revision")
_NEEDED = ("title", "kind", "cause", "severity", "found_on")
DEFAULTS: Mapping[str, Any] = {"source": "supervision", "cause": "unknown", "severity": Severity.GENERAL.value}

Key = tuple[UUID, str, date]


@dataclass(slots=True)
class _Case(Case):
    """A row, the problem that it is about, and what that will say."""

    unit_id: UUID | None = None
    made: UUID | None = None
    held: Any = None
    after: Mapping[str, Any] | None = None

    @property
    def found_on(self) -> date:
        """The day of the row."""
        return date.fromisoformat(self.row.values["found_on"])


def take_problems(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge a chunk of rows and, if it is to be written, write those that nothing is wrong with."""
    cases = [_Case(row, row.values.get("title")) for row in rows]
    schools = Schools.read(ctx, cases, how)
    for case in cases:
        unit = schools.of(case)
        case.unit_id = unit.id if unit else None
        case.missing(_KEY)
    sound = [case for case in cases if not case.faults]
    units, titles = {case.unit_id for case in sound if case.unit_id}, {case.row.values["title"] for case in sound}
    held = queries.problems_named(ctx, units, titles, lock=how.write)
    by_key: dict[Key, Any] = {(row.unit_id, row.title, row.found_on): row for row in held}
    for case in sound:
        assert case.unit_id is not None
        case.held = by_key.get((case.unit_id, case.row.values["title"], case.found_on))
        _judge(ctx, case, how)
    if how.write:
        _write(ctx, [case for case in cases if not case.faults])
    return [_outcome(case) for case in cases]


def _judge(ctx: Context, case: _Case, how: How) -> None:
    """Everything that is wrong with a row by itself, and what becomes of the problem."""
    if case.held is None and how.mode is Mode.UPDATE:
        case.refuse(ROW_NOT_FOUND, "title")
    elif case.held is not None and how.mode is Mode.CREATE:
        case.refuse(ROW_EXISTS, "title")
    elif case.held is None:
        case.missing(("kind",))
    case.cleared(_NEEDED)
    if case.faults:
        return
    after = _come_to(case)
    case.refuse_all(rules.problem_violations(after, clock.legal_day(ctx.now)))
    before = case.held and {name: getattr(case.held, name) for name in after}
    if before is not None and before != after and case.held.state != ProblemState.IDENTIFIED:
        case.refuse(errors.SENT_ALREADY, None)
    if not case.faults:
        case.after = after
        case.action = Action.CREATED if before is None else Action.UNCHANGED if before == after else Action.UPDATED


def _come_to(case: _Case) -> dict[str, Any]:
    """The facts of the problem as they will be. A field that is absent stays as it is; the source stands."""
    values, held = case.row.values, case.held
    facts = {name: values.get(name, getattr(held, name) if held else DEFAULTS.get(name)) for name in FACTS}
    label = values.get("source_label", held.source_label if held else None)
    source = held.source_type if held else values.get("source") or DEFAULTS["source"]
    return {**facts, "found_on": case.found_on, "source_type": source, "source_label": label}


def _write(ctx: Context, cases: Sequence[_Case]) -> None:
    made, changed, acts = [], [], []
    for case in cases:
        if case.action is Action.CREATED and case.unit_id is not None:
            problem = new_problem(ctx, case.unit_id, {**(case.after or {}), "source_id": None})
            case.made = problem.id
            made.append(problem)
            acts.append(_act(ctx, problem.id, "find", ProblemState.IDENTIFIED))
        elif case.action is Action.UPDATED:
            changed.append({"id": case.held.id, "revision": case.held.revision + 1, **_written(ctx, case.after or {})})
            acts.append(_act(ctx, case.held.id, RectificationVerb.CHANGE.value, ProblemState.IDENTIFIED))
    ctx.session.add_all(made)
    ctx.session.flush()
    _change(ctx, changed, _CHANGED)
    _write_acts(ctx, acts)


def _written(ctx: Context, facts: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: facts[name] for name in (*FACTS, "source_label")}
    return {**named, "search_tokens": tokens(facts), "updated_at": ctx.now}


def _act(ctx: Context, problem_id: UUID, verb: str, state: ProblemState) -> dict[str, Any]:
    said = {"own": False, "inner": True, "actor_id": ctx.signed_in.id, "text": None, "due_on": None}
    return {"id": ids.ordered(), "problem_id": problem_id, "at": ctx.now, "verb": verb, "state": state.value, **said}


def _write_acts(ctx: Context, acts: Sequence[Mapping[str, Any]]) -> None:
    if acts:
        ctx.session.execute(insert(RectificationAct), acts)


def _change(ctx: Context, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    if bulk.update_many(ctx.session, _PROBLEMS, rows, names) != len(rows):
        raise Refused(APPLY_CONFLICT)


def _outcome(case: _Case) -> Outcome:
    if case.faults:
        return case.refused()
    held, after = case.held, case.after or {}
    before = held and {name: getattr(held, name) for name in after if getattr(held, name) != after[name]}
    revision = held.revision if held else None
    written = case.made is not None or case.action is Action.UPDATED
    return Outcome(
        row=case.row.number,
        action=case.action,
        id=held.id if held else case.made,
        key=case.key,
        revision_before=revision,
        revision=(revision or 0) + 1 if written else revision,
        before=plain(before) if before else None,
    )


# --- Taking back -----------------------------------------------------------------------------------------------------


def undo_problems(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to problems that nobody has touched since.

    A new one is withdrawn before its school has heard of it: what was once found leaves its line in the record.
    """
    held = queries.problems_by_id(ctx, [outcome.id for outcome in outcomes if outcome.id is not None])
    paths = organizations.paths_for(ctx, ctx.permission or "")
    withdrawn, restored, acts, undone = [], [], [], []
    for was in outcomes:
        now = held.get(was.id) if was.id else None
        if now is None or now.revision != was.revision or not covers(paths, now.path):
            spec = OUTSIDE_REACH if now is not None and not covers(paths, now.path) else CHANGED_SINCE
            undone.append(Outcome(was.row, Action.REFUSED, was.id, was.key, faults=(Fault(None, spec),)))
            continue
        row = {"id": now.id, "updated_at": ctx.now, "revision": now.revision + 1}
        if was.action is Action.CREATED:
            withdrawn.append(row | {"state": ProblemState.WITHDRAWN.value})
            acts.append(_act(ctx, now.id, RectificationVerb.WITHDRAW.value, ProblemState.WITHDRAWN))
        elif was.action is Action.UPDATED:
            restored.append(row | _written(ctx, _as_before(now, was.before or {})))
            acts.append(_act(ctx, now.id, RectificationVerb.CHANGE.value, ProblemState.IDENTIFIED))
        undone.append(_undone(was))
    _change(ctx, withdrawn, ("state", "updated_at", "revision"))
    _change(ctx, restored, _CHANGED)
    _write_acts(ctx, acts)
    return undone


def _as_before(now: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: getattr(now, name) for name in (*FACTS, "source_label")} | dict(before)
    found_on = facts["found_on"]
    return facts | {"found_on": date.fromisoformat(found_on) if isinstance(found_on, str) else found_on}


def _undone(was: Outcome) -> Outcome:
    if was.action is Action.UNCHANGED:
        return Outcome(was.row, Action.UNCHANGED, was.id, was.key, was.revision, was.revision)
    return Outcome(was.row, Action.UPDATED, was.id, was.key, was.revision, (was.revision or 0) + 1)
