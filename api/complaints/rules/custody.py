"""Who may open an identity: the custodian 身份保管员, who is never the one who asks (《工作规则》第四十七条).

One custodian who leaves must not take identities along: a named complaint is taken only where two can open it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from api.complaints import errors_vault as errors
from api.core.errors import Refused

LEAST_CUSTODIANS = 2
SHORTEST_PASSPHRASE = 10
# After a grant, how long it can be used; once opened, how long the page shows it.
GRANT_LASTS = timedelta(hours=24)
VIEW_LASTS = timedelta(minutes=15)
# Guessing a passphrase on the spot: five slips, then an hour's wait.
MOST_SLIPS = 5
SLIPS_WAIT = timedelta(hours=1)


class RequestState(StrEnum):
    """Where a request for an identity stands."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"
    VIEWED = "viewed"
    LAPSED = "lapsed"


def refuse_own(requester: UUID, decider: UUID) -> None:
    """Two persons: who asked does not decide. Errors: `identity.own_request`."""
    if requester == decider:
        raise Refused(errors.OWN_REQUEST)


def refuse_decided(state: RequestState) -> None:
    """Decided once. Errors: `identity.decided`."""
    if state is not RequestState.PENDING:
        raise Refused(errors.DECIDED)


def refuse_closed(state: RequestState, until: datetime | None, now: datetime) -> None:
    """One view, within the time of the grant. Errors: `identity.not_granted`, `identity.view_used`."""
    if state in (RequestState.VIEWED, RequestState.LAPSED):
        raise Refused(errors.VIEW_USED)
    if state is not RequestState.GRANTED or until is None:
        raise Refused(errors.NOT_GRANTED)
    if now > until:
        raise Refused(errors.VIEW_USED)
