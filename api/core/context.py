"""What a verb knows about the request it serves."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.core.errors import STALE, Refused
from api.core.keys import KeyStore


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of an actor, bound to the subtree below `unit_id` (whose materialized path is `path`)."""

    id: UUID
    role: str
    unit_id: UUID
    path: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity someone acts; work that goes on after its request goes on in it.

    `post`: the one grant that was chosen; None is all of them. `carried`: what the access token shown carries; None is
    no token, hence everything the grants hold.
    """

    post: UUID | None = None
    carried: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account with its grants, or a machine client, found in one look-up.

    `must_enrol`: the bureau demands a second factor, and there is none yet. `machine`: no person is at the screen.
    `token_id`: the access token that was shown, when its use is to be noted.
    """

    id: UUID
    name: str
    session_id: UUID | None
    expires_at: datetime | None
    must_change_password: bool
    grants: tuple[Grant, ...]
    must_enrol: bool = False
    machine: bool = False
    token_id: UUID | None = None
    capacity: Capacity = Capacity()

    def may(self, permission: str) -> bool:
        """Whether any grant carries `permission`."""
        return any(permission in grant.permissions for grant in self.grants)


@dataclass(slots=True)
class Reply:
    """What a verb may say beside its result. `session_token` '' ends the session, None leaves the cookie alone.

    `status` is set where one operation has two good answers: created, or changed.
    """

    headers: dict[str, str] = field(default_factory=dict)
    session_token: str | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Session, actor, time and trace of one unit of work. `permission` is what the route asked for.

    `hourly`: `now` is the hour of what happens, and no row that is written may tell more of it.
    """

    session: Session
    now: datetime
    trace: str
    path: str
    keys: KeyStore
    actor: Actor | None = None
    permission: str | None = None
    if_match: int | None = None
    language: str = "zh-CN"
    reply: Reply = field(default_factory=Reply)
    hourly: bool = False

    @property
    def signed_in(self) -> Actor:
        """The actor of a guarded route."""
        assert self.actor is not None, "this route is open to anyone"
        return self.actor

    def may(self, permission: str) -> bool:
        """Whether the actor holds `permission` anywhere."""
        return self.actor is not None and self.actor.may(permission)

    def expect(self, revision: int) -> None:
        """Go on only if the caller changes the revision it has read. Errors: `conflict.stale`."""
        if self.if_match is not None and self.if_match != revision:
            raise Refused(STALE)
