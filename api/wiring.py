"""What stands together, said once: main, worker and CLI each call `wire`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

import api.accounts.models
import api.calendars.models
import api.core.jobs.models
import api.organizations.models  # noqa: F401 (tables register themselves with the metadata)
from api.access.providers import providers
from api.accounts import queries as accounts
from api.accounts import service as accounts_service
from api.accounts.router import auth_router
from api.accounts.router import router as accounts_router
from api.calendars.ports import ports as calendar_ports
from api.calendars.router import router as calendars_router
from api.core import clock, idempotency
from api.core.jobs.kinds import Follower, JobKind, Schedule
from api.core.routing import Router
from api.dashboard.router import router as dashboard_router
from api.ledger import service as ledger
from api.ledger.router import router as ledger_router
from api.meta import router as meta_router
from api.organizations import queries as organizations
from api.organizations.router import router as organizations_router
from api.settings import Settings

PUBLIC_ROUTERS: tuple[Router, ...] = (meta_router,)
STAFF_ROUTERS: tuple[Router, ...] = (
    organizations_router,  # first: routes are tried in their order, and these are asked for most
    auth_router,
    accounts_router,
    calendars_router,
    ledger_router,
    dashboard_router,
)
# What the background does: each domain declares its own, here they stand together.
JOBS: tuple[JobKind, ...] = ()
FOLLOWERS: tuple[Follower, ...] = ()
SCHEDULES: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the processes run."""

    routers: tuple[Router, ...]
    jobs: tuple[JobKind, ...] = JOBS
    followers: tuple[Follower, ...] = FOLLOWERS
    schedules: tuple[Schedule, ...] = SCHEDULES
    housekeeping: tuple[Callable[[Session, datetime], int], ...] = field(
        default=(idempotency.purge, accounts_service.purge_sessions)
    )


def wire(settings: Settings) -> Wiring:
    """Hand the providers down and choose the routers of this process's faces."""
    clock.use_zone(settings.time_zone)
    providers.find_actor = accounts.find_actor
    providers.find_account_actor = accounts.find_account_actor
    providers.find_holders = accounts.find_holders
    providers.units_below = organizations.units_below
    providers.record = ledger.record_access
    calendar_ports.lineage = organizations.lineage
    return Wiring(PUBLIC_ROUTERS if settings.faces == "public" else PUBLIC_ROUTERS + STAFF_ROUTERS)
