"""The arithmetic of one meeting, live: by the policy, the catalogue and the team of its day."""

from uuid import UUID

from api.calendars.queries import work_calendar
from api.core import clock
from api.core.context import Context
from api.decisions.queries.facts.following import Following
from api.decisions.queries.facts.meetings import as_meeting
from api.decisions.queries.facts.rules_of_units import Rulebooks, Teams
from api.decisions.queries.meetings import load_meeting, tree_of
from api.decisions.queries.places import persons_named, place_of, school_type
from api.decisions.rules.arithmetic import Tally
from api.decisions.rules.book import Book
from api.decisions.rules.facts import SchoolFacts
from api.decisions.rules.live import MeetingTally, tally
from api.decisions.schemas.meetings_out import MeetingArithmetic, TallyOut, TopicArithmetic


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
    )
    book = Book(facts, clock.legal_day(ctx.now), work_calendar(ctx.session), clock.legal_day)
    fact = as_meeting(tree_of(ctx, meeting), Following(ctx.session, [place.id]))
    return _shown(ctx, tally(book, fact, clock.legal_day(meeting.held_at)))


def _shown(ctx: Context, found: MeetingTally) -> MeetingArithmetic:
    missing = found.entitled - found.present
    names = persons_named(ctx, [*missing, *found.excluded])
    return MeetingArithmetic(
        entitled=len(found.entitled),
        present=len(found.present),
        missing=[names[one] for one in sorted(missing)],
        excluded=[names[one] for one in sorted(found.excluded)],
        quorum=_tally(found.quorum),
        topics=[
            TopicArithmetic(
                topic_id=each.topic.id,
                number=each.topic.number,
                quorum=_tally(each.quorum),
                vote=_tally(each.vote) if each.vote else None,
                recorded=each.recorded,
                agrees=each.agrees,
            )
            for each in found.topics
        ],
    )


def _tally(counted: Tally) -> TallyOut:
    names = ("base", "need", "have", "met", "formula")
    return TallyOut(**{name: getattr(counted, name) for name in names})
