"""What a policy would change: the rules asked about schools as they are, and as if the policy had always been in force.

A job, since a city has thousands of schools: a batch of them is held in memory at a time, and one that is cut off goes
on where it was.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

import orjson

from api.access.permissions import Permission
from api.checks.rules import engine
from api.checks.rules.answers import Answer
from api.core import clock, memory
from api.core.context import Context
from api.core.errors import STALE, Refused
from api.core.jobs.kinds import JobKind, Run
from api.core.jobs.resource import JobOut, accept
from api.decisions import queries
from api.decisions.checking import books
from api.decisions.models import DecisionPolicy
from api.decisions.queries.facts import BATCH
from api.decisions.rules.book import Book
from api.decisions.rules.checks import RULES
from api.decisions.rules.facts import Level, Policy, SchoolFacts

KIND = "decision.simulation"
_ALWAYS = date(2000, 1, 1)


def simulate_policy(ctx: Context, policy_id: UUID) -> JobOut:
    """Ask which findings would appear and go away at the schools that go by a version. Errors: `not_found`."""
    policy = queries.load_policy(ctx, policy_id)
    arguments = {"policy_id": str(policy.id), "revision": policy.revision}
    # Asked for twice, the same version is simulated once.
    key = f"{policy.id}:{policy.revision}:{ctx.signed_in.id}"
    return accept(ctx, KIND, unit_id=policy.unit_id, arguments=arguments, key=key)


@dataclass(slots=True)
class _Tally:
    """How far it is, and what was found so far; kept as the cursor of the job."""

    after: UUID | None = None
    schools: int = 0
    changed_schools: int = 0
    appear: Counter[str] = field(default_factory=Counter)
    vanish: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, cursor: str | None) -> Self:
        """What an attempt before has left."""
        if cursor is None:
            return cls()
        said = orjson.loads(cursor)
        counted = {name: Counter(said[name]) for name in ("appear", "vanish")}
        return cls(UUID(said["after"]), said["schools"], said["changed_schools"], **counted)

    def cursor(self) -> str:
        """All of it as text."""
        return orjson.dumps(self).decode()

    def add(self, before: set[engine.Key], after: set[engine.Key]) -> None:
        """Count a school."""
        self.schools += 1
        self.changed_schools += before != after
        self.appear.update(key.rule_id for key in after - before)
        self.vanish.update(key.rule_id for key in before - after)

    def result(self) -> dict[str, Any]:
        """What is told in the end."""
        rules = sorted({*self.appear, *self.vanish})
        return {
            "schools": self.schools,
            "changed_schools": self.changed_schools,
            "appear": self.appear.total(),
            "vanish": self.vanish.total(),
            "rules": [{"rule_id": one, "appear": self.appear[one], "vanish": self.vanish[one]} for one in rules],
        }


def run_simulation(run: Run) -> None:
    """Look at the schools batch by batch. Errors: `not_found`, `conflict.stale` when the draft was changed meanwhile."""
    tally = _Tally.of(run.cursor)
    while True:
        with run.snapshot() as ctx, memory.held():
            policy = queries.load_policy(ctx, UUID(run.arguments["policy_id"]))
            if policy.revision != run.arguments["revision"]:
                raise Refused(STALE)
            every = queries.units_below(ctx, policy.unit_id)
            units = [one for one in every if tally.after is None or one > tally.after][:BATCH]
            _look(ctx, policy, units, tally)
        with run.chunk() as chunk:
            chunk.progress(tally.schools, len(every))
            if len(units) < BATCH:
                chunk.finish(tally.result())
                return
            tally.after = units[-1]
            chunk.advance(cursor=tally.cursor())


SIMULATION = JobKind(KIND, run_simulation, permission=Permission.DECISION_POLICY, at_once=2, per_unit=1)


def _look(ctx: Context, policy: DecisionPolicy, units: Sequence[UUID], tally: _Tally) -> None:
    """Ask the rules about some schools, as they are and under the policy; their peers stay as they are."""
    place = queries.place_of(ctx, policy.unit_id)
    fact = queries.as_policy(policy, Level.SCHOOL if place.kind == "school" else Level.BUREAU)
    replaced = {*queries.policy_ids_at(ctx, policy.unit_id), policy.id}
    for _school, book in books(ctx.session, units, ctx.now):
        after = Book(_under(book.facts, fact, replaced), book.today, book.calendar, clock.legal_day)
        tally.add(_failed(book), _failed(after))


def _under(facts: SchoolFacts, policy: Policy, replaced: set[UUID]) -> SchoolFacts:
    """The school as if the policy had always been in force where it was made, and every other one only there."""
    kept = tuple(each for each in facts.policies if each.id not in replaced)
    return replace(facts, policies=(*kept, replace(policy, effective_from=_ALWAYS, effective_to=None)))


def _failed(book: Book) -> set[engine.Key]:
    report = engine.run(RULES, book)
    return {found.key for found in report.found if found.outcome.answer is Answer.FAIL}
