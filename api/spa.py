"""The built SPA as plain static files beside the API; any other web server can do the same."""

from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.core.faces import PUBLIC, STAFF, shown
from api.settings import Settings


class Pages(StaticFiles):
    """Files as they are; an address of the SPA's own router gets the start page; below /api nothing is invented."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or the page of the entry that owns the address."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != HTTPStatus.NOT_FOUND or path.split("/", maxsplit=1)[0] in ("api", "assets"):
                raise
            response = await super().get_response("index.html", scope)
        # Built assets carry a hash in their name; everything else must be asked for again.
        lasting = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


def install(app: FastAPI, settings: Settings) -> None:
    """Serve what has been built here of this process's faces: the portal below `/portal/`, the staff's pages at `/`.

    The portal is a folder of its own, so that a public process serves nothing of the staff's; there `/` leads to it.
    """
    if settings.spa_dir is None:
        return
    portal = settings.spa_dir / PUBLIC.pages.strip("/")
    if PUBLIC in shown(settings) and (portal / "index.html").exists():
        app.mount(PUBLIC.pages.rstrip("/"), _pages(portal), name="portal")
        if STAFF not in shown(settings):
            app.add_route("/", lambda _request: RedirectResponse(PUBLIC.pages))
    if STAFF in shown(settings) and (settings.spa_dir / "index.html").exists():
        app.mount("/", _pages(settings.spa_dir), name="spa")


def _pages(folder: Path) -> GZipMiddleware:
    return GZipMiddleware(Pages(directory=folder, html=True), minimum_size=1024)
