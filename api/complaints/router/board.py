"""Between the moves over HTTP: who has how much, and messages to reporters."""

from typing import Annotated
from uuid import UUID

from api.access.guard import Requires
from api.access.permissions import Permission
from api.complaints import errors
from api.complaints import errors_vault as sealed
from api.complaints.queries import workload
from api.complaints.router.guards import LeadsOnly
from api.complaints.schemas.board import MessageIn, Workload
from api.complaints.service import messaging
from api.core.context import Context
from api.core.routing import Router

router = Router(prefix="/complaints", tags=["complaints"])
Writes = Annotated[Context, Requires(Permission.COMPLAINT_READ, idempotent=True)]


@router.get("/workload", summary="Read who has how much 承办负荷")
def list_complaint_workload(ctx: LeadsOnly) -> list[Workload]:
    """Everybody who handles cases, with the number of open ones and of late clocks."""
    return workload.list_workload(ctx)


@router.post(
    "/{complaint_id}/messages",
    status_code=204,
    summary="Write to the reporter 给反映人留言",
    errors=(errors.WRONG_STATE, sealed.NO_REPORTER),
)
def write_to_reporter(ctx: Writes, complaint_id: UUID, body: MessageIn) -> None:
    """Sealed to the receipt: from here on only its holder reads it. The case stays where it is."""
    messaging.write_to_reporter(ctx, complaint_id, body)
