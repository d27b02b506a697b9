"""Wire shapes of the hand-over to the superior organ."""

from uuid import UUID

from pydantic import Field

from api.complaints.rules.custody import RequestState
from api.core.schemas import Day, Out


class HandoverOut(Out):
    """The package of a case that goes straight up, and how far it is."""

    made_on: Day
    asked_by: UUID
    files: int
    named: bool = Field(description="Whether the package has to hold an identity, which a custodian grants.")
    identity: RequestState | None = Field(description="What became of the request to a custodian; null without one.")
    fetches: int = Field(description="How often it was begun to be fetched.")
    fetched: bool = Field(description="Whether it left whole. It does so once.")
    ready: bool = Field(description="Whether the caller can fetch it now.")
