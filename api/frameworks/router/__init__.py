"""Frameworks over HTTP: what is published, what is drafted, what lies between."""

from api.frameworks.router.crosswalks import router as crosswalks_router
from api.frameworks.router.drafts import router as drafts_router
from api.frameworks.router.frameworks import router as frameworks_router
from api.frameworks.router.profiles import router as profiles_router
from api.frameworks.router.versions import router as versions_router

routers = (frameworks_router, drafts_router, versions_router, profiles_router, crosswalks_router)
