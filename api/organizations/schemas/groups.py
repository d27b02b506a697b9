"""Wire shapes of groups of schools."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.schemas import Day, In, Line, Named, Out, Patch, Text, UnitRef
from api.organizations.rules import MemberRole
from api.organizations.schemas.examples import example, patch_example
from api.organizations.schemas.restructuring import Reason

_GROUP, _UNIT, _HEAD, _MEMBER = (f"0198c0de-0000-7000-8000-00000000000{digit}" for digit in "6134")
_ROW = {
    "id": _GROUP,
    "revision": 1,
    "name": "锦岚县第一小学教育集团",
    "kind": "education_group",
    "unit": {"id": _UNIT, "name": "锦岚县教育局", "kind": "bureau"},
    "head": {"id": _HEAD, "name": "锦岚县第一小学"},
    "members": 4,
    "from_on": "2025-09-01",
    "until_on": None,
}


class GroupKind(Out):
    """A kind of group; new kinds are data."""

    model_config = example(code="education_group", zh="教育集团", en="Education group")

    code: str
    zh: str
    en: str


class GroupKinds(Out):
    """All kinds of groups."""

    model_config = example(items=[{"code": "education_group", "zh": "教育集团", "en": "Education group"}])

    items: list[GroupKind]


class GroupFilter(BaseModel):
    """Which groups."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=60, description="Part of the name.")
    kind: Text | None = Field(None, max_length=40)
    school: UUID | None = Field(None, description="Only groups that this school is in on the day.")
    on: Day | None = Field(None, description="As of this day; today when left out.")


class GroupIn(In):
    """A new group. It belongs to a unit that looks after it; its schools may be anywhere within reach."""

    model_config = example(
        unit_id=_UNIT,
        kind="education_group",
        name="锦岚县第一小学教育集团",
        head_school_id=_HEAD,
        member_ids=[_MEMBER],
        from_on="2025-09-01",
    )

    unit_id: UUID
    kind: Annotated[Line, Field(max_length=40)]
    name: Line
    head_school_id: UUID
    member_ids: Annotated[list[UUID], Field(max_length=100)] = Field(default_factory=list)
    from_on: Day | None = Field(None, description="Today when left out, never later.")


class GroupPatch(Patch):
    """Another name or kind."""

    model_config = patch_example(name="锦岚县第一小学教育集团")

    name: Line = ""
    kind: Annotated[Line, Field(max_length=40)] = ""


class GroupMemberIn(In):
    """A school that joins."""

    model_config = example(school_id=_MEMBER, role="member", from_on="2026-09-01")

    school_id: UUID
    role: MemberRole = MemberRole.MEMBER
    from_on: Day | None = Field(None, description="Today when left out, never later.")


class GroupEndIn(In):
    """When it ends, and why."""

    model_config = example(until_on="2026-09-01", reason="布局调整")

    until_on: Day | None = Field(None, description="The first day on which it is no more; today when left out.")
    reason: Reason


class GroupRow(Out):
    """A group in a list, as of a day."""

    model_config = example(**_ROW)

    id: UUID
    revision: int
    name: str
    kind: str
    unit: UnitRef
    head: Named | None
    members: int = Field(description="Schools in it on that day, its head included.")
    from_on: date
    until_on: date | None


class GroupMember(Out):
    """A school's time in a group."""

    id: UUID
    school: Named
    parent: Named
    role: MemberRole
    from_on: date
    until_on: date | None


class GroupOut(GroupRow):
    """A group with the schools within reach that are or were in it, those that are first; the others are counted."""

    model_config = example(
        **_ROW,
        on="2026-11-20",
        terms=[
            {
                "id": "0198c0de-0000-7000-8000-000000000007",
                "school": {"id": _HEAD, "name": "锦岚县第一小学"},
                "parent": {"id": _UNIT, "name": "梅岭学区"},
                "role": "head",
                "from_on": "2025-09-01",
                "until_on": None,
            }
        ],
        others=3,
    )

    on: date
    terms: list[GroupMember]
    others: int = Field(description="Terms of schools outside reach.")
