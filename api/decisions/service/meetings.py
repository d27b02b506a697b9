"""The record of a meeting: begun, changed, submitted, filed, revised. Verbs answer with its id."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from api.core import ids
from api.core.context import Context
from api.core.errors import Refused, Violation, refuse_if_any
from api.core.schemas import Patch
from api.decisions import errors, queries
from api.decisions.canonical import meeting_document
from api.decisions.models import FiledMeeting, Meeting
from api.decisions.queries import Place
from api.decisions.queries.tree import ATTENDANCE, MEETING_FACTS, MINUTES
from api.decisions.rules.states import MeetingState, MeetingVerb
from api.decisions.schemas.meetings import MeetingIn, MeetingPatch, MeetingRevisionIn
from api.decisions.service import references
from api.decisions.service.standing import mark, open_meeting, subject, touch
from api.decisions.service.writing import (
    redate,
    remove_topics,
    write_attendance,
    write_minutes,
    write_topic,
)
from api.ledger.rules import canonical, document_hash
from api.ledger.service import record
from api.organizations.rules import UnitKind

_OWN = ("type", "form", "serial_no", "held_at", "place", "emergency")


def create_meeting(ctx: Context, wanted: MeetingIn) -> UUID:
    """Begin the record of a meeting of a school within reach, alone or with its tree.

    Errors: every fault at once as `input.invalid`, `decision.source_taken`.
    """
    given = wanted.model_dump()
    place = queries.find_place(ctx, wanted.unit_id)
    refuse_if_any(_faults(ctx, place, given))
    assert place is not None
    meeting = write_meeting(ctx, place, given)
    record(ctx, "meeting.created", subject(meeting), None, _said(meeting, topics=len(given["topics"])))
    return meeting.id


def write_meeting(ctx: Context, place: Place, given: Mapping[str, Any]) -> Meeting:
    """The rows of a new meeting whose tree has been judged."""
    source = given.get("source") or {}
    own = {name: given[name] for name in MEETING_FACTS if name in given}
    meeting = Meeting(
        id=ids.ordered(),
        unit_id=place.id,
        **{**own, "source_system": source.get("system"), "source_id": source.get("id")},
        state=MeetingState.DRAFT.value,
        edition=0,
        created_by=ctx.signed_in.id,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    ctx.session.add(meeting)
    ctx.session.flush()
    write_attendance(ctx, meeting, given["attendance"])
    if given.get("minutes") is not None:
        write_minutes(ctx, meeting, given["minutes"])
    for number, topic in enumerate(given["topics"], start=1):
        write_topic(ctx, meeting, {**topic, "number": topic.get("number") or number}, None)
    return meeting


def _faults(ctx: Context, place: Place | None, given: Mapping[str, Any]) -> list[Violation]:
    if place is None:
        return [Violation(errors.UNIT_NOT_FOUND, "/unit_id")]
    if place.kind != UnitKind.SCHOOL:
        return [Violation(errors.NOT_A_SCHOOL, "/unit_id")]
    return meeting_violations(ctx, place, given)


def meeting_violations(ctx: Context, place: Place, given: Mapping[str, Any]) -> list[Violation]:
    """Everything that is wrong with a meeting's tree, or with what changes of it."""
    topics = given.get("topics") or ()
    codes = queries.codes_for(ctx, place) if topics else []
    found = [*references.repeated(given.get("attendance") or (), "/attendance"), *_ends(given)]
    for number, topic in enumerate(topics):
        found += topic_violations(topic, codes, f"/topics/{number}")
    return [*found, *references.violations(ctx, place, references.of_meeting(given))]


def topic_violations(given: Mapping[str, Any], codes: list[str], at: str = "") -> list[Violation]:
    """What is wrong with a topic beside whom it names."""
    return [
        *references.matter_violations(given, codes, at),
        *references.repeated(given.get("voices") or (), f"{at}/voices"),
    ]


def given_of(patch: Patch) -> dict[str, Any]:
    """What a patch says; parts that it replaces come whole, with their defaults."""
    whole = patch.model_dump()
    return {name: whole[name] for name in patch.model_fields_set}


def _ends(given: Mapping[str, Any]) -> list[Violation]:
    held, ended = given.get("held_at"), given.get("ended_at")
    return [Violation(errors.ENDS_BEFORE, "/ended_at")] if held and ended and ended < held else []


def _said(meeting: Meeting, **more: Any) -> dict[str, Any]:
    return {**{name: getattr(meeting, name) for name in (*_OWN, "state", "edition")}, **more}


# --- Changing a draft ------------------------------------------------------------------------------------------------


def change_meeting(ctx: Context, meeting_id: UUID, patch: MeetingPatch) -> UUID:
    """Change a draft. Errors: those of `open_meeting`, every fault at once as `input.invalid`."""
    meeting, _ = open_meeting(ctx, meeting_id, MeetingVerb.CHANGE)
    given = given_of(patch)
    days = {"held_at": meeting.held_at, "ended_at": meeting.ended_at, **given}
    place = queries.place_of(ctx, meeting.unit_id)
    refuse_if_any(meeting_violations(ctx, place, days))
    before = {name: getattr(meeting, name) for name in given if name in MEETING_FACTS}
    for name in before:
        setattr(meeting, name, given[name])
    if "attendance" in given:
        write_attendance(ctx, meeting, given["attendance"])
    if "minutes" in given:
        write_minutes(ctx, meeting, given["minutes"])
    if "held_at" in given:
        redate(ctx, meeting)
    touch(ctx, meeting)
    after = {name: given[name] for name in before}
    parts: dict[str, Any] = {name: len(given[name] or ()) for name in ("attendance", "minutes") if name in given}
    record(ctx, "meeting.changed", subject(meeting), before, {**after, **parts})
    return meeting.id


# --- Moving it -------------------------------------------------------------------------------------------------------


def submit_meeting(ctx: Context, meeting_id: UUID) -> UUID:
    """Close what it says and hand it to the leader. The first time is when the register received it.

    Errors: those of `open_meeting`, `decision.topics_empty`, `decision.attendance_empty`, `decision.held_later`.
    """
    meeting, step = open_meeting(ctx, meeting_id, MeetingVerb.SUBMIT)
    refuse_unfinished(ctx, meeting)
    meeting.submitted_by, meeting.submitted_at = ctx.signed_in.id, ctx.now
    meeting.received_at = meeting.received_at or ctx.now
    return _move(ctx, meeting, step.after, "meeting.submitted")


def refuse_unfinished(ctx: Context, meeting: Meeting) -> None:
    """Go on only with a meeting that was held and has topics and attendance. How it was held is for the rules to say."""
    tree = queries.tree_of(ctx, meeting)
    if meeting.held_at > ctx.now:
        raise Refused(errors.HELD_LATER)
    if not tree.topics:
        raise Refused(errors.TOPICS_EMPTY)
    if not tree.attendance:
        raise Refused(errors.ATTENDANCE_EMPTY)


def return_meeting(ctx: Context, meeting_id: UUID, reason: str) -> UUID:
    """Give it back to its author. Errors: those of `open_meeting`."""
    meeting, step = open_meeting(ctx, meeting_id, MeetingVerb.RETURN)
    # A revision keeps the reason for which it was begun: it is filed with the edition.
    meeting.state_reason = meeting.state_reason if meeting.edition else reason
    return _move(ctx, meeting, step.after, "meeting.returned", reason=reason)


def file_meeting(ctx: Context, meeting_id: UUID) -> UUID:
    """Write its canonical document once; the ledger keeps the hash. Errors: those of `open_meeting`."""
    meeting, step = open_meeting(ctx, meeting_id, MeetingVerb.FILE)
    return _file(ctx, meeting, step.after)


def _file(ctx: Context, meeting: Meeting, after: MeetingState) -> UUID:
    before = _said(meeting)
    reason = meeting.state_reason if meeting.edition else None
    meeting.edition += 1
    meeting.state, meeting.updated_at, meeting.state_reason = after.value, ctx.now, None
    by_topic, meeting.changed_by_topic_id = meeting.changed_by_topic_id, None
    ctx.session.flush()
    document = meeting_document(queries.tree_of(ctx, meeting))
    filed = FiledMeeting(
        id=ids.ordered(),
        meeting_id=meeting.id,
        unit_id=meeting.unit_id,
        edition=meeting.edition,
        content=canonical(document).decode(),
        document_hash=document_hash(document),
        reason=reason,
        changed_topic_ids=_changed(queries.last_document(ctx, meeting.id), document),
        changed_by_topic_id=by_topic,
        filed_by=ctx.signed_in.id,
        filed_at=ctx.now,
    )
    ctx.session.add(filed)
    ctx.session.flush()
    mark(ctx, meeting.unit_id)
    record(ctx, "meeting.filed", subject(meeting), before, _said(meeting), reason=reason, document=document)
    return meeting.id


def _changed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """The topics whose decisions are not what the edition before says."""
    if before is None:
        return []
    old, new = ({topic["id"]: topic["decision"] for topic in document["topics"]} for document in (before, after))
    return sorted(topic_id for topic_id in old.keys() | new.keys() if old.get(topic_id) != new.get(topic_id))


def revise_meeting(ctx: Context, meeting_id: UUID, wanted: MeetingRevisionIn) -> UUID:
    """Open a filed record for its next edition. The filed one stays as it is.

    Errors: those of `open_meeting`, `decision.topic_not_found`.
    """
    meeting, step = open_meeting(ctx, meeting_id, MeetingVerb.REVISE)
    known = queries.topics_at(ctx, meeting.unit_id, [wanted.by_topic_id] if wanted.by_topic_id else [])
    refuse_if_any([] if wanted.by_topic_id in (None, *known) else [Violation(errors.TOPIC_NOT_FOUND, "/by_topic_id")])
    meeting.state_reason, meeting.changed_by_topic_id = wanted.reason, wanted.by_topic_id
    return _move(ctx, meeting, step.after, "meeting.revised", reason=wanted.reason)


def discard_meeting(ctx: Context, meeting_id: UUID) -> None:
    """Take a draft away that was never filed. Errors: those of `open_meeting`, `decision.in_use`."""
    meeting, _ = open_meeting(ctx, meeting_id, MeetingVerb.DISCARD)
    before, about = _said(meeting), subject(meeting)
    remove_draft(ctx, meeting)
    record(ctx, "meeting.discarded", about, before, None)


def remove_draft(ctx: Context, meeting: Meeting) -> None:
    """The rows of a meeting and of everything below it go. Errors: `decision.in_use`."""
    remove_topics(ctx, queries.tree_of(ctx, meeting).topics)
    for table in (ATTENDANCE, MINUTES):
        ctx.session.execute(delete(table).where(table.c.meeting_id == meeting.id))
    ctx.session.delete(meeting)
    ctx.session.flush()


def _move(ctx: Context, meeting: Meeting, after: MeetingState, action: str, *, reason: str | None = None) -> UUID:
    before = {"state": meeting.state}
    meeting.state, meeting.updated_at = after.value, ctx.now
    ctx.session.flush()
    mark(ctx, meeting.unit_id)
    record(ctx, action, subject(meeting), before, {"state": meeting.state}, reason=reason)
    return meeting.id
