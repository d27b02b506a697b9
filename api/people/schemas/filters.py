"""Query parameters of the lists."""

from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from api.core.schemas import Day, Text
from api.people.rules import PersonStatus, Registration, StaffKind, Team

Item = TypeVar("Item")


class _CommaList:
    """Describes a comma-separated list of choices as the one string that it is on the wire."""

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        choices = handler.resolve_ref_schema(handler(core_schema)["items"])
        one = "|".join(choices.get("enum") or [choices["const"]])
        return {"type": "string", "pattern": f"^({one})(,({one}))*$"}


def _split(value: object) -> object:
    """Each occurrence of the parameter may hold several values."""
    texts = value if isinstance(value, list | tuple) else [value]
    return [part for text in texts for part in str(text).split(",")]


Choices = Annotated[tuple[Item, ...], BeforeValidator(_split), _CommaList()]
PartyChoice = Literal["probationary", "full", "none"]
Kind = Annotated[str, Field(max_length=40, pattern="^[a-z_]+$")]


class PersonFilter(BaseModel):
    """Which persons. Values of one parameter are alternatives, parameters narrow each other."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Text | None = Field(None, max_length=64, description="Part of the name, pinyin initials, last four characters.")
    unit: UUID | None = Field(None, description="Only persons whose home is this unit, or a unit below it.")
    kind: Choices[StaffKind] = ()
    status: Choices[PersonStatus] = ()
    registration: Choices[Registration] = ()
    party: Choices[PartyChoice] = Field((), description="`none`: not registered as a member of the Party.")
    holds: Kind | None = Field(None, description="Only who holds a post of this kind today.")


class PostFilter(BaseModel):
    """Which posts."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    on: Day | None = Field(None, description="Posts held on this day; default: today.")
    all: bool = Field(default=False, description="Past and coming posts too, newest first: the history of posts.")
    unit: UUID | None = Field(None, description="Only posts at this unit, or a unit below it.")
    kind: Kind | None = Field(None, description="A kind of the table of posts.")
    team: Choices[Team] = ()
    q: Text | None = Field(None, max_length=64, description="Part of the holder's name, pinyin initials.")


class ExpiryFilter(BaseModel):
    """Which terms."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    within_days: int = Field(90, ge=0, le=3660, description="Terms that end within so many days, or have ended.")
    unit: UUID | None = Field(None, description="Only posts at this unit, or a unit below it.")


class CommitteeFilter(BaseModel):
    """Which committees."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only committees of this unit, or a unit below it.")
    kind: Kind | None = Field(None, description="A kind of the table of committees.")
    dissolved: bool | None = Field(False, description="Whether it has been dissolved.")


class DuplicateFilter(BaseModel):
    """Which pairs."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    unit: UUID | None = Field(None, description="Only pairs of which one is at home at this unit, or a unit below it.")
