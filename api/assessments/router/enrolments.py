"""Enrolments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, queries, service
from api.assessments.queries import quotas
from api.assessments.rules.enrolments import EnrolmentVerb
from api.assessments.schemas.enrolments import (
    ApplicationIn,
    CampaignQuotas,
    EnrolIn,
    Enrolled,
    EnrolmentFilter,
    EnrolmentOut,
    EnrolmentReasonIn,
    EnrolmentRow,
)
from api.core.context import Context
from api.core.paging import TOO_DEEP, Paged
from api.core.routing import Router
from api.core.schemas import Page

router = Router(prefix="/assessments", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ)]
Lists = Annotated[Context, Requires(Permission.ASSESSMENT_READ, snapshot=True)]
Manages = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE)]
Settles = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, if_match="required")]
Applies = Annotated[Context, Requires(Permission.ASSESSMENT_SUBMIT, idempotent=True)]
Withdraws = Annotated[Context, Requires(Permission.ASSESSMENT_SUBMIT, if_match="required")]

_STEP = (errors.WRONG_STATE,)


@router.get("/campaigns/{campaign_id}/enrolments", summary="List enrolments 参评单位列表", errors=(TOO_DEEP,))
def list_enrolments(
    ctx: Lists, campaign_id: UUID, wanted: Annotated[EnrolmentFilter, Query()], paging: Paged
) -> Page[EnrolmentRow]:
    """Who takes part, or has applied, within reach; by district and school."""
    return queries.list_enrolments(ctx, campaign_id, wanted, paging)


@router.post(
    "/campaigns/{campaign_id}/enrolments",
    summary="Enrol schools 批量纳入参评",
    errors=(errors.MODE_WRONG, errors.WRONG_STATE),
)
def enrol_schools(ctx: Manages, campaign_id: UUID, body: EnrolIn) -> Enrolled:
    """Every operating school that the scope covers, with its facts as they are now. Sent again it adds who is new."""
    return service.enrol(ctx, campaign_id, body)


@router.post(
    "/campaigns/{campaign_id}/applications",
    status_code=201,
    summary="Apply 申报参评",
    errors=(errors.MODE_WRONG, errors.WRONG_STATE, errors.ENROLLED_ALREADY),
)
def apply_for_assessment(ctx: Applies, campaign_id: UUID, body: ApplicationIn) -> EnrolmentOut:
    """A school applies with a statement; the county admits within its quotas."""
    return service.apply(ctx, campaign_id, body)


@router.get("/campaigns/{campaign_id}/quotas", summary="List quotas 申报名额")
def list_assessment_quotas(ctx: Lists, campaign_id: UUID) -> CampaignQuotas:
    """District by district: how many may be admitted, how many have applied and were."""
    return quotas.list_quotas(ctx, campaign_id)


@router.get("/enrolments/{enrolment_id}", summary="Read an enrolment 参评详情")
def get_enrolment(ctx: Reads, enrolment_id: UUID) -> EnrolmentOut:
    """The school's frozen facts, what does not apply, its rounds and what the caller can do with each."""
    return queries.get_enrolment(ctx, enrolment_id)


@router.post("/enrolments/{enrolment_id}:withdraw", summary="Withdraw an application 撤回申报", errors=_STEP)
def withdraw_application(ctx: Withdraws, enrolment_id: UUID) -> EnrolmentOut:
    """Take an application back before it is decided."""
    return service.step_enrolment(ctx, enrolment_id, EnrolmentVerb.WITHDRAW)


@router.post("/enrolments/{enrolment_id}:admit", summary="Admit 同意参评", errors=(*_STEP, errors.QUOTA_FULL))
def admit_enrolment(ctx: Settles, enrolment_id: UUID) -> EnrolmentOut:
    """Let an applicant take part, within the quota of its district."""
    return service.step_enrolment(ctx, enrolment_id, EnrolmentVerb.ADMIT)


@router.post("/enrolments/{enrolment_id}:refuse", summary="Refuse an application 不同意参评", errors=_STEP)
def refuse_enrolment(ctx: Settles, enrolment_id: UUID, body: EnrolmentReasonIn) -> EnrolmentOut:
    """With a reason; the school may apply again."""
    return service.step_enrolment(ctx, enrolment_id, EnrolmentVerb.REFUSE, body.reason)


@router.post("/enrolments/{enrolment_id}:exclude", summary="Exclude 移出参评", errors=_STEP)
def exclude_enrolment(ctx: Settles, enrolment_id: UUID, body: EnrolmentReasonIn) -> EnrolmentOut:
    """Take a school out, with a reason. What was entered stays."""
    return service.step_enrolment(ctx, enrolment_id, EnrolmentVerb.EXCLUDE, body.reason)


@router.post("/enrolments/{enrolment_id}:restore", summary="Restore 恢复参评", errors=_STEP)
def restore_enrolment(ctx: Settles, enrolment_id: UUID) -> EnrolmentOut:
    """Let an excluded school take part again."""
    return service.step_enrolment(ctx, enrolment_id, EnrolmentVerb.RESTORE)
