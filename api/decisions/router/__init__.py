"""The decision log over HTTP."""

from api.decisions.router.analytics import router as analytics_router
from api.decisions.router.decisions import router as decisions_router
from api.decisions.router.meetings import router as meetings_router
from api.decisions.router.money import contracts_router, payments_router, suppliers_router, ties_router
from api.decisions.router.policies import matters_router, policies_router

routers = (
    meetings_router,
    decisions_router,
    policies_router,
    matters_router,
    payments_router,
    contracts_router,
    suppliers_router,
    ties_router,
    analytics_router,
)

__all__ = ["routers"]
