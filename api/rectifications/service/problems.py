"""From found to withdrawn: finding, changing, sending, contesting, extending, withdrawing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.calendars import queries as calendars
from api.core import clock, ids, notices, pinyin, search
from api.core.context import Context
from api.core.errors import INVALID, Refused, Violation, refuse_if_any
from api.ledger.service import record
from api.rectifications import errors, queries, rules
from api.rectifications.models import RectificationProblem
from api.rectifications.queries import FACTS
from api.rectifications.rules import ProblemState, RectificationVerb, Severity
from api.rectifications.schemas import ExtensionIn, RectificationIn, RectificationOut, RectificationPatch
from api.rectifications.service.standing import Move, Opened, about, act, open_problem, subject, take

SENT = notices.define("rectification.sent", permission=Permission.RECTIFICATION_READ)
CONTESTED = notices.define("rectification.contested", permission=Permission.RECTIFICATION_MANAGE)
ANSWERED = notices.define("rectification.answered", permission=Permission.RECTIFICATION_READ)
RECURRED = notices.define("rectification.recurred", permission=Permission.RECTIFICATION_MANAGE)
EXTENSION_ASKED = notices.define("rectification.extension_asked", permission=Permission.RECTIFICATION_ACCEPT)

COUNTERS: Mapping[str, Any] = {"contested": False, "returned": 0, "reopened": 0, "extensions": 0}


def find_problem(ctx: Context, wanted: RectificationIn) -> RectificationOut:
    """Write down a problem that was found; the unit does not know of it yet.

    Errors: every fault at once as `input.invalid`.
    """
    facts = _facts(wanted)
    place = queries.find_unit(ctx, wanted.unit_id)
    faults = [] if place else [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    refuse_if_any([*faults, *rules.problem_violations(facts, clock.legal_day(ctx.now))])
    problem = new_problem(ctx, wanted.unit_id, facts)
    ctx.session.add(problem)
    ctx.session.flush()
    act(ctx, problem, "find", Move(), own=False)
    said = {name: facts[name] for name in FACTS} | {"source": rules.shown_source(wanted.source.type)}
    record(ctx, "rectification.found", subject(ctx, problem), None, said)
    return queries.get_problem(ctx, problem.id)


def _facts(wanted: RectificationIn) -> dict[str, Any]:
    source = {f"source_{name}": value for name, value in wanted.source.model_dump().items()}
    return {**wanted.model_dump(include=set(FACTS)), **source}


def new_problem(ctx: Context, unit_id: UUID, facts: Mapping[str, Any]) -> RectificationProblem:
    """The row of a problem with these facts."""
    made = {"created_by": ctx.signed_in.id, "created_at": ctx.now, "updated_at": ctx.now}
    state = ProblemState.IDENTIFIED.value
    return RectificationProblem(
        id=ids.ordered(), unit_id=unit_id, state=state, search_tokens=tokens(facts), **COUNTERS, **facts, **made
    )


def tokens(facts: Mapping[str, Any]) -> str:
    """By what a problem is found: title, indicator, cited rule, the initials of its title."""
    texts = [facts["title"], facts["indicator"], facts["cited_rule"]]
    return search.tokens(texts, [pinyin.initials(facts["title"])])


def change_problem(ctx: Context, problem_id: UUID, patch: RectificationPatch) -> RectificationOut:
    """Put a problem right before it is sent. Errors: those of `open_problem`, faults at once as `input.invalid`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.CHANGE)
    problem = opened.problem
    before = {name: getattr(problem, name) for name in FACTS}
    after = {**before, **patch.changes()}
    refuse_if_any(rules.problem_violations({**after, "source_type": problem.source_type}, clock.legal_day(ctx.now)))
    if after != before:
        changed = {name: value for name, value in after.items() if value != before[name]}
        take(ctx, opened, Move({**changed, "search_tokens": tokens(after)}))
    return queries.get_problem(ctx, problem.id)


def confirm_problem(ctx: Context, problem_id: UUID) -> RectificationOut:
    """Send a problem to its unit: it gets its number, the days to contest begin, and what came back weighs more.

    Errors: those of `open_problem`.
    """
    opened = open_problem(ctx, problem_id, RectificationVerb.CONFIRM)
    problem, today = opened.problem, opened.facts.today
    serial = queries.next_serial(ctx, problem.unit_id, today.year)
    earlier = rules.came_back(queries.as_sent(problem), queries.sent_before(ctx, problem), today)
    changes: dict[str, Any] = {
        "number": rules.number_of(today.year, serial),
        "sent_on": today,
        "contest_due_on": rules.contest_day(calendars.work_calendar(ctx.session), today),
    }
    if earlier is not None:
        changes |= {"recurrence_of_id": earlier, "severity": rules.raised(Severity(problem.severity)).value}
    take(ctx, opened, Move(changes, due_on=changes["contest_due_on"]))
    tell(ctx, problem, Permission.RECTIFICATION_DO, SENT)
    if earlier is not None:
        tell(ctx, problem, Permission.RECTIFICATION_MANAGE, RECURRED)
    return queries.get_problem(ctx, problem.id)


def contest_problem(ctx: Context, problem_id: UUID, reason: str) -> RectificationOut:
    """Say that a problem is none; once, within the days given. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.CONTEST)
    take(ctx, opened, Move({"contested": True}, reason))
    tell(ctx, opened.problem, Permission.RECTIFICATION_MANAGE, CONTESTED)
    return queries.get_problem(ctx, problem_id)


def answer_contest(ctx: Context, problem_id: UUID, verb: RectificationVerb, reason: str) -> RectificationOut:
    """Answer what the unit has said: `sustain` takes the problem back, `dismiss` keeps it. Errors: as above."""
    opened = open_problem(ctx, problem_id, verb)
    take(ctx, opened, Move({}, reason))
    notices.settle(ctx, [CONTESTED], about(opened.problem))
    tell(ctx, opened.problem, Permission.RECTIFICATION_DO, ANSWERED)
    return queries.get_problem(ctx, problem_id)


def withdraw_problem(ctx: Context, problem_id: UUID, reason: str) -> RectificationOut:
    """Take a problem back; it stays readable for who knew of it. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.WITHDRAW)
    take(ctx, opened, Move(_NO_REQUEST, reason))
    if opened.problem.sent_on is not None:
        tell(ctx, opened.problem, Permission.RECTIFICATION_DO, ANSWERED)
    return queries.get_problem(ctx, problem_id)


_NO_REQUEST: Mapping[str, Any] = {"extension_until_on": None, "extension_by": None}


def ask_extension(ctx: Context, problem_id: UUID, wanted: ExtensionIn) -> RectificationOut:
    """Ask for more time. Errors: those of `open_problem`; `rectification.not_later` as `input.invalid`."""
    opened = open_problem(ctx, problem_id, RectificationVerb.EXTEND)
    due_on = opened.problem.due_on
    if wanted.until_on < opened.facts.today or (due_on is not None and wanted.until_on <= due_on):
        raise Refused(INVALID, [Violation(errors.NOT_LATER, "/until_on")])
    asked = {"extension_until_on": wanted.until_on, "extension_by": ctx.signed_in.id}
    take(ctx, opened, Move(asked, wanted.reason, wanted.until_on))
    tell(ctx, opened.problem, Permission.RECTIFICATION_ACCEPT, EXTENSION_ASKED)
    return queries.get_problem(ctx, problem_id)


def answer_extension(
    ctx: Context, problem_id: UUID, verb: RectificationVerb, reason: str | None = None
) -> RectificationOut:
    """Grant or refuse what was asked for; another than who asked. Errors: those of `open_problem`."""
    opened = open_problem(ctx, problem_id, verb)
    problem = opened.problem
    until = problem.extension_until_on
    granted = {"due_on": until, "extensions": problem.extensions + 1} if verb is RectificationVerb.GRANT else {}
    take(ctx, opened, Move({**_NO_REQUEST, **granted}, reason, until))
    notices.settle(ctx, [EXTENSION_ASKED], about(problem))
    tell(ctx, problem, Permission.RECTIFICATION_DO, ANSWERED)
    return queries.get_problem(ctx, problem_id)


def tell(ctx: Context, problem: RectificationProblem, permission: Permission, kind: str) -> None:
    """Send a notice to who holds `permission` for the problem's unit, the caller aside."""
    holders = providers.find_holders(ctx.session, permission, problem.unit_id)
    notices.notify(ctx, {holder for holder in holders if holder != ctx.signed_in.id}, kind, about(problem))


def no_request(opened: Opened) -> Mapping[str, Any]:
    """What ends a request that waits, if there is one."""
    return _NO_REQUEST if opened.facts.request else {}
