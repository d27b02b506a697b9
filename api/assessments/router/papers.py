"""Documents of assessments over HTTP: asked for here, watched and fetched at `/jobs`."""

from typing import Annotated
from uuid import UUID

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments.schemas.papers import CampaignPaperIn, SchoolPaperIn
from api.assessments.service import papers
from api.core.context import Context
from api.core.jobs.resource import JobOut
from api.core.routing import Router

router = Router(prefix="/assessments", tags=["assessments"])


@router.post(
    "/campaigns/{campaign_id}/documents", status_code=202, summary="Make a document of a campaign 生成活动文档"
)
def make_campaign_document(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, idempotent=True)],
    campaign_id: UUID,
    body: CampaignPaperIn,
) -> JobOut:
    """Score table, report or package of a whole campaign, for those who hold it: `Location` names the job to watch.

    The download is recorded. While one is being made, asking again gives the same job.
    """
    return papers.make_campaign_document(ctx, campaign_id, body)


@router.post(
    "/enrolments/{enrolment_id}/documents", status_code=202, summary="Make a document of a school 生成学校文档"
)
def make_enrolment_document(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, idempotent=True)],
    enrolment_id: UUID,
    body: SchoolPaperIn,
) -> JobOut:
    """Score table or report of one school within reach, made in the background: `Location` names the job to watch.

    It holds the rounds and the result that the caller sees when it is made.
    """
    return papers.make_enrolment_document(ctx, enrolment_id, body)
