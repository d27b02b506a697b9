"""Leading groups and supervision committees: one where there is one, members with roles and dates."""

from collections.abc import Iterable, Iterator
from datetime import date

from api.core.errors import Violation
from api.organizations.rules import UnitKind
from api.people import errors
from api.people.rules.kinds import COMMITTEE_KINDS, SINGLE_ROLES, CommitteeRole
from api.people.rules.persons import Facts, Spell, overlap


def committee_violations(facts: Facts, unit_kind: str, standing: int, today: date) -> Iterator[Violation]:
    """What is wrong with a committee; `standing` counts the committees of its kind that the unit has beside it."""
    kind = COMMITTEE_KINDS.get(facts["kind"])
    if kind is None:
        yield Violation(errors.COMMITTEE_KIND_UNKNOWN, "/kind")
    elif UnitKind(unit_kind) not in kind.units:
        yield Violation(errors.COMMITTEE_UNIT_KIND, "/kind")
    elif kind.single and standing and facts["dissolved_on"] is None:
        yield Violation(errors.COMMITTEE_TAKEN, "/kind")
    if facts["dissolved_on"] is not None and not facts["founded_on"] <= facts["dissolved_on"] <= today:
        yield Violation(errors.DISSOLVED_ORDER, "/dissolved_on")


def member_violations(facts: Facts, committee: Facts, today: date) -> Iterator[Violation]:
    """What is wrong with a member by itself."""
    kind = COMMITTEE_KINDS.get(committee["kind"])
    if kind is not None and CommitteeRole(facts["role"]) not in kind.roles:
        yield Violation(errors.MEMBER_ROLE, "/role")
    if facts["joined_on"] < committee["founded_on"]:
        yield Violation(errors.MEMBER_BEFORE_COMMITTEE, "/joined_on")
    if facts["left_on"] is not None and not facts["joined_on"] <= facts["left_on"] <= today:
        yield Violation(errors.MEMBER_ORDER, "/left_on")


def spell_of_member(facts: Facts) -> Spell:
    """The time of a membership; it ends before `left_on`."""
    return Spell(facts.get("id"), (facts["committee_id"],), facts["joined_on"], facts["left_on"])


def member_collisions(facts: Facts, others: Iterable[Facts]) -> Iterator[Violation]:
    """Members of the same committee that cannot stand beside `facts`: the same person twice, two heads."""
    own = spell_of_member(facts)
    for other in others:
        if not overlap(own, spell_of_member(other)):
            continue
        if other["person_id"] == facts["person_id"]:
            yield Violation(errors.MEMBER_TWICE, "/person_id")
        elif other["role"] == facts["role"] and facts["role"] in SINGLE_ROLES:
            yield Violation(errors.MEMBER_ROLE_TAKEN, "/role")
