"""Decisions and what follows them over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.batches import BatchDone
from api.core.context import Context
from api.core.errors import FORBIDDEN
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_CURSOR, BAD_SORT, TOO_DEEP, CursorText, Limit, Paged
from api.core.routing import Router
from api.core.schemas import Feed, Page
from api.decisions import errors, queries, service
from api.decisions.schemas.following import (
    DecisionEvaluationIn,
    DecisionFilingIn,
    DecisionNoticeIn,
    DecisionOut,
    DecisionProgressIn,
    DecisionProof,
    DecisionPublicityIn,
    ExecutionPatch,
    FilingActIn,
    FilingAnswerIn,
    FilingAnswersIn,
    FilingDeskRow,
    FilingFilter,
)
from api.decisions.schemas.meetings_out import DecisionFilter, DecisionRow
from api.decisions.schemas.papers import DecisionPaperIn
from api.ledger.schemas import Event

router = Router(prefix="/decisions", tags=["decisions"])

P = Permission
Sort = Annotated[
    str,
    Query(
        max_length=100, examples=["-decided_on"], description="Columns, comma separated; `-` before one: descending."
    ),
]
Reads = Annotated[Context, Requires(P.DECISION_READ)]
Snapshot = Annotated[Context, Requires(P.DECISION_READ, snapshot=True)]
Adds = Annotated[Context, Requires(P.DECISION_RECORD, idempotent=True)]
Records = Annotated[Context, Requires(P.DECISION_RECORD)]
Acts = Annotated[Context, Requires(P.DECISION_RECORD, if_match="required")]
Answers = Annotated[Context, Requires(P.DECISION_ANSWER, if_match="required")]
_DRAFT = (errors.STILL_DRAFT,)
_FILES = (*_DRAFT, errors.FILED_ALREADY)


@router.get("", summary="List decisions 决议列表", errors=(TOO_DEEP, BAD_SORT))
def list_decisions(
    ctx: Snapshot, wanted: Annotated[DecisionFilter, Query()], paging: Paged, sort: Sort = "-decided_on"
) -> Page[DecisionRow]:
    """Decisions within reach that match; overdue is of today."""
    return queries.list_decisions(ctx, wanted, sort, paging)


@router.get("/filings", summary="List filings 报备报批列表", errors=(TOO_DEEP,))
def list_decision_filings(
    ctx: Snapshot, wanted: Annotated[FilingFilter, Query()], paging: Paged
) -> Page[FilingDeskRow]:
    """What schools filed with the bureau; what waits for an answer comes first, the oldest first."""
    return queries.list_filings(ctx, wanted, paging)


@router.post("/filings/{filing_id}:answer", summary="Answer a filing 答复报备", errors=(errors.ANSWERED,))
def answer_decision_filing(ctx: Answers, filing_id: UUID, body: FilingAnswerIn) -> DecisionOut:
    """Note, approve, or object. Once."""
    return queries.get_decision(ctx, service.answer_filing(ctx, filing_id, body))


@router.post("/filings:answer", summary="Answer several filings 批量答复报备")
def answer_decision_filings(
    ctx: Annotated[Context, Requires(P.DECISION_ANSWER, idempotent=True)], body: FilingAnswersIn
) -> BatchDone:
    """Each as it was read; one that is refused is told with its reasons and keeps the others from nothing."""
    return service.answer_filings(ctx, body)


@router.post("/filings/{filing_id}:act", summary="Act on an objection 处理异议", errors=(errors.NOT_ANSWERED,))
def act_on_decision_filing(ctx: Acts, filing_id: UUID, body: FilingActIn) -> DecisionOut:
    """What the school did on the bureau's objection."""
    return queries.get_decision(ctx, service.act_on_filing(ctx, filing_id, body))


@router.post("/documents", status_code=202, summary="Make a document 生成文档")
def make_decision_document(
    ctx: Annotated[Context, Requires(P.DECISION_READ, idempotent=True)], body: DecisionPaperIn
) -> JobOut:
    """Minutes, record, vote sheet, filing form or yearly ledger, made in the background: `Location` names the job."""
    return service.make_document(ctx, body)


@router.get("/{decision_id}", summary="Read a decision 决议详情")
def get_decision(ctx: Snapshot, decision_id: UUID) -> DecisionOut:
    """A decision with its topic, all that followed, its timeline, and what the caller can do."""
    return queries.get_decision(ctx, decision_id)


@router.get("/{decision_id}/history", summary="List a decision's history 决议变动记录", errors=(BAD_CURSOR,))
def list_decision_history(ctx: Reads, decision_id: UUID, cursor: CursorText = None, limit: Limit = 50) -> Feed[Event]:
    """What followed the decision, newest first, from the ledger."""
    return queries.list_history(ctx, "decision", decision_id, cursor, limit)


@router.get("/{decision_id}/proof", summary="Prove a decision 决议存证", errors=(errors.NOT_FILED,))
def prove_decision(ctx: Annotated[Context, Requires(P.DECISION_READ, logged=True)], decision_id: UUID) -> DecisionProof:
    """The filed document with the proof that its hash stands in the ledger, to be checked offline. It is recorded."""
    return service.prove_decision(ctx, decision_id)


@router.post("/{decision_id}/filings", status_code=201, summary="File a decision 报备报批", errors=_FILES)
def file_decision(ctx: Adds, decision_id: UUID, body: DecisionFilingIn) -> DecisionOut:
    """File it with the bureau, before or after, or for approval."""
    return queries.get_decision(ctx, service.file_decision(ctx, decision_id, body))


@router.patch("/{decision_id}/execution", summary="Change the execution 执行情况", errors=_DRAFT)
def change_decision_execution(ctx: Records, decision_id: UUID, body: ExecutionPatch) -> DecisionOut:
    """Merge patch of how far it has been carried out."""
    return queries.get_decision(ctx, service.change_execution(ctx, decision_id, body))


@router.post("/{decision_id}/progress", status_code=201, summary="Report on the execution 执行进展", errors=_DRAFT)
def report_decision_progress(ctx: Adds, decision_id: UUID, body: DecisionProgressIn) -> DecisionOut:
    """A line of the execution's log."""
    return queries.get_decision(ctx, service.report_progress(ctx, decision_id, body))


@router.post("/{decision_id}/evaluations", status_code=201, summary="Evaluate a decision 后评估", errors=_DRAFT)
def evaluate_decision(ctx: Adds, decision_id: UUID, body: DecisionEvaluationIn) -> DecisionOut:
    """What came of it."""
    return queries.get_decision(ctx, service.evaluate_decision(ctx, decision_id, body))


@router.post("/{decision_id}/publicity", status_code=201, summary="Record a publicity 登记公示公开", errors=_DRAFT)
def publicize_decision(ctx: Adds, decision_id: UUID, body: DecisionPublicityIn) -> DecisionOut:
    """公示 or 公开 as it was done elsewhere."""
    return queries.get_decision(ctx, service.publicize_decision(ctx, decision_id, body))


@router.post(
    "/{decision_id}/notices",
    status_code=201,
    summary="Open a notice 生成公示",
    errors=(*_DRAFT, errors.CONFIDENTIAL, FORBIDDEN),
)
def publish_decision(ctx: Adds, decision_id: UUID, body: DecisionNoticeIn) -> DecisionOut:
    """A notice with the part that anyone may read, as a draft for two persons to check and release."""
    return queries.get_decision(ctx, service.publish_decision(ctx, decision_id, body))
