"""Until when the bureau is to answer, by the policy in force."""

from datetime import date

from api.calendars.queries import work_calendar
from api.core import clock
from api.core.context import Context
from api.decisions.models import Decision
from api.decisions.queries.facts.rules_of_units import Rulebooks
from api.decisions.queries.places import place_of
from api.decisions.rules.book import Book
from api.decisions.rules.facts import SchoolFacts


def answer_due(ctx: Context, decision: Decision, filed_on: date) -> date:
    """The last day for the bureau's answer to a filing of this day, as rule FIL-04 counts it: working days."""
    place = place_of(ctx, decision.unit_id)
    policies = Rulebooks(ctx.session, [place]).policies(place)
    facts = SchoolFacts(school_id=place.id, name=place.name, policies=policies)
    book = Book(facts, clock.legal_day(ctx.now), work_calendar(ctx.session), clock.legal_day)
    return book.working_day_after(filed_on, book.limit("answer_days", decision.decided_on))
