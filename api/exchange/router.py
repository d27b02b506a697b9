"""Exports over HTTP."""

from typing import Annotated

from api.access.guard import SignedIn
from api.core.context import Context
from api.core.jobs.resource import JobOut
from api.core.paging import BAD_SORT
from api.core.routing import Router
from api.exchange import service
from api.exchange.errors import TOO_MANY
from api.exchange.schemas import ExportIn

router = Router(tags=["exchange"])


@router.post("/exports", status_code=202, summary="Start an export 导出", errors=(BAD_SORT, TOO_MANY))
def start_export(ctx: Annotated[Context, SignedIn(idempotent=True, machines=True)], body: ExportIn) -> JobOut:
    """Everything that matches, of any size, as a file made in the background: `Location` names the job to watch.

    Each kind needs the permission of its own, still held when the file is made and when it is fetched; the file is made
    in the post chosen now. With an access token: what the token carries, and only the jobs of its own account or client.
    """
    return service.start_export(ctx, body)
