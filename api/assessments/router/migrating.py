"""The move of a campaign to a newer version of its framework over HTTP, and what stood before."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.assessments import errors, queries, refusals
from api.assessments.rules.rounds import Round
from api.assessments.schemas.migrating import (
    AssessmentMigrateIn,
    AssessmentMigrationPreview,
    AssessmentMigrations,
    FormerRoundOut,
    FormerSheets,
)
from api.assessments.service import migrating
from api.core.context import Context
from api.core.jobs.resource import JobOut
from api.core.routing import Router

router = Router(prefix="/assessments", tags=["assessments"])

Reads = Annotated[Context, Requires(Permission.ASSESSMENT_READ)]
Looks = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, snapshot=True)]
Changes = Annotated[Context, Requires(Permission.ASSESSMENT_MANAGE, if_match="required")]
Target = Annotated[UUID, Query(description="A newer published version of the same framework.")]


@router.get("/campaigns/{campaign_id}/migrations", summary="List moves to newer versions 换版记录")
def list_assessment_migrations(ctx: Reads, campaign_id: UUID) -> AssessmentMigrations:
    """The moves that were made, and for those who manage the campaign: the versions to which it could move now."""
    return queries.list_migrations(ctx, campaign_id)


@router.get(
    "/campaigns/{campaign_id}/migrations/preview", summary="Preview a move 换版预览", errors=(errors.WRONG_STATE,)
)
def preview_assessment_migration(ctx: Looks, campaign_id: UUID, to: Target) -> AssessmentMigrationPreview:
    """What would become of every item, and which signed rounds would open again. Nothing is written."""
    return queries.preview_migration(ctx, campaign_id, to)


@router.post(
    "/campaigns/{campaign_id}:migrate",
    status_code=202,
    summary="Move a campaign to a newer version 换用新版指标",
    errors=(errors.WRONG_STATE, refusals.PREVIEW_STALE, refusals.MIGRATION_ADJUSTMENTS),
)
def migrate_assessment_campaign(ctx: Changes, campaign_id: UUID, body: AssessmentMigrateIn) -> JobOut:
    """By the hash of the preview that was looked at. What stood before stays readable with each enrolment."""
    return migrating.migrate_campaign(ctx, campaign_id, body)


@router.get("/enrolments/{enrolment_id}/former", summary="List former rounds 换版前的评分")
def list_former_assessment_rounds(ctx: Reads, enrolment_id: UUID) -> FormerSheets:
    """The rounds as they stood before each move, as far as the caller sees them."""
    return queries.list_former(ctx, enrolment_id)


@router.get("/enrolments/{enrolment_id}/former/{number}/rounds/{round}", summary="Read a former round 换版前的一轮评分")
def get_former_assessment_round(ctx: Reads, enrolment_id: UUID, number: int, round: Round) -> FormerRoundOut:
    """Every entry of a round as it stood before a move, and what it came to by the version of then."""
    return queries.get_former_round(ctx, enrolment_id, number, round)
