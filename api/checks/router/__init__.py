"""Checks and findings over HTTP."""

from api.checks.router.findings import router as findings_router
from api.checks.router.results import router as results_router
from api.checks.router.rules import router as rules_router
from api.core.routing import Router

routers: tuple[Router, ...] = (findings_router, results_router, rules_router)
