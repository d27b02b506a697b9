"""People over HTTP."""

from api.people.router.committees import router as committees_router
from api.people.router.persons import router as persons_router
from api.people.router.posts import router as posts_router

__all__ = ["committees_router", "persons_router", "posts_router"]
