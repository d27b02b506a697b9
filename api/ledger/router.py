"""The ledger over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.paging import BAD_CURSOR, CursorText, Limit
from api.core.routing import Router
from api.core.schemas import Feed
from api.ledger import queries
from api.ledger.schemas import Event

router = Router(prefix="/ledger", tags=["ledger"])


@router.get("/events", summary="List ledger events 变动记录", errors=(BAD_CURSOR,))
def list_ledger_events(
    ctx: Annotated[Context, Requires(Permission.LEDGER_READ)],
    object_type: Annotated[str | None, Query(max_length=40)] = None,
    object_id: UUID | None = None,
    unit: UUID | None = None,
    actor: UUID | None = None,
    action: Annotated[str | None, Query(max_length=80)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    cursor: CursorText = None,
    limit: Limit = 50,
) -> Feed[Event]:
    """Events within reach, newest first, and those that belong to no unit."""
    wanted = queries.EventFilter(object_type, object_id, unit, actor, action, since, until)
    return queries.list_events(ctx, wanted, cursor, limit, with_unitless=True)
