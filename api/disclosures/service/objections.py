"""Objections on the staff's side: entered from paper, answered, the contact read and in time erased."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.database import affected
from api.core.errors import FORBIDDEN, Refused, Violation, refuse_if_any
from api.disclosures import errors, queries, rules
from api.disclosures.models import NoticeObjection, PublicNotice
from api.disclosures.ports import Event
from api.disclosures.rules import KINDS, ObjectionState
from api.disclosures.schemas.objections import AnswerIn, ContactOut, ObjectionRow, WrittenObjectionIn
from api.disclosures.service import pages
from api.disclosures.service.standing import subject, tell
from api.ledger.service import record

RECEIVED = notices.define("objection.received", permission=Permission.DISCLOSURE_RELEASE)
CONTACT = "notice-objection-contact"
# Long enough to tell the answer to who asked, and to hear whether it was understood.
CONTACT_KEPT = timedelta(days=30)


def enter_objection(ctx: Context, notice_id: UUID, wanted: WrittenObjectionIn) -> ObjectionRow:
    """Enter an objection that came in writing, while objections were taken or within it by its date.

    Errors: `not_found`, `access.denied`, `objection.not_taken`, a wrong date as `input.invalid`.
    """
    notice, standing = queries.load_notice(ctx, notice_id)
    if not (standing.edits or standing.releases):
        raise Refused(FORBIDDEN)
    if notice.edition == 0 or not KINDS[notice.kind].objections:
        raise Refused(errors.NOT_TAKEN)
    refuse_if_any(_date_violations(ctx, notice, wanted))
    objection = NoticeObjection(
        id=ids.random(),
        notice_id=notice.id,
        edition=notice.edition,
        channel="written",
        text=wanted.text,
        contact=ctx.keys.seal_letter(wanted.contact, CONTACT) if wanted.contact else None,
        received_on=wanted.received_on,
        state=ObjectionState.OPEN.value,
        entered_by=ctx.signed_in.id,
    )
    receive(ctx, notice, objection)
    return queries.get_objection(ctx, objection.id)


def _date_violations(ctx: Context, notice: PublicNotice, wanted: WrittenObjectionIn) -> list[Violation]:
    assert notice.first_released_on is not None
    if wanted.received_on > clock.legal_day(ctx.now):
        return [Violation(errors.RECEIVED_IN_FUTURE, "/received_on")]
    first, last = notice.first_released_on, notice.ends_on
    if wanted.received_on < first or (last is not None and wanted.received_on > last):
        return [Violation(errors.RECEIVED_OUTSIDE, "/received_on", params={"first": first.isoformat()})]
    return []


def receive(ctx: Context, notice: PublicNotice, objection: NoticeObjection) -> None:
    """Take an objection up: on the page's count, in the ledger (without its words), to who answers, to the object."""
    ctx.session.add(objection)
    ctx.session.flush()
    pages.tally(ctx, notice)
    record(ctx, "notice.objection_received", subject(notice), None, {"channel": objection.channel})
    answerers = providers.find_holders(ctx.session, Permission.DISCLOSURE_RELEASE, notice.unit_id)
    notices.notify(ctx, answerers, RECEIVED, notices.About("public_notice", notice.id, notice.title, notice.unit_id))
    tell(ctx, notice, Event.OBJECTED, objection.id)


def answer_objection(ctx: Context, objection_id: UUID, wanted: AnswerIn) -> ObjectionRow:
    """Accept an objection or not, with a reason. Answered once; the public sees the number and the summary.

    Errors: `not_found`, `conflict.stale`, `access.denied`, `objection.answered`, `objection.summary_personal`.
    """
    objection, notice = queries.load_objection(ctx, objection_id)
    ctx.expect(objection.revision)
    _, standing = queries.load_notice(ctx, notice.id)
    if not standing.releases:
        raise Refused(FORBIDDEN)
    rules.refuse_answered(ObjectionState(objection.state))
    if wanted.summary and rules.find_in("/summary", wanted.summary):
        refuse_if_any([Violation(errors.SUMMARY_PERSONAL, "/summary")])
    state = ObjectionState.ACCEPTED if wanted.accepted else ObjectionState.NOT_ACCEPTED
    objection.state, objection.reason, objection.summary = state.value, wanted.reason, wanted.summary
    objection.answered_by, objection.answered_at = ctx.signed_in.id, ctx.now
    ctx.session.flush()
    pages.tally(ctx, notice)
    after = {"state": state.value, "summary": wanted.summary}
    record(ctx, "notice.objection_answered", subject(notice), {"state": "open"}, after)
    tell(ctx, notice, Event.ANSWERED, objection.id)
    if not queries.count_objections(ctx, notice.id).get(ObjectionState.OPEN):
        notices.settle(ctx, (RECEIVED,), notices.About("public_notice", notice.id, notice.title, notice.unit_id))
    return queries.get_objection(ctx, objection_id)


def read_contact(ctx: Context, objection_id: UUID) -> ContactOut:
    """How somebody who objected can be reached; for who answers. The reading is in the ledger.

    Errors: `not_found`, `objection.no_contact`.
    """
    objection, notice = queries.load_objection(ctx, objection_id)
    if objection.contact is None:
        raise Refused(errors.NO_CONTACT)
    record(ctx, "notice.contact_read", subject(notice))
    return ContactOut(contact=ctx.keys.open_letter(objection.contact, CONTACT))


def erase_contacts(session: Session, now: datetime) -> int:
    """Erase the contacts of objections that were answered some time ago; how many."""
    answered = (NoticeObjection.contact.is_not(None), NoticeObjection.answered_at < now - CONTACT_KEPT)
    return affected(session.execute(update(NoticeObjection).where(*answered).values(contact=None)))
