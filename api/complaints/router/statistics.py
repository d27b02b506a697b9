"""Figures over HTTP: tables of a year, rates, the quarterly report, the block of the overview."""

from typing import Annotated

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.complaints.queries import statistics
from api.complaints.schemas.statistics import (
    ComplaintRates,
    ComplaintsBlock,
    ComplaintTable,
    FiguresFilter,
    ReportIn,
)
from api.complaints.service import reporting
from api.core.context import Context
from api.core.jobs.resource import JobOut
from api.core.routing import Router

router = Router(prefix="/complaints", tags=["complaints"])
P = Permission
Figures = Annotated[Context, Requires(P.COMPLAINT_FIGURES, snapshot=True)]
Asks = Annotated[Context, Requires(P.COMPLAINT_FIGURES, idempotent=True)]
AYear = Annotated[int | None, Query(ge=2000, le=2100, description="Default: that of the last month that is over.")]


@router.get("/statistics", summary="Read figures 举报统计")
def get_complaint_statistics(ctx: Figures, wanted: Annotated[FiguresFilter, Query()]) -> ComplaintTable:
    """A year by one dimension, or by two. Small cells are withheld, and what would give them away."""
    return statistics.get_table(ctx, wanted)


@router.get("/statistics/rates", summary="Read rates 办理质效")
def get_complaint_rates(ctx: Figures, year: AYear = None) -> ComplaintRates:
    """On time, days, repeats, joint complaints, satisfaction of a year."""
    return statistics.get_rates(ctx, year)


@router.get("/overview", summary="Read the block of complaints 举报概况")
def get_complaints_block(ctx: Figures) -> ComplaintsBlock:
    """Clocks near and over their end, for who watches them; what came in by month and track."""
    return statistics.get_block(ctx)


@router.post("/reports", status_code=202, summary="Make a quarterly report 季度分析报告")
def make_complaint_report(ctx: Asks, body: ReportIn) -> JobOut:
    """A Word document of the quarter, made in the background."""
    return reporting.make_report(ctx, body)
