"""Notices and objections over HTTP: the staff's routes, and those of the public face."""

from api.disclosures.router.notices import router as notices_router
from api.disclosures.router.objections import router as objections_router
from api.disclosures.router.public import router as public_router

routers = (notices_router, objections_router)

__all__ = ["public_router", "routers"]
