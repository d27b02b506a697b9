"""回避: who has a tie to a school says so, and keeps out of its rounds."""

from dataclasses import replace
from uuid import UUID

from api.access.permissions import Permission
from api.assessments import errors
from api.assessments.models import AssessmentRecusal
from api.assessments.queries import people
from api.assessments.queries.enrolments import Entry
from api.assessments.queries.scores import names_of
from api.assessments.queries.standing import holds_at
from api.assessments.rules.rounds import Level
from api.assessments.schemas.work import RecusalIn, Recusals
from api.assessments.service.subjects import enrolment_subject
from api.core import ids
from api.core.context import Context
from api.core.errors import FORBIDDEN, NOT_FOUND, Refused, Violation, refuse_if_any
from api.ledger.service import record


def declare_recusal(ctx: Context, enrolment_id: UUID, wanted: RecusalIn) -> Recusals:
    """Declare a tie: one's own, or, for who runs the campaign, another's. It stays for the whole campaign.

    Errors: `not_found`, `access.denied`, `assessment.assignee_unfit`, `assessment.recused_already`.
    """
    entry = people.load_above(ctx, enrolment_id)
    account = wanted.account_id or ctx.signed_in.id
    if account != ctx.signed_in.id and not holds_at(ctx, entry, Permission.ASSESSMENT_MANAGE, Level.COUNTY):
        raise Refused(FORBIDDEN)
    named = names_of(ctx, [account])
    refuse_if_any([] if named else [Violation(errors.ASSIGNEE_UNFIT, "/account_id")])
    row = AssessmentRecusal(
        id=ids.ordered(),
        campaign_id=entry.enrolment.campaign_id,
        account_id=account,
        unit_id=entry.enrolment.unit_id,
        reason=wanted.reason,
        declared_by=ctx.signed_in.id,
        declared_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    _note(ctx, entry, "declared", named[account].name, wanted.reason)
    return people.present_recusals(ctx, entry)


def lift_recusal(ctx: Context, enrolment_id: UUID, account_id: UUID) -> None:
    """Take a declared tie away: for who runs the campaign, and never one's own. Errors: `not_found`, `access.denied`."""
    entry = people.load_above(ctx, enrolment_id)
    own = account_id == ctx.signed_in.id
    if own or not holds_at(ctx, entry, Permission.ASSESSMENT_MANAGE, Level.COUNTY):
        raise Refused(FORBIDDEN)
    found = people.find_recusal(ctx, entry.enrolment.campaign_id, account_id, entry.enrolment.unit_id)
    if found is None:
        raise Refused(NOT_FOUND)
    name = names_of(ctx, [account_id])[account_id].name
    ctx.session.delete(found)
    ctx.session.flush()
    _note(ctx, entry, "lifted", name, None)


def _note(ctx: Context, entry: Entry, done: str, name: str, reason: str | None) -> None:
    """An event of the campaign's unit: who keeps out of which school is not the school's business."""
    subject = replace(enrolment_subject(entry.enrolment, entry.unit.name), unit_id=entry.held.unit.id)
    record(ctx, f"assessment_recusal.{done}", subject, None, {"account": name}, reason=reason)
