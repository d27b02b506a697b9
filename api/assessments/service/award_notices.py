"""Notices of awards: 公示 of what is proposed, before it is granted; announcements of what was given, suspended, taken away.

One notice for many awards, drafted here and released by two persons, as every notice. What becomes of it comes back.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from api.assessments import refusals
from api.assessments.models import AssessmentAward
from api.assessments.queries import adjustments, awards
from api.assessments.queries.awards import Given
from api.assessments.rules.awards import GROUND_WORDS, AwardKind, AwardState, AwardVerb, award_step
from api.assessments.schemas.awards import AwardNoticeIn, AwardNoticeOut
from api.assessments.service.awards import NOTICED, move_award, subject
from api.core import clock, ids
from api.core.context import Context
from api.core.errors import Violation, refuse_if_any
from api.disclosures.ports import Event, Happening
from api.disclosures.rules import Content, NoticeTable
from api.disclosures.service import Draft, ObjectRef, open_notice
from api.ledger.service import record

_PUBLICITY, _ANNOUNCEMENT = "award", "award_decision"
# A notice is read by the public of the county; its words are Chinese, as those of every document of a bureau.
_SHOWN = ("单位", "称号或名单", "有效期（年）", "情形", "文件")
_TOLD = ("单位", "称号或名单", "决定", "有效期至", "情形", "文件")
_DECISIONS = {
    AwardState.GRANTED: "授予",
    AwardState.SUSPENDED: "暂停",
    AwardState.REVOKED: "撤销",
}
_GONE = frozenset({Event.WITHDRAWN, Event.DISCARDED})


def publicise_awards(ctx: Context, wanted: AwardNoticeIn) -> AwardNoticeOut:
    """Draft one notice that shows proposals to the public; they are granted once its days are over.

    Errors: `assessment.award_unknown`, `assessment.award_issuer`, `assessment.award_state`, `assessment.barred`, all as
    `input.invalid` by award.
    """
    given = _load(ctx, wanted.award_ids)
    refuse_if_any(_not_to_show(ctx, given))
    rows = tuple(
        (unit.name, _named(one), str(one.years), GROUND_WORDS.get(one.ground or "", ""), one.document or "")
        for one, unit, _ in given
    )
    paragraphs = (f"现将拟授予称号或列入名单的 {len(rows)} 个单位予以公示。", "有异议的，可在公示期内提出。")
    notice_id = _draft(ctx, given, _PUBLICITY, Content(wanted.title, paragraphs, NoticeTable(_SHOWN, rows)))
    for one, _, _ in given:
        step = award_step(AwardState(one.state), AwardVerb.PUBLICISE)
        move_award(ctx, one, AwardVerb.PUBLICISE, step, {"notice_id": notice_id})
    return AwardNoticeOut(notice_id=notice_id, awards=len(given))


def _load(ctx: Context, award_ids: Sequence[UUID]) -> list[Given]:
    """The awards of one notice, in the order asked for: all there, and all given by one bureau."""
    found = awards.find_awards(ctx, award_ids)
    unknown = (index for index, one in enumerate(award_ids) if one not in found)
    refuse_if_any(Violation(refusals.AWARD_UNKNOWN, f"/award_ids/{index}") for index in unknown)
    issuer_id = found[award_ids[0]].award.issuer_id
    strange = (index for index, one in enumerate(award_ids) if found[one].award.issuer_id != issuer_id)
    refuse_if_any(Violation(refusals.AWARD_ISSUER, f"/award_ids/{index}") for index in strange)
    return [found[one] for one in dict.fromkeys(award_ids)]


def _not_to_show(ctx: Context, given: Sequence[Given]) -> list[Violation]:
    barred = adjustments.find_bars(ctx, [one.unit.id for one in given], clock.legal_day(ctx.now))
    faults = []
    for index, (one, unit, _) in enumerate(given):
        if one.state != AwardState.PROPOSED:
            faults.append(Violation(refusals.AWARD_STATE, f"/award_ids/{index}", params={"allowed": one.state}))
        elif unit.id in barred and one.kind != AwardKind.BLACKLIST:
            faults.append(Violation(refusals.BARRED, f"/award_ids/{index}"))
    return faults


def announce_awards(ctx: Context, wanted: AwardNoticeIn) -> AwardNoticeOut:
    """Draft one notice of what was decided: given, suspended, taken away (摘牌、摘星), listed (黑榜).

    Errors: `assessment.award_unknown`, `assessment.award_issuer`, `assessment.award_state`, all as `input.invalid` by award.
    """
    given = _load(ctx, wanted.award_ids)
    refuse_if_any(
        Violation(refusals.AWARD_STATE, f"/award_ids/{index}", params={"allowed": one.award.state})
        for index, one in enumerate(given)
        if AwardState(one.award.state) not in _DECISIONS
    )
    rows = tuple((unit.name, _named(one), _decision(one), *_until(one)) for one, unit, _ in given)
    paragraphs = (f"现将 {len(rows)} 个单位称号和名单的变动予以公布。",)
    content = Content(wanted.title, paragraphs, NoticeTable(_TOLD, rows))
    notice_id = _draft(ctx, given, _ANNOUNCEMENT, content, formed_on=clock.legal_day(ctx.now))
    for one, _, _ in given:
        one.announcement_id, one.updated_at = notice_id, ctx.now
    ctx.session.flush()
    for one, _, _ in given:
        record(ctx, "assessment_award.announced", subject(one), None, {"notice_id": str(notice_id)})
    return AwardNoticeOut(notice_id=notice_id, awards=len(given))


def _named(one: AssessmentAward) -> str:
    return one.title if one.kind != AwardKind.BLACKLIST else f"列入名单：{one.title}"


def _decision(one: AssessmentAward) -> str:
    decided = _DECISIONS[AwardState(one.state)]
    listed = {"授予": "列入", "暂停": "暂停", "撤销": "移出"}
    return listed[decided] if one.kind == AwardKind.BLACKLIST else decided


def _until(one: AssessmentAward) -> tuple[str, str, str]:
    until: date | None = one.valid_to if one.state == AwardState.GRANTED else None
    return (until.isoformat() if until else "", GROUND_WORDS.get(one.ground or "", ""), one.document or "")


def _draft(ctx: Context, given: Sequence[Given], kind: str, content: Content, formed_on: date | None = None) -> UUID:
    issuer_id = given[0].award.issuer_id
    about = ObjectRef(NOTICED, ids.ordered(), content.title)
    return open_notice(ctx, Draft(kind, issuer_id, content, about, formed_on=formed_on))


# --- What becomes of a notice ----------------------------------------------------------------------------------------


def follow_award_notice(ctx: Context, told: Happening) -> None:
    """What became of a notice of awards. Told more than once, it is nothing new."""
    for one in awards.list_of_notice(ctx, told.notice_id):
        if one.announcement_id == told.notice_id:
            one.announcement_id = None if told.event in _GONE else one.announcement_id
            continue
        one.open_objections = told.open_objections
        if told.event in (Event.RELEASED, Event.CORRECTED):
            one.shown_until = told.ends_on
        elif told.event in _GONE and one.state == AwardState.PUBLICISED:
            # It was never shown, or is shown no more: whoever still means it shows it again.
            one.state, one.notice_id, one.shown_until = AwardState.PROPOSED.value, None, None
            record(ctx, "assessment_award.shown_no_more", subject(one), {"state": "publicised"}, {"state": one.state})
        one.updated_at = ctx.now
    ctx.session.flush()
