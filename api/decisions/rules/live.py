"""The arithmetic of one meeting while it is recorded: who is entitled, who is there, what is needed, what came out. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.decisions.rules.arithmetic import Count, Tally, quorum, vote
from api.decisions.rules.book import Book
from api.decisions.rules.facts import Meeting, Topic
from api.decisions.rules.vocabulary import Ballot, Role, VoteMethod


@dataclass(frozen=True, slots=True)
class TopicTally:
    """A topic: was there a quorum, was the vote won, and what the record claims."""

    topic: Topic
    quorum: Tally
    vote: Tally | None
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
        quorum=quorum(len(entitled), len(present), book.quorum_share(meeting, None, day)),
        topics=tuple(_topic(book, (meeting, day), topic, entitled, present) for topic in meeting.topics),
    )


def _topic(
    book: Book, at: tuple[Meeting, date], topic: Topic, entitled: frozenset[UUID], present: frozenset[UUID]
) -> TopicTally:
    meeting, day = at
    there = quorum(len(entitled), len(present), book.quorum_share(meeting, topic, day))
    in_favour = votes_for(topic, present)
    counted = None
    if in_favour is not None:
        away = frozenset(recusal.person_id for recusal in topic.recusals) & present
        count = Count(len(entitled), len(present), len(away), in_favour)
        counted = vote(count, book.vote_mode(meeting, topic, day))
    claimed = topic.vote.passed if topic.vote else None
    decided = topic.decision.passed if topic.decision else None
    return TopicTally(topic, there, counted, claimed if claimed is not None else decided)


def votes_for(topic: Topic, present: frozenset[UUID]) -> int | None:
    """Votes of those who are entitled, there and not recused; the claimed count of a secret ballot; None without a vote."""
    cast = topic.vote
    if cast is None or cast.method is VoteMethod.PRINCIPAL_DECIDES:
        return None
    if cast.lines is None:
        return cast.in_favour
    away = {recusal.person_id for recusal in topic.recusals}
    return sum(ballot is Ballot.FOR and who in present and who not in away for who, ballot in cast.lines)
