"""Wire shapes of what a case has to do with elsewhere."""

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict

from api.core.schemas import Day, In, Out


class LinkType(StrEnum):
    """What a case can be linked to."""

    DECISION = "decision"
    RECTIFICATION = "rectification_problem"


class CaseLinkIn(In):
    """To what: something that the caller may read."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"type": "decision", "object_id": "0198c0de-0000-7000-8000-000000000001"}}
    )

    type: LinkType
    object_id: UUID


class CaseLinkOut(Out):
    """A link, for who may read both the case and what it leads to."""

    id: UUID
    type: LinkType
    object_id: UUID
    label: str
    linked_on: Day


class CaseLinksOut(Out):
    """The links of a case."""

    items: list[CaseLinkOut]
