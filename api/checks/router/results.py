"""Results over HTTP: what did not pass, how records and schools were answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.checks import queries, service
from api.checks.schemas.results import (
    CheckResultFilter,
    CheckResultRow,
    CheckRunIn,
    EvaluabilityOut,
    RecordCountsList,
    SchoolChecksRow,
    WeighedList,
)
from api.core.context import Context
from api.core.errors import BUSY
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(tags=["checks"])

Reads = Annotated[Context, Requires(Permission.CHECK_READ)]
Looks = Annotated[Context, Requires(Permission.CHECK_READ, snapshot=True)]


@router.get("/check-results", summary="List check results 检查结果", errors=(TOO_DEEP,))
def list_check_results(
    ctx: Looks, wanted: Annotated[CheckResultFilter, Query()], paging: Paged
) -> Page[CheckResultRow]:
    """What did not pass: failures with their evidence, and questions that the records do not answer."""
    return queries.list_results(ctx, wanted, paging)


@router.get("/check-counts", summary="Count answers by record 按记录统计")
def list_check_counts(
    ctx: Reads, subject: Annotated[list[UUID], Query(max_length=100, description="Ids of records.")]
) -> RecordCountsList:
    """How all rules were answered over some records: meetings, topics, decisions, payments …"""
    return queries.list_counts(ctx, subject)


@router.post("/check-runs", summary="Run the rules now 立即检查", errors=(BUSY,))
def run_checks(ctx: Reads, body: CheckRunIn) -> EvaluabilityOut:
    """Run every rule over one unit. The same records give the same results: nothing is found twice."""
    return service.run_unit(ctx, body.unit_id)


@router.get("/check-runs", summary="List schools with their results 学校检查矩阵", errors=(TOO_DEEP,))
def list_check_runs(
    ctx: Looks, paging: Paged, unit: Annotated[UUID | None, Query(description="This unit and those below.")] = None
) -> Page[SchoolChecksRow]:
    """The last run of each school, most failures first, with failures and missing data by rule."""
    return queries.list_schools(ctx, unit, paging)


@router.get("/schools/{school_id}/evaluability", summary="Read evaluability 数据完备度")
def get_evaluability(ctx: Reads, school_id: UUID) -> EvaluabilityOut:
    """How many of the applicable questions had data, in all and by family. Who hides data does not look cleaner."""
    return queries.get_evaluability(ctx, school_id)


@router.get("/schools/{school_id}/weighed-findings", summary="Findings under complaint 举报叠加")
def list_weighed_findings(
    ctx: Annotated[Context, Requires(Permission.COMPLAINT_READ, logged=True)], school_id: UUID
) -> WeighedList:
    """For the inspection team: records with an open finding and a complaint, one step graver. Nothing stored changes."""
    return service.weigh(ctx, school_id)
