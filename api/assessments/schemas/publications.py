"""Wire shapes of publications."""

from uuid import UUID

from pydantic import ConfigDict

from api.assessments.rules.publicity import PublicationState
from api.assessments.schemas.fields import AT
from api.core.schemas import Day, Moment, Out


class PublicationOut(Out):
    """One showing of results through a public notice."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "0198c0de-0000-7000-8000-0000000000ab",
                "number": 1,
                "notice_id": "0198c0de-0000-7000-8000-0000000000ac",
                "notice_number": "2026-0012",
                "state": "released",
                "starts_on": "2026-11-16",
                "ends_on": "2026-11-20",
                "appeals_until": "2026-11-27",
                "open_objections": 0,
                "created_at": AT,
            }
        }
    )

    id: UUID
    number: int
    notice_id: UUID | None
    notice_number: str | None
    state: PublicationState
    starts_on: Day | None
    ends_on: Day | None
    appeals_until: Day | None
    open_objections: int
    created_at: Moment


class Publications(Out):
    """All of a campaign, the newest first."""

    items: list[PublicationOut]
