"""The built SPA as plain static files beside the API; any other web server can do the same."""

from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.core.faces import STAFF, shown
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
    """Serve the SPA at `/` when it has been built here; the staff's pages are no business of the public face."""
    if STAFF in shown(settings) and settings.spa_dir is not None and (settings.spa_dir / "index.html").exists():
        app.mount("/", GZipMiddleware(Pages(directory=settings.spa_dir, html=True), minimum_size=1024), name="spa")
