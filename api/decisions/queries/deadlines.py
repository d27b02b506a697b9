"""Until when the bureau is to answer and the school to file, by the policy in force; what is waited for."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, select

from api.calendars.queries import work_calendar
from api.core import clock
from api.core.context import Context
from api.decisions.models import Decision, DecisionFiling
from api.decisions.queries.facts.rules_of_units import Rulebooks
from api.decisions.queries.places import UNIT, Place, place_of
from api.decisions.queries.tree import DECISION, MEETING, TOPIC
from api.decisions.rules.book import Book
from api.decisions.rules.facts import SchoolFacts
from api.decisions.rules.states import MeetingState
from api.decisions.rules.vocabulary import FilingKind, Result
from api.organizations.models import Unit

_FILING = DecisionFiling.metadata.tables[DecisionFiling.__tablename__]
_LOOKED_BACK = timedelta(days=90)  # what is older stands among the findings, and no reminder will change it
_PASSED = (Result.PASSED.value, Result.PASSED_WITH_CHANGES.value)


def answer_due(ctx: Context, decision: Decision, filed_on: date) -> date:
    """The last day for the bureau's answer to a filing of this day, as rule FIL-04 counts it: working days."""
    place = place_of(ctx, decision.unit_id)
    policies = Rulebooks(ctx.session, [place]).policies(place)
    facts = SchoolFacts(school_id=place.id, name=place.name, policies=policies)
    book = Book(facts, clock.legal_day(ctx.now), work_calendar(ctx.session), clock.legal_day)
    return book.working_day_after(filed_on, book.limit("answer_days", decision.decided_on))


def unfiled(ctx: Context, today: date) -> Iterator[tuple[Any, date]]:
    """Decisions of the last months that nobody has filed afterwards, each with the last day for it."""
    filed = exists().where(_FILING.c.decision_id == DECISION.c.id, _FILING.c.kind == FilingKind.POST_FILING.value)
    named = (DECISION.c.id, DECISION.c.unit_id, DECISION.c.decided_on, TOPIC.c.title)
    place = (UNIT.name.label("unit_name"), UNIT.kind.label("unit_kind"), UNIT.path.label("unit_path"))
    joined = DECISION.join(TOPIC, TOPIC.c.id == DECISION.c.topic_id).join(MEETING, MEETING.c.id == TOPIC.c.meeting_id)
    stmt = select(*named, *place).select_from(joined.join(Unit.__table__, UNIT.id == DECISION.c.unit_id))
    open_ = (MEETING.c.state != MeetingState.DRAFT.value) | (MEETING.c.edition > 0)
    stmt = stmt.where(~filed, open_, DECISION.c.result.in_(_PASSED), DECISION.c.decided_on > today - _LOOKED_BACK)
    rows = ctx.session.execute(stmt.order_by(DECISION.c.unit_id, DECISION.c.id)).all()
    places = {row.unit_id: Place(row.unit_id, row.unit_name, row.unit_kind, row.unit_path) for row in rows}
    rulebooks, calendar = Rulebooks(ctx.session, list(places.values())), work_calendar(ctx.session)
    books = {
        unit_id: Book(
            SchoolFacts(school_id=unit_id, name=place.name, policies=rulebooks.policies(place)),
            today,
            calendar,
            clock.legal_day,
        )
        for unit_id, place in places.items()
    }
    for row in rows:
        book = books[row.unit_id]
        yield row, book.working_day_after(row.decided_on, book.limit("post_filing_days", row.decided_on))


def unanswered(ctx: Context, today: date) -> Sequence[Any]:
    """Filings whose answer is late."""
    named = (_FILING.c.decision_id, _FILING.c.unit_id, TOPIC.c.title)
    joined = _FILING.join(DECISION, DECISION.c.id == _FILING.c.decision_id).join(
        TOPIC, TOPIC.c.id == DECISION.c.topic_id
    )
    waits = (_FILING.c.answer.is_(None), _FILING.c.answer_due_on < today)
    return ctx.session.execute(select(*named).select_from(joined).where(*waits).order_by(_FILING.c.id)).all()
