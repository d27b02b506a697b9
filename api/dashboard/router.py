"""The overview over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND
from api.core.routing import Router
from api.dashboard import queries
from api.dashboard.schemas import OverviewOut

router = Router(prefix="/dashboard", tags=["dashboard"])


@router.get("/overview", summary="Read the overview of a unit 总览", errors=(NOT_FOUND,))
def get_overview(
    ctx: Annotated[Context, Requires(Permission.DASHBOARD_READ, snapshot=True)],
    unit: Annotated[UUID | None, Query(description="A unit within reach; default: your topmost.")] = None,
) -> OverviewOut:
    """Figures of all schools below the unit, by type and by district, today in the school year, what changed last."""
    return queries.get_overview(ctx, unit)
