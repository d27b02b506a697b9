"""What follows decisions, and whether anything does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select

from api.core.context import Context
from api.decisions.models import (
    Contract,
    Decision,
    DecisionEvaluation,
    DecisionExecution,
    DecisionFiling,
    DecisionProgress,
    DecisionPublicity,
    Payment,
)
from api.decisions.queries.tree import DECISION, TOPIC
from api.decisions.rules.following import Followed
from api.disclosures.models import NoticeObjection

_FOLLOWERS = tuple(
    model.metadata.tables[model.__tablename__].c.decision_id
    for model in (
        *(DecisionPublicity, DecisionFiling, DecisionExecution, DecisionProgress, DecisionEvaluation),
        *(Contract, Payment),
    )
)


def has_followers(ctx: Context, topic_ids: Sequence[UUID]) -> bool:
    """Whether anything refers to the decisions on these topics, so that they cannot go away."""
    decided = select(DECISION.c.id).where(DECISION.c.topic_id.in_(topic_ids))
    found = or_(*(select(column).where(column.in_(decided)).exists() for column in _FOLLOWERS))
    return bool(topic_ids) and bool(ctx.session.execute(select(found)).scalar())


def followed(ctx: Context, decision_id: UUID) -> Followed:
    """What there is beside a decision, for its status."""

    def _some(model: Any, *conditions: Any) -> ColumnElement[bool]:
        return select(literal(1)).where(model.decision_id == decision_id, *conditions).exists()

    begun = or_(DecisionExecution.started_on.is_not(None), DecisionExecution.progress > 0)
    row = ctx.session.execute(
        select(
            _some(DecisionPublicity, DecisionPublicity.starts_on.is_not(None)),
            _some(DecisionFiling),
            or_(_some(DecisionProgress), _some(DecisionExecution, begun)),
            _some(DecisionExecution, DecisionExecution.completed_on.is_not(None)),
            _some(DecisionEvaluation),
        )
    ).one()
    return Followed(*map(bool, row))


def find_decision_on(ctx: Context, topic_id: UUID) -> Decision | None:
    """The decision on a topic that the caller has loaded."""
    return ctx.session.execute(select(Decision).where(Decision.topic_id == topic_id)).scalar_one_or_none()


def topic_ids_of(meeting_id: UUID) -> Select[Any]:
    """The ids of a meeting's topics, for statements that go on from there."""
    return select(TOPIC.c.id).where(TOPIC.c.meeting_id == meeting_id)


def topic_row(ctx: Context, topic_id: UUID) -> Any:
    """The row of a topic that the caller has loaded something of."""
    return ctx.session.execute(select(TOPIC).where(TOPIC.c.id == topic_id)).one()


def title_of(ctx: Context, topic_id: UUID) -> str:
    """What a topic is called."""
    return str(ctx.session.execute(select(TOPIC.c.title).where(TOPIC.c.id == topic_id)).scalar_one())


def count_objections(ctx: Context, notice_id: UUID) -> int:
    """How many objections a notice has had; asked in the background too."""
    stmt = select(func.count()).where(NoticeObjection.notice_id == notice_id)
    return ctx.session.execute(stmt).scalar_one()
