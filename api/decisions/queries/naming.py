"""Records of the log in which certain persons had a hand, for those who look at persons and decisions together."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from api.core.context import Context
from api.decisions.models import Payment
from api.decisions.queries.tree import DECISION, MEETING, TOPIC

_PAYMENT = Payment.metadata.tables[Payment.__tablename__]
Records = set[UUID]


def records_of_persons(ctx: Context, unit_id: UUID, persons: Collection[UUID]) -> Records:
    """Decisions, their topics and payments of a unit that these persons proposed, decided, answer for or bought.

    Also those that are about them. The caller has found the unit within reach.
    """
    if not persons:
        return set()
    wanted = sorted(persons)
    columns = (TOPIC.c.id, DECISION.c.id.label("decision_id"), TOPIC.c.concerned_person_ids)
    answering = (TOPIC.c.proposer_id, DECISION.c.responsible_person_id, DECISION.c.decided_by_id)
    hand = [column.in_(wanted) for column in answering]
    stmt = select(*columns, or_(*hand).label("had_a_hand"))
    stmt = stmt.select_from(TOPIC.outerjoin(DECISION, DECISION.c.topic_id == TOPIC.c.id)).where(
        TOPIC.c.unit_id == unit_id
    )
    stmt = stmt.join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    found = set(_of_topics(ctx.session.execute(stmt), {str(person) for person in wanted}))
    bought = or_(*(_PAYMENT.c[name].in_(wanted) for name in ("proposer_id", "buyer_id")))
    return found | set(ctx.session.scalars(select(_PAYMENT.c.id).where(_PAYMENT.c.unit_id == unit_id, bought)))


def _of_topics(rows: Iterable[Any], persons: set[str]) -> Iterable[UUID]:
    for row in rows:
        if row.had_a_hand or persons & set(row.concerned_person_ids):
            yield from filter(None, (row.id, row.decision_id))
