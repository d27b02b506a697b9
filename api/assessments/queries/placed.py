"""What hangs on the codes of a campaign's items beside the entries: who works on them, evidence, disagreements."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_

from api.assessments.models import (
    AssessmentAssignment,
    AssessmentCampaign,
    AssessmentDisagreement,
    AssessmentEnrolment,
    AssessmentRound,
    AssessmentScore,
    AssessmentSlot,
)
from api.core.context import Context

_A: Any = AssessmentAssignment.__table__
_D: Any = AssessmentDisagreement.__table__
_P: Any = AssessmentSlot.__table__
_MOST = 500  # keys in one statement


def lock_rounds(ctx: Context, campaign_id: UUID) -> None:
    """Let whoever adds to the campaign, or saves into a round of it, wait until this transaction is over."""
    campaign = select(AssessmentCampaign.id).where(AssessmentCampaign.id == campaign_id)
    ctx.session.execute(campaign.with_for_update(key_share=True)).all()
    mine = select(AssessmentEnrolment.id).where(AssessmentEnrolment.campaign_id == campaign_id)
    stmt = select(AssessmentRound.id).where(AssessmentRound.enrolment_id.in_(mine))
    ctx.session.execute(stmt.order_by(AssessmentRound.id).with_for_update()).all()


def delete_scores(ctx: Context, score_ids: Sequence[UUID]) -> None:
    """Take entries away."""
    for some in _stretches(score_ids):
        ctx.session.execute(delete(AssessmentScore).where(AssessmentScore.id.in_(some)))


def list_assignments(ctx: Context, campaign_id: UUID) -> Sequence[Any]:
    """Who works on what, in every round of a campaign."""
    stmt = (
        select(_A)
        .join(AssessmentRound, AssessmentRound.id == _A.c.round_id)
        .join(AssessmentEnrolment, AssessmentEnrolment.id == AssessmentRound.enrolment_id)
        .where(AssessmentEnrolment.campaign_id == campaign_id)
    )
    return list(ctx.session.execute(stmt))


def delete_assignments(ctx: Context, rows: Sequence[Any]) -> None:
    """Take them away."""
    for some in _stretches([(row.round_id, row.code, row.account_id) for row in rows]):
        keys = tuple_(_A.c.round_id, _A.c.code, _A.c.account_id)
        ctx.session.execute(delete(_A).where(keys.in_(some)))


def list_places(ctx: Context, campaign_id: UUID) -> Sequence[Any]:
    """The places for evidence that have been used, those of earlier versions left out."""
    stmt = select(_P).join(AssessmentEnrolment, AssessmentEnrolment.id == _P.c.enrolment_id)
    return ctx.session.execute(stmt.where(AssessmentEnrolment.campaign_id == campaign_id, _P.c.former == 0)).all()


def list_disagreements(ctx: Context, campaign_id: UUID) -> Sequence[Any]:
    """Where rounds lie apart."""
    stmt = select(_D).join(AssessmentEnrolment, AssessmentEnrolment.id == _D.c.enrolment_id)
    return ctx.session.execute(stmt.where(AssessmentEnrolment.campaign_id == campaign_id)).all()


def delete_disagreements(ctx: Context, rows: Sequence[Any]) -> None:
    """Take them away."""
    for some in _stretches([row.id for row in rows]):
        ctx.session.execute(delete(_D).where(_D.c.id.in_(some)))


def _stretches(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + _MOST] for start in range(0, len(keys), _MOST))
