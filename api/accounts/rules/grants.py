"""The life of an account and of a grant: who takes which step. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from api.access.permissions import Permission
from api.accounts.rules.roles import SENSITIVE, Role

P = Permission


class AccountStatus(StrEnum):
    """A disabled account cannot log in, and its sessions have ended; its roles and history stay."""

    ACTIVE = "active"
    DISABLED = "disabled"


class GrantState(StrEnum):
    """Where a grant stands; only `active` ones give anything."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REFUSED = "refused"
    REVOKED = "revoked"


OPEN = frozenset({GrantState.PROPOSED, GrantState.ACTIVE})


class GrantVerb(StrEnum):
    """What can be done to a grant. `suspend` is what a password reset does to the sensitive ones."""

    APPROVE = "approve"
    REFUSE = "refuse"
    REVOKE = "revoke"
    SUSPEND = "suspend"


class Who(StrEnum):
    """Who may, beside holding the permission where the grant is bound."""

    SECOND_PERSON = "second_person"  # neither proposer, nor grantee, nor who handed out the grantee's initial password
    ANOTHER = "another"  # anyone but the grantee


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move of a grant."""

    after: GrantState
    needs: Permission
    who: Who


# A reset password is known to who reset it. The sensitive roles of that account therefore wait again, like new
# proposals, until a second person has made sure whose hands the account is in: one table serves both laws.
STEPS: Mapping[tuple[GrantState, GrantVerb], Step] = {
    (GrantState.PROPOSED, GrantVerb.APPROVE): Step(GrantState.ACTIVE, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REFUSE): Step(GrantState.REFUSED, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.PROPOSED, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.ACCOUNT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.ACCOUNT_MANAGE, Who.ANOTHER),
}


def legal_verbs(state: GrantState) -> list[GrantVerb]:
    """What a person can ask for in `state`, in the order of the table."""
    return [verb for before, verb in STEPS if before is state and verb is not GrantVerb.SUSPEND]


def first_state(role: Role, *, approver_known: bool) -> GrantState:
    """Where a new grant begins.

    `approver_known`: someone was ever appointed who can approve for this unit. Until then the first bureau leader is
    appointed by the admin alone, for there is no second person; every later one needs the second person.
    """
    if role not in SENSITIVE or (role is Role.BUREAU_LEADER and not approver_known):
        return GrantState.ACTIVE
    return GrantState.PROPOSED


@dataclass(frozen=True, slots=True)
class Parties:
    """The persons around one step of a grant; `issuer` last handed out an initial password of the grantee."""

    actor: UUID
    grantee: UUID
    proposer: UUID | None = None
    issuer: UUID | None = None


def may_step(who: Who, parties: Parties) -> bool:
    """Whether the actor is the right person for a step."""
    if who is Who.ANOTHER:
        return parties.actor != parties.grantee
    return parties.actor not in (parties.grantee, parties.proposer, parties.issuer)
