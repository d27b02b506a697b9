"""The quotas of a campaign by application, district by district, and how far they are used."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from api.access import reach
from api.access.permissions import Permission
from api.assessments.models import AssessmentEnrolment
from api.assessments.queries.campaigns import Held, get_bare
from api.assessments.rules.enrolments import EnrolmentState
from api.assessments.rules.settings import quota_of
from api.assessments.schemas.enrolments import CampaignQuotas, DistrictQuota
from api.core.context import Context
from api.core.schemas import Named
from api.organizations.models import Unit
from api.organizations.queries import in_subtree
from api.organizations.rules import UnitKind

_E = AssessmentEnrolment


def list_quotas(ctx: Context, campaign_id: UUID) -> CampaignQuotas:
    """Every district below the campaign's unit that the caller looks at, or that lies above them. Errors: `not_found`.

    How many have applied and were admitted is told to who reaches the district. Three statements.
    """
    held = get_bare(ctx, campaign_id)
    counts = _counts(ctx, campaign_id)
    grants = None if ctx.actor is None else reach.grants_of(ctx, Permission.ASSESSMENT_READ)
    items = []
    for row in _districts(ctx, held):
        inside = grants is None or any(row.path.startswith(grant.path) for grant in grants)
        if inside or any(grant.path.startswith(row.path) for grant in grants or ()):
            items.append(_quota(held, row, counts[row.id] if inside else None))
    if grants is None or any(held.unit.path.startswith(grant.path) for grant in grants):
        items.append(_quota(held, None, counts[None]))
    return CampaignQuotas(items=items)


def _districts(ctx: Context, held: Held) -> list[Any]:
    stmt = select(Unit.id, Unit.name, Unit.path).where(
        Unit.kind == UnitKind.DISTRICT, in_subtree(Unit.path, held.unit.path)
    )
    return list(ctx.session.execute(stmt.order_by(Unit.sort_key, Unit.id)))


def _counts(ctx: Context, campaign_id: UUID) -> dict[UUID | None, dict[str, int]]:
    stmt = select(_E.district_id, _E.state, func.count().label("schools")).where(_E.campaign_id == campaign_id)
    found: dict[UUID | None, dict[str, int]] = defaultdict(dict)
    for row in ctx.session.execute(stmt.group_by(_E.district_id, _E.state)):
        found[row.district_id][row.state] = row.schools
    return found


def _quota(held: Held, district: Any, counts: dict[str, int] | None) -> DistrictQuota:
    return DistrictQuota(
        district=Named(id=district.id, name=district.name) if district else None,
        quota=quota_of(held.campaign.quotas, district.id if district else None),
        applied=None if counts is None else counts.get(EnrolmentState.APPLIED.value, 0),
        admitted=None if counts is None else counts.get(EnrolmentState.ENROLLED.value, 0),
    )
