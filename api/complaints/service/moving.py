"""Moving a case: whether the caller may, and what every move leaves behind: clocks, a line, an event, the reporter's view.

The ledger is told that something was done to *a* case: its subject is random, its unit is the bureau, and of what
changed it keeps the names and the revision. Which case it was stands in the line of the timeline only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.access.permissions import Permission
from api.access.providers import providers
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase, ComplaintStep
from api.complaints.ports import ports
from api.complaints.queries import visible, work
from api.complaints.queries.visible import Standing
from api.complaints.rules import states
from api.complaints.rules.states import CaseFacts, CaseState, CaseStep, CaseVerb, Event, Who
from api.complaints.service.ticking import tick
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import FORBIDDEN, INVALID, Refused, Violation
from api.ledger.rules import Subject
from api.ledger.service.events import Entry, record_all

_NOBODY = Standing(leads=False, receives=False, handles=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case of the expected revision to which the caller may do `verb` now. `who`: as whom."""

    case: ComplaintCase
    standing: Standing
    facts: CaseFacts
    verb: CaseVerb
    step: CaseStep
    who: Who


@dataclass(frozen=True, slots=True)
class Move:
    """What a move changes, and why. `content_id`: what was sealed of it already.

    `events` instead of the table's; `since`: the day of receipt from which clocks count, where it is another.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    content_id: UUID | None = None
    events: tuple[Event, ...] | None = None
    since: date | None = None
    touched: Collection[str] = ()


def open_case(ctx: Context, case_id: UUID, verb: CaseVerb, **said: Any) -> Opened:
    """A case to which the caller may do `verb` now; `said` are facts that come with it.

    Errors: `not_found`, `conflict.stale`, `complaint.wrong_state`, `access.denied`, those of the guards.
    """
    case, standing = visible.load_case(ctx, case_id)
    ctx.expect(case.revision)
    step = states.step(CaseState(case.state), verb)
    held = step.who & standing.who
    if not held:
        raise Refused(FORBIDDEN)
    facts = replace(work.facts_of(ctx, case), **said)
    states.pass_guards(step, facts)
    return Opened(case, standing, facts, verb, step, min(held))


def open_for(ctx: Context, case: ComplaintCase, verb: CaseVerb, who: Who) -> Opened | None:
    """The same for the reporter or a job, who have a case in hand; None where it is not possible now."""
    state = CaseState(case.state)
    step = states.STEPS.get((state, verb))
    facts = work.facts_of(ctx, case)
    if step is None or who not in step.who or any(states.unmet(guard, facts) for guard in step.guards):
        return None
    return Opened(case, _NOBODY, facts, verb, step, who)


def take(ctx: Context, opened: Opened, move: Move = Move()) -> None:
    """Make the move."""
    case, step = opened.case, opened.step
    if step.reason and move.reason is None and move.content_id is None:
        raise Refused(INVALID, [Violation(errors.REASON_MISSING, "/reason")])
    changed = sorted({name for name, value in move.changes.items() if getattr(case, name) != value} | {*move.touched})
    for name, value in move.changes.items():
        setattr(case, name, value)
    case.state, case.updated_at = step.after.value, ctx.now
    ctx.session.flush()
    tick(ctx, case, step.events if move.events is None else move.events, since=move.since)
    content = move.content_id or seal(ctx, case, "reason", move.reason)
    note(ctx, case, Line(opened.verb.value, opened.who, changed, content))
    ports.publish(ctx, case)


def seal(ctx: Context, case: ComplaintCase, kind: str, text: str | None) -> UUID | None:
    """Seal a text under the case's key, if there is one."""
    return ports.write(ctx, case, kind, text) if text else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a timeline: what was done by whom, which facts it touched, what was sealed of it."""

    verb: str
    who: Who
    fields: Collection[str] = ()
    content_id: UUID | None = None


def note(ctx: Context, case: ComplaintCase, line: Line) -> None:
    """Write the line, and the ledger's event, which does not name the case."""
    note_all(ctx, [case], line)


def note_all(ctx: Context, cases: Sequence[ComplaintCase], line: Line) -> None:
    """The same of many cases at once."""
    fields = sorted(line.fields)
    said: dict[str, Any] = {"verb": line.verb, "who": line.who.value, "fields": fields, "content_id": line.content_id}
    said |= {"actor_id": ctx.actor.id if ctx.actor and not ctx.actor.machine else None}
    said |= {"at": ctx.now, "step_on": clock.legal_day(ctx.now)}
    about = [Subject("complaint", ids.random(), "", case.unit_id, case.revision) for case in cases]
    events = record_all(ctx, [Entry(f"complaint.{line.verb}", one, None, {"fields": fields}) for one in about])
    rows = [
        {"id": ids.random(), "case_id": case.id, "state": case.state, "track": case.track, "event_id": event, **said}
        for case, event in zip(cases, events, strict=True)
    ]
    insert_rows(ctx.session, _STEPS, rows)


_STEPS = insert(ComplaintStep.metadata.tables[ComplaintStep.__tablename__])


def tell(ctx: Context, case: ComplaintCase, permission: Permission, kind: str) -> None:
    """Send a notice to who holds `permission` for the bureau and does not keep out of the case."""
    tell_all(ctx, [case], permission, kind)


def tell_all(ctx: Context, cases: Sequence[ComplaintCase], permission: Permission, kind: str) -> None:
    """The same of many cases at once: who holds it is asked once for each bureau."""
    me = ctx.actor.id if ctx.actor else None
    bureaus = {case.unit_id for case in cases}
    holders = {unit: {*providers.find_holders(ctx.session, permission, unit)} - {me} for unit in bureaus}
    asked = {case.id: holders[case.unit_id] for case in cases if holders[case.unit_id]}
    free = visible.open_to_each(ctx.session, asked) if asked else {}
    notices.notify_each(ctx, kind, [notices.Told(free[case.id], about(case)) for case in cases if case.id in free])


def tell_accounts(ctx: Context, case: ComplaintCase, accounts: Collection[UUID], kind: str) -> None:
    """Send a notice to these accounts, the caller and who keeps out of the case aside."""
    others = set(accounts) - {ctx.actor.id if ctx.actor else None}
    if others:
        notices.notify(ctx, visible.open_to(ctx.session, case.id, others), kind, about(case))


def about(case: ComplaintCase) -> notices.About:
    """A case as notices are about it: its number, and nothing of what it says."""
    return notices.About("complaint", case.id, case.number or "–", case.unit_id)
