"""After the decision: the reporter is told, objects, rates; the wronged are cleared; the case goes to the archive."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.working import ComplaintOutcome, ComplaintReview
from api.complaints.ports import ports
from api.complaints.queries import work
from api.complaints.rules.policy import ARCHIVE_DAYS, OBJECTION_DAYS, RETENTION_YEARS
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseVerb
from api.complaints.rules.words import Track
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.moves import CaseObjectionIn, ClarificationIn, FeedbackIn, ReviewChangeIn
from api.complaints.service.desk import shown
from api.complaints.service.handling import RETURNED, end_assignment
from api.complaints.service.moving import Move, Opened, open_case, seal, take, tell, tell_accounts
from api.complaints.service.reporters import OBJECTED, begin_review
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.rectifications.rules.clocks import months_after

V = CaseVerb


def feed_back(ctx: Context, case_id: UUID, wanted: FeedbackIn) -> CaseOut:
    """Tell the reporter the result: how, when, and what was said to it. Errors: those of `open_case`, a coming day."""
    opened = open_case(ctx, case_id, V.FEED_BACK)
    case, today = opened.case, opened.facts.today
    if wanted.told_on > today:
        refuse_if_any([Violation(errors.DAY_FUTURE, "/told_on")])
    if wanted.text and wanted.channel is Channel.PORTAL:
        ports.tell(ctx, case, wanted.text)
        content = None
    else:
        content = seal(ctx, case, "reply", wanted.text)
    touched = [f"channel:{wanted.channel}", *(["objection"] if wanted.objection else [])]
    changes = {"fed_back_on": wanted.told_on, **_windows(case, wanted.told_on)}
    take(ctx, opened, Move(changes, content_id=content, touched=touched))
    return shown(ctx, opened)


def _windows(case: ComplaintCase, told_on: date) -> dict[str, Any]:
    """Until when the reporter may object, and from when the case can be filed away.

    A petition has thirty days (信访工作条例 第35条); on the other tracks an objection has no last day, and the file waits.
    """
    until = told_on + timedelta(days=OBJECTION_DAYS) if case.track == Track.PETITION else None
    return {"objection_until_on": until, "archive_from_on": until or told_on + timedelta(days=ARCHIVE_DAYS)}


def object_to(ctx: Context, case_id: UUID, wanted: CaseObjectionIn) -> CaseOut:
    """Write down an objection that came on paper or by telephone. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.OBJECT)
    case = opened.case
    content = seal(ctx, case, "objection", wanted.text)
    begin_review(ctx, case, content)
    take(ctx, opened, Move({"reviews": case.reviews + 1, "archive_from_on": None}, content_id=content))
    tell(ctx, case, Permission.COMPLAINT_LEAD, OBJECTED)
    return shown(ctx, opened)


def uphold(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """The review keeps the result. A petition is reviewed by another than who decided it. Errors: as of `open_case`."""
    opened = open_case(ctx, case_id, V.UPHOLD)
    _decided(ctx, opened, V.UPHOLD)
    take(ctx, opened, Move(_after_review(opened), reason))
    return shown(ctx, opened)


def change(ctx: Context, case_id: UUID, wanted: ReviewChangeIn) -> CaseOut:
    """The review changes the result: a version of its own, the one before stays. Errors: as above."""
    opened = open_case(ctx, case_id, V.CHANGE)
    case, last = opened.case, work.last_outcome(ctx.session, opened.case.id)
    outcome = ComplaintOutcome(
        id=ids.random(),
        case_id=case.id,
        version=(last.version if last else 0) + 1,
        finding=wanted.finding.value,
        form=wanted.form,
        measures=[measure.value for measure in wanted.measures],
        recovered=wanted.recovered,
        people=last.people if last else 0,
        report_id=last.report_id if last else None,
        rectification_id=last.rectification_id if last else None,
        submitted_by=last.submitted_by if last else None,
        decided_by=ctx.signed_in.id,
        decided_on=opened.facts.today,
    )
    ctx.session.add(outcome)
    _decided(ctx, opened, V.CHANGE)
    take(ctx, opened, Move(_after_review(opened), wanted.reason, touched=["outcome"]))
    return shown(ctx, opened)


def redo(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """The review sends it back to be handled again. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.REDO)
    _decided(ctx, opened, V.REDO)
    take(ctx, opened, Move({"heard": False}, reason))
    _tell_handler(ctx, opened.case)
    return shown(ctx, opened)


def _after_review(opened: Opened) -> dict[str, Any]:
    return {"fed_back_on": opened.facts.today, **_windows(opened.case, opened.facts.today)}


def _decided(ctx: Context, opened: Opened, verb: CaseVerb) -> None:
    review: ComplaintReview | None = work.open_review(ctx.session, opened.case.id)
    assert review is not None, "a case under review has an objection"
    review.decision, review.decided_by, review.decided_on = verb.value, ctx.signed_in.id, opened.facts.today


def rehandle(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """Handle again what the reporter was not satisfied with 重办; counted. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.REHANDLE)
    case = opened.case
    take(ctx, opened, Move({"rehandled": case.rehandled + 1, "heard": False, "archive_from_on": None}, reason))
    _tell_handler(ctx, case)
    return shown(ctx, opened)


def _tell_handler(ctx: Context, case: ComplaintCase) -> None:
    row = work.current_assignment(ctx.session, case.id)
    tell_accounts(ctx, case, {row.handler_id} if row else set(), RETURNED)


def clarify(ctx: Context, case_id: UUID, wanted: ClarificationIn) -> CaseOut:
    """Clear the name of who was wronged 澄清; only after what was said proved untrue. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.CLARIFY)
    outcome = work.last_outcome(ctx.session, opened.case.id)
    assert outcome is not None, "guarded"
    outcome.clarified_on, outcome.clarified_by = opened.facts.today, ctx.signed_in.id
    outcome.clarification_id = seal(ctx, opened.case, "clarification", wanted.text)
    take(ctx, opened, Move(touched=[f"method:{wanted.method}"]))
    return shown(ctx, opened)


def suspect(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """Mark that a report may be false, for the superior organ to judge; nothing is un-masked (工作规则 第29条)."""
    opened = open_case(ctx, case_id, V.SUSPECT)
    take(ctx, opened, Move({"suspected_false": True}, reason))
    return shown(ctx, opened)


def archive(ctx: Context, case_id: UUID) -> CaseOut:
    """File a case away, once the time for objections is over. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.ARCHIVE)
    file_away(ctx, opened)
    return shown(ctx, opened)


def file_away(ctx: Context, opened: Opened) -> None:
    """Nobody handles it any more, and it is kept for the years that its outcome says."""
    case, today = opened.case, clock.legal_day(ctx.now)
    end_assignment(ctx, case, "archived")
    outcome = work.last_outcome(ctx.session, case.id)
    years = RETENTION_YEARS[outcome.finding if outcome and outcome.decided_on else "none"]
    take(ctx, opened, Move({"archived_on": today, "retention_until_on": months_after(today, 12 * years)}))
