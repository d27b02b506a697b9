"""Wire shapes of results: what did not pass, how records and schools were answered."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.checks.rules.answers import Answer, FindingSeverity
from api.core.schemas import Choices, Day, In, Moment, Named, Out, Text, UnitRef

RuleId = Annotated[Text, StringConstraints(pattern="^[A-Z]{3}-[0-9]{2}$")]
Family = Annotated[Text, StringConstraints(pattern="^[A-Z]{3}$")]
TypeName = Annotated[Text, StringConstraints(pattern="^[a-z_]{1,20}$")]

UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
SUBJECT: dict[str, Any] = {
    "type": "meeting",
    "id": "0198c0de-0000-7000-8000-000000000041",
    "key": "",
    "label": "party_organization_meeting#3",
    "on": "2026-03-12",
}
EVIDENCE: dict[str, Any] = {"entitled": 5, "present": 2, "needed": 3, "formula": "≥1/2 × 5 → 3; 2 < 3"}
AT = "2026-11-20T08:30:00.000Z"
_COUNTS: dict[str, Any] = {"passed": 61, "failed": 2, "not_applicable": 40, "insufficient": 5}


class CheckSubject(Out):
    """The record that a rule looked at, as (type, id, label); `key` where one record has several such facts."""

    type: str
    id: UUID
    key: str
    label: str
    on: Day | None


class CheckResultRow(Out):
    """An answer that is kept: a failure, or a question that the record does not answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit": UNIT,
                "rule_id": "MTG-03",
                "subject": SUBJECT,
                "answer": "fail",
                "severity": "red",
                "evidence": EVIDENCE,
                "people": [],
                "answered_at": AT,
            }
        }
    )

    unit: UnitRef
    rule_id: str
    subject: CheckSubject
    answer: Answer
    severity: FindingSeverity
    evidence: dict[str, Any] = Field(description="Values, limits, formula, ids of records; or `missing`.")
    people: list[Named] = Field(description="The people whose ids the evidence holds; of long lists only the ids.")
    answered_at: Moment


class CheckResultFilter(BaseModel):
    """Which results."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Of this unit and those below.")
    rule: list[RuleId] = Field(default_factory=list, max_length=100)
    family: Family | None = None
    answer: Choices[Answer] = ()
    severity: Choices[FindingSeverity] = ()
    subject: list[UUID] = Field(default_factory=list, max_length=100, description="About these records.")
    record: UUID | None = Field(None, description="About this record or a part of it, such as a topic of a meeting.")
    subject_type: TypeName | None = None


class CheckCounts(Out):
    """How often each answer was given."""

    model_config = ConfigDict(json_schema_extra={"example": _COUNTS})

    passed: int
    failed: int
    not_applicable: int
    insufficient: int


class RecordCounts(CheckCounts):
    """How all rules were answered over one record."""

    model_config = ConfigDict(json_schema_extra={"example": {"type": "topic", "id": SUBJECT["id"], **_COUNTS}})

    type: str
    id: UUID


class RecordCountsList(Out):
    """Counts of the records asked for, those that have any."""

    items: list[RecordCounts]


class EvaluabilityOut(Out):
    """How many of the applicable questions had data. Who hides data does not look cleaner."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit": UNIT,
                "ran_at": AT,
                "changed_at": AT,
                "with_data": 63,
                "applicable": 68,
                "counts": _COUNTS,
                "families": {"MTG": _COUNTS},
            }
        }
    )

    unit: UnitRef
    ran_at: Moment | None
    changed_at: Moment | None
    with_data: int
    applicable: int
    counts: CheckCounts
    families: dict[str, CheckCounts]


class SchoolChecksRow(Out):
    """A school with its last run: a row of the matrix school × rule."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "unit": UNIT,
                "ran_at": AT,
                "with_data": 63,
                "applicable": 68,
                "failed": 2,
                "rules": {"MTG-03": 2},
                "lacking": {"VOT-05": 5},
            }
        }
    )

    unit: UnitRef
    ran_at: Moment
    with_data: int
    applicable: int
    failed: int
    rules: dict[str, int] = Field(description="Failures by rule, those that occur.")
    lacking: dict[str, int] = Field(description="Questions without data by rule, those that occur.")


class CheckRunIn(In):
    """Which unit is to be run anew now."""

    model_config = ConfigDict(json_schema_extra={"example": {"unit_id": UNIT["id"]}})

    unit_id: UUID


class WeighedRow(Out):
    """What a complaint weighs on, as the inspection team sees it. Nothing stored changes, and the unit sees nothing."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"subject": SUBJECT, "severity": "red", "raised_from": "yellow"}}
    )

    subject: CheckSubject
    severity: FindingSeverity
    raised_from: FindingSeverity


class WeighedList(Out):
    """`known`: whether complaints are known here at all; without, the answer is insufficient data."""

    model_config = ConfigDict(json_schema_extra={"example": {"known": True, "items": []}})

    known: bool
    items: list[WeighedRow]
