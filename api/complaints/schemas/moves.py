"""What is said with a move of a case."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from api.complaints.rules.received import Channel
from api.complaints.rules.words import (
    CaseFinding,
    CaseSeverity,
    DisciplineForm,
    Disposition,
    Measure,
    Rank,
    ReasonCode,
    SubjectKind,
    Track,
)
from api.core.schemas import Day, In, Line, Out, Patch, Text
from api.files.schemas import Sha256

Reason = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Report = Annotated[Text, StringConstraints(min_length=1, max_length=20_000)]
Code = Annotated[Text, StringConstraints(pattern="^[0-9]{4}$")]
Number = Annotated[Text, StringConstraints(min_length=1, max_length=100)]
Fen = Annotated[int, Field(ge=0, le=10**15, description="In fen.")]
_ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


class SubjectIn(In):
    """Whom or what a case names: a person or a unit of the registers, or somebody in none of them."""

    kind: SubjectKind
    rank: Rank = Rank.NONE
    person_id: UUID | None = None
    unit_id: UUID | None = None


class MatchIn(In):
    """Everybody named. `complete`: nobody is left to look up."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"subjects": [{"kind": "unknown", "rank": "teacher"}], "complete": True}}
    )

    subjects: Annotated[list[SubjectIn], Field(max_length=20)]
    complete: StrictBool = True


class ClassifyPatch(Patch):
    """What a case is about, as codes."""

    model_config = ConfigDict(json_schema_extra={"example": {"category": "0104", "severity": "serious"}})

    category: Code = ""
    severity: CaseSeverity = CaseSeverity.GENERAL
    amount: Fen | None = None
    people: Annotated[int, Field(ge=1, le=100_000)] | None = None
    near_masses: StrictBool = False


class CaseReason(In):
    """Why; sealed with the case."""

    reason: Reason


class CaseRemark(In):
    """A remark, if there is one; sealed with the case."""

    reason: Reason | None = None


class AlarmIn(In):
    """Who was told the same day."""

    model_config = ConfigDict(json_schema_extra={"example": {"told": "police"}})

    told: Annotated[Text, StringConstraints(pattern="^(police|lead|health|market)$")]
    reason: Reason | None = None


class QuestionIn(In):
    """A question to the reporter."""

    text: Reason


class SealUpIn(In):
    """To which superior organ, under which document number; and the SHA-256 of the package that is in hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"organ": "county_discipline", "document_no": "锦教纪〔2026〕3号", "sha256": "0" * 64}
        }
    )

    organ: Line
    document_no: Number
    sha256: Sha256


class TransferIn(In):
    """To which organ, and why; what goes with it is a released package, if any."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"organ": "market_regulation", "reason": "反映的是校外餐饮单位证照问题。"}}
    )

    organ: Line
    reason: Reason
    code: ReasonCode = ReasonCode.OTHER_ORGAN
    document_no: Number | None = None
    package_id: UUID | None = None


class RefusalIn(In):
    """Why it is not accepted, and where to go."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"code": "court", "reason": "已由法院受理，请向法院了解进展。"}}
    )

    code: ReasonCode
    reason: Reason


class CaseMergeIn(In):
    """The case into which this one goes."""

    into_id: UUID


class AcceptIn(In):
    """On which track it is accepted; the leader admits to the track of discipline."""

    model_config = ConfigDict(json_schema_extra={"example": {"track": "S", "severity": "serious"}})

    track: Track
    severity: CaseSeverity = CaseSeverity.GENERAL


class AdmitIn(In):
    """Admitted to the track of discipline."""

    severity: CaseSeverity = CaseSeverity.GENERAL


class NotifyIn(In):
    """How and when the reporter was told."""

    model_config = ConfigDict(json_schema_extra={"example": {"channel": "phone", "told_on": "2026-11-20"}})

    channel: Channel
    told_on: Day


class CaseAssignmentIn(In):
    """Who handles it, for which unit; on the track of discipline with its disposition and the record of the study."""

    model_config = ConfigDict(json_schema_extra={"example": {"handler_id": _ID, "unit_id": _ID}})

    handler_id: UUID
    unit_id: UUID
    disposition: Disposition | None = None
    study_on: Day | None = None
    study_no: Number | None = None
    reason: Reason | None = None


class ReassignIn(In):
    """Who handles it from now on, and why."""

    handler_id: UUID
    unit_id: UUID
    reason: Reason


class PlanIn(In):
    """How it will be handled."""

    plan: Report


class HoldIn(In):
    """Why it rests, and when it is looked at again, at most six months later."""

    reason: Reason
    look_on: Day


class FindingIn(In):
    """What was found. `heard`: the accused was heard."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"finding": "partly", "heard": True, "report": "经查，课后服务多收费属实。"}}
    )

    finding: CaseFinding
    heard: StrictBool = False
    report: Report
    form: DisciplineForm | None = None
    measures: Annotated[list[Measure], Field(max_length=12)] = []
    recovered: Fen = 0
    people: Annotated[int, Field(ge=0, le=10_000, description="Persons held to account.")] = 0


class ConclusionIn(In):
    """What is decided; what is left out stays as submitted."""

    model_config = ConfigDict(json_schema_extra={"example": {"form": 1, "measures": ["talk"], "recovered": 120000}})

    finding: CaseFinding | None = None
    form: DisciplineForm | None = None
    measures: Annotated[list[Measure], Field(max_length=12)] | None = None
    recovered: Fen | None = None
    people: Annotated[int, Field(ge=0, le=10_000)] | None = None
    rectification_id: UUID | None = None
    reason: Reason | None = None


class FeedbackIn(In):
    """How and when the result was told, and what the reporter said to it. `text` goes to the receipt."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"channel": "portal", "told_on": "2026-11-20", "objection": False}}
    )

    channel: Channel
    told_on: Day
    objection: StrictBool = False
    text: Reason | None = None


class DestructionIn(In):
    """An approved list of cases whose years are over, and the number of the approval."""

    model_config = ConfigDict(json_schema_extra={"example": {"case_ids": [_ID], "order_no": "锦教档〔2056〕1号"}})

    case_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    order_no: Number


class DestructionOut(Out):
    """How many were destroyed."""

    destroyed: int


class CaseObjectionIn(In):
    """An objection that came on paper or by telephone."""

    text: Reason


class ReviewChangeIn(In):
    """What a review changes."""

    reason: Reason
    finding: CaseFinding
    form: DisciplineForm | None = None
    measures: Annotated[list[Measure], Field(max_length=12)] = []
    recovered: Fen = 0


class ClarificationIn(In):
    """How the name of the wronged is cleared 澄清."""

    text: Reason
    method: Annotated[Text, StringConstraints(pattern="^(letter|face_to_face|meeting|notice)$")] = "letter"
