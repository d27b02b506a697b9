"""Imports over HTTP."""

from api.exchange.imports.router.imports import router as imports_router
from api.exchange.imports.router.reports import router as reports_router

routers = (imports_router, reports_router)
