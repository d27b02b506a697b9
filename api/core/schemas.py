"""Base classes and field types of the wire.

Models are built when they are first used (`defer_build`): building all of them took a server a quarter of its start.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
)
from pydantic_core import CoreSchema

Item = TypeVar("Item")


class In(BaseModel):
    """A request body: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True, defer_build=True)


class Patch(In):
    """A merge patch (RFC 7396): a field left out stays, a null clears."""

    def changes(self) -> dict[str, Any]:
        """The fields that the caller sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Out(BaseModel):
    """A response body, readable from an entity or a row."""

    model_config = ConfigDict(from_attributes=True, frozen=True, defer_build=True)


class Page(Out, Generic[Item]):
    """One page of a screen's list; `total` counts all hits."""

    items: list[Item]
    page: int
    size: int
    total: int


class Feed(Out, Generic[Item]):
    """One stretch of a feed; `next_cursor` is null at its end."""

    items: list[Item]
    next_cursor: str | None


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _plain_text(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control characters are not text")
    # A lone surrogate cannot be encoded and would fail only at the database.
    value.encode("utf-8")
    return value


def _written_as_a_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("a date is written YYYY-MM-DD")


def _zulu(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Text = Annotated[str, AfterValidator(_plain_text)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(_plain_text)
]
Day = Annotated[date, Field(description="YYYY-MM-DD"), BeforeValidator(_written_as_a_day)]
Moment = Annotated[datetime, PlainSerializer(_zulu, return_type=str, when_used="json")]


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


class Named(Out):
    """A reference that can be shown: id and name."""

    id: UUID
    name: str


class UnitRef(Named):
    """A reference to a unit of the organization tree."""

    kind: str
