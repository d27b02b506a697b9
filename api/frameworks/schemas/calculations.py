"""Wire shapes of scoring: a sheet, what it comes to, and why."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from api.core.points import PATTERN
from api.core.schemas import In, Line, Out, Text
from api.frameworks.rules.model import Fact
from api.frameworks.rules.recognition import Sureness
from api.frameworks.schemas.documents import RuleDocument

Decimal = Annotated[str, StringConstraints(pattern=PATTERN, max_length=12)]
Key = Annotated[Text, StringConstraints(min_length=1, max_length=40)]
Times = Annotated[int, Field(ge=0, le=1_000_000)]

_RULE: dict[str, Any] = RuleDocument.described["example"]
_LINE: dict[str, Any] = {"text": "每少一次：2 次，每次扣 0.5 分", "amount": "-1"}
_LEAF: dict[str, Any] = {
    "code": "1.1",
    "title": "警示教育",
    "full": "4",
    "value": "3",
    "adds": False,
    "lines": [_LINE],
    "children": [],
}


class OverrideIn(In):
    """What an assessor sets instead of the result, and why."""

    points: Decimal
    reason: Line


class AwardIn(In):
    """What a bonus is claimed for; the same `name` counts once."""

    bonus: Key
    level: Key
    name: Line


class SheetIn(In):
    """Entries of one school. Inputs of an item are what its rule takes; `facts` decide what applies."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": {"A1": {"counts": {"study": 1}}, "E1": {"value": "93.5"}},
                "facts": {"type": ["primary"], "stage": ["primary"], "canteen": ["none"]},
                "awards": [{"bonus": "X", "level": "city", "name": "清廉学校示范点"}],
                "vetoes": [],
            }
        }
    )

    items: dict[Key, dict[str, Any]] = Field(default_factory=dict)
    facts: dict[Fact, list[Key]] = Field(default_factory=dict)
    not_applicable: list[Key] = Field(default_factory=list, max_length=10_000)
    overrides: dict[Key, OverrideIn] = Field(default_factory=dict)
    awards: list[AwardIn] = Field(default_factory=list, max_length=1_000)
    deductions: dict[Key, Times] = Field(default_factory=dict)
    vetoes: list[Key] = Field(default_factory=list, max_length=1_000)
    metrics: dict[Key, Decimal] = Field(default_factory=dict)
    open_serious_findings: Times = 0


class LineOut(Out):
    """One sentence in the caller's language, and what it adds."""

    text: str
    amount: str


class ExplainedOut(Out):
    """One value. Its lines, with its children where `adds` is true, add up to it. Null: it does not apply."""

    model_config = ConfigDict(json_schema_extra={"example": _LEAF})

    code: str
    title: str
    full: str
    value: str | None
    adds: bool
    lines: list[LineOut]
    children: list["ExplainedOut"]


class GradeOut(Out):
    """The band on one scale, and why it is no better one."""

    scale: str
    title: str
    band: str | None
    band_title: str | None
    consequence: str | None
    lines: list[LineOut]


class CalculationOut(Out):
    """What a sheet comes to."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "total": "3",
                "base": "3",
                "bonus": "0",
                "deducted": "0",
                "full": "4",
                "values": {"1.1": "3"},
                "missing": [],
                "not_applicable": [],
                "unknown_facts": {},
                "grades": [],
                "explanation": _LEAF,
            }
        }
    )

    total: str
    base: str
    bonus: str
    deducted: str
    full: str
    values: dict[str, str | None]
    missing: list[str]
    not_applicable: list[str]
    unknown_facts: dict[str, list[Fact]]
    grades: list[GradeOut]
    explanation: ExplainedOut


class TryRuleIn(In):
    """A rule on its own, with inputs."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"points": "4", "rule": _RULE, "inputs": {"counts": {"E1": 2}}}}
    )

    points: Decimal
    rule: RuleDocument
    inputs: dict[str, Any]


class TriedRule(Out):
    """What the rule gives; null where it does not apply to what was entered."""

    model_config = ConfigDict(json_schema_extra={"example": {"score": "3", "lines": [_LINE]}})

    score: str | None
    lines: list[LineOut]


class SentenceIn(In):
    """A scoring sentence of an indicator with so many points."""

    model_config = ConfigDict(json_schema_extra={"example": {"sentence": "每少一次扣0.5分，扣完为止", "points": "4"}})

    sentence: Annotated[Text, StringConstraints(max_length=2_000)]
    points: Decimal


class RecognizedOut(Out):
    """The rule that it was taken for, for a person to confirm; `left` is what was not understood."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"sentence": "每少一次扣0.5分，扣完为止", "rule": _RULE, "sureness": "whole", "left": ""}
        }
    )

    sentence: str
    rule: RuleDocument | None
    sureness: Sureness
    left: str
