"""公示 of results through a public notice, and what comes of it: objections, the days of appeals, reopening."""

from datetime import date
from uuid import UUID

from api.assessments import queries
from api.assessments.models import AssessmentPublication
from api.assessments.queries import moderation, publications, results
from api.assessments.queries.campaigns import Held
from api.assessments.rules.campaigns import CampaignVerb
from api.assessments.rules.publicity import PublicationState, follow, require_over
from api.assessments.schemas.campaigns import AssessmentCampaignOut
from api.assessments.schemas.results import AssessmentRankingFilter
from api.assessments.service.campaigns import load_for, move
from api.calendars.queries import work_calendar
from api.core import clock, ids
from api.core.context import Context
from api.disclosures.ports import Event, Happening
from api.disclosures.rules import Content, NoticeTable
from api.disclosures.service import Draft, ObjectRef, open_notice

OBJECT = "assessment_publication"
KIND = "assessment_result"
# A notice is read by the public of the county; its words are Chinese, as those of every document of a bureau.
_HEAD = ("名次", "单位", "学区", "得分", "等次")


def publish_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """Open the notice of results as a draft, for two persons to check and release.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, `assessment.not_computed`,
    `assessment.disagreements_due`.
    """
    held = load_for(ctx, campaign_id, CampaignVerb.PUBLISH)
    computation = results.require_fresh(ctx, campaign_id)
    moderation.require_settled(ctx, campaign_id)
    last = publications.find_last(ctx, campaign_id)
    publication = AssessmentPublication(
        id=ids.ordered(),
        campaign_id=campaign_id,
        number=last.number + 1 if last else 1,
        computation_id=computation.id,
        state=PublicationState.DRAFTED.value,
        open_objections=0,
        created_by=ctx.actor.id if ctx.actor else None,
        created_at=ctx.now,
    )
    ctx.session.add(publication)
    ctx.session.flush()
    publication.notice_id = open_notice(ctx, _draft(ctx, held, publication))
    ctx.session.flush()
    return move(ctx, held, CampaignVerb.PUBLISH)


def _draft(ctx: Context, held: Held, publication: AssessmentPublication) -> Draft:
    campaign = held.campaign
    framework = queries.scorer_by_hash(ctx, campaign.version_id, held.content_hash).framework
    named = {band.code: band.title for scale in framework.scales[:1] for band in scale.bands}
    rows = results.stream_ranking(ctx, campaign.id, AssessmentRankingFilter(), "rank")
    table = tuple(
        (str(row["rank"]), row["unit"], row["district"] or "直属", row["total"], named.get(row["grade"], "–"))
        for row in rows
    )
    paragraphs = (
        f"{campaign.title}已完成自评、初评、复核和评议，现将结果予以公示。",
        f"对结果有异议的，可在公示期内提出；参评单位可在公示期内和公示结束后{campaign.appeal_days}个工作日内申诉。",
    )
    content = Content(f"{campaign.title}结果公示", paragraphs, NoticeTable(_HEAD, table))
    about = ObjectRef(OBJECT, publication.id, campaign.title)
    return Draft(KIND, campaign.unit_id, content, about, days=campaign.publicity_days or None)


def follow_notice(ctx: Context, told: Happening) -> None:
    """What became of a notice of results. Told more than once, it is nothing new."""
    publication = publications.find_by_id(ctx, told.object_id)
    if publication is None:
        return
    publication.state = follow(PublicationState(publication.state), told.event.value).value
    publication.open_objections = told.open_objections
    if told.event in (Event.RELEASED, Event.CORRECTED):
        publication.notice_number = told.number
        publication.starts_on, publication.ends_on = told.starts_on, told.ends_on
        publication.appeals_until = _appeals_until(ctx, publication)
    ctx.session.flush()


def _appeals_until(ctx: Context, publication: AssessmentPublication) -> date | None:
    """The last day of appeals: so many working days after the last of the publicity."""
    if publication.ends_on is None:
        return None
    days = queries.get_held(ctx, publication.campaign_id).campaign.appeal_days
    return work_calendar(ctx.session).add(publication.ends_on, days).date if days else publication.ends_on


def hear_campaign(ctx: Context, campaign_id: UUID) -> AssessmentCampaignOut:
    """The publicity is over; what is left are appeals.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`, `assessment.publicity_running`.
    """
    held = load_for(ctx, campaign_id, CampaignVerb.HEAR)
    publication = publications.find_last(ctx, campaign_id)
    gone = publication is None or publication.state == PublicationState.WITHDRAWN
    require_over(None if gone or publication is None else publication.ends_on, clock.legal_day(ctx.now))
    return move(ctx, held, CampaignVerb.HEAR)


def reopen_campaign(ctx: Context, campaign_id: UUID, reason: str) -> AssessmentCampaignOut:
    """Back to moderation, for a reason. Outcomes that are frozen stay; what comes next gets the next number.

    Errors: `not_found`, `conflict.stale`, `assessment.wrong_state`.
    """
    held = load_for(ctx, campaign_id, CampaignVerb.REOPEN)
    return move(ctx, held, CampaignVerb.REOPEN, reason=reason)
