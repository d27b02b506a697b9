"""Packages: written by who works on a case, checked and released by the leader, answered by the unit.

Before it is released nothing about it shows within the unit's reach (non-interference); what is released is a covered
text and nothing else of the case: no id, no number, no day of receipt.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from api.access.permissions import Permission
from api.access.providers import providers
from api.complaints import errors
from api.complaints.models.cases import ComplaintCase, ComplaintTie
from api.complaints.models.working import ComplaintPackage
from api.complaints.ports import ports
from api.complaints.queries import packages, visible, work
from api.complaints.rules.packages import (
    Cover,
    PackagePurpose,
    PackageState,
    PackageVerb,
    are_sound,
    package_step,
    redact,
)
from api.complaints.rules.states import Who
from api.complaints.schemas.packages import (
    CasePackageIn,
    PackageAnswerIn,
    PackageOut,
    PackagePatch,
    SentPackage,
    SpanIn,
    TieIn,
    TieOut,
)
from api.complaints.service.moving import Line, note, tell_accounts
from api.core import clock, ids, notices
from api.core.context import Context
from api.core.errors import FORBIDDEN, INVALID, NOT_FOUND, Refused, Violation, refuse_if_any

P, V = Permission, PackageVerb
SENT = notices.define("complaint.package", permission=P.COMPLAINT_PACKAGE)
ANSWERED = notices.define("complaint.package_answered", permission=P.COMPLAINT_READ)


def write_package(ctx: Context, case_id: UUID, wanted: CasePackageIn) -> PackageOut:
    """Write what a unit is to be sent.

    Errors: `not_found`, `input.invalid`, `complaint.outcome_missing`, `complaint.package_accused`.
    """
    case, standing = visible.load_case(ctx, case_id)
    if work.find_unit(ctx, wanted.unit_id) is None:
        refuse_if_any([Violation(errors.PACKAGE_UNIT, "/unit_id")])
    outcome = work.last_outcome(ctx.session, case.id)
    if wanted.purpose is PackagePurpose.OUTCOME and (outcome is None or outcome.decided_on is None):
        raise Refused(errors.OUTCOME_MISSING)
    _refuse_accused(ctx, case, wanted.unit_id, wanted.purpose)
    _refuse_unsound(wanted.spans, wanted.text)
    _refuse_past(ctx, wanted.due_on)
    package = ComplaintPackage(
        id=ids.random(),
        case_id=case.id,
        unit_id=wanted.unit_id,
        purpose=wanted.purpose.value,
        state=PackageState.DRAFT.value,
        text_id=ports.write(ctx, case, "package", wanted.text),
        spans=_spans(wanted.spans),
        due_on=wanted.due_on,
        written_by=ctx.signed_in.id,
        updated_at=ctx.now,
    )
    ctx.session.add(package)
    ctx.session.flush()
    note(ctx, case, Line("package", min(standing.who), ["package"]))
    return packages.package_out(ctx, case, package)


def _refuse_accused(ctx: Context, case: ComplaintCase, unit_id: UUID, purpose: str) -> None:
    """What is said of a leader never goes to who it is said of (信访工作条例：检举、揭发材料不得转给被检举的人或单位，条号待核)."""
    asks = case.restricted and purpose == PackagePurpose.WORK
    if asks and unit_id in work.named_in(ctx.session, case.id).units:
        raise Refused(errors.PACKAGE_ACCUSED)


def _spans(spans: Sequence[SpanIn]) -> list[list[int]]:
    return sorted([span.first, span.last] for span in spans)


def _refuse_unsound(spans: Sequence[SpanIn], text: str) -> None:
    if not are_sound([Cover(span.first, span.last) for span in spans], len(text)):
        raise Refused(INVALID, [Violation(errors.SPAN_BAD, "/spans")])


def _refuse_past(ctx: Context, due_on: date | None) -> None:
    if due_on is not None and due_on < clock.legal_day(ctx.now):
        raise Refused(INVALID, [Violation(errors.DAY_PAST, "/due_on")])


def change_package(ctx: Context, package_id: UUID, patch: PackagePatch) -> PackageOut:
    """Change a draft. Errors: `not_found`, `conflict.stale`, `complaint.package_state`, `input.invalid`."""
    package, case, standing = packages.load_package(ctx, package_id)
    ctx.expect(package.revision)
    package_step(PackageState(package.state), V.CHANGE)
    changes = patch.changes()
    _refuse_past(ctx, changes.get("due_on"))
    text = changes.get("text") or ports.read(ctx, case, [package.text_id])[package.text_id]
    if "spans" in changes:
        _refuse_unsound(changes["spans"], text)
        package.spans = _spans(changes["spans"])
    elif "text" in changes:
        package.spans = []  # what was covered stood in another text
    if "text" in changes:
        package.text_id = ports.write(ctx, case, "package", text)
    if "due_on" in changes:
        package.due_on = changes["due_on"]
    package.written_by, package.updated_at = ctx.signed_in.id, ctx.now
    ctx.session.flush()
    note(ctx, case, Line("package", min(standing.who), sorted(changes)))
    return packages.package_out(ctx, case, package)


def release_package(ctx: Context, package_id: UUID) -> PackageOut:
    """Send it, after a look that nothing in it points to the reporter; by the leader, and another than who wrote it.

    Errors: `not_found`, `conflict.stale`, `complaint.package_state`, `access.denied`, `complaint.own_release`,
    `complaint.package_accused`.
    """
    package, case, standing = packages.load_package(ctx, package_id)
    ctx.expect(package.revision)
    step = package_step(PackageState(package.state), V.RELEASE)
    if not standing.leads:
        raise Refused(FORBIDDEN)
    if package.written_by == ctx.signed_in.id:
        raise Refused(errors.OWN_RELEASE)
    _refuse_accused(ctx, case, package.unit_id, package.purpose)
    text = ports.read(ctx, case, [package.text_id])[package.text_id]
    package.sent_id = ports.write(ctx, case, "sent", redact(text, [Cover(*span) for span in package.spans]))
    package.state, package.updated_at = step.after.value, ctx.now
    package.released_by, package.released_on = ctx.signed_in.id, clock.legal_day(ctx.now)
    _make_known(ctx, case, package)
    ctx.session.flush()
    note(ctx, case, Line("release", Who.LEAD, ["package"]))
    holders = providers.find_holders(ctx.session, P.COMPLAINT_PACKAGE, package.unit_id)
    notices.notify(ctx, set(holders), SENT, notices.About("complaint_package", package.id, "", package.unit_id))
    return packages.package_out(ctx, case, package)


def _make_known(ctx: Context, case: ComplaintCase, package: ComplaintPackage) -> None:
    """From now on the unit formally knows of the outcome; scores read only such outcomes."""
    outcome = work.last_outcome(ctx.session, case.id)
    if package.purpose == PackagePurpose.OUTCOME and outcome is not None:
        outcome.notified_unit_id, outcome.notified_on = package.unit_id, package.released_on


def discard_package(ctx: Context, package_id: UUID) -> PackageOut:
    """Do not send it. Errors: `not_found`, `conflict.stale`, `complaint.package_state`."""
    package, case, standing = packages.load_package(ctx, package_id)
    ctx.expect(package.revision)
    step = package_step(PackageState(package.state), V.DISCARD)
    package.state, package.updated_at = step.after.value, ctx.now
    ctx.session.flush()
    note(ctx, case, Line("discard", min(standing.who), ["package"]))
    return packages.package_out(ctx, case, package)


def answer_package(ctx: Context, package_id: UUID, wanted: PackageAnswerIn) -> SentPackage:
    """The unit answers what it was sent. Errors: `not_found`, `conflict.stale`, `complaint.package_state`."""
    package, case = packages.load_sent(ctx, package_id)
    ctx.expect(package.revision)
    step = package_step(PackageState(package.state), V.ANSWER)
    package.answer_id = ports.write(ctx, case, "answer_of_unit", wanted.text)
    package.state, package.updated_at = step.after.value, ctx.now
    package.answered_by, package.answered_on = ctx.signed_in.id, clock.legal_day(ctx.now)
    ctx.session.flush()
    note(ctx, case, Line("answer_package", Who.HANDLER, ["package"]))
    handler = work.current_assignment(ctx.session, case.id)
    # Who wrote it and has passed the case on hears no more of it.
    to = {handler.handler_id} if handler else {*providers.find_holders(ctx.session, P.COMPLAINT_LEAD, case.unit_id)}
    tell_accounts(ctx, case, to, ANSWERED)
    return packages.get_sent(ctx, package_id)


# --- Ties ------------------------------------------------------------------------------------------------------------


def declare_tie(ctx: Context, wanted: TieIn) -> Sequence[TieOut]:
    """Declare a tie with a person or a unit: cases that name it are not there for the account any more.

    For another than oneself: the leader. Errors: `access.denied`, `input.invalid`, `complaint.tie_known`.
    """
    account, leads = wanted.account_id or ctx.signed_in.id, ctx.may(P.COMPLAINT_LEAD)
    if account != ctx.signed_in.id and not leads:
        raise Refused(FORBIDDEN)
    if (wanted.person_id is None) == (wanted.unit_id is None):
        refuse_if_any([Violation(errors.SUBJECT_SHAPE, "/person_id")])
    if wanted.person_id and wanted.person_id not in work.persons_there(ctx.session, [wanted.person_id]):
        refuse_if_any([Violation(errors.PERSON_NOT_FOUND, "/person_id")])
    if wanted.unit_id and wanted.unit_id not in work.units_there(ctx.session, [wanted.unit_id]):
        refuse_if_any([Violation(errors.UNIT_NOT_FOUND, "/unit_id")])
    if not work.works_here(ctx, account):
        refuse_if_any([Violation(errors.HANDLER_NOT_FOUND, "/account_id")])
    if work.tie_there(ctx.session, account, wanted.person_id, wanted.unit_id):
        raise Refused(errors.TIE_KNOWN)
    row = ComplaintTie(
        id=ids.random(),
        account_id=account,
        person_id=wanted.person_id,
        unit_id=wanted.unit_id,
        declared_by=ctx.signed_in.id,
        declared_on=clock.legal_day(ctx.now),
    )
    ctx.session.add(row)
    ctx.session.flush()
    return packages.list_ties(ctx, everybody=leads)


def lift_tie(ctx: Context, tie_id: UUID) -> None:
    """A tie is no more; by the leader, never one's own. Errors: `not_found`, `complaint.own_case`."""
    row = packages.find_tie(ctx, tie_id)
    if row is None or not work.works_here(ctx, row.account_id):
        raise Refused(NOT_FOUND)
    if row.account_id == ctx.signed_in.id:
        raise Refused(errors.OWN_CASE)
    ctx.session.delete(row)
