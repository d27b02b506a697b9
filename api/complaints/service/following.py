"""The crossing as the background does it where both faces share a database, and what the vault does by itself."""

import time
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from api.complaints.queries import vault as queries
from api.complaints.service import crossing, documents, identity, wiping
from api.core import clock
from api.core.context import Context
from api.core.jobs.kinds import Follower

# How long a new category, school or custodian may take to reach the portal's pages.
_LOOK_EVERY = 60.0


def take_turn(ctx: Context) -> bool:
    """Both ways across, in one transaction: the box and the receipts lie in this very database."""
    taken = crossing.take_all(ctx, ctx.session)
    crossing.settle(ctx.session, taken)
    written = crossing.put_all(ctx, ctx.session)
    crossing.mark_put(ctx, written)
    return taken.more or len(written) == crossing.BATCH


@dataclass(slots=True)
class _Keeping:
    """What comes round every minute, announced by nobody. `shared`: the portal is in this database."""

    shared: bool
    next: float = 0.0

    def due(self, session: Session) -> bool:
        """Whether a minute has passed, or a key is to be destroyed."""
        return time.monotonic() >= self.next or queries.has_doomed(session)

    def step(self, ctx: Context) -> bool:
        """Destroy keys, take back what lapsed and expired, renew the portal's documents; whether there is more."""
        more = wiping.destroy_doomed(ctx)
        more = identity.lapse(ctx) or more
        documents.refresh(ctx)
        if self.shared:
            today = clock.legal_day(ctx.now)
            more = crossing.expire(ctx.session, ctx.session, today) == crossing.BATCH or more
        if not more:
            self.next = time.monotonic() + _LOOK_EVERY
        return more


@cache
def crossing_follower() -> Follower:
    """For a house whose faces share a database."""
    return Follower("complaints.crossing", has_to_cross, take_turn)


def has_to_cross(session: Session) -> bool:
    """Whether anything waits on either side."""
    return queries.has_drops(session) or queries.has_unput(session)


@cache
def keeping_follower(*, shared: bool) -> Follower:
    """What the vault does by itself. `shared`: the portal is in this database, so receipts expire here."""
    keeping = _Keeping(shared)
    return Follower("complaints.keeping", keeping.due, keeping.step)
