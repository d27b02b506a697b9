"""Posts: dates in order, one holder where there is one chair, the life of a post.

A post is held from `from_on` until the day before `ended_on`; on the day of removal the successor may begin. A post
that ends on the day it began was never held: that is how a wrong entry is taken back.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from api.core.errors import Violation
from api.organizations.rules import UnitKind
from api.people import errors
from api.people.rules.kinds import POST_KINDS, EndReason, PersonStatus
from api.people.rules.persons import Facts, Spell, overlap


class PostState(StrEnum):
    """Whether a post has been ended."""

    HELD = "held"
    ENDED = "ended"


class PostVerb(StrEnum):
    """What can be done to a post."""

    CHANGE = "change"
    END = "end"
    REOPEN = "reopen"


# An ended post is history: it is reopened before it is changed, so that each step stands in the record.
POST_STEPS: Mapping[tuple[PostState, PostVerb], PostState] = {
    (PostState.HELD, PostVerb.CHANGE): PostState.HELD,
    (PostState.HELD, PostVerb.END): PostState.ENDED,
    (PostState.ENDED, PostVerb.REOPEN): PostState.HELD,
}


def post_state(facts: Facts) -> PostState:
    """The state of a post with these facts."""
    return PostState.HELD if facts["ended_on"] is None else PostState.ENDED


def post_verbs(state: PostState) -> list[PostVerb]:
    """What `state` allows, in the order of the table."""
    return [verb for before, verb in POST_STEPS if before is state]


def post_violations(facts: Facts, today: date) -> Iterator[Violation]:
    """Everything that is wrong with a post by itself; its unit and person come below."""
    if facts["kind"] not in POST_KINDS:
        yield Violation(errors.POST_KIND_UNKNOWN, "/kind")
    if facts["term_ends_on"] is not None and facts["term_ends_on"] <= facts["from_on"]:
        yield Violation(errors.TERM_ORDER, "/term_ends_on")
    yield from end_violations(facts, today)


def end_violations(facts: Facts, today: date) -> Iterator[Violation]:
    """What is wrong with the end of a post."""
    ended_on = facts["ended_on"]
    if (ended_on is None) != (facts["end_reason"] is None):
        yield Violation(errors.END_REASON, "/end_reason")
    if ended_on is None:
        return
    if ended_on < facts["from_on"]:
        yield Violation(errors.END_ORDER, "/ended_on")
    if ended_on > today:
        yield Violation(errors.END_LATER, "/ended_on")


def seat_violations(facts: Facts, unit_kind: str, person_status: str) -> Iterator[Violation]:
    """Whether this person can have such a post at a unit of this kind."""
    kind = POST_KINDS.get(facts["kind"])
    if kind is not None and UnitKind(unit_kind) not in kind.units:
        yield Violation(errors.POST_UNIT_KIND, "/kind")
    if facts["ended_on"] is None and person_status != PersonStatus.ACTIVE:
        yield Violation(errors.POST_PERSON_GONE, "/person_id")


def spell_of_post(facts: Facts) -> Spell:
    """The time a post is held, and what makes two posts the same."""
    return Spell(facts.get("id"), (facts["unit_id"], facts["kind"]), facts["from_on"], facts["ended_on"])


def collisions(facts: Facts, others: Iterable[Facts]) -> Iterator[Violation]:
    """Posts that cannot be held beside `facts`: a chair with two holders, one post held twice by one person."""
    own = spell_of_post(facts)
    kind = POST_KINDS.get(facts["kind"])
    for other in others:
        spell = spell_of_post(other)
        if spell.place != own.place or not overlap(own, spell):
            continue
        if other["person_id"] == facts["person_id"]:
            yield Violation(errors.POST_TWICE, "/from_on")
        elif kind is not None and kind.single:
            yield Violation(errors.POST_TAKEN, "/from_on")


def ended_facts(facts: Facts, ended_on: date, reason: EndReason) -> dict[str, object]:
    """A post that ended; one entered in error was never held, whatever day is given."""
    day = facts["from_on"] if reason is EndReason.ENTERED_IN_ERROR else ended_on
    return {**facts, "ended_on": day, "end_reason": reason}


def horizon(today: date, days: int) -> date:
    """The last day of terms that count as expiring within so many days."""
    return today + timedelta(days=days)
