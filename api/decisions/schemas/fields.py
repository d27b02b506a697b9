"""Types that several wire shapes of decisions share."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from api.core import money
from api.core.schemas import Line, Text


def _fen(value: Any) -> int:
    if isinstance(value, str):
        return money.fen(value)
    if isinstance(value, int) and not isinstance(value, bool):  # from our own rows, in 分
        return value
    raise ValueError("a sum is a decimal string in 元")


def _given(value: Any) -> int:
    if not isinstance(value, str):
        raise ValueError("a sum is a decimal string in 元")  # noqa: TRY004 (pydantic tells of a ValueError)
    return money.fen(value)


_SCHEMA = WithJsonSchema({"type": "string", "pattern": money.PATTERN, "examples": ["9800.00"]})
MoneyIn = Annotated[int, BeforeValidator(_given), _SCHEMA]
Money = Annotated[int, BeforeValidator(_fen), PlainSerializer(money.yuan, return_type=str, when_used="json"), _SCHEMA]

# Their names are taken by other enumerations of the house, so the contract spells them out where they stand.
MeetingRole = Literal["voting_member", "sit_in", "recorder", "invited_supervisor"]  # as `vocabulary.Role`
TeamPost = Literal[  # as `vocabulary.Post`
    "secretary",
    "principal",
    "deputy_secretary",
    "deputy_principal",
    "discipline_commissioner",
    "finance_head",
    "member",
]
PolicyLevel = Literal["school", "bureau"]

Short = Annotated[Text, StringConstraints(max_length=200)]
Remark = Annotated[Text, StringConstraints(max_length=500)]
Note = Annotated[Text, StringConstraints(max_length=2000)]
Passage = Annotated[Text, StringConstraints(max_length=4000)]
Long = Annotated[Text, StringConstraints(max_length=50_000)]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Code = Annotated[Text, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,9}$"), Field(examples=["LF01"])]
Title = Line
Count = Annotated[int, Field(ge=0, le=100_000)]
Instant = AwareDatetime
Ids = Annotated[list[UUID], Field(max_length=50)]

PERSON_ID = "0198c0de-0000-7000-8000-000000000004"
UNIT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
PERSON: dict[str, Any] = {"id": PERSON_ID, "name": "何桂芳"}
AT = "2026-11-20T08:30:00.000Z"
