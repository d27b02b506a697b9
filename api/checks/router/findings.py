"""Findings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.checks import errors, queries, service
from api.checks.rules.findings import FindingVerb
from api.checks.schemas.findings import (
    FindingAssignIn,
    FindingDetail,
    FindingFilter,
    FindingOwners,
    FindingRow,
    FindingsAssignIn,
    FindingTextIn,
)
from api.core.batches import BatchDone
from api.core.context import Context
from api.core.paging import BAD_SORT, TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/findings", tags=["findings"])

Sort = Annotated[
    str,
    Query(
        max_length=100,
        examples=["severity,-updated_at"],
        description="Columns, comma separated; `-` before one: descending.",
    ),
]
Responds = Annotated[Context, Requires(Permission.FINDING_RESPOND, if_match="required")]
Manages = Annotated[Context, Requires(Permission.FINDING_MANAGE, if_match="required")]
Dismisses = Annotated[Context, Requires(Permission.FINDING_DISMISS, if_match="required")]
_STATE = (errors.WRONG_STATE,)
_SECOND = (errors.WRONG_STATE, errors.SECOND_PERSON, errors.NOT_PROPOSED)


@router.get("", summary="List findings 监督发现列表", errors=(TOO_DEEP, BAD_SORT))
def list_findings(
    ctx: Annotated[Context, Requires(Permission.CHECK_READ, snapshot=True)],
    wanted: Annotated[FindingFilter, Query()],
    paging: Paged,
    sort: Sort = "severity,-opened_at",
) -> Page[FindingRow]:
    """Findings of units within reach that match."""
    return queries.list_findings(ctx, wanted, sort, paging)


@router.post(":assign", summary="Assign several findings 批量指定责任人和期限")
def assign_findings(
    ctx: Annotated[Context, Requires(Permission.FINDING_MANAGE, idempotent=True)], body: FindingsAssignIn
) -> BatchDone:
    """Each as it was read; one that is refused is told with its reasons and keeps the others from nothing."""
    return service.assign_all(ctx, body)


@router.get("/{finding_id}", summary="Read a finding 监督发现详情")
def get_finding(ctx: Annotated[Context, Requires(Permission.CHECK_READ)], finding_id: UUID) -> FindingDetail:
    """What was found on which evidence, all that was done, and what the caller can do now."""
    return queries.get_finding(ctx, finding_id)


@router.get("/{finding_id}/owners", summary="List who may look after a finding 可指定的责任人")
def list_finding_owners(
    ctx: Annotated[Context, Requires(Permission.FINDING_MANAGE)], finding_id: UUID
) -> FindingOwners:
    """Those who manage findings of its unit: whom `:assign` takes."""
    return queries.list_owners(ctx, finding_id)


@router.post("/{finding_id}:acknowledge", summary="Acknowledge a finding 签收", errors=_STATE)
def acknowledge_finding(ctx: Responds, finding_id: UUID) -> FindingDetail:
    """The unit has seen it."""
    return service.take_step(ctx, finding_id, FindingVerb.ACKNOWLEDGE)


@router.post("/{finding_id}:respond", summary="Answer a finding 说明情况", errors=_STATE)
def respond_to_finding(ctx: Responds, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """What was the matter and what is being done."""
    return service.take_step(ctx, finding_id, FindingVerb.RESPOND, body.text)


@router.post("/{finding_id}:submit", summary="Submit for a second look 提交复核", errors=_STATE)
def submit_finding(ctx: Responds, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """It is put right; the bureau looks again."""
    return service.take_step(ctx, finding_id, FindingVerb.SUBMIT, body.text)


@router.post("/{finding_id}:return", summary="Return a finding 退回", errors=_STATE)
def return_finding(ctx: Manages, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """It is not put right yet."""
    return service.take_step(ctx, finding_id, FindingVerb.RETURN, body.text)


@router.post("/{finding_id}:close", summary="Close a finding 销号", errors=(errors.WRONG_STATE, errors.SECOND_PERSON))
def close_finding(ctx: Manages, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """It is put right; another than who submitted it says so, and why."""
    return service.take_step(ctx, finding_id, FindingVerb.CLOSE, body.text)


@router.post("/{finding_id}:reopen", summary="Reopen a finding 重新打开", errors=_STATE)
def reopen_finding(ctx: Manages, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """It was closed or dismissed too early."""
    return service.take_step(ctx, finding_id, FindingVerb.REOPEN, body.text)


@router.post("/{finding_id}:assign", summary="Assign a finding 指定责任人和期限", errors=_STATE)
def assign_finding(ctx: Manages, finding_id: UUID, body: FindingAssignIn) -> FindingDetail:
    """Who looks after it at the bureau, and until when the unit is to put it right."""
    return service.assign(ctx, finding_id, body)


@router.post(
    "/{finding_id}:rectify",
    summary="Make a problem of a finding 转为整改问题",
    errors=(errors.WRONG_STATE, errors.ALREADY_LINKED),
)
def rectify_finding(ctx: Manages, finding_id: UUID) -> FindingDetail:
    """A problem of rectification that names the rule, its basis and the record."""
    return service.rectify(ctx, finding_id)


@router.post(
    "/{finding_id}:propose-dismissal",
    summary="Propose to dismiss a finding 提出撤销",
    errors=(errors.WRONG_STATE, errors.ALREADY_PROPOSED),
)
def propose_dismissal(ctx: Manages, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """The record is in order all the same, and why. A second person decides."""
    return service.take_step(ctx, finding_id, FindingVerb.PROPOSE, body.text)


@router.post("/{finding_id}:dismiss", summary="Dismiss a finding 批准撤销", errors=_SECOND)
def dismiss_finding(ctx: Dismisses, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """By another than who proposed it, with a reason. It stays dismissed while the facts are the same."""
    return service.take_step(ctx, finding_id, FindingVerb.DISMISS, body.text)


@router.post("/{finding_id}:keep", summary="Refuse to dismiss a finding 不予撤销", errors=_SECOND)
def keep_finding(ctx: Dismisses, finding_id: UUID, body: FindingTextIn) -> FindingDetail:
    """The proposal is refused, with a reason."""
    return service.take_step(ctx, finding_id, FindingVerb.KEEP, body.text)
