"""Wire shapes of evidence."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.schemas import Choices, Day, In, Line, Moment, Named, Out, Patch, Text, UnitRef
from api.evidence.rules import MAX_FILES, MAX_TAGS, ItemState, ItemVerb, UseState, UseVerb
from api.files.schemas import FileRow

Tag = Annotated[Text, StringConstraints(min_length=1, max_length=30, pattern=r"^[^,，、\x00-\x1f]+$")]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]
FileIds = Annotated[
    list[UUID], Field(min_length=1, max_length=MAX_FILES, description="Files of this revision in order.")
]
CategoryCode = Annotated[Text, StringConstraints(min_length=1, max_length=40), Field(examples=["minutes"])]
Description = Annotated[Text, StringConstraints(max_length=2000)]
Note = Annotated[Text, StringConstraints(max_length=500)]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
TypeName = Annotated[Text, StringConstraints(pattern="^[a-z_]{1,40}$")]

_ID = "0198c0de-0000-7000-8000-00000000000e"
_UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
_PERSON: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"}
_AT = "2026-11-20T08:30:00.000Z"
_FACTS: dict[str, Any] = {
    "title": "2026年秋季食堂食材公开采购会议记录",
    "description": "校务会研究食材采购方式，家长委员会代表列席。",
    "category": "minutes",
    "tags": ["食堂", "采购"],
    "period_from": "2026-09-01",
    "period_to": "2026-09-30",
}
_FILE: dict[str, Any] = {
    "id": "0198c0de-0000-7000-8000-00000000000f",
    "name": "会议记录.pdf",
    "type": "pdf",
    "media_type": "application/pdf",
    "size": 183244,
    "clean_state": "done",
    "copies": ["original", "clean"],
}


class Source(In):
    """Where an item comes from, plainly; `manual` is somebody's filing."""

    type: TypeName = "manual"
    id: UUID | None = None
    label: Line | None = None


class SourceOut(Out):
    """Where an item comes from."""

    type: str
    id: UUID | None
    label: str | None


class EvidenceIn(In):
    """A new item with its first revision."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"unit_id": _UNIT["id"], **_FACTS, "file_ids": [_FILE["id"]]}}
    )

    unit_id: UUID
    title: Line
    description: Description | None = None
    category: CategoryCode
    tags: Tags = []
    period_from: Day | None = None
    period_to: Day | None = None
    source: Source = Source()
    file_ids: FileIds
    note: Note | None = None


class EvidencePatch(Patch):
    """What may be put right in an item; its files change by a new revision."""

    model_config = ConfigDict(json_schema_extra={"example": {"period_to": "2026-10-31"}})

    title: Line = ""
    description: Description | None = None
    category: CategoryCode = ""
    tags: Tags = []
    period_from: Day | None = None
    period_to: Day | None = None


class RevisionIn(In):
    """A new revision: the files that the item holds from now on."""

    file_ids: FileIds
    note: Note | None = Field(None, description="What is different.")


class ReasonIn(In):
    """Why."""

    reason: Reason


class UseIn(In):
    """What an item shall serve. `general`: a review in words of its own, without an object."""

    model_config = ConfigDict(json_schema_extra={"example": {"type": "general", "label": "食堂专项检查"}})

    type: TypeName = "general"
    id: UUID | None = None
    label: Line | None = Field(None, description="Of a general use: what for. Other objects say their own name.")


class DecisionIn(In):
    """A remark that may go with an acceptance."""

    reason: Note | None = None


class UseOut(Out):
    """A use of an item and its review."""

    id: UUID
    type: str
    object_id: UUID
    label: str
    number: int = Field(description="Revision that was submitted.")
    state: UseState
    reason: str | None
    submitted_by: Named
    submitted_at: Moment
    decided_by: Named | None
    decided_at: Moment | None
    revision: int
    verbs: list[UseVerb] = Field(description="What the caller can do with it now.")


class RevisionOut(Out):
    """One revision with its files in order."""

    number: int
    note: str | None
    created_by: Named
    created_at: Moment
    files: list[FileRow]


class EvidenceRow(Out):
    """An item in a list."""

    id: UUID
    title: str
    category: str
    tags: list[str]
    unit: UnitRef
    period_from: Day | None
    period_to: Day | None
    state: ItemState
    latest: int = Field(description="Number of the newest revision.")
    files: int = Field(description="Files of the newest revision.")
    uses: dict[str, int] = Field(description="Uses by state, those that occur.", examples=[{"accepted": 2}])
    created_at: Moment
    updated_at: Moment
    revision: int


class EvidenceOut(Out):
    """All that is known of an item."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": _ID,
                "unit": _UNIT,
                **_FACTS,
                "source": {"type": "manual", "id": None, "label": None},
                "state": "active",
                "state_reason": None,
                "latest": 1,
                "revisions": [
                    {"number": 1, "note": None, "created_by": _PERSON, "created_at": _AT, "files": [_FILE]},
                ],
                "uses": [],
                "verbs": ["change", "revise", "submit", "withdraw"],
                "created_by": _PERSON,
                "responsible": _PERSON,
                "created_at": _AT,
                "updated_at": _AT,
                "revision": 1,
            }
        }
    )

    id: UUID
    unit: UnitRef
    title: str
    description: str | None
    category: str
    tags: list[str]
    period_from: Day | None
    period_to: Day | None
    source: SourceOut
    state: ItemState
    state_reason: str | None
    latest: int
    revisions: list[RevisionOut] = Field(description="Newest first.")
    uses: list[UseOut]
    verbs: list[ItemVerb] = Field(description="What the caller can do with it now.")
    created_by: Named
    responsible: Named = Field(description="Who answers for it now: who filed it, or who took over from them.")
    created_at: Moment
    updated_at: Moment
    revision: int


class CategoryOut(Out):
    """A category of evidence."""

    code: str = Field(examples=["minutes"])
    zh: str = Field(examples=["会议记录"])
    en: str = Field(examples=["Minutes"])


class Categories(Out):
    """All categories in their order."""

    items: list[CategoryOut]


class TagCount(Out):
    """A tag, and on how many items within reach it is."""

    tag: str
    count: int


class TagCounts(Out):
    """The tags in use, most used first."""

    items: list[TagCount]


class EvidenceFilter(BaseModel):
    """Which items. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(
        None, max_length=64, description="Words of title, tags, source and file names; pinyin initials."
    )
    unit: UUID | None = Field(None, description="Only items of this unit and those below.")
    category: CategoryCode | None = None
    tag: Tag | None = None
    state: Choices[ItemState] = ()
    use_state: Choices[UseState] = Field((), description="Items that have a use in this state.")
    use_type: TypeName | None = Field(None, description="Items that serve an object of this type.")
    use_id: UUID | None = Field(None, description="Items that serve this object.")
    period_from: Day | None = Field(None, description="Items whose period has not ended before.")
    period_to: Day | None = Field(None, description="Items whose period has not begun after.")
