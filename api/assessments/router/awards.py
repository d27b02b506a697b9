"""Awards, stars and the blacklist over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import refusals
from api.assessments.queries import awards
from api.assessments.router.results import Sort
from api.assessments.rules.awards import AwardVerb
from api.assessments.schemas.awards import (
    AssessmentAwardIn,
    AwardFilter,
    AwardGrantIn,
    AwardNoticeIn,
    AwardNoticeOut,
    AwardOut,
    AwardReasonIn,
    AwardRemovalIn,
    AwardsOfBandIn,
    AwardsProposed,
)
from api.assessments.service import award_notices
from api.assessments.service import awards as service
from api.core.context import Context
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.ledger.schemas import Event

router = Router(prefix="/assessments", tags=["assessments"])

_STEP = (refusals.AWARD_STATE, refusals.BARRED)
_SHOWN = (*_STEP, refusals.PUBLICITY_RUNNING, refusals.OBJECTIONS_OPEN)

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_RESULTS, snapshot=True)]
Proposes = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, idempotent=True)]
Decides = Annotated[Context, Requires(Permission.ASSESSMENT_DECIDE, if_match="required")]


@router.get("/awards", summary="List awards 称号和黑名单列表", errors=(TOO_DEEP, BAD_SORT))
def list_assessment_awards(
    ctx: Reads, wanted: Annotated[AwardFilter, Query()], paging: Paged, sort: Sort = "-updated_at"
) -> Page[AwardOut]:
    """Awards within reach as they stand today; proposals only where they are made."""
    return awards.list_awards(ctx, wanted, sort, paging)


@router.get("/awards/{award_id}", summary="Read an award 称号")
def get_assessment_award(ctx: Reads, award_id: UUID) -> AwardOut:
    """An award, and what the caller can do with it now."""
    return awards.get_award(ctx, award_id)


@router.get("/awards/{award_id}/history", summary="List an award's history 称号变动记录", errors=(BAD_CURSOR,))
def list_assessment_award_history(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_RESULTS)],
    award_id: UUID,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """What happened to an award, newest first, from the ledger; for those who give it."""
    return awards.list_history(ctx, award_id, cursor, limit)


@router.post("/awards", status_code=201, summary="Propose an award 提名称号", errors=(refusals.AWARD_TAKEN,))
def propose_assessment_award(ctx: Proposes, body: AssessmentAwardIn) -> AwardOut:
    """An award that rests on a final outcome, or an entry of the blacklist on a ground and a document."""
    return service.propose_award(ctx, body)


@router.post(
    "/campaigns/{campaign_id}/awards",
    status_code=201,
    summary="Propose awards of a band 按等次提名",
    errors=(refusals.AWARD_OUTCOME,),
)
def propose_assessment_awards(ctx: Proposes, campaign_id: UUID, body: AwardsOfBandIn) -> AwardsProposed:
    """One award for every school that holds a band in the final outcomes; who is vetoed or barred is left out."""
    return service.propose_for_band(ctx, campaign_id, body)


@router.post("/awards:publicise", status_code=201, summary="Publicise awards 公示称号名单")
def publicise_assessment_awards(ctx: Proposes, body: AwardNoticeIn) -> AwardNoticeOut:
    """One notice for all of them, as a draft; none is granted before its days are over and objections answered.

    There is no other way for a proposal to be publicised: what is publicised has the notice that shows it.
    """
    return award_notices.publicise_awards(ctx, body)


@router.post("/awards:announce", status_code=201, summary="Announce decisions 公布称号变动")
def announce_assessment_awards(ctx: Proposes, body: AwardNoticeIn) -> AwardNoticeOut:
    """One notice of what was given, suspended, taken away or listed, as a draft."""
    return award_notices.announce_awards(ctx, body)


@router.post("/awards/{award_id}:grant", summary="Grant an award 授予称号", errors=_SHOWN)
def grant_assessment_award(ctx: Decides, award_id: UUID, body: AwardGrantIn) -> AwardOut:
    """In force from today for its years."""
    return service.take_step(ctx, award_id, AwardVerb.GRANT, body)


@router.post("/awards/{award_id}:refuse", summary="Refuse an award 不予授予", errors=_STEP)
def refuse_assessment_award(ctx: Decides, award_id: UUID, body: AwardReasonIn) -> AwardOut:
    """It is not granted, for a reason."""
    return service.take_step(ctx, award_id, AwardVerb.REFUSE, body)


@router.post("/awards/{award_id}:suspend", summary="Suspend an award 暂停称号", errors=_STEP)
def suspend_assessment_award(ctx: Decides, award_id: UUID, body: AwardRemovalIn) -> AwardOut:
    """Out of force for the time being, on a ground and a document."""
    return service.take_step(ctx, award_id, AwardVerb.SUSPEND, body)


@router.post("/awards/{award_id}:resume", summary="Give an award back 恢复称号", errors=_STEP)
def resume_assessment_award(ctx: Decides, award_id: UUID, body: AwardReasonIn) -> AwardOut:
    """A suspended award is in force again, for a reason."""
    return service.take_step(ctx, award_id, AwardVerb.RESUME, body)


@router.post("/awards/{award_id}:revoke", summary="Take an award away 摘牌、摘星", errors=_STEP)
def revoke_assessment_award(ctx: Decides, award_id: UUID, body: AwardRemovalIn) -> AwardOut:
    """It is gone, on a ground and a document."""
    return service.take_step(ctx, award_id, AwardVerb.REVOKE, body)
