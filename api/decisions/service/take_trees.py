"""Whole meetings as rows of an import: one row, one meeting with attendance, topics, steps, votes and decisions.

A meeting is known by its number: the one that its source gives it, or, of a meeting that was recorded here, its id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from api.core import money
from api.core.context import Context
from api.core.errors import ErrorSpec, Refused, Violation
from api.core.faults import APPLY_CONFLICT, ROW_EXISTS, ROW_KEY_MISSING, ROW_NOT_FOUND
from api.core.intake import TREE, Action, Fault, How, Mode, Outcome, Row
from api.core.taking import as_id
from api.decisions import errors, queries
from api.decisions.models import Meeting
from api.decisions.queries import taking
from api.decisions.rules.states import MeetingState
from api.decisions.rules.trees import Seated, seats_in
from api.decisions.schemas.meetings import MeetingIn
from api.decisions.service import trees
from api.decisions.service.meetings import remove_draft, submit_meeting
from api.decisions.service.standing import mark_all
from api.decisions.service.take_money import SYSTEM
from api.decisions.service.undoing import undone

Said = tuple[UUID, str, str | None]  # the school, the number of a meeting, the number of a topic of it
_OURS = frozenset({"@from", "meeting_no", "submit", "sit_ins", "unit"})


@dataclass(slots=True)
class _Case(trees.TreeCase):
    """A meeting of a file. `revision`: as it was written, before it was handed on."""

    row: int = 0
    number: str | None = None
    submits: bool = False
    revision_before: int | None = None
    revision: int | None = None

    @property
    def bad(self) -> bool:
        """Whether it stays outside."""
        return bool(self.faults)


def take_trees(ctx: Context, rows: Sequence[Row], how: How) -> list[Outcome]:
    """Judge the meetings of a chunk one after another and, if they are to be written, write the good ones.

    Each costs some statements: a meeting has rows in seven tables, and refers to people, suppliers and other meetings.
    Those that refer to others of the chunk are taken again once these are there.
    """
    cases = [_case(row) for row in rows]
    trees.find_schools(ctx, cases)
    said = {name for case in cases for name in _names(case)}
    waiting = [case for case in cases if case.place is not None and not case.bad]
    while waiting:
        for case in waiting:
            case.faults = []
            _judge(ctx, case, how, said)
            if not case.bad and how.write:
                _write(ctx, case)
        still = [case for case in waiting if how.write and _lacks_others(case)]
        waiting = still if len(still) < len(waiting) else []
    return [_outcome(case) for case in cases]


def _names(case: _Case) -> Iterator[Said]:
    """By what other meetings may name this one and its topics."""
    if case.place is None or case.number is None:
        return
    yield case.place.id, case.number, None
    topics = case.given.get("topics")
    for place, topic in enumerate(topics if isinstance(topics, list) else (), start=1):
        if isinstance(topic, dict):
            yield case.place.id, case.number, str(topic.get("number") or place)


def _lacks_others(case: _Case) -> bool:
    """Whether all that is wrong with a meeting is that others are not there, which may yet come."""
    return bool(case.faults) and {each.spec for each in case.faults} <= {
        errors.TOPIC_NOT_FOUND,
        errors.MEETING_NOT_FOUND,
    }


def _case(row: Row) -> _Case:
    """The document as `POST /meetings` knows it, with names; what only files have is taken out of it."""
    document: dict[str, Any] = orjson.loads(row.values[TREE])
    source = document.get("source") if isinstance(document.get("source"), dict) else {}
    number = document.get("meeting_no") or (source or {}).get("id")
    given = {name: value for name, value in document.items() if name not in _OURS}
    case = _Case(given, row=row.number, number=str(number) if number else None, submits=bool(document.get("submit")))
    if case.number is None:
        case.faults.append(Violation(ROW_KEY_MISSING, "/meeting_no"))
    else:
        case.given = {**given, "source": {"system": SYSTEM, **(source or {}), "id": case.number}}
    _seat(case, document.get("sit_ins") or ())
    return case


def _seat(case: _Case, texts: Sequence[Any]) -> None:
    """Who sat in, where that is a text: 姓名（法律顾问）."""
    if not texts:
        return
    seats = seats_in([str(text) for text in texts])
    bad = [place for place, seat in enumerate(seats) if not isinstance(seat, Seated)]
    case.faults += [Violation(errors.ATTENDEE_UNREADABLE, f"/sit_ins/{place}") for place in bad]
    there = [seat.as_attendance() for seat in seats if isinstance(seat, Seated)]
    case.given = {**case.given, "attendance": [*(case.given.get("attendance") or ()), *there]}


def _judge(ctx: Context, case: _Case, how: How, said: set[Said]) -> None:
    """Everything that is wrong with a meeting, and what becomes of it."""
    own, document = _own_meeting(ctx, case), case.given
    if own is not None:
        system = {"system": own.source_system, "id": own.source_id} if own.source_system else None
        case.given = {**document, "source": system}
    case.given = _relate(ctx, case, said, writing=how.write)
    trees.understand(ctx, case)
    if not case.faults:
        trees.compare(ctx, case, own)
    case.given = document
    case.revision_before = case.held.revision if case.held else None
    if case.wanted is None or case.faults:
        return
    if case.held is None and how.mode is Mode.UPDATE:
        case.faults.append(Violation(ROW_NOT_FOUND, "/meeting_no"))
    elif case.held is not None and how.mode is Mode.CREATE:
        case.faults.append(Violation(ROW_EXISTS, "/meeting_no"))
    elif case.submits and case.action is not Action.UNCHANGED:
        case.faults += _unfinished(ctx, case.wanted)


def _unfinished(ctx: Context, wanted: MeetingIn) -> list[Violation]:
    """What stands against handing a meeting on at once, as it would stand against a person who did."""
    found = [Violation(errors.HELD_LATER, "/held_at")] if wanted.held_at > ctx.now else []
    found += [] if wanted.topics else [Violation(errors.TOPICS_EMPTY, "/topics")]
    return found if wanted.attendance else [*found, Violation(errors.ATTENDANCE_EMPTY, "/attendance")]


def _own_meeting(ctx: Context, case: _Case) -> Meeting | None:
    """The meeting of the school whose id the number is: so our own exports name what was recorded here."""
    assert case.place is not None
    meeting_id = as_id(case.number or "")
    return queries.meeting_with_id(ctx, case.place.id, meeting_id) if meeting_id else None


def _relate(ctx: Context, case: _Case, said: set[Said], *, writing: bool) -> dict[str, Any]:
    """What the document says with ids of other meetings and topics, which it names by numbers: `2026-17`, `2026-17#2`."""
    assert case.place is not None
    given = dict(case.given)
    topics = [dict(topic) for topic in given.get("topics") or () if isinstance(topic, dict)]
    ratified = given.pop("ratified_by", None)
    named = {text for topic in topics for text in _related(topic)} | ({str(ratified)} if ratified else set())
    known = taking.called(ctx, case.place.id, named)

    def _id_of(text: str, spec: ErrorSpec, pointer: str) -> str | None:
        number, _, topic = text.rpartition("#") if "#" in text else (text, "", None)
        if text not in known and (writing or (case.place and (case.place.id, number, topic)) not in said):
            case.faults.append(Violation(spec, pointer))
        return str(known[text]) if text in known else None

    if ratified:
        given["ratified_by_id"] = _id_of(str(ratified), errors.MEETING_NOT_FOUND, "/ratified_by")
    if len(topics) < len(given.get("topics") or ()):  # what is no object is told of with all other faults of its form
        return given
    for place, topic in enumerate(topics):
        texts, at = _related(topic), f"/topics/{place}/related_topics"
        ids = [_id_of(text, errors.TOPIC_NOT_FOUND, f"{at}/{number}") for number, text in enumerate(texts)]
        if topic.pop("related_topics", None):
            topic["related_topic_ids"] = [*(topic.get("related_topic_ids") or ()), *filter(None, ids)]
    return {**given, "topics": topics} if "topics" in given else given


def _related(topic: Mapping[str, Any]) -> list[str]:
    texts = topic.get("related_topics")
    return [str(text) for text in texts if isinstance(text, str)] if isinstance(texts, list) else []


def _write(ctx: Context, case: _Case) -> None:
    try:
        meeting = trees.write(ctx, case)
    except Refused as refused:
        case.faults.append(Violation(refused.spec, params=refused.params))
        return
    if meeting is None:
        return
    ctx.session.flush()
    case.revision = meeting.revision
    if case.submits:
        submit_meeting(ctx, meeting.id)


def _outcome(case: _Case) -> Outcome:
    if case.bad:
        faults = [Fault(one.pointer or None, one.spec, one.params) for one in case.faults]
        return Outcome(case.row, Action.REFUSED, key=case.number, faults=tuple(faults))
    return Outcome(
        row=case.row,
        action=case.action,
        id=case.meeting_id,
        key=case.number,
        revision_before=case.revision_before,
        revision=case.revision if case.revision is not None else case.revision_before,
        before=case.before if case.action is Action.UPDATED else None,
    )


def undo_trees(ctx: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Take back what an import did to drafts that nobody has touched since: those it made go, others say what they said."""
    held = taking.meetings_by_id(ctx, [outcome.id for outcome in outcomes if outcome.id is not None])
    found, sound = undone(ctx, outcomes, held)
    for was, row in sound:
        meeting = queries.meeting_with_id(ctx, row.unit_id, row.id)
        if meeting is None or meeting.state != MeetingState.DRAFT:
            raise Refused(APPLY_CONFLICT)
        if was.action is Action.CREATED:
            remove_draft(ctx, meeting)
        elif was.action is Action.UPDATED:
            trees.rewrite(ctx, meeting, _as_given(was.before or {}, row.unit_id))
    mark_all(ctx, sorted({row.unit_id for _, row in sound}))
    return found


def _as_given(before: Mapping[str, Any], unit_id: UUID) -> dict[str, Any]:
    """What a meeting said, as it comes in."""
    said = {name: value for name, value in before.items() if name not in {"source_system", "source_id"}}
    said["topics"] = [_yuan(topic) for topic in said["topics"]]
    return MeetingIn.model_validate({**said, "unit_id": unit_id}).model_dump()


def _yuan(topic: Mapping[str, Any]) -> dict[str, Any]:
    """Sums as they come in: in 元."""
    decision = topic["decision"]
    if decision and decision["approved_amount"] is not None:
        decision = {**decision, "approved_amount": money.yuan(decision["approved_amount"])}
    amount = None if topic["amount"] is None else money.yuan(topic["amount"])
    return {**topic, "amount": amount, "decision": decision}
