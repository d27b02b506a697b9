"""Rectification over HTTP."""

from api.core.routing import Router
from api.rectifications.router.actions import router as actions_router
from api.rectifications.router.campaigns import router as campaigns_router
from api.rectifications.router.problems import router as problems_router

routers: tuple[Router, ...] = (problems_router, campaigns_router, actions_router)
