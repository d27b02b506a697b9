"""Assessments over HTTP."""

from api.core.routing import Router

routers: tuple[Router, ...] = ()
