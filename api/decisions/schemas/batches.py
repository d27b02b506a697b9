"""Wire shapes of meetings that come many at once from other systems, as whole trees with names instead of our ids."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from api.core.batches import BatchFault
from api.core.schemas import In, Out

MOST_MEETINGS = 200


class BatchOperation(StrEnum):
    """What became of a meeting of a batch."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class MeetingBatchIn(In):
    """Meetings as `POST /meetings` takes them, but for names.

    `school` may be a name or a code instead of `unit_id`, and whoever is named by an id (`chair_id`, `person_id`, …)
    may be named by a name (`chair`, `person`, …) instead.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [
                    {
                        "school": "锦岚县第一小学",
                        "source": {"system": "oa", "id": "2026-17"},
                        "type": "party_organization_meeting",
                        "held_at": "2026-11-16T14:30:00+08:00",
                        "chair": "白书记",
                        "attendance": [{"person": "白书记"}, {"person": "何校长"}],
                        "topics": [{"title": "采购多媒体教学设备", "matter_codes": ["LF01"]}],
                    }
                ]
            }
        }
    )

    items: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_MEETINGS)]
    submit: StrictBool = Field(False, description="Submit what was taken, where it is finished.")
    validate_only: StrictBool = Field(False, description="Judge everything and write nothing.")


class BatchResult(Out):
    """What became of a meeting."""

    index: int
    source_id: str | None
    operation: BatchOperation
    meeting_id: UUID | None
    submitted: bool
    errors: list[BatchFault]


class MeetingBatchOut(Out):
    """What became of all of them, in their order. A fault of one keeps none of the others out."""

    items: list[BatchResult]
    created: int
    updated: int
    unchanged: int
    refused: int
