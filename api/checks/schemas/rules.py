"""Wire shapes of rules: what they ask, on what basis, their examples."""

from typing import Any

from pydantic import ConfigDict, Field

from api.checks.rules.answers import Answer, FindingSeverity
from api.core.schemas import Out

_RULE: dict[str, Any] = {
    "id": "MTG-03",
    "family": "MTG",
    "suite": "decisions",
    "name": {"zh": "到会人数", "en": "Quorum"},
    "text": {"zh": "到会的班子成员达到规定比例。", "en": "Enough members are there."},
    "severities": ["red"],
    "basis": ["中办发〔2022〕7号"],
    "subject": "meeting",
    "needs": ["team", "meeting.attendance"],
    "limits": {},
    "across": False,
    "restricted": False,
}
_VECTOR: dict[str, Any] = {
    "said": {"zh": "5 人应到，2 人到会", "en": "Two of five"},
    "about": "party-1",
    "changes": {"meetings.party-1.attendance.zhou.status": "leave"},
    "answer": "fail",
    "severity": "red",
}


class InBoth(Out):
    """A text in both languages."""

    zh: str
    en: str


class CheckRuleRow(Out):
    """A rule in the list."""

    model_config = ConfigDict(json_schema_extra={"example": _RULE})

    id: str
    family: str
    suite: str
    name: InBoth
    text: InBoth
    severities: list[FindingSeverity] = Field(description="The usual one first.")
    basis: list[str]
    subject: str = Field(description="The kind of record that it looks at.")
    needs: list[str] = Field(description="The data without which it has no answer.")
    limits: dict[str, int] = Field(description="Parameters with their defaults; a policy may change them.")
    across: bool = Field(description="Whether it looks across records.")
    restricted: bool = Field(description="Whether only the inspection team sees its answers.")


class CheckVector(Out):
    """A published example: the sound record with some changes, and what the rule answers then."""

    said: InBoth
    about: str = Field(description="The record asked about; after `/` the fact among several of one record.")
    changes: dict[str, Any] = Field(description="Place in the sound record → value; null takes out, `+` adds.")
    answer: Answer
    severity: FindingSeverity | None


class CheckRuleOut(CheckRuleRow):
    """All that a rule says of itself."""

    model_config = ConfigDict(json_schema_extra={"example": {**_RULE, "vectors": [_VECTOR]}})

    vectors: list[CheckVector]


class CheckRules(Out):
    """Every rule, in the order of their numbers."""

    items: list[CheckRuleRow]


class SoundRecord(Out):
    """The record that the examples of a suite change."""

    model_config = ConfigDict(json_schema_extra={"example": {"suite": "decisions", "record": {"today": "2026-06-30"}}})

    suite: str
    record: dict[str, Any]
