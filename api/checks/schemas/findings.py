"""Wire shapes of findings."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.checks.rules.answers import FindingSeverity
from api.checks.rules.findings import FindingState, FindingVerb
from api.checks.schemas.results import AT, EVIDENCE, SUBJECT, UNIT, CheckSubject, Family, RuleId, TypeName
from api.core.batches import BatchRowIn, Rows
from api.core.schemas import Choices, Day, In, Moment, Named, Out, Text, UnitRef

Words = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
_PERSON: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"}
_ID = "0198c0de-0000-7000-8000-000000000051"
_RECORD: dict[str, Any] = {
    "type": "payment",
    "id": "0198c0de-0000-7000-8000-000000000061",
    "label": "办公用纸",
    "on": "2026-04-01",
    "amount": "9800.00",
    "page": {"type": "payment", "id": "0198c0de-0000-7000-8000-000000000061"},
}
_ROW: dict[str, Any] = {
    "id": _ID,
    "unit": UNIT,
    "rule_id": "MTG-03",
    "family": "MTG",
    "subject": SUBJECT,
    "severity": "red",
    "state": "acknowledged",
    "opened_at": AT,
    "owner": None,
    "due_on": "2026-12-10",
    "overdue": False,
    "proposed": False,
    "updated_at": AT,
    "revision": 2,
}


class FindingRow(Out):
    """A finding in a list."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW})

    id: UUID
    unit: UnitRef
    rule_id: str
    family: str
    subject: CheckSubject
    severity: FindingSeverity
    state: FindingState
    opened_at: Moment
    owner: Named | None
    due_on: Day | None
    overdue: bool
    proposed: bool = Field(description="Whether a dismissal waits for its second person.")
    updated_at: Moment
    revision: int


class RecordPage(Out):
    """The page that shows a record: itself, or what it is a part of."""

    type: str
    id: UUID


class CheckedRecord(Out):
    """A record or a person that a finding names, so that it need not be looked up."""

    model_config = ConfigDict(json_schema_extra={"example": _RECORD})

    type: str
    id: UUID
    label: str
    on: Day | None
    amount: str | None = Field(description="In 元.", examples=["9800.00"])
    page: RecordPage | None


class FindingStepOut(Out):
    """What was done to a finding. Without an actor it was the engine: the rule failed, passed, or failed again."""

    verb: str
    state: FindingState
    severity: FindingSeverity
    text: str | None
    actor: Named | None
    at: Moment


class FindingDetail(FindingRow):
    """All that is known of a finding."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_ROW,
                "evidence": EVIDENCE,
                "records": [_RECORD],
                "response": None,
                "problem_id": None,
                "closed_at": None,
                "steps": [
                    {
                        "verb": "open",
                        "state": "open",
                        "severity": "red",
                        "text": None,
                        "actor": None,
                        "at": AT,
                    },
                    {
                        "verb": "acknowledge",
                        "state": "acknowledged",
                        "severity": "red",
                        "text": None,
                        "actor": _PERSON,
                        "at": AT,
                    },
                ],
                "verbs": ["respond"],
            }
        }
    )

    evidence: dict[str, Any]
    records: list[CheckedRecord] = Field(description="Records and people that the evidence names, and the subject.")
    response: str | None
    problem_id: UUID | None = Field(description="The problem of rectification that it has become.")
    closed_at: Moment | None
    steps: list[FindingStepOut] = Field(description="Oldest first.")
    verbs: list[FindingVerb] = Field(description="What the caller can do with it now.")


class FindingTextIn(In):
    """An answer, or a reason."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "两名成员外出培训，已补开会议重新表决。"}})

    text: Words


class FindingAssignIn(In):
    """Who looks after it at the bureau, and until when the unit is to put it right. Null takes away."""

    model_config = ConfigDict(json_schema_extra={"example": {"owner_id": _PERSON["id"], "due_on": "2026-12-10"}})

    owner_id: UUID | None = None
    due_on: Day | None = None


class FindingsAssignIn(FindingAssignIn):
    """The same for several findings, each as it was read."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"items": [{"id": _ID, "revision": 2}], "owner_id": _PERSON["id"], "due_on": "2026-12-10"}
        }
    )

    items: Rows[BatchRowIn]


class FindingOwners(Out):
    """Who may look after a finding: those who manage findings of its unit."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [_PERSON]}})

    items: list[Named]


class FindingFilter(BaseModel):
    """Which findings. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Of this unit and those below.")
    rule: list[RuleId] = Field(default_factory=list, max_length=100)
    family: Family | None = None
    severity: Choices[FindingSeverity] = ()
    state: Choices[FindingState] = ()
    subject: list[UUID] = Field(default_factory=list, max_length=100, description="About these records.")
    record: UUID | None = Field(None, description="About this record or a part of it, such as a topic of a meeting.")
    subject_type: TypeName | None = None
    owner: UUID | None = None
    overdue: bool | None = None
    proposed: bool | None = Field(None, description="Whether a dismissal waits for its second person.")
