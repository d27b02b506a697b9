"""The suite of rules over decisions and payments, as the engine of checks takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.calendars.queries import work_calendar
from api.checks.ports import Suite, World
from api.core import clock
from api.decisions.data import sound_record
from api.decisions.queries import changes
from api.decisions.queries.facts import facts_of
from api.decisions.queries.parts import parts_of
from api.decisions.queries.peers import peers_of
from api.decisions.queries.recorded import schools_with_records
from api.decisions.queries.records import records_of
from api.decisions.rules.book import Book
from api.decisions.rules.checks import RULES


def books(session: Session, unit_ids: Sequence[UUID], now: datetime) -> Iterator[World]:
    """The books of these schools, each laid open as it stands today."""
    today, calendar = clock.legal_day(now), work_calendar(session)
    found = list(facts_of(session, unit_ids))
    peers = peers_of(session, [facts.school_id for facts in found], today)
    for facts in found:
        known = replace(facts, peers=peers[facts.school_id])
        yield facts.school_id, Book(known, today, calendar, clock.legal_day)


SUITE = Suite(
    name="decisions",
    rules=RULES,
    worlds=books,
    units=schools_with_records,
    due=changes.due,
    take=changes.take,
    sound_record=sound_record,
    records=records_of,
    parts=parts_of,
)
