"""What takes two persons: sending on, not accepting, changing to the track of discipline. One proposes, another confirms."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.complaints.models.cases import ComplaintCase
from api.complaints.models.working import ComplaintTransfer
from api.complaints.queries import work
from api.complaints.rules import states
from api.complaints.rules.policy import ARCHIVE_DAYS
from api.complaints.rules.received import Channel
from api.complaints.rules.states import CaseState, CaseStep, CaseVerb, Event
from api.complaints.rules.words import Track
from api.complaints.schemas.cases import CaseOut
from api.complaints.schemas.moves import CaseReason, RefusalIn, TransferIn
from api.complaints.service.desk import shown
from api.complaints.service.handling import end_assignment
from api.complaints.service.moving import Line, Move, Opened, note, open_case, seal, take, tell, tell_accounts
from api.core import clock, ids, notices
from api.core.context import Context

V = CaseVerb
PROPOSED = notices.define("complaint.proposed", permission=Permission.COMPLAINT_LEAD)
ANSWERED = notices.define("complaint.proposal_answered", permission=Permission.COMPLAINT_INTAKE)


def propose_transfer(ctx: Context, case_id: UUID, wanted: TransferIn) -> CaseOut:
    """Propose to send a case to another organ. Errors: those of `open_case`."""
    package = str(wanted.package_id) if wanted.package_id else None
    facts = {"organ": wanted.organ, "code": wanted.code.value, "document_no": wanted.document_no, "package_id": package}
    return _propose(ctx, open_case(ctx, case_id, V.TRANSFER), wanted.reason, facts)


def propose_refusal(ctx: Context, case_id: UUID, wanted: RefusalIn) -> CaseOut:
    """Propose not to accept a case, with its reason and where to go. Errors: those of `open_case`."""
    return _propose(ctx, open_case(ctx, case_id, V.REFUSE), wanted.reason, {"code": wanted.code.value})


def propose_escalation(ctx: Context, case_id: UUID, wanted: CaseReason) -> CaseOut:
    """Propose that a case shows an integrity breach and belongs on the track of discipline. Errors: as above."""
    return _propose(ctx, open_case(ctx, case_id, V.ESCALATE), wanted.reason, {})


def _propose(ctx: Context, opened: Opened, reason: str, facts: Mapping[str, Any]) -> CaseOut:
    """Write down what is proposed; the case stays where it is."""
    case, today = opened.case, clock.legal_day(ctx.now)
    content = seal(ctx, case, "reason", reason)
    by = {"verb": opened.verb.value, "by": str(ctx.signed_in.id), "on": today.isoformat()}
    case.proposal = {**by, "content_id": str(content) if content else None, "facts": dict(facts)}
    case.updated_at = ctx.now
    ctx.session.flush()
    note(ctx, case, Line(f"propose_{opened.verb.value}", opened.who, ["proposal"], content))
    tell(ctx, case, Permission.COMPLAINT_LEAD, PROPOSED)
    return shown(ctx, opened)


def decline(ctx: Context, case_id: UUID, reason: str) -> CaseOut:
    """The second person does not agree. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.DECLINE)
    proposer = _proposer(opened.case)
    take(ctx, opened, Move({"proposal": None}, reason))
    tell_accounts(ctx, opened.case, {proposer}, ANSWERED)
    return shown(ctx, opened)


def confirm(ctx: Context, case_id: UUID) -> CaseOut:
    """The second person agrees, who is another than the first: it is done. Errors: those of `open_case`."""
    opened = open_case(ctx, case_id, V.CONFIRM)
    case, waits = opened.case, dict(opened.case.proposal or {})
    proposer, verb = _proposer(case), CaseVerb(waits["verb"])
    case.proposal = None
    step: CaseStep = states.step(CaseState(case.state), verb)
    states.pass_guards(step, work.facts_of(ctx, case))
    done = Opened(case, opened.standing, opened.facts, verb, step, opened.who)
    _EFFECTS[verb](ctx, done, waits)
    tell_accounts(ctx, case, {proposer}, ANSWERED)
    return shown(ctx, done)


def _proposer(case: ComplaintCase) -> UUID:
    assert case.proposal is not None, "guarded"
    return UUID(case.proposal["by"])


def _transfer(ctx: Context, opened: Opened, waits: Mapping[str, Any]) -> None:
    case, today, facts = opened.case, clock.legal_day(ctx.now), waits["facts"]
    ctx.session.add(
        ComplaintTransfer(
            id=ids.random(),
            case_id=case.id,
            upward=False,
            organ=facts["organ"],
            document_no=facts["document_no"],
            reason=facts["code"],
            package_id=UUID(facts["package_id"]) if facts["package_id"] else None,
            proposed_by=UUID(waits["by"]),
            sent_by=ctx.signed_in.id,
            sent_on=today,
        )
    )
    take(ctx, opened, Move({"archive_from_on": today + timedelta(days=ARCHIVE_DAYS)}, content_id=_content(waits)))


def _refuse(ctx: Context, opened: Opened, waits: Mapping[str, Any]) -> None:
    case, today = opened.case, clock.legal_day(ctx.now)
    told = case.channel == Channel.PORTAL  # the receipt tells it
    changes: dict[str, Any] = {"archive_from_on": today + timedelta(days=ARCHIVE_DAYS)}
    changes |= {"notified_on": today} if told else {}
    events = (*opened.step.events, *((Event.NOTIFIED,) if told else ()))
    take(
        ctx,
        opened,
        Move(changes, content_id=_content(waits), events=events, touched=[f"code:{waits['facts']['code']}"]),
    )


def _escalate(ctx: Context, opened: Opened, waits: Mapping[str, Any]) -> None:
    """Back to screening, on the track of discipline; who handled it until now loses it at once."""
    case = opened.case
    end_assignment(ctx, case, "escalated")
    gone = dict.fromkeys(("accepted_on", "concluded_on", "notified_on", "archive_from_on", "hold_until_on"))
    case.track = Track.DISCIPLINE.value
    take(ctx, opened, Move(gone, content_id=_content(waits), since=clock.legal_day(ctx.now), touched=["track"]))


def _content(waits: Mapping[str, Any]) -> UUID | None:
    return UUID(waits["content_id"]) if waits["content_id"] else None


_EFFECTS: Mapping[CaseVerb, Callable[[Context, Opened, Mapping[str, Any]], None]] = {
    V.TRANSFER: _transfer,
    V.REFUSE: _refuse,
    V.ESCALATE: _escalate,
}
