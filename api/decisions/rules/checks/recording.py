"""REC: the record. Minutes with their eleven elements, in time, signed, kept, and each its own."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    YELLOW,
    Outcome,
    Subject,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.alike import alike
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import (
    Sitting,
    about_decisions,
    about_meetings,
    about_topics,
    across,
    meeting_subject,
    school_subject,
    unrecorded,
    waited_for,
)
from api.decisions.rules.facts import MINUTES_ELEMENTS, Meeting, Topic
from api.decisions.rules.vocabulary import Role, Stance, TopicStatus

_PERMANENT = "permanent"


@about_meetings("REC-01", YELLOW)
def the_minutes_hold_their_elements(sitting: Sitting, book: Book) -> Outcome:
    """Time, place, chair, attendees, recorder, topics, background, discussion, resolution, responsibility, attachments."""
    minutes = sitting.meeting.minutes
    if minutes is None:
        running = book.today <= _minutes_due(sitting, book)
        return NOT_APPLICABLE if running else unrecorded(sitting.meeting, "minutes")
    if minutes.elements is None:
        return lacking("minutes.elements")
    absent = [element for element in MINUTES_ELEMENTS if element not in minutes.elements]
    return passes(not absent, missing=absent)


@about_meetings("REC-02", YELLOW)
def different_opinions_are_on_record(sitting: Sitting, _: Book) -> Outcome:
    """Who voted against has a word in the record; so has the resident team, where it was there."""
    meeting = sitting.meeting
    against = [topic for topic in meeting.topics if topic.vote and topic.vote.against]
    watched = any(a.role is Role.INVITED_SUPERVISOR and a.was_there for a in meeting.attendance or ())
    if not against and not watched:
        return NOT_APPLICABLE
    if meeting.minutes is None or any(topic.opinions is None for topic in against):
        return lacking("minutes" if meeting.minutes is None else "topic.opinions")
    silent = [topic.id for topic in against if not _has_dissent(topic)]
    unheard = watched and not meeting.minutes.supervisor_opinion
    return passes(not silent and not unheard, without_dissent=silent, supervisor_opinion=not unheard)


def _has_dissent(topic: Topic) -> bool:
    return any(opinion.stance is Stance.DISAGREE and opinion.text for opinion in topic.opinions or ())


@about_meetings("REC-03", YELLOW)
def the_minutes_are_signed(sitting: Sitting, _: Book) -> Outcome:
    """By the chair, the recorder and those who attended with a vote."""
    meeting = sitting.meeting
    if meeting.minutes is None:
        return NOT_APPLICABLE
    if meeting.minutes.signed_by is None or meeting.attendance is None:
        return lacking("minutes.signatures" if meeting.attendance else "meeting.attendance")
    wanted = {a.person_id for a in meeting.attendance if a.was_there and a.role is Role.VOTING_MEMBER}
    wanted |= {person for person in (meeting.chair_id, meeting.recorder_id) if person}
    absent = wanted - meeting.minutes.signed_by
    return passes(not absent, missing=sorted(absent))


@about_meetings("REC-04", YELLOW)
def the_minutes_came_in_time(sitting: Sitting, book: Book) -> Outcome:
    """Some working days after the meeting, and never before it."""
    minutes, due_on = sitting.meeting.minutes, _minutes_due(sitting, book)
    if minutes is None:
        return waited_for(due_on, book)
    if minutes.issued_at is None:
        return lacking("minutes.issued_at")
    issued_on = book.day_of(minutes.issued_at)
    in_time = issued_on <= due_on and minutes.issued_at >= sitting.meeting.held_at
    return passes(in_time, issued_on=issued_on, held_on=sitting.day, due_on=due_on)


def _minutes_due(sitting: Sitting, book: Book) -> date:
    return book.working_day_after(sitting.day, book.limit("minutes_days", sitting.day))


@about_meetings("REC-05", YELLOW)
def the_record_was_made_at_the_time(sitting: Sitting, book: Book) -> Outcome:
    """Recorded soon, and changed after filing only with a reason. Client dates are claims; the server's is a fact."""
    meeting, since = sitting.meeting, book.facts.recorded_since
    if since is None:
        return lacking("school.recorded_since")
    unreasoned = [revision.at for revision in meeting.revisions if not revision.reason]
    if unreasoned:
        return failed(without_reason=unreasoned)
    if sitting.day < since:
        return NOT_APPLICABLE
    received_on, limit = book.day_of(meeting.received_at), book.limit("record_days", sitting.day)
    return passes((received_on - sitting.day).days <= limit, received_on=received_on, held_on=sitting.day, limit=limit)


@across("meeting", "REC-06", YELLOW)
def no_minutes_are_a_copy(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """Minutes that repeat another meeting's word by word were written at a desk. The later one is asked about."""
    texts = {m.id: m.minutes.text for m, _ in book.meetings if m.minutes and m.minutes.text}
    copies = {
        later: (earlier, share) for earlier, later, share in alike(texts, book.limit("same_text_percent", book.today))
    }
    for meeting, day in book.meetings:
        yield meeting_subject(meeting, day), _copy(meeting, texts, copies)


def _copy(meeting: Meeting, texts: dict[UUID, str], copies: dict[UUID, tuple[UUID, int]]) -> Outcome:
    if meeting.minutes is None or len(texts) < 2:  # noqa: PLR2004 (nothing to be a copy of)
        return NOT_APPLICABLE
    if meeting.id not in texts:
        return lacking("minutes.text")
    if meeting.id not in copies:
        return PASSED
    earlier, share = copies[meeting.id]
    return failed(same_as=earlier, percent=share)


@about_decisions("REC-07", YELLOW)
def the_resolution_names_who_and_when(case: Case, _: Book) -> Outcome:
    """A resolution without a responsible person and a day is a wish."""
    if not case.decision.passed:
        return NOT_APPLICABLE
    if not case.decision.text:
        return lacking("decision.text")
    absent = [name for name in ("responsible_person_id", "due_on") if getattr(case.decision, name) is None]
    return passes(not absent, missing=absent)


@about_topics("REC-08", YELLOW)
def no_topic_was_forgotten(case: Case, book: Book) -> Outcome:
    """What was put off or left without a result is taken up again."""
    decision = case.topic.decision
    waits = case.topic.status is TopicStatus.DEFERRED or (decision is not None and decision.result == "deferred")
    if decision is not None and not waits:
        return NOT_APPLICABLE
    if not waits and case.topic.status is not TopicStatus.DISCUSSED:
        return lacking("topic.status")
    if any(other.day > case.day for other in book.chain(case)):
        return PASSED
    days = timedelta(days=book.limit("taken_up_days", case.day))
    return waited_for(max(case.day + days, case.topic.deferred_until or case.day), book)


@about_meetings("REC-09", BLUE)
def the_minutes_are_kept_for_good(sitting: Sitting, _: Book) -> Outcome:
    """国家档案局令第8号: minutes of leading bodies are kept permanently; schools follow by analogy."""
    minutes = sitting.meeting.minutes
    if minutes is None:
        return NOT_APPLICABLE
    if minutes.archive_class is None:
        return lacking("minutes.archive")
    return passes(minutes.archive_class == _PERMANENT, archive_class=minutes.archive_class)


@across("school", "REC-10", YELLOW)
def the_serials_have_no_gap(book: Book) -> Iterator[tuple[Subject, Outcome]]:
    """One number for each meeting of a kind in a year, from 1 on: a gap may be a meeting taken out."""
    numbers: dict[str, list[int | None]] = defaultdict(list)
    for meeting, day in book.meetings:
        numbers[f"{meeting.type}:{day.year}"].append(meeting.serial_no)
    for key, found in sorted(numbers.items()):
        yield school_subject(book, key), _serials(found)


def _serials(found: list[int | None]) -> Outcome:
    known = sorted(number for number in found if number is not None)
    if len(known) < len(found):
        return lacking("meeting.serial_no")
    if len(known) == 1:
        return NOT_APPLICABLE
    absent = sorted(set(range(1, known[-1] + 1)) - set(known))
    twice = sorted(number for number, times in Counter(known).items() if times > 1)
    return passes(not absent and not twice, missing=absent, twice=twice)
