"""Assessments over HTTP."""

from api.assessments.router.external import router as external_router
from api.core.routing import Router

routers: tuple[Router, ...] = (external_router,)
