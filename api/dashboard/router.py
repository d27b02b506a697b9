"""The overview over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments.queries import overviews
from api.assessments.schemas.overviews import AssessmentsBlock, SchoolAssessments
from api.checks.queries import overviews as checks
from api.checks.schemas.overviews import ChecksBlock
from api.core.context import Context
from api.core.errors import NOT_FOUND
from api.core.routing import Router
from api.dashboard import queries
from api.dashboard.schemas import OverviewOut

router = Router(prefix="/dashboard", tags=["dashboard"])


@router.get("/overview", summary="Read the overview of a unit 总览", errors=(NOT_FOUND,))
def get_overview(
    ctx: Annotated[Context, Requires(Permission.DASHBOARD_READ, snapshot=True)],
    unit: Annotated[UUID | None, Query(description="A unit within reach; default: your topmost.")] = None,
) -> OverviewOut:
    """Figures of all schools below the unit, by type and by district, today in the school year, what changed last."""
    return queries.get_overview(ctx, unit)


@router.get("/assessments", summary="Read the block of assessments 评估概况", errors=(NOT_FOUND,))
def get_assessments_block(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)],
    unit: Annotated[UUID | None, Query(description="A unit within reach; left out: all that is.")] = None,
) -> AssessmentsBlock:
    """The newest campaigns at a glance: how far the rounds are, grades, and the gap between self-assessment and county."""
    return overviews.get_assessments(ctx, unit)


@router.get("/checks", summary="Read the block of checks 检查概况", errors=(NOT_FOUND,))
def get_checks_block(
    ctx: Annotated[Context, Requires(Permission.CHECK_READ, snapshot=True)],
    unit: Annotated[UUID | None, Query(description="A unit within reach; left out: all that is.")] = None,
) -> ChecksBlock:
    """Answers and open findings by family of rules, and the schools that record too little to be judged."""
    return checks.get_checks(ctx, unit)


@router.get("/schools/{school_id}/assessments", summary="Read a school's assessments 学校评估概况")
def get_school_assessments_block(
    ctx: Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)], school_id: UUID
) -> SchoolAssessments:
    """What a school came to over the last cycles, its awards in force, and whether it is barred from applying."""
    return overviews.get_school_assessments(ctx, school_id)
