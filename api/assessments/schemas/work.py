"""Wire shapes around the scores: evidence places, recusals, rounds side by side."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.assessments.rules.rounds import Round
from api.assessments.schemas.enrolments import AssessmentRoundBrief
from api.assessments.schemas.fields import AT, ENROLMENT_ID, Reason
from api.assessments.schemas.rounds import AssessmentScoreOut
from api.core.schemas import In, Moment, Named, Out
from api.evidence.rules import UseState
from api.frameworks.rules.model import Method, SlotPeriod

_PERSON: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"}
_ITEM: dict[str, Any] = {
    "item_id": "0198c0de-0000-7000-8000-00000000000e",
    "use_id": "0198c0de-0000-7000-8000-00000000001e",
    "title": "食堂食材采购会议记录",
    "state": "submitted",
    "number": 1,
    "files": 2,
    "covers": True,
    "revision": 1,
}
_SLOT: dict[str, Any] = {
    "id": None,
    "code": "A1",
    "slot": "A1.1",
    "title": "会议记录",
    "method": "documents",
    "required": True,
    "min_files": 1,
    "max_files": None,
    "types": [],
    "period": "cycle",
    "sensitive": False,
    "files": 2,
    "fulfilled": True,
    "items": [_ITEM],
}


class SlotEvidenceIn(In):
    """An item of evidence of the same school that shall serve here."""

    model_config = ConfigDict(json_schema_extra={"example": {"item_id": _ITEM["item_id"]}})

    item_id: UUID


class SlotEvidence(Out):
    """An item that serves here. It is reviewed at `/evidence/{item_id}/uses/{use_id}`. `covers`: its period fits."""

    item_id: UUID
    use_id: UUID
    title: str
    state: UseState
    number: int
    files: int
    covers: bool
    revision: int


class EvidenceSlotOut(Out):
    """A place for evidence of an enrolment. `files`: of what was submitted or accepted."""

    model_config = ConfigDict(json_schema_extra={"example": _SLOT})

    id: UUID | None = Field(description="What uses of evidence refer to; null until the place is first used.")
    code: str
    slot: str
    title: str
    method: Method
    required: bool
    min_files: int
    max_files: int | None
    types: list[str]
    period: SlotPeriod
    sensitive: bool
    files: int
    fulfilled: bool
    items: list[SlotEvidence]


class EvidenceSlots(Out):
    """Every place of the items that apply, in order. Required places that are open stand in `lacking`."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_SLOT], "required": 1, "lacking": 0}})

    items: list[EvidenceSlotOut]
    required: int
    lacking: int


class RecusalIn(In):
    """A tie between an assessor and the school. Without an account it is one's own."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "子女在该校就读"}})

    account_id: UUID | None = None
    reason: Reason


class RecusalOut(Out):
    """A tie that was declared."""

    id: UUID
    account: Named
    reason: str
    declared_at: Moment


class Recusals(Out):
    """Ties to a school that were declared in a campaign, and whether the caller keeps out."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [{"id": _ITEM["use_id"], "account": _PERSON, "reason": "子女在该校就读", "declared_at": AT}],
                "tied": True,
            }
        }
    )

    items: list[RecusalOut]
    tied: bool = Field(description="The caller has a tie, declared or known: a post, a role bound to the school.")


class SideBySideItem(Out):
    """An item with its entry in each round that the caller sees. `gaps` is each round less the nearest one before."""

    code: str
    title: str
    full: str
    applies: bool
    scores: dict[Round, AssessmentScoreOut]
    gaps: dict[Round, str]
    apart: list[Round] = Field(description="Rounds whose gap is at least the campaign's threshold.")


class SideBySide(Out):
    """The rounds of an enrolment beside each other, item by item, in the order of the framework."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "enrolment_id": ENROLMENT_ID,
                "rounds": [],
                "items": [
                    {"code": "A1", "title": "责任", "full": "6", "applies": True, "scores": {}, "gaps": {}, "apart": []}
                ],
            }
        }
    )

    enrolment_id: UUID
    rounds: list[AssessmentRoundBrief]
    items: list[SideBySideItem]
