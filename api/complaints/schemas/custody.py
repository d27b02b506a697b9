"""Wire shapes of custodians' keys and of requests for identities."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from api.complaints.rules.custody import SHORTEST_PASSPHRASE, RequestState
from api.complaints.schemas.portal import ReporterIdentityIn
from api.core.schemas import In, Moment, Out, Text

Passphrase = Annotated[
    Text,
    StringConstraints(min_length=SHORTEST_PASSPHRASE, max_length=200, strip_whitespace=False),
    Field(description="Known to its custodian only. Lost, it cannot be had again."),
]
Motive = Annotated[Text, StringConstraints(min_length=5, max_length=1000)]


class CustodianKeyIn(In):
    """A new key of the caller's."""

    passphrase: Passphrase


class PassphraseIn(In):
    """Another passphrase for the caller's key."""

    passphrase: Passphrase
    new_passphrase: Passphrase


class CustodianKeyOut(Out):
    """A custodian's key: whose it is and since when. The key itself is nobody's to read."""

    id: UUID
    holder: str
    created_at: Moment
    retired_at: Moment | None


class CustodianKeysOut(Out):
    """Every custodian's key."""

    items: list[CustodianKeyOut]
    persons: int = Field(description="Who hold one that is in use; with fewer than two nobody can leave an identity.")


class SharedOut(Out):
    """How many identities were sealed to custodians whose keys are younger."""

    shared: int
    unopened: int = Field(description="Sealed before the caller's own key was made: another custodian has to do these.")


class IdentityAskIn(In):
    """Why the reporter has to be known. The custodian reads it; it is sealed."""

    motive: Motive


class IdentityDecisionIn(In):
    """Why not."""

    reason: Motive


class IdentityGrantIn(In):
    """The custodian's own passphrase, and why."""

    passphrase: Passphrase
    reason: Motive


class IdentityRequestOut(Out):
    """A request for an identity."""

    id: UUID
    case_id: UUID
    number: str | None
    requester: str
    motive: str | None = Field(description="Null once the case was destroyed.")
    requested_at: Moment
    state: RequestState
    reason: str | None
    decided_at: Moment | None
    usable_until: Moment | None
    viewed_at: Moment | None
    revision: int


class RevealedIdentityOut(Out):
    """Who reported, this once. Show it no longer than `shown_until`, with the watermark over it."""

    identity: ReporterIdentityIn
    watermark: str
    shown_until: Moment
