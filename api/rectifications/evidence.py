"""What evidence may serve here: problems that their unit was told of, and their tasks; close-outs."""

from uuid import UUID

from sqlalchemy import ColumnElement, select

from api.access import reach
from api.access.permissions import Permission
from api.core.context import Context
from api.evidence import ports
from api.rectifications.models import (
    RectificationCampaign,
    RectificationCampaignUnit,
    RectificationProblem,
    RectificationTask,
)
from api.rectifications.queries.campaigns import CLOSE_OUT_USE
from api.rectifications.queries.problems import PROBLEM_USE, TASK_USE
from api.rectifications.queries.reading import P, readable
from api.rectifications.rules import RectificationCampaignState

_LONGEST = 200


def _concerns(unit_id: UUID) -> ColumnElement[bool]:
    return (P.unit_id == unit_id) | (P.lead_unit_id == unit_id)


def _problem(ctx: Context, problem_id: UUID, unit_id: UUID) -> str | None:
    stmt = select(P.number, P.title).where(P.id == problem_id, P.sent_on.is_not(None), _concerns(unit_id))
    row = ctx.session.execute(stmt.where(readable(ctx))).first()
    return f"{row.number} {row.title}"[:_LONGEST] if row else None


def _task(ctx: Context, task_id: UUID, unit_id: UUID) -> str | None:
    task = RectificationTask.__table__.c
    stmt = select(P.number, task.measure).join_from(
        RectificationTask.__table__, RectificationProblem.__table__, P.id == task.problem_id
    )
    row = ctx.session.execute(stmt.where(task.id == task_id, _concerns(unit_id), readable(ctx))).first()
    return f"{row.number} {row.measure}"[:_LONGEST] if row else None


ports.define(PROBLEM_USE, _problem)
ports.define(TASK_USE, _task)


def _close_out(ctx: Context, place_id: UUID, unit_id: UUID) -> str | None:
    place, campaign = RectificationCampaignUnit.__table__.c, RectificationCampaign.__table__.c
    stmt = select(campaign.title).where(place.id == place_id, place.unit_id == unit_id)
    stmt = stmt.join_from(
        RectificationCampaignUnit.__table__, RectificationCampaign.__table__, campaign.id == place.campaign_id
    )
    running = campaign.state == RectificationCampaignState.RUNNING.value
    within = reach.condition(ctx, place.unit_id, Permission.RECTIFICATION_READ)
    title: str | None = ctx.session.execute(stmt.where(running, within)).scalar_one_or_none()
    return title


ports.define(CLOSE_OUT_USE, _close_out)
