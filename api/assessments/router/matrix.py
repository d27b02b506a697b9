"""Figures over a campaign over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import queries
from api.assessments.rules.rounds import Round
from api.assessments.schemas.matrix import HeatMap, ProgressFilter, ProgressMatrix
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router

router = Router(prefix="/assessments/campaigns/{campaign_id}", tags=["assessments"])

Sees = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]


@router.get("/progress", summary="Read the progress matrix 进度矩阵", errors=(TOO_DEEP,))
def list_assessment_progress(
    ctx: Sees, campaign_id: UUID, wanted: Annotated[ProgressFilter, Query()], paging: Paged
) -> ProgressMatrix:
    """Schools by rounds, by district and name; how many rounds stand where over all of them."""
    return queries.list_progress(ctx, campaign_id, wanted, paging)


@router.get("/heat-map", summary="Read the heat map 失分热力图")
def get_assessment_heat_map(ctx: Sees, campaign_id: UUID, round: Round = Round.SELF) -> HeatMap:
    """Items by districts: the mean share of the points, and how many schools lose some."""
    return queries.get_heat_map(ctx, campaign_id, round)
