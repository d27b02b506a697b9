"""Is the process alive, is it ready: terse, open to anyone, without a secret."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def livez() -> Response:
    """The process answers."""
    return Response("ok", media_type="text/plain")


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """The database answers and its tables are those this version was made for."""
    try:
        ready = request.app.state.schema_current()
    except SQLAlchemyError:
        ready = False
    return Response("ok" if ready else "not ready", 200 if ready else 503, media_type="text/plain")
