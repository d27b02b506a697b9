"""What a policy would change: the rules asked about schools as they are, and as if the policy had always been in force."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from api.calendars.queries import work_calendar
from api.calendars.rules.working_days import WorkCalendar
from api.checks.rules import engine
from api.checks.rules.answers import Answer
from api.core import clock
from api.core.context import Context
from api.decisions import queries
from api.decisions.queries.facts import facts_of
from api.decisions.rules.book import Book
from api.decisions.rules.checks import RULES
from api.decisions.rules.facts import Level, Policy, SchoolFacts
from api.decisions.schemas.policies import PolicySimulation, SimulatedRule

MOST_SCHOOLS = 200  # a county; of a city the first so many
_ALWAYS = date(2000, 1, 1)


def simulate_policy(ctx: Context, policy_id: UUID) -> PolicySimulation:
    """Which findings would appear and which would go away at the schools that go by a version. Nothing is written.

    Errors: `not_found`.
    """
    policy = queries.load_policy(ctx, policy_id)
    place = queries.place_of(ctx, policy.unit_id)
    fact = queries.as_policy(policy, Level.SCHOOL if place.kind == "school" else Level.BUREAU)
    others = set(queries.policy_ids_at(ctx, policy.unit_id))
    units = queries.units_below(ctx, policy.unit_id)
    calendar, today = work_calendar(ctx.session), clock.legal_day(ctx.now)
    appear: Counter[str] = Counter()
    vanish: Counter[str] = Counter()
    schools = 0
    for facts in facts_of(ctx.session, units[:MOST_SCHOOLS]):
        before = _failed(facts, today, calendar)
        after = _failed(_under(facts, fact, others), today, calendar)
        schools += before != after
        appear.update(key.rule_id for key in after - before)
        vanish.update(key.rule_id for key in before - after)
    return PolicySimulation(
        schools=min(len(units), MOST_SCHOOLS),
        left_out=max(0, len(units) - MOST_SCHOOLS),
        changed_schools=schools,
        appear=appear.total(),
        vanish=vanish.total(),
        rules=[
            SimulatedRule(rule_id=rule_id, appear=appear[rule_id], vanish=vanish[rule_id])
            for rule_id in sorted({*appear, *vanish})
        ],
    )


def _under(facts: SchoolFacts, policy: Policy, replaced: Iterable[UUID]) -> SchoolFacts:
    """The school as if the policy had always been in force where it was made, and every other one only there."""
    kept = tuple(each for each in facts.policies if each.id not in set(replaced) | {policy.id})
    return replace(facts, policies=(*kept, replace(policy, effective_from=_ALWAYS, effective_to=None)))


def _failed(facts: SchoolFacts, today: date, calendar: WorkCalendar) -> set[engine.Key]:
    report = engine.run(RULES, Book(facts, today, calendar, clock.legal_day))
    return {found.key for found in report.found if found.outcome.answer is Answer.FAIL}
