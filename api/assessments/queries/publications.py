"""Reading publications: the showing of results, and the days that follow from it."""

from uuid import UUID

from sqlalchemy import func, select

from api.assessments.models import AssessmentAppeal, AssessmentPublication
from api.assessments.rules.appeals import OPEN_APPEALS
from api.assessments.rules.publicity import PublicationState
from api.assessments.schemas.publications import PublicationOut
from api.core.context import Context

_PLAIN = (
    "id",
    "number",
    "notice_id",
    "notice_number",
    "starts_on",
    "ends_on",
    "appeals_until",
    "open_objections",
    "created_at",
)


def find_last(ctx: Context, campaign_id: UUID) -> AssessmentPublication | None:
    """The last publication of a campaign that the caller has loaded."""
    stmt = select(AssessmentPublication).where(AssessmentPublication.campaign_id == campaign_id)
    return ctx.session.execute(stmt.order_by(AssessmentPublication.number.desc()).limit(1)).scalar_one_or_none()


def find_by_id(ctx: Context, publication_id: UUID) -> AssessmentPublication | None:
    """A publication by its id, for who is told of its notice."""
    return ctx.session.get(AssessmentPublication, publication_id)


def count_open_appeals(ctx: Context, campaign_id: UUID) -> int:
    """How many appeals of a campaign are not decided."""
    mine = (AssessmentAppeal.campaign_id == campaign_id, AssessmentAppeal.state.in_(sorted(OPEN_APPEALS)))
    return ctx.session.execute(select(func.count()).select_from(AssessmentAppeal).where(*mine)).scalar_one()


def list_publications(ctx: Context, campaign_id: UUID) -> list[PublicationOut]:
    """All publications of a campaign that the caller has loaded, the newest first."""
    stmt = select(AssessmentPublication).where(AssessmentPublication.campaign_id == campaign_id)
    rows = ctx.session.execute(stmt.order_by(AssessmentPublication.number.desc())).scalars()
    return [
        PublicationOut(**{name: getattr(one, name) for name in _PLAIN}, state=PublicationState(one.state))
        for one in rows
    ]
