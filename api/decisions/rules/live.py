"""The arithmetic of one meeting while it is recorded: who is entitled, who is there, what is needed, what came out. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.decisions.rules.arithmetic import Count, Tally, VoteMode, quorum, vote
from api.decisions.rules.book import Book, Case
from api.decisions.rules.facts import Meeting, Topic
from api.decisions.rules.vocabulary import Ballot, Post, Role, VoteMethod


@dataclass(frozen=True, slots=True)
class TopicTally:
    """A topic: was there a quorum, how is a vote won and was it, what the record claims; whom of the members it touches."""

    topic: Topic
    quorum: Tally
    mode: VoteMode
    vote: Tally | None
    touched: Mapping[UUID, str]
    recorded: bool | None

    @property
    def agrees(self) -> bool | None:
        """Whether the record's outcome is the arithmetic's; None where either is missing."""
        return None if self.vote is None or self.recorded is None else self.vote.met == self.recorded


@dataclass(frozen=True, slots=True)
class MeetingTally:
    """A meeting by the rules in force on its day."""

    entitled: frozenset[UUID]
    present: frozenset[UUID]
    excluded: frozenset[UUID]
    posts: Mapping[UUID, tuple[Post, ...]]
    last_word: frozenset[UUID]
    quorum: Tally
    topics: tuple[TopicTally, ...]


def tally(book: Book, meeting: Meeting, day: date) -> MeetingTally:
    """The arithmetic of a meeting. Where no team is known, the recorded members with a vote are the base."""
    recorded = meeting.attendance or ()
    members = frozenset(one.person_id for one in recorded if one.role is Role.VOTING_MEMBER)
    entitled = book.entitled(meeting, day) or members
    present = frozenset(one.person_id for one in recorded if one.was_there) & entitled
    in_office = frozenset(one.person_id for one in book.in_office(day)) & members
    return MeetingTally(
        entitled=entitled,
        present=present,
        excluded=in_office - entitled,
        posts=_posts(book, day),
        last_word=book.last_word(meeting, day),
        quorum=quorum(len(entitled), len(present), book.quorum_share(meeting, None, day)),
        topics=tuple(_topic(book, (meeting, day), topic, entitled, present) for topic in meeting.topics),
    )


def _posts(book: Book, day: date) -> dict[UUID, tuple[Post, ...]]:
    """What the members in office are, the first post first."""
    held: defaultdict[UUID, set[Post]] = defaultdict(set)
    for one in book.in_office(day):
        held[one.person_id].add(one.post)
    return {person: tuple(post for post in Post if post in posts) for person, posts in held.items()}


def _topic(
    book: Book, at: tuple[Meeting, date], topic: Topic, entitled: frozenset[UUID], present: frozenset[UUID]
) -> TopicTally:
    meeting, day = at
    there = quorum(len(entitled), len(present), book.quorum_share(meeting, topic, day))
    in_favour, mode = votes_for(topic, present), book.vote_mode(meeting, topic, day)
    touched = {who: why for who, why in book.touched(Case(meeting, topic, day)).items() if who in entitled}
    counted = None
    if in_favour is not None:
        away = frozenset(recusal.person_id for recusal in topic.recusals) & present
        count = Count(len(entitled), len(present), len(away), in_favour)
        counted = vote(count, mode)
    claimed = topic.vote.passed if topic.vote else None
    decided = topic.decision.passed if topic.decision else None
    return TopicTally(topic, there, mode, counted, touched, claimed if claimed is not None else decided)


def votes_for(topic: Topic, present: frozenset[UUID]) -> int | None:
    """Votes of those who are entitled, there and not recused; the claimed count of a secret ballot; None without a vote."""
    cast = topic.vote
    if cast is None or cast.method is VoteMethod.PRINCIPAL_DECIDES:
        return None
    if cast.lines is None:
        return cast.in_favour
    away = {recusal.person_id for recusal in topic.recusals}
    return sum(ballot is Ballot.FOR and who in present and who not in away for who, ballot in cast.lines)
