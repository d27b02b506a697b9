"""Accountability actions: drawn up, issued, closed, revoked."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.calendars import queries as calendars
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.ledger.rules import Subject
from api.ledger.service import record
from api.rectifications import errors, queries, rules
from api.rectifications.models import AccountabilityAction
from api.rectifications.rules import ACTION_TYPES, ActionState, ActionVerb
from api.rectifications.schemas import AccountabilityActionIn, AccountabilityActionOut, AccountabilityActionPatch

ISSUED = notices.define("accountability.issued", permission=Permission.ACCOUNTABILITY_READ)
_FACTS = ("type", "title", "document_no", "basis", "demand", "effect")
_ACTIONS: Mapping[ActionVerb, str] = {
    ActionVerb.CHANGE: "accountability.changed",
    ActionVerb.ISSUE: "accountability.issued",
    ActionVerb.CLOSE: "accountability.closed",
    ActionVerb.REVOKE: "accountability.revoked",
}


def draw_up_action(ctx: Context, wanted: AccountabilityActionIn) -> AccountabilityActionOut:
    """Draw up an action. Errors: every fault at once as `input.invalid`."""
    refuse_if_any(_faults(ctx, wanted))
    action = AccountabilityAction(
        id=ids.ordered(),
        **wanted.model_dump(),
        state=ActionState.DRAFT.value,
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(action)
    ctx.session.flush()
    record(ctx, "accountability.drawn_up", _subject(ctx, action), None, wanted.model_dump(include=set(_FACTS)))
    return queries.get_action(ctx, action.id)


def _faults(ctx: Context, wanted: AccountabilityActionIn) -> Iterator[Violation]:
    if queries.find_unit(ctx, wanted.unit_id) is None:
        yield Violation(errors.UNIT_NOT_FOUND, "/unit_id")
    yield from _type_faults(wanted.type)
    if wanted.person_id is not None:
        home = queries.persons_within(ctx, [wanted.person_id]).get(wanted.person_id)
        if home is None:
            yield Violation(errors.PERSON_NOT_FOUND, "/person_id")
        elif home != wanted.unit_id:
            yield Violation(errors.NOT_A_SCHOOL_PERSON, "/person_id")
    if wanted.problem_id is not None and not queries.concerns_unit(ctx, wanted.problem_id, wanted.unit_id):
        yield Violation(errors.PROBLEM_NOT_FOUND, "/problem_id")


def _type_faults(code: str) -> Iterator[Violation]:
    if code not in ACTION_TYPES:
        yield Violation(errors.WORD_UNKNOWN, "/type", params={"allowed": ", ".join(ACTION_TYPES)})


def _open(ctx: Context, action_id: UUID, verb: ActionVerb) -> AccountabilityAction:
    """An action of the expected revision to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `access.denied`, `rectification.wrong_state`.
    """
    action, manages = queries.load_action(ctx, action_id)
    ctx.expect(action.revision)
    if not manages:
        raise Refused(FORBIDDEN)
    rules.action_step(ActionState(action.state), verb)
    return action


def _move(
    ctx: Context, action: AccountabilityAction, verb: ActionVerb, changes: Mapping[str, Any], reason: str | None = None
) -> AccountabilityActionOut:
    before = {name: getattr(action, name) for name in ("state", *changes)}
    action.state = rules.action_step(ActionState(action.state), verb).after.value
    for name, value in changes.items():
        setattr(action, name, value)
    action.updated_at = ctx.now
    ctx.session.flush()
    after = {name: getattr(action, name) for name in before}
    record(ctx, _ACTIONS[verb], _subject(ctx, action), before, after, reason=reason)
    return queries.get_action(ctx, action.id)


def change_action(ctx: Context, action_id: UUID, patch: AccountabilityActionPatch) -> AccountabilityActionOut:
    """Put a draft right. Errors: those of `_open`; an unknown type as `input.invalid`."""
    action = _open(ctx, action_id, ActionVerb.CHANGE)
    changes = patch.changes()
    refuse_if_any(_type_faults(changes.get("type", action.type)))
    return _move(ctx, action, ActionVerb.CHANGE, changes)


def issue_action(ctx: Context, action_id: UUID) -> AccountabilityActionOut:
    """Send an action to whom it is for: its clock begins, by the numbers of its type.

    Errors: those of `_open`; `rectification.document_missing` without document number, basis or effect.
    """
    action = _open(ctx, action_id, ActionVerb.ISSUE)
    if not (action.document_no and action.basis and action.effect):
        raise Refused(errors.DOCUMENT_MISSING)
    today = clock.legal_day(ctx.now)
    clocked = rules.clock_of(ACTION_TYPES[action.type], calendars.work_calendar(ctx.session), today)
    days = {"reply_due_on": clocked.reply_due_on, "effect_until_on": clocked.effect_until_on}
    told = _move(ctx, action, ActionVerb.ISSUE, {"issued_on": today, "issued_by": ctx.signed_in.id, **days})
    holders = providers.find_holders(ctx.session, Permission.ACCOUNTABILITY_READ, action.unit_id)
    about = notices.About("accountability_action", action.id, action.title, action.unit_id)
    notices.notify(ctx, {holder for holder in holders if holder != ctx.signed_in.id}, ISSUED, about)
    return told


def close_action(ctx: Context, action_id: UUID, result: str) -> AccountabilityActionOut:
    """It was answered, and its demand met; its effect lasts as long as it said. Errors: those of `_open`."""
    return _move(ctx, _open(ctx, action_id, ActionVerb.CLOSE), ActionVerb.CLOSE, {"result": result}, result)


def revoke_action(ctx: Context, action_id: UUID, reason: str) -> AccountabilityActionOut:
    """Take it back, with its effect. Errors: those of `_open`."""
    return _move(ctx, _open(ctx, action_id, ActionVerb.REVOKE), ActionVerb.REVOKE, {"result": reason}, reason)


def _subject(ctx: Context, action: AccountabilityAction) -> Subject:
    """An action as the ledger's subject; a draft is an event of the unit of who draws it up."""
    unit = action.unit_id if action.issued_on else ctx.signed_in.grants[0].unit_id
    return Subject("accountability_action", action.id, action.title, unit, action.revision)
