"""Wire shapes of notices as the staff sees them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.disclosures.rules import (
    MAX_COLUMNS,
    MAX_FILES,
    MAX_PARAGRAPHS,
    MAX_ROWS,
    MOST_DAYS,
    FindingKind,
    Form,
    Need,
    NoticeState,
    NoticeVerb,
    Phase,
)
from api.files.schemas import FileRow

Paragraph = Annotated[Text, StringConstraints(max_length=4000)]
Cell = Annotated[Text, StringConstraints(max_length=300)]
Head = Annotated[Text, StringConstraints(min_length=1, max_length=60)]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
KindCode = Annotated[Text, StringConstraints(min_length=1, max_length=40), Field(examples=["award"])]
TypeName = Annotated[Text, StringConstraints(pattern="^[a-z_]{1,40}$")]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="Working days; left out: as many as the kind has.")]
FileIds = Annotated[list[UUID], Field(max_length=MAX_FILES, description="Attachments in their order.")]
Paragraphs = Annotated[list[Paragraph], Field(max_length=MAX_PARAGRAPHS)]

_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
_TABLE: dict[str, Any] = {"columns": ["姓名", "任教学科"], "rows": [["何桂芳", "语文"]]}
_WORDS: dict[str, Any] = {
    "title": "2026年度县级优秀教师推荐人选公示",
    "paragraphs": ["经民主推荐、校务会研究，拟推荐下列教师。公示期内有意见的，可以在线提出。"],
    "table": _TABLE,
}


class TableBody(In):
    """A table: every row has as many cells as there are columns."""

    columns: Annotated[list[Head], Field(min_length=1, max_length=MAX_COLUMNS)]
    rows: Annotated[list[Annotated[list[Cell], Field(max_length=MAX_COLUMNS)]], Field(max_length=MAX_ROWS)]


class NoticeIn(In):
    """A new notice, as a draft."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": _UNIT["id"], "kind": "award", **_WORDS}})

    unit_id: UUID
    kind: KindCode
    title: Line
    paragraphs: Paragraphs = []
    table: TableBody | None = None
    days: Days | None = None
    formed_on: Day | None = Field(None, description="When the information was formed or changed: its due day follows.")
    file_ids: FileIds = []


class NoticePatch(Patch):
    """What may be changed in a draft. The table of a notice that another part of the product made is not."""

    model_config = ConfigDict(json_schema_extra={"example": {"days": 7}})

    title: Line = ""
    paragraphs: Paragraphs = []
    table: TableBody | None = None
    days: Days | None = None
    formed_on: Day | None = None
    file_ids: FileIds = []


class ExplanationIn(In):
    """Why something that looks like personal data may be published."""

    key: Annotated[Text, StringConstraints(min_length=1, max_length=100)] = Field(description="Of the finding.")
    reason: Annotated[Text, StringConstraints(min_length=2, max_length=300)]


class ReleaseIn(In):
    """What the second person answers for."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"explanations": [{"key": "/paragraphs/1:4-17:landline", "reason": "监督电话"}]}}
    )

    explanations: Annotated[list[ExplanationIn], Field(max_length=500)] = []


class NoticeReasonIn(In):
    """Why."""

    reason: Reason


class CorrectIn(In):
    """Why the published edition is to be corrected."""

    reason: Reason = Field(description="Shown on the public page beside the new edition.")
    restarts: StrictBool = Field(True, description="The correction begins a new period.")
    conceals: StrictBool = Field(
        False, description="What it says now leaves public view at once; the period then restarts."
    )


class WithdrawIn(In):
    """Why a published notice is taken back."""

    reason: Reason = Field(description="Shown on the public page, which stays.")
    conceals: StrictBool = Field(
        False, description="Its title, and what objections were answered, leave public view too."
    )


class MaskIn(In):
    """Which findings the proposed masks shall cover."""

    keys: Annotated[list[Annotated[Text, StringConstraints(max_length=100)]], Field(min_length=1, max_length=5000)]


class BasisOut(Out):
    """The regulation behind a kind."""

    zh: str
    en: str
    verified: bool = Field(description="Whether article and number were compared with the text.")


class NoticeKindOut(Out):
    """A kind of notices."""

    code: str = Field(examples=["award"])
    form: Form
    zh: str
    en: str
    objections: bool = Field(description="Whether anyone may object.")
    needs: list[Need]
    minors: bool = Field(description="Its lists name pupils.")
    hide_after: bool = Field(description="What it says is taken down when its period is over.")
    days: int = Field(description="Working days of a publicity.")
    least_days: int
    due_days: int = Field(description="Working days from the day on which the information was formed.")
    expires_days: int | None
    basis: BasisOut


class NoticeKinds(Out):
    """All kinds in their order."""

    items: list[NoticeKindOut]


class NoticeObject(Out):
    """What a notice is about."""

    type: str
    id: UUID
    label: str


class FindingOut(Out):
    """What looks like personal data, where, and what is proposed instead."""

    key: str
    kind: FindingKind
    place: str = Field(description="RFC 6901 pointer into title, paragraphs, table, file_ids.")
    start: int
    end: int
    mask: str | None = Field(description="Null: only a person can tell.")


class ExplanationOut(Out):
    """What the second person answered for."""

    kind: FindingKind
    place: str
    reason: str


class EditionOut(Out):
    """What was published, word for word."""

    edition: int
    document: dict[str, Any] = Field(description="Canonical document, `schema` 1.")
    document_hash: str
    explanations: list[ExplanationOut]
    reason: str | None = Field(description="Why it was corrected.")
    checked_by: Named
    released_by: Named
    released_at: Moment


class NoticeRow(Out):
    """A notice in a list."""

    id: UUID
    number: str | None
    kind: str
    form: Form
    title: str
    unit: UnitRef
    object: NoticeObject | None
    state: NoticeState
    phase: Phase | None = Field(description="Where the edition in view stands today; null: nothing published.")
    edition: int = Field(description="Published editions.")
    starts_on: Day | None
    ends_on: Day | None
    due_on: Day | None
    overdue: bool = Field(description="Public too late, or late and still not public.")
    objections: int
    open_objections: int
    updated_at: Moment
    revision: int


class NoticeOut(NoticeRow):
    """All that is known of a notice."""

    paragraphs: list[str]
    table: TableBody | None
    files: list[FileRow]
    days: int | None
    formed_on: Day | None
    provisional: bool = Field(description="The end rests on a year whose calendar is not known yet.")
    days_left: int | None = Field(description="Working days left of a publicity that runs, today included.")
    state_reason: str | None = Field(description="Why it is being corrected, or was withdrawn.")
    returned_reason: str | None = Field(description="Why it came back to its author.")
    restarts: bool
    findings: list[FindingOut] = Field(description="Of the working copy.")
    editions: list[EditionOut] = Field(description="Newest first.")
    created_by: Named
    created_at: Moment
    checked_by: Named | None
    checked_at: Moment | None
    verbs: list[NoticeVerb] = Field(description="What the caller can do with it now.")
    answers: bool = Field(description="Whether the caller answers objections.")


class NoticeFilter(BaseModel):
    """Which notices. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=64, description="Words of title and number; pinyin initials.")
    unit: UUID | None = Field(None, description="Only notices of this unit and those below.")
    kind: KindCode | None = None
    form: Form | None = None
    state: Choices[NoticeState] = ()
    phase: Choices[Phase] = Field((), description="Where the edition in view stands today.")
    overdue: bool | None = Field(None, description="Due before today, and still not public.")
    answering: bool | None = Field(None, description="With objections that wait for an answer.")
    object_type: TypeName | None = None
    object_id: UUID | None = None
