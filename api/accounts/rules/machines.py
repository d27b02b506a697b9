"""What machines may do: clients of their own, and persons' access tokens. Pure.

Scopes are permissions of the list `access.permissions.MACHINE`, and no others.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from api.access.permissions import MACHINE, Permission
from api.accounts import errors
from api.accounts.rules.grants import GrantState, GrantVerb, Step, Who
from api.core.errors import Violation

P = Permission
SCOPES = MACHINE
ACCESS_TOKEN_LIFE = timedelta(minutes=15)
LIVE_SECRETS = 2
LONGEST_GRACE = timedelta(days=30)
LONGEST_TOKEN = timedelta(days=366)
TOKEN_PREFIX = "qlp_"  # noqa: S105 (lets a scanner find a token that was published by mistake)
USE_NOTED_EVERY = timedelta(hours=1)

# The life of a client is that of a grant: what it may do is proposed by one person and confirmed by another. A change
# of its scopes or unit is a new proposal.
CLIENT_STEPS: Mapping[tuple[GrantState, GrantVerb], Step] = {
    (GrantState.PROPOSED, GrantVerb.APPROVE): Step(GrantState.ACTIVE, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REFUSE): Step(GrantState.REFUSED, P.GRANT_APPROVE, Who.SECOND_PERSON),
    (GrantState.PROPOSED, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.CLIENT_MANAGE, Who.ANOTHER),
    (GrantState.PROPOSED, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.CLIENT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.REVOKE): Step(GrantState.REVOKED, P.CLIENT_MANAGE, Who.ANOTHER),
    (GrantState.ACTIVE, GrantVerb.SUSPEND): Step(GrantState.PROPOSED, P.CLIENT_MANAGE, Who.ANOTHER),
}


def scope_faults(scopes: Iterable[Permission], pointer: str) -> list[Violation]:
    """`client.scope_withheld` for every permission that no machine may have."""
    return [Violation(errors.SCOPE_WITHHELD, f"{pointer}/{index}") for index, s in enumerate(scopes) if s not in SCOPES]


def token_faults(
    permissions: Iterable[Permission], held: Iterable[str], expires_at: datetime, now: datetime
) -> list[Violation]:
    """What is wrong with a personal token: it takes what its owner holds and machines may have, for a year at most."""
    permissions, held = list(permissions), frozenset(held)
    faults = scope_faults(permissions, "/permissions")
    faults += [
        Violation(errors.TOKEN_PERMISSION, f"/permissions/{index}")
        for index, permission in enumerate(permissions)
        if permission in SCOPES and permission not in held
    ]
    if not now < expires_at <= now + LONGEST_TOKEN:
        faults.append(Violation(errors.TOKEN_EXPIRY, "/expires_at", params={"days": LONGEST_TOKEN.days}))
    return faults


def use_due(last_used_at: datetime | None, now: datetime) -> bool:
    """Whether a use is to be noted: once an hour tells enough and costs no write with each read."""
    return last_used_at is None or now - last_used_at >= USE_NOTED_EVERY
