"""Wire shapes of rounds: entries of items, what they come to, what is still missing."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from api.assessments.rules.rounds import EntrySource, Round, RoundVerb
from api.assessments.schemas.enrolments import AssessmentRoundBrief
from api.assessments.schemas.fields import AT, Code, Decimal, Long, Note, Reason
from api.core.schemas import In, Moment, Named, Out
from api.frameworks.schemas.calculations import LineOut

_PERSON: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000004", "name": "何桂芳"}
_BRIEF: dict[str, Any] = {
    "round": "self",
    "state": "in_progress",
    "total": "86.5",
    "entered": 20,
    "missing": 3,
    "late": False,
    "returns": 0,
    "submitted_at": None,
    "revision": 4,
}
_SCORE: dict[str, Any] = {
    "code": "A1",
    "inputs": {"counts": {"study": 1}},
    "computed": "5",
    "overridden": None,
    "points": "5",
    "not_applicable": False,
    "override_reason": None,
    "comment": "上半年专题研究一次。",
    "source": "entered",
    "scored_by": _PERSON,
    "updated_at": AT,
    "revision": 2,
}
_DERIVED: dict[str, Any] = {"E2": {"source": "complaints.on_time", "connected": False, "inputs": None}}

Inputs = Annotated[
    dict[str, Any],
    Field(description="What the item's rule takes, see its `rule` in the document of the version; empty: nothing yet."),
]


class AssessmentScoreIn(In):
    """The whole entry of an item; what is left out is empty. Meant to be sent while somebody types.

    `override_points` and `not_applicable` need `override_reason`.
    """

    model_config = ConfigDict(json_schema_extra={"example": {"inputs": {"counts": {"study": 1}}, "comment": "一次"}})

    inputs: Inputs = Field(default_factory=dict)
    override_points: Decimal | None = None
    not_applicable: StrictBool = False
    override_reason: Note | None = None
    comment: Long | None = None


class AssessmentScoreOut(Out):
    """An entry. `computed`: the rule's; `points`: what counts. Who entered it is not told to whom it is not theirs."""

    code: str
    inputs: dict[str, Any]
    computed: str | None
    overridden: str | None
    points: str | None
    not_applicable: bool
    override_reason: str | None
    comment: str | None
    source: EntrySource
    scored_by: Named | None
    updated_at: Moment
    revision: int


class AssessmentScoreSaved(AssessmentScoreOut):
    """The entry as it was stored, why it comes to its points, and the round with every value after it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_SCORE,
                "lines": [{"text": "专题研究少于 2 次：1 次，每次扣 1 分", "amount": "-1"}],
                "round": _BRIEF,
                "values": {"A": "24", "A1": "5"},
            }
        }
    )

    lines: list[LineOut]
    round: AssessmentRoundBrief
    values: dict[str, str | None] = Field(description="Of every indicator; null where it does not apply.")


class DerivedItemOut(Out):
    """Where the inputs of a derived item come from. Not connected: 数据源未接入, a person enters them."""

    source: str
    connected: bool
    inputs: dict[str, Any] | None


class ItemAssignmentOut(Out):
    """An indicator, with all below it, and who works on it."""

    code: str
    account: Named
    done_at: Moment | None


class AssessmentRoundOut(AssessmentRoundBrief):
    """A round with all entries, the value of every indicator, and what the caller can do."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **_BRIEF,
                "enrolment_id": "0198c0de-0000-7000-8000-0000000000a2",
                "team": None,
                "note": None,
                "return_reason": None,
                "submitted_by": None,
                "scores": [_SCORE],
                "values": {"A": "24", "A1": "5"},
                "open_items": ["A2"],
                "derived": _DERIVED,
                "assignments": [],
                "verbs": ["save", "submit"],
                "writable": None,
                "may_assign": True,
            }
        }
    )

    enrolment_id: UUID
    team: str | None
    note: str | None
    return_reason: str | None
    submitted_by: Named | None
    scores: list[AssessmentScoreOut]
    values: dict[str, str | None]
    open_items: list[str] = Field(description="Items without an entry.")
    derived: dict[str, DerivedItemOut]
    assignments: list[ItemAssignmentOut]
    verbs: list[RoundVerb]
    writable: list[str] | None = Field(description="The items that the caller may write; null: all of them.")
    may_assign: bool


class AssessmentSubmitIn(In):
    """A signature. Reviewers declare that they have no tie to the school; a note says why evidence is missing."""

    model_config = ConfigDict(json_schema_extra={"example": {"note": "经校务会审定。", "no_conflict": True}})

    note: Note | None = None
    team: Annotated[Note, Field(max_length=100)] | None = Field(None, description="What the school sees of who did it.")
    no_conflict: StrictBool = False


class AssessmentReturnIn(In):
    """Why it goes back."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "A4 少一次活动的记录。"}})

    reason: Reason


class AssessmentReturnManyIn(In):
    """Several rounds of one campaign that go back for one reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "round": "self",
                "enrolment_ids": ["0198c0de-0000-7000-8000-0000000000a2"],
                "reason": "缺少第四季度材料。",
            }
        }
    )

    round: Round
    enrolment_ids: list[UUID] = Field(min_length=1, max_length=200)
    reason: Reason


class AssessmentBatchOut(Out):
    """What became of each: `null` or the code of the refusal."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"done": 1, "refused": {"0198c0de-0000-7000-8000-0000000000a2": "not_found"}}}
    )

    done: int
    refused: dict[UUID, str]


class AssessmentAcceptIn(In):
    """A remark that may go with it."""

    note: Note | None = None


class AssessmentAcceptManyIn(In):
    """Several rounds of one campaign that are accepted."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"round": "self", "enrolment_ids": ["0198c0de-0000-7000-8000-0000000000a2"]}}
    )

    round: Round
    enrolment_ids: list[UUID] = Field(min_length=1, max_length=200)


class AssessmentConfirmIn(In):
    """Take over what the round before says: of these items, or of all that have no entry yet."""

    model_config = ConfigDict(json_schema_extra={"example": {"codes": ["A1", "A2"]}})

    codes: list[Code] | None = Field(None, max_length=1_000)


class AssessmentTakenOver(Out):
    """How many items were written, and the round after it."""

    model_config = ConfigDict(json_schema_extra={"example": {"written": 2, "round": _BRIEF}})

    written: int
    round: AssessmentRoundBrief


class EvidenceSlotLack(Out):
    """Required evidence that is missing."""

    code: str
    slot: str
    title: str


class RoundGapOut(Out):
    """A round far from the one before, on an item."""

    code: str
    earlier: Round
    gap: str
    explained: bool


class AssessmentReadiness(Out):
    """Whether a round can be submitted, and what is missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "ready": False,
                "open_items": ["A2"],
                "optional_open": [],
                "missing_evidence": [{"code": "A4", "slot": "A4.1", "title": "活动记录"}],
                "gaps": [],
                "late": False,
            }
        }
    )

    ready: bool = Field(description="Nothing but a note on missing evidence is needed.")
    open_items: list[str] = Field(description="Required items without an entry.")
    optional_open: list[str]
    missing_evidence: list[EvidenceSlotLack] = Field(
        description="Of a self-assessment; the note of the submission says why."
    )
    gaps: list[RoundGapOut]
    late: bool


class ItemAssignmentIn(In):
    """An indicator, with all below it, for someone."""

    code: Code
    account_id: UUID


class ItemAssignmentsIn(In):
    """Everything that is given to people in a round; it replaces what was there."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"assignments": [{"code": "A", "account_id": _PERSON["id"]}]}}
    )

    assignments: list[ItemAssignmentIn] = Field(max_length=1_000)


class ItemAssignmentsOut(Out):
    """Who works on what, and who could."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [{"code": "A", "account": _PERSON, "done_at": None}],
                "people": [_PERSON],
            }
        }
    )

    items: list[ItemAssignmentOut]
    people: list[Named] = Field(description="Who may work on the round.")
