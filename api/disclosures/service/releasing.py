"""Into public view, and out of it: release by a second person, return, correction, withdrawal."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.access.permissions import Permission
from api.calendars.queries import work_calendar
from api.core import clock, notices
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.disclosures import errors, queries, rules
from api.disclosures.models import NoticeEdition, PublicNotice
from api.disclosures.ports import Event
from api.disclosures.queries.editions import EDITION, edition_id
from api.disclosures.rules import KINDS, Finding, NoticeState, NoticeVerb
from api.disclosures.schemas.notices import CorrectIn, ExplanationIn, NoticeOut, ReleaseIn, WithdrawIn
from api.disclosures.service import pages
from api.disclosures.service.drafts import words_of
from api.disclosures.service.standing import change, open_notice_for, subject, tell
from api.ledger.rules import Subject, document_hash
from api.ledger.service import record

RELEASED = notices.define("notice.released")
RETURNED = notices.define("notice.returned", permission=Permission.DISCLOSURE_EDIT)


def release_notice(ctx: Context, notice_id: UUID, wanted: ReleaseIn) -> NoticeOut:
    """Publish what was checked, as the next edition. By somebody who had no hand in it.

    Errors: `not_found`, `conflict.stale`, `notice.wrong_state`, `access.denied`, `notice.own_notice`; `input.invalid`
    with each finding that is not explained.
    """
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.RELEASE)
    findings = queries.findings_of(ctx, notice)
    refuse_if_any(_unexplained(findings, wanted.explanations))
    reasons = {explained.key: explained.reason for explained in wanted.explanations}
    edition = _publish(ctx, notice, [_explained(finding, reasons[finding.key]) for finding in findings])
    after = {"edition": edition.edition, "number": notice.number, "ends_on": notice.ends_on}
    after |= {"explained": len(edition.explanations)}
    record(ctx, "notice.released", subject(notice), {"state": "checked"}, after, document=edition.document)
    about = Subject(EDITION, edition_id(notice.id, edition.edition), notice.title, notice.unit_id, 1)
    record(ctx, "public_notice_edition.published", about, None, {"number": notice.number}, document=edition.document)
    tell(ctx, notice, Event.RELEASED if edition.edition == 1 else Event.CORRECTED)
    notices.notify(ctx, {notice.created_by, edition.checked_by} - {ctx.signed_in.id}, RELEASED, _about(notice))
    return queries.get_notice(ctx, notice_id)


def _unexplained(findings: Sequence[Finding], given: Sequence[ExplanationIn]) -> list[Violation]:
    known, explained = {finding.key for finding in findings}, {one.key for one in given}
    unknown = [index for index, one in enumerate(given) if one.key not in known]
    return [
        *(Violation(errors.UNEXPLAINED, finding.place) for finding in findings if finding.key not in explained),
        *(Violation(errors.FINDING_UNKNOWN, f"/explanations/{index}/key") for index in unknown),
    ]


def _explained(finding: Finding, reason: str) -> dict[str, str]:
    return {"kind": finding.kind.value, "place": finding.place, "reason": reason}


def _publish(ctx: Context, notice: PublicNotice, explanations: Sequence[Mapping[str, str]]) -> NoticeEdition:
    """Give the notice its number and span, and write the edition and its page."""
    assert notice.checked_by is not None
    reason = notice.state_reason if notice.edition else None
    columns = {"state": NoticeState.RELEASED.value, "state_reason": None, "edition": notice.edition + 1}
    change(ctx, notice, {**columns, **_span(ctx, notice), "restarts": False})
    document = pages.document_of(ctx, notice, reason)
    edition = NoticeEdition(
        notice_id=notice.id,
        edition=notice.edition,
        document=document,
        document_hash=document_hash(document),
        file_ids=notice.file_ids,
        explanations=list(explanations),
        reason=reason,
        checked_by=notice.checked_by,
        released_by=ctx.signed_in.id,
        released_at=ctx.now,
    )
    ctx.session.add(edition)
    ctx.session.flush()
    pages.publish(ctx, notice, edition)
    return edition


def _span(ctx: Context, notice: PublicNotice) -> dict[str, Any]:
    """Number and days of the edition to come; a correction that does not restart keeps those of the edition in view."""
    if notice.edition and not notice.restarts:
        return {}
    today = clock.legal_day(ctx.now)
    shown = rules.span(KINDS[notice.kind], notice.days or 0, today, work_calendar(ctx.session))
    columns: dict[str, Any] = {"starts_on": shown.first, "ends_on": shown.last, "told_end_on": None}
    if notice.edition == 0:
        columns |= {"number": pages.next_number(ctx), "first_released_on": today}
    return columns


def return_notice(ctx: Context, notice_id: UUID, reason: str) -> NoticeOut:
    """Give a checked notice back to its author. Errors: as of `release_notice`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.RETURN)
    checker = notice.checked_by
    columns = {"state": NoticeState.DRAFT.value, "returned_reason": reason}
    _turn(ctx, notice, columns, ("notice.returned", reason))
    notices.notify(ctx, {notice.created_by, checker or notice.created_by}, RETURNED, _about(notice))
    return queries.get_notice(ctx, notice_id)


def recall_notice(ctx: Context, notice_id: UUID) -> NoticeOut:
    """Take a checked notice back to go on writing. Errors: `not_found`, `conflict.stale`, `notice.wrong_state`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.RECALL)
    _turn(ctx, notice, {"state": NoticeState.DRAFT.value}, ("notice.recalled", None))
    return queries.get_notice(ctx, notice_id)


def discard_notice(ctx: Context, notice_id: UUID) -> NoticeOut:
    """Give up a notice that nobody outside has seen. Errors: `not_found`, `conflict.stale`, `notice.wrong_state`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.DISCARD)
    _turn(ctx, notice, {"state": NoticeState.DISCARDED.value}, ("notice.discarded", None))
    tell(ctx, notice, Event.DISCARDED)
    return queries.get_notice(ctx, notice_id)


def correct_notice(ctx: Context, notice_id: UUID, wanted: CorrectIn) -> NoticeOut:
    """Begin a correction: a draft of the next edition. The edition in view stays in view, unless it is concealed at once.

    Errors: `not_found`, `conflict.stale`, `notice.wrong_state`.
    """
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.CORRECT)
    restarts = wanted.restarts or wanted.conceals  # nobody could read it meanwhile
    columns = {"state": NoticeState.DRAFT.value, "state_reason": wanted.reason, "restarts": restarts}
    _turn(ctx, notice, columns, ("notice.correcting", wanted.reason))
    if wanted.conceals:
        pages.conceal(ctx, notice)
    return queries.get_notice(ctx, notice_id)


def drop_correction(ctx: Context, notice_id: UUID) -> NoticeOut:
    """Give a correction up: the working copy says again what is in view. Errors: as of `correct_notice`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.DROP)
    edition = queries.edition_in_view(ctx, notice)
    columns = {**words_of(edition.document), "file_ids": edition.file_ids, "days": edition.document["days"]}
    columns |= {"restarts": False, "state_reason": None, "returned_reason": None}
    _turn(ctx, notice, {**columns, "state": NoticeState.RELEASED.value}, ("notice.correction_dropped", None))
    pages.reveal(ctx, notice)
    return queries.get_notice(ctx, notice_id)


def withdraw_notice(ctx: Context, notice_id: UUID, wanted: WithdrawIn) -> NoticeOut:
    """Take a published notice back. Its page stays and says so. Errors: as of `correct_notice`, `access.denied`."""
    notice, _ = open_notice_for(ctx, notice_id, NoticeVerb.WITHDRAW)
    columns = {"state": NoticeState.WITHDRAWN.value, "state_reason": wanted.reason}
    _turn(ctx, notice, columns, ("notice.withdrawn", wanted.reason))
    pages.withdraw(ctx, notice, wanted.reason, conceals=wanted.conceals)
    tell(ctx, notice, Event.WITHDRAWN)
    return queries.get_notice(ctx, notice_id)


def _turn(ctx: Context, notice: PublicNotice, columns: Mapping[str, Any], why: tuple[str, str | None]) -> None:
    """Move a notice to another state, and write it down as (action, reason)."""
    action, reason = why
    before = {"state": notice.state}
    change(ctx, notice, columns)
    record(ctx, action, subject(notice), before, {"state": notice.state}, reason=reason)


def _about(notice: PublicNotice) -> notices.About:
    return notices.About("public_notice", notice.id, notice.title, notice.unit_id)
