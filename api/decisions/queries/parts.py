"""What belongs to a record, for whoever asks what was found about it: a meeting's topics and decisions, and so on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, union_all

from api.access import reach
from api.access.permissions import Permission
from api.checks.models import Finding
from api.checks.rules.findings import OPEN_STATES
from api.core.context import Context
from api.decisions.models import Contract, Payment
from api.decisions.queries.tree import DECISION, MEETING, TOPIC

_CONTRACT, _PAYMENT, _FINDING = (model.metadata.tables[model.__tablename__] for model in (Contract, Payment, Finding))
_DECIDED = DECISION.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id)


def parts_of(record_id: UUID) -> list[Select[Any]]:
    """Of a meeting its topics and their decisions; of a decision its topic, contracts and payments."""
    return [
        select(TOPIC.c.id).where(TOPIC.c.meeting_id == record_id),
        select(DECISION.c.id).select_from(_DECIDED).where(TOPIC.c.meeting_id == record_id),
        select(DECISION.c.topic_id).where(DECISION.c.id == record_id),
        *(select(table.c.id).where(table.c.decision_id == record_id) for table in (_CONTRACT, _PAYMENT)),
    ]


def open_findings_of(ctx: Context, meeting_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many findings are open about each of these meetings and its parts; nothing for who may not read checks."""
    if not ctx.may(Permission.CHECK_READ):
        return {}
    topics = select(TOPIC.c.id, TOPIC.c.meeting_id).where(TOPIC.c.meeting_id.in_(meeting_ids))
    decided = select(DECISION.c.id, TOPIC.c.meeting_id).select_from(_DECIDED).where(TOPIC.c.meeting_id.in_(meeting_ids))
    own = select(MEETING.c.id, MEETING.c.id.label("meeting_id")).where(MEETING.c.id.in_(meeting_ids))
    parts = union_all(own, topics, decided).subquery()
    about = parts.join(_FINDING, _FINDING.c.subject_id == parts.c.id)
    stmt = select(parts.c.meeting_id, func.count()).select_from(about).group_by(parts.c.meeting_id)
    stmt = stmt.where(_FINDING.c.state.in_(OPEN_STATES))
    rows = ctx.session.execute(reach.within(ctx, stmt, _FINDING.c.unit_id, Permission.CHECK_READ))
    return dict.fromkeys(meeting_ids, 0) | {row[0]: row[1] for row in rows}
