"""Wire shapes of what is done to units, and of their past."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.core.schemas import Day, In, Line, Moment, Named, Out, Text, UnitRef
from api.ledger.schemas import Change
from api.organizations.rules import SchoolType, Status, UnitKind, Verb
from api.organizations.schemas.examples import example, example_of
from api.organizations.schemas.schools import SchoolCode, SchoolIn, SchoolOut

_A, _B, _C = (f"0198c0de-0000-7000-8000-00000000000{digit}" for digit in "345")
_SCHOOL: dict[str, Any] = example_of(SchoolOut)
_WHY = {"effective_on": "2026-09-01", "reason": "县政府批准布局调整", "basis": "金政教〔2026〕12 号"}

Reason = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class DeedIn(In):
    """When a change holds, why, and on what document."""

    model_config = example(**_WHY)

    effective_on: Day | None = Field(None, description="The day from which it holds; today when left out, never later.")
    reason: Reason
    basis: Line | None = Field(None, description="The document it rests on (批准文号).")
    expect: Digest | None = Field(
        None, description="`digest` of a preview: anything else than what was shown is refused as `conflict.stale`."
    )


class RenameIn(DeedIn):
    """A new name; the old one is kept among the former names."""

    model_config = example(name="锦岚县第一实验小学", short_name="一实小", **_WHY)

    name: Line
    short_name: Line | None = Field(None, description="Left out: stays; null: none.")


class RecodeIn(DeedIn):
    """A new school code, and the new type where that is why the code changes."""

    model_config = example(code="3199001024", type="nine_year", **_WHY)

    code: SchoolCode
    type: SchoolType | None = None


class MoveIn(DeedIn):
    """Another parent."""

    model_config = example(parent_id=_B, **_WHY)

    parent_id: UUID


class SchoolMergeIn(DeedIn):
    """Schools that become one: one of them, which goes on, or a new one."""

    model_config = example(school_ids=[_A, _B], survivor_id=_A, counts="add", **_WHY)

    school_ids: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    survivor_id: UUID | None = Field(None, description="The one of them that goes on; or else `new`.")
    new: SchoolIn | None = Field(None, description="The school that they become; or else `survivor_id`.")
    counts: Literal["add", "keep"] = Field(
        "add", description="Whether the survivor's pupils, boarders, staff and party members are the sums of all."
    )


class SplitIn(DeedIn):
    """The new schools that a school becomes."""

    model_config = example(
        into=[
            {"parent_id": _C, "name": "锦岚县第一小学东校", "type": "primary", "ownership": "public"},
            {"parent_id": _C, "name": "锦岚县第一小学西校", "type": "primary", "ownership": "public"},
        ],
        **_WHY,
    )

    into: Annotated[list[SchoolIn], Field(min_length=2, max_length=10)]


class UnitMergeIn(DeedIn):
    """Districts or sections that become one of them; what stands below the others moves below it."""

    model_config = example(unit_ids=[_A, _B], survivor_id=_A, **_WHY)

    unit_ids: Annotated[list[UUID], Field(min_length=1, max_length=20)]
    survivor_id: UUID


class UnitChange(Out):
    """What becomes of one unit."""

    id: UUID | None = Field(description="Null in a preview for a school that is not there yet.")
    kind: UnitKind
    name: str
    code: str | None
    status: Status
    action: str = Field(description="The event, e.g. `school.merged`.")
    changes: list[Change]


class UnitReference(Out):
    """Rows elsewhere that name a unit; they stay as they are."""

    unit: UnitRef
    source: str = Field(description="Whose rows, e.g. `accounts.grants`.")
    count: int
    labels: list[str]


class GroupLeft(Out):
    """A group that a school leaves with the act."""

    group: Named
    school: Named


class Restructured(Out):
    """What is done, or in a preview would be: the preview does the work and takes it back."""

    model_config = example(
        applied=False,
        effective_on="2026-09-01",
        digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        units=[
            {
                "id": _B,
                "kind": "school",
                "name": "梅岭镇南湾小学",
                "code": "2199001025",
                "status": "closed",
                "action": "school.merged",
                "changes": [{"field": "status", "before": "operating", "after": "closed"}],
            }
        ],
        moved_below=0,
        references=[
            {
                "unit": {"id": _B, "name": "梅岭镇南湾小学", "kind": "school"},
                "source": "accounts.grants",
                "count": 2,
                "labels": ["school_clerk", "school_leader"],
            }
        ],
        groups_left=[],
    )

    applied: bool = Field(description="False in a preview.")
    effective_on: date
    digest: str = Field(description="Of everything below; send it as `expect` to do just this and nothing else.")
    units: list[UnitChange]
    moved_below: int = Field(description="Units whose place in the tree changes with a unit above them.")
    references: list[UnitReference]
    groups_left: list[GroupLeft]


class SchoolVersion(Out):
    """One change of a school."""

    model_config = example(
        id=_A,
        effective_on="2026-09-01",
        recorded_at="2026-09-03T02:30:00.000Z",
        action="school.renamed",
        revision=4,
        reason="县政府批准布局调整",
        basis=None,
        changes=[{"field": "name", "before": "锦岚县第一小学", "after": "锦岚县第一实验小学"}],
    )

    id: UUID
    effective_on: date
    recorded_at: Moment
    action: str
    revision: int
    reason: str | None
    basis: str | None
    changes: list[Change]


class Former(Out):
    """What a school was called, coded or numbered until a day; it still finds the school."""

    scheme: str = Field(description="`name`, `code`, `uscc` or `ext:<source>`.")
    value: str
    from_on: date
    until_on: date = Field(description="The first day on which it was so no more.")


class GroupRef(Named):
    """A group that a school is in."""

    kind: str
    role: str
    from_on: date
    until_on: date | None


class SchoolPast(Out):
    """Since when a school is on record, what it was called, where it came from and went, and what can be done now."""

    model_config = example(
        begins_on="2024-09-01",
        former=[{"scheme": "name", "value": "梅岭镇中心小学", "from_on": "2024-09-01", "until_on": "2026-09-01"}],
        preceded_by=[],
        succeeded_by=[],
        groups=[],
        verbs=["rename", "recode", "move", "merge", "absorb", "split", "close"],
    )

    begins_on: date
    former: list[Former]
    preceded_by: list[UnitRef]
    succeeded_by: list[UnitRef]
    groups: list[GroupRef]
    verbs: list[Verb] = Field(description="What the state of the school allows now, whoever may do it.")


class SchoolAsOf(SchoolOut):
    """A school as it stood at the end of a day; names and codes are those of that day."""

    model_config = example(**{**_SCHOOL, "on": "2026-08-31", "groups": []})

    on: date
    groups: list[GroupRef]
