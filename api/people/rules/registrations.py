"""Periodic registration of teachers: who decides what, and when.

《中小学教师资格定期注册暂行办法》(教师〔2013〕9号): every five years the education authority finds a teacher's registration
合格 (valid), suspends it (暂缓注册) or refuses it (不予注册). A suspended one can be decided anew once the grounds are gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.core.errors import Violation
from api.people import errors
from api.people.rules.kinds import StaffKind
from api.people.rules.persons import Facts


class Registration(StrEnum):
    """Where a teacher stands; `none`: nothing was decided yet."""

    NONE = "none"
    VALID = "valid"
    SUSPENDED = "suspended"
    REFUSED = "refused"


class Decision(StrEnum):
    """What can be decided. `reinstate` takes back a refusal that was annulled, or whose ground has fallen away."""

    REGISTER = "register"
    SUSPEND = "suspend"
    REFUSE = "refuse"
    REINSTATE = "reinstate"


@dataclass(frozen=True, slots=True)
class RegistrationStep:
    """One legal decision: where it leads, and whether it must say why."""

    after: Registration
    reasoned: bool = False


_REGISTERED = RegistrationStep(Registration.VALID)
_SUSPENDED = RegistrationStep(Registration.SUSPENDED, reasoned=True)
_REFUSED = RegistrationStep(Registration.REFUSED, reasoned=True)
_REINSTATED = RegistrationStep(Registration.VALID, reasoned=True)

# Every decision is one of the education authority, never of the school itself.
REGISTRATION_STEPS: Mapping[tuple[Registration, Decision], RegistrationStep] = {
    (Registration.NONE, Decision.REGISTER): _REGISTERED,
    (Registration.NONE, Decision.SUSPEND): _SUSPENDED,
    (Registration.NONE, Decision.REFUSE): _REFUSED,
    (Registration.VALID, Decision.REGISTER): _REGISTERED,  # the next period
    (Registration.VALID, Decision.SUSPEND): _SUSPENDED,
    (Registration.VALID, Decision.REFUSE): _REFUSED,
    (Registration.SUSPENDED, Decision.REGISTER): _REGISTERED,
    (Registration.SUSPENDED, Decision.REFUSE): _REFUSED,
    (Registration.REFUSED, Decision.REINSTATE): _REINSTATED,
}

REGISTRABLE = frozenset({StaffKind.TEACHER, StaffKind.ADMINISTRATIVE})
PERIOD_YEARS = 5  # the interval of registration; a proposal of the page, not a limit


def legal_decisions(state: Registration) -> list[Decision]:
    """What can be decided in `state`, in the order of the table."""
    return [decision for before, decision in REGISTRATION_STEPS if before is state]


def decision_violations(facts: Facts, step: RegistrationStep, last_on: date | None, today: date) -> Iterator[Violation]:
    """What is wrong with a decision that its state allows; `last_on` is the day of the one before it."""
    if facts["period_to_on"] <= facts["period_from_on"]:
        yield Violation(errors.REGISTRATION_PERIOD, "/period_to_on")
    if step.reasoned and not facts["reason"]:
        yield Violation(errors.REGISTRATION_REASON, "/reason")
    if facts["decided_on"] > today:
        yield Violation(errors.REGISTRATION_LATER, "/decided_on")
    elif last_on is not None and facts["decided_on"] < last_on:
        yield Violation(errors.REGISTRATION_ORDER, "/decided_on")
