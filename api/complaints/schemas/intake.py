"""Wire shapes of intake on the staff side: by a clerk, by another system."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StringConstraints

from api.complaints.rules.received import Channel
from api.complaints.schemas.portal import Answers, Body, ReporterIdentityIn
from api.core.schemas import Day, In, Line, Out, Text

Category = Annotated[Line, StringConstraints(pattern=r"^[0-9]{4}$")]
MOST_ROWS = 500
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
ReceivedAt = Annotated[AwareDatetime, Ge(_OLDEST)]


class ClerkComplaintIn(In):
    """What came by telephone, letter, visit, e-mail, 12345, from a superior organ or a patrol."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"channel": "phone", "text": "反映三年级收教辅费。", "category": "0502"}}
    )

    channel: Channel
    text: Body
    category: Category | None = None
    unit_id: UUID | None = Field(None, description="Where it is said to have happened.")
    place: Annotated[Line, StringConstraints(max_length=200)] | None = None
    answers: Answers = Field(default_factory=dict)
    received_on: Annotated[Day, Ge(_OLDEST.date())] | None = Field(
        None, description="When it came in; today when left out."
    )
    identity: ReporterIdentityIn | None = Field(
        None, description="Sealed to the custodians; the clerk cannot read it again."
    )
    urgent: StrictBool = False
    give_receipt: StrictBool = Field(False, description="Make a receipt for the reporter; it is shown this once.")


class ClerkComplaintOut(Out):
    """The new case, and the receipt for its reporter if one was asked for."""

    id: UUID
    received_on: Day
    receipt: str | None


class SystemComplaintIn(In):
    """A complaint of another system, by its own number there: sent again it is the same one."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"source_no": "12345-20261128-0042", "text": "反映午餐分量不足。", "channel": "hotline_12345"}
        }
    )

    source_no: Annotated[Line, StringConstraints(max_length=80)]
    text: Body
    channel: Channel = Channel.SYSTEM
    category: Category | None = None
    unit_id: UUID | None = None
    place: Annotated[Line, StringConstraints(max_length=200)] | None = None
    received_at: ReceivedAt | None = None


class SystemComplaintsIn(In):
    """Up to 500 at once. All are taken, or none."""

    source_system: Annotated[Line, StringConstraints(max_length=40)]
    items: Annotated[list[SystemComplaintIn], Field(min_length=1, max_length=MOST_ROWS)]


class SystemComplaintsOut(Out):
    """How many are new, and how many were here; nothing else can be read back."""

    created: int
    known: int


class ContentOut(Out):
    """One text of a case."""

    id: UUID
    kind: str
    text: str
    concerns: str | None = None
    place: str | None = None
    answers: dict[str, str] = {}
    written_by: UUID | None = Field(description="Null: the reporter's own words.")
    written_on: Day


class ContentsOut(Out):
    """What a case says, in its order."""

    items: list[ContentOut]


class NoteIn(In):
    """A note for those who handle the case."""

    text: Body


class AttachmentIn(In):
    """What is said of a file for a case, on behalf of the reporter."""

    name: Annotated[Line, StringConstraints(max_length=200)]


class AttachmentOut(Out):
    """A file of a case."""

    id: UUID
    name: str
    type: str
    size: int
    received_on: Day
    clean_state: str = Field(description="`none`: there is no cleaner for its type, the original is all there is.")


class AttachmentsOut(Out):
    """The files of a case."""

    items: list[AttachmentOut]


class ReporterOut(Out):
    """What is known of the reporter, who is not: whether one holds a receipt, and what the portal shows."""

    has_receipt: bool
    named: bool
    identity_opened_on: Day | None
    takes_media: bool
    state: str | None = Field(description="The public word that the receipt shows.")
    expires_on: Day | None


class ChannelsIn(In):
    """The channels of the superior organ that the portal shows."""

    items: Annotated[list["ChannelIn"], Field(min_length=1, max_length=10)]


class ChannelIn(In):
    """One of them."""

    name_zh: Line
    name_en: Line
    phone: Annotated[Text, StringConstraints(max_length=40)] = ""
    note_zh: Annotated[Text, StringConstraints(max_length=200)] = ""
    note_en: Annotated[Text, StringConstraints(max_length=200)] = ""
