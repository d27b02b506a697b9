"""Wire shapes of objections as the staff sees them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.core.schemas import Choices, Day, In, Moment, Named, Out, Text, UnitRef
from api.disclosures.rules import ObjectionState

Words = Annotated[Text, StringConstraints(min_length=5, max_length=4000)]
Contact = Annotated[Text, StringConstraints(min_length=3, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Channel = Literal["portal", "written"]


class WrittenObjectionIn(In):
    """An objection that came in writing, entered by a clerk."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"text": "名单里漏了六年级组推荐的教师。", "received_on": "2026-11-20"}}
    )

    text: Words
    contact: Contact | None = Field(None, description="Sealed at once; read only by who answers, and erased later.")
    received_on: Day


class AnswerIn(In):
    """How an objection is answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "accepted": False,
                "reason": "六年级组推荐票数未过半，记录已核对。",
                "summary": "核对推荐票，名单不变。",
            }
        }
    )

    accepted: StrictBool
    reason: Annotated[Text, StringConstraints(min_length=2, max_length=2000)] = Field(description="Inside the house.")
    summary: Annotated[Text, StringConstraints(min_length=2, max_length=500)] | None = Field(
        None, description="One or two sentences for the public page, without personal data; none: only the count shows."
    )


class ObjectionRow(Out):
    """An objection with what it says."""

    id: UUID
    notice: Named = Field(description="Name is the title.")
    number: str
    unit: UnitRef
    edition: int
    channel: Channel
    text: str
    has_contact: bool
    received_on: Day
    state: ObjectionState
    reason: str | None
    summary: str | None
    answered_by: Named | None
    answered_at: Moment | None
    answerable: bool = Field(description="Whether the caller may answer it now.")
    revision: int


class ContactOut(Out):
    """How somebody who objected can be reached. The reading is in the ledger."""

    contact: str


class ObjectionFilter(BaseModel):
    """Which objections."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    notice: UUID | None = None
    unit: UUID | None = Field(None, description="To notices of this unit and those below.")
    state: Choices[ObjectionState] = ()
