"""MTG: the meeting. The right body, enough people, the right chair, in a meeting and not by circulation."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from api.checks.rules.answers import (
    BLUE,
    NOT_APPLICABLE,
    PASSED,
    RED,
    YELLOW,
    Outcome,
    failed,
    lacking,
    passes,
)
from api.decisions.rules.arithmetic import ALL, Share, Tally, quorum
from api.decisions.rules.book import Book, Case
from api.decisions.rules.checks.asking import Sitting, about_meetings, about_topics, waited_for
from api.decisions.rules.facts import Matter, Meeting
from api.decisions.rules.vocabulary import Category, Group, MeetingForm, MeetingType, Post, Role, TopicStatus

_MONEY = frozenset({Category.MAJOR_PROJECT, Category.LARGE_FUND_USE})
_IN_ORDER = frozenset({TopicStatus.DEFERRED})


@about_topics("MTG-01", RED)
def the_right_body_decided(case: Case, book: Book) -> Outcome:
    """中办发〔2022〕7号: the party organisation decides major matters; the office meeting alone is not enough."""
    sequences = _sequences(case, book)
    if sequences is None:
        return lacking("topic.matter_codes")
    if case.topic.decision is None or not case.topic.decision.passed or not sequences:
        return NOT_APPLICABLE
    met = {other.meeting.type for other in book.chain(case)}
    absent = sorted({sequence[-1] for sequence in sequences} - met)
    return passes(not absent, missing=absent, met=sorted(met))


@about_topics("MTG-02", YELLOW)
def the_bodies_met_in_order(case: Case, book: Book) -> Outcome:
    """A matter that goes through several meetings goes through all of them, in their order; each of its matters."""
    sequences = _sequences(case, book)
    if sequences is None:
        return lacking("topic.matter_codes")
    asked = [sequence for sequence in sequences if len(sequence) > 1 and sequence[-1] is case.meeting.type]
    if not asked or case.topic.decision is None:
        return NOT_APPLICABLE
    if any(topic_id not in book.case_by_topic for topic_id in case.topic.related_topic_ids):
        return lacking("topic.related_topic_ids")
    met = [other.meeting.type for other in book.chain(case)]
    broken = [list(sequence) for sequence in asked if not _is_within(sequence, met)]
    return passes(not broken, wanted=broken, met=met)


def _sequences(case: Case, book: Book) -> list[tuple[MeetingType, ...]] | None:
    """The sequences of all its matters; None where the matters are not known."""
    matters: list[Matter] = book.matters(case.topic)
    if not matters:
        return None
    return [matter.meeting_sequence for matter in matters if matter.meeting_sequence]


def _is_within(wanted: Iterable[MeetingType], met: Iterable[MeetingType]) -> bool:
    """Whether all that is wanted comes in its order, whatever lies between."""
    rest: Iterator[MeetingType] = iter(met)
    return all(any(kind is one for one in rest) for kind in wanted)


@about_meetings("MTG-03", RED)
def enough_members_were_there(sitting: Sitting, book: Book) -> Outcome:
    """中办发〔2022〕7号: half of the members or more, or what the policy says. Exact; who was absent does not count."""
    share = book.quorum_share(sitting.meeting, None, sitting.day)
    return NOT_APPLICABLE if share == ALL else _quorum(sitting, share, book)


@about_topics("MTG-04", RED)
def enough_were_there_for_this_matter(case: Case, book: Book) -> Outcome:
    """中办发〔2022〕7号: two thirds or more for appointments and other important matters."""
    share = book.quorum_share(case.meeting, case.topic, case.day)
    if share == book.quorum_share(case.meeting, None, case.day):
        return NOT_APPLICABLE
    return _quorum(Sitting(case.meeting, case.day), share, book)


@about_meetings("MTG-05", RED)
def all_were_there_where_all_must_be(sitting: Sitting, book: Book) -> Outcome:
    """A policy that asks for every member is held to it: one missing is one too few."""
    share = book.quorum_share(sitting.meeting, None, sitting.day)
    return _quorum(sitting, ALL, book) if share == ALL else NOT_APPLICABLE


def _quorum(sitting: Sitting, share: Share, book: Book) -> Outcome:
    if sitting.meeting.type not in {MeetingType.PARTY_ORGANIZATION_MEETING, MeetingType.PRINCIPAL_OFFICE_MEETING}:
        return NOT_APPLICABLE
    entitled = book.entitled(sitting.meeting, sitting.day)
    if entitled is None or sitting.meeting.attendance is None:
        return lacking("team" if entitled is None else "meeting.attendance")
    there = {a.person_id for a in sitting.meeting.attendance if a.was_there and a.role is not Role.SIT_IN}
    tally: Tally = quorum(len(entitled), len(entitled & there), share)
    return passes(tally.met, entitled=tally.base, present=tally.have, needed=tally.need, formula=tally.formula)


@about_meetings("MTG-06", YELLOW)
def the_chair_may_chair(sitting: Sitting, book: Book) -> Outcome:
    """中办发〔2022〕7号: the secretary chairs the party meeting, the principal the office meeting, or who is delegated."""
    rightful = book.rightful_chairs(sitting.meeting, sitting.day)
    if sitting.meeting.type not in {MeetingType.PARTY_ORGANIZATION_MEETING, MeetingType.PRINCIPAL_OFFICE_MEETING}:
        return NOT_APPLICABLE
    if rightful is None or sitting.meeting.chair_id is None:
        return lacking("team" if rightful is None else "meeting.chair_id")
    if sitting.meeting.chair_id in rightful:
        return PASSED
    return passes(sitting.meeting.chair_delegated is True, chair=sitting.meeting.chair_id, rightful=sorted(rightful))


@about_topics("MTG-07", YELLOW)
def who_is_in_charge_was_there(case: Case, book: Book) -> Outcome:
    """The member in charge of the matter is there, or the topic waits."""
    if case.topic.status in _IN_ORDER:
        return PASSED
    if not any(member.portfolio for member in book.in_office(case.day)):
        return lacking("team.portfolio")
    codes = set(case.topic.matter_codes)
    holders = {member.person_id for member in book.in_office(case.day) if member.portfolio & codes}
    if not holders:
        return NOT_APPLICABLE
    if case.meeting.attendance is None:
        return lacking("meeting.attendance")
    return passes(bool(holders & _there(case.meeting)), holders=sorted(holders))


@about_meetings("MTG-08", RED)
def absences_have_reasons(sitting: Sitting, _: Book) -> Outcome:
    """Every absence has its reason, and nobody who was absent voted."""
    meeting = sitting.meeting
    if meeting.attendance is None:
        return lacking("meeting.attendance")
    away = {a.person_id: a.reason for a in meeting.attendance if not a.was_there}
    if not away:
        return NOT_APPLICABLE
    lines = (line for topic in meeting.topics if topic.vote for line in topic.vote.lines or ())
    voted = {person for person, ballot in lines if person in away and ballot in {"for", "against", "abstain"}}
    silent = {person for person, reason in away.items() if not reason}
    return passes(not silent and not voted, without_reason=sorted(silent), voted_absent=sorted(voted))


@about_topics("MTG-09", YELLOW)
def the_discipline_commissioner_was_there(case: Case, book: Book) -> Outcome:
    """Sums, works and procurement are decided in the presence of the discipline commissioner."""
    if not (book.categories(case.topic) & _MONEY or book.is_large(case.topic, case.day)):
        return NOT_APPLICABLE
    posts = book.holders(Post.DISCIPLINE_COMMISSIONER, case.day)
    watchers = posts | {m.person_id for m in book.in_office(case.day) if m.group is Group.DISCIPLINE}
    if not watchers or case.meeting.attendance is None:
        return lacking("meeting.attendance" if watchers else "team.discipline_commissioner")
    return passes(bool(watchers & _there(case.meeting)), holders=sorted(watchers))


@about_meetings("MTG-10", RED)
def it_was_a_meeting(sitting: Sitting, _: Book) -> Outcome:
    """教监〔2011〕7号: decided in a meeting, never by circulation, counter-signing or asking one by one."""
    if not sitting.meeting.topics:
        return NOT_APPLICABLE
    if sitting.meeting.form is None:
        return lacking("meeting.form")
    return passes(sitting.meeting.form is not MeetingForm.CIRCULATION, form=sitting.meeting.form)


@about_meetings("MTG-11", RED)
def an_emergency_was_ratified(sitting: Sitting, book: Book) -> Outcome:
    """教监〔2011〕7号: who decides alone in an emergency reports at once, and the meeting ratifies."""
    meeting = sitting.meeting
    if meeting.emergency is None:
        return lacking("meeting.emergency")
    if not meeting.emergency:
        return NOT_APPLICABLE
    due_on = sitting.day + timedelta(days=book.limit("ratify_days", sitting.day))
    if meeting.ratified_on is None:
        return waited_for(due_on, book)
    return passes(meeting.ratified_on <= due_on, ratified_on=meeting.ratified_on, due_on=due_on)


@about_meetings("MTG-12", YELLOW, BLUE)
def the_times_are_believable(sitting: Sitting, book: Book) -> Outcome:
    """Nobody sits in two meetings at once; few meet on holidays; a topic takes its time."""
    meeting = sitting.meeting
    if meeting.form is MeetingForm.CIRCULATION:
        return NOT_APPLICABLE
    if meeting.ended_at is None:
        return lacking("meeting.ended_at")
    if twice := _elsewhere(meeting, book):
        return failed(YELLOW, in_two_meetings=sorted(twice))
    if not book.calendar.is_working(sitting.day):
        return failed(BLUE, holiday=sitting.day)
    minutes = int((meeting.ended_at - meeting.held_at).total_seconds() // 60)
    few = book.limit("minutes_per_topic", sitting.day) * len(meeting.topics)
    hasty = len(meeting.topics) > book.limit("topics_fast", sitting.day) and minutes < few
    return failed(BLUE, topics=len(meeting.topics), minutes=minutes) if hasty else PASSED


def _elsewhere(meeting: Meeting, book: Book) -> frozenset[object]:
    """Who was in another meeting at the same time."""
    here = _there(meeting)
    return frozenset(
        person
        for other in book.meetings_on(book.day_of(meeting.held_at))
        if other.id != meeting.id and _overlap(meeting, other)
        for person in here & _there(other)
    )


def _overlap(one: Meeting, other: Meeting) -> bool:
    if one.ended_at is None or other.ended_at is None:
        return False
    return one.held_at < other.ended_at and other.held_at < one.ended_at


def _there(meeting: Meeting) -> frozenset[object]:
    return frozenset(a.person_id for a in meeting.attendance or () if a.was_there)
