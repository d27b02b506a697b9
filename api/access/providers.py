"""What access needs of the floors above it, handed over by wiring: access itself imports no table."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from api.core.context import Actor, Capacity, Context
from api.core.keys import KeyStore


class ActorFinder(Protocol):
    """Given by accounts: who holds this session token now, in one statement."""

    def __call__(self, session: Session, token: str, now: datetime) -> Actor | None:
        """The actor, or None."""


class BearerFinder(Protocol):
    """Given by accounts: whose access token this is now, in one statement."""

    def __call__(self, session: Session, keys: KeyStore, token: str, now: datetime) -> Actor | None:
        """The client, or the account with what its token carries; None when the token is nobody's."""


class UseRecorder(Protocol):
    """Given by accounts: note that an access token was used."""

    def __call__(self, session: Session, token_id: UUID, now: datetime) -> None:
        """Write it in the session's transaction."""


class AccountActorFinder(Protocol):
    """Given by accounts: who asked for work that goes on after its request, with what the capacity holds now."""

    def __call__(self, session: Session, account_id: UUID, capacity: Capacity) -> Actor | None:
        """The actor, or None when the account or client is disabled or gone."""


class UnitsBelow(Protocol):
    """Given by organizations: a sub-query of the unit ids at or below these materialized paths."""

    def __call__(self, paths: Sequence[str]) -> Select[UUID]:
        """The sub-query."""


class AccessRecorder(Protocol):
    """Given by the ledger: note that something was read, or that access was denied."""

    def __call__(self, ctx: Context, action: str, subject: str) -> None:
        """Write the note in `ctx`'s transaction."""


class HoldersFinder(Protocol):
    """Given by accounts: who holds a permission at or above a unit; without a unit, anywhere."""

    def __call__(self, session: Session, permission: str, unit_id: UUID | None = None) -> Collection[UUID]:
        """Their accounts, active ones only."""


class _Providers:
    find_actor: ActorFinder
    find_bearer: BearerFinder
    note_use: UseRecorder
    find_account_actor: AccountActorFinder
    units_below: UnitsBelow
    record: AccessRecorder
    find_holders: HoldersFinder


providers = _Providers()
