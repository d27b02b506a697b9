"""What every change of the log leaves behind: the ledger's event, and the mark by which the rules look again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from api.core import clock, ids
from api.core.context import Context
from api.core.database import insert_rows
from api.core.errors import FORBIDDEN, Refused
from api.decisions import queries
from api.decisions.models import DecisionChange, Meeting
from api.decisions.rules.states import MeetingState, MeetingStep, MeetingVerb, meeting_step
from api.decisions.rules.words import MEETING_TYPES
from api.ledger.rules import Subject

_MARK = insert(DecisionChange.metadata.tables[DecisionChange.__tablename__])


def open_meeting(ctx: Context, meeting_id: UUID, verb: MeetingVerb) -> tuple[Meeting, MeetingStep]:
    """A meeting of the expected revision to which the caller may do `verb` now.

    Errors: `not_found`, `conflict.stale`, `decision.wrong_state`, `access.denied`.
    """
    meeting, standing = queries.load_meeting(ctx, meeting_id)
    ctx.expect(meeting.revision)
    step = meeting_step(MeetingState(meeting.state), verb, filed=meeting.edition > 0)
    if not standing.holds(step.needs):
        raise Refused(FORBIDDEN)
    return meeting, step


def subject(meeting: Meeting) -> Subject:
    """A meeting as the ledger's subject."""
    return Subject("meeting", meeting.id, label(meeting), meeting.unit_id, meeting.revision)


def label(meeting: Any) -> str:
    """What a meeting is called: its day, its body, its number of the year."""
    number = f"第{meeting.serial_no}次" if meeting.serial_no else ""
    return f"{clock.legal_day(meeting.held_at).isoformat()} {number}{MEETING_TYPES[meeting.type][0]}"


def mark(ctx: Context, unit_id: UUID) -> None:
    """Say that the rules have to look at the unit again."""
    mark_all(ctx, [unit_id])


def mark_all(ctx: Context, unit_ids: Iterable[UUID]) -> None:
    """Say that the rules have to look at these units again."""
    insert_rows(ctx.session, _MARK, [{"id": ids.ordered(), "unit_id": unit_id} for unit_id in unit_ids])


def touch(ctx: Context, meeting: Meeting) -> None:
    """Count a change of anything below a meeting as a change of the meeting."""
    meeting.updated_at = ctx.now
    ctx.session.flush()
    if queries.is_open(meeting):
        mark(ctx, meeting.unit_id)
