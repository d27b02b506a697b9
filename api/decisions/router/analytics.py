"""Analytics of payments over HTTP."""

from typing import Annotated

from fastapi import Query

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.routing import Router
from api.decisions.queries import analytics
from api.decisions.schemas.analytics import ConcentrationFilter, SplitFilter, SplitGroups, SupplierShares

router = Router(prefix="/analytics", tags=["decisions"])

Looks = Annotated[Context, Requires(Permission.CHECK_READ, snapshot=True)]


@router.get("/threshold-split", summary="Find sums that may be split 拆分探查")
def find_threshold_splits(ctx: Looks, wanted: Annotated[SplitFilter, Query()]) -> SplitGroups:
    """Payments to one payee (project, budget line), each below a sum, that reach another within a window of days."""
    return analytics.find_splits(ctx, wanted)


@router.get("/supplier-concentration", summary="Find who gets most 供应商集中度")
def find_supplier_concentration(ctx: Looks, wanted: Annotated[ConcentrationFilter, Query()]) -> SupplierShares:
    """The payees that got most of what was paid, with their share."""
    return analytics.find_concentration(ctx, wanted)
