"""The arithmetic of one meeting, live: by the policy, the catalogue and the team of its day."""

from uuid import UUID

from api.calendars.queries import work_calendar
from api.core import clock
from api.core.context import Context
from api.decisions.queries.facts.following import Following
from api.decisions.queries.facts.meetings import as_meeting
from api.decisions.queries.facts.money import read_suppliers
from api.decisions.queries.facts.rules_of_units import Rulebooks, Teams
from api.decisions.queries.meetings import load_meeting, tree_of
from api.decisions.queries.places import persons_named, place_of, school_type
from api.decisions.queries.presenting import Names
from api.decisions.rules.arithmetic import Tally
from api.decisions.rules.book import Book
from api.decisions.rules.facts import SchoolFacts
from api.decisions.rules.live import MeetingTally, TopicTally, tally
from api.decisions.rules.vocabulary import Post
from api.decisions.schemas.meetings_out import (
    MeetingArithmetic,
    TallyOut,
    TeamMemberOut,
    TopicArithmetic,
    TouchedMember,
    VoteModeOut,
)

_RANK = {post: place for place, post in enumerate(Post)}


def get_arithmetic(ctx: Context, meeting_id: UUID) -> MeetingArithmetic:
    """Quorum and votes of a meeting within reach, drafts too. Errors: `not_found`."""
    meeting, _ = load_meeting(ctx, meeting_id)
    place = place_of(ctx, meeting.unit_id)
    books, teams = Rulebooks(ctx.session, [place]), Teams(ctx.session, [place.id])
    facts = SchoolFacts(
        school_id=place.id,
        name=place.name,
        school_type=school_type(ctx, place.id),
        policies=books.policies(place),
        catalogue=books.catalogue(place),
        team=teams.of(place.id),
        relations=teams.relations(place.id),
        suppliers=read_suppliers(ctx.session, [place])(place),
    )
    book = Book(facts, clock.legal_day(ctx.now), work_calendar(ctx.session), clock.legal_day)
    fact = as_meeting(tree_of(ctx, meeting), Following(ctx.session, [place.id]))
    return _shown(ctx, tally(book, fact, clock.legal_day(meeting.held_at)))


def _shown(ctx: Context, found: MeetingTally) -> MeetingArithmetic:
    touched = {who for each in found.topics for who in each.touched}
    names = persons_named(ctx, [*found.entitled, *found.excluded, *touched])
    return MeetingArithmetic(
        entitled=len(found.entitled),
        present=len(found.present),
        missing=[names[one] for one in sorted(found.entitled - found.present)],
        excluded=[names[one] for one in sorted(found.excluded)],
        members=_members(found, names),
        last_word=sorted(found.last_word),
        quorum=_tally(found.quorum),
        topics=[_topic(each, names) for each in found.topics],
    )


def _members(found: MeetingTally, names: Names) -> list[TeamMemberOut]:
    """Those who count and those left out, leaders first."""
    ranked = {who: [_RANK[post] for post in found.posts.get(who, ())] for who in found.entitled | found.excluded}
    return [
        TeamMemberOut(
            person=names[who], posts=[post.value for post in found.posts.get(who, ())], counts=who in found.entitled
        )
        for who in sorted(ranked, key=lambda who: (ranked[who] or [len(_RANK)], who))
    ]


def _topic(each: TopicTally, names: Names) -> TopicArithmetic:
    return TopicArithmetic(
        topic_id=each.topic.id,
        number=each.topic.number,
        quorum=_tally(each.quorum),
        mode=VoteModeOut(base=each.mode.base, share=str(each.mode.share), recused_in_base=each.mode.recused_in_base),
        vote=_tally(each.vote) if each.vote else None,
        recorded=each.recorded,
        agrees=each.agrees,
        touched=[TouchedMember(person=names[who], relation=why) for who, why in sorted(each.touched.items())],
    )


def _tally(counted: Tally) -> TallyOut:
    names = ("base", "need", "have", "met", "formula")
    return TallyOut(**{name: getattr(counted, name) for name in names}, share=str(counted.share))
