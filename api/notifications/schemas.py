"""Wire shapes of notifications."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.core.schemas import In, Line, Moment, Out

_NOTIFICATION: dict[str, Any] = {
    "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0e01",
    "kind": "grant.proposed",
    "object": {"type": "grant", "id": "0198c0de-7c1e-7a5b-9c11-3f3a2b1c0d03", "label": "钟毅"},
    "count": 1,
    "first_at": "2026-11-20T01:00:00.000Z",
    "last_at": "2026-11-20T01:00:00.000Z",
    "read_at": None,
}


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": fields})


class NoticedObject(Out):
    """What a notification is about."""

    type: str = Field(examples=["grant"])
    id: UUID
    label: str | None = Field(description="What people call it; null when it is out of the reader's reach (now).")


class NotificationOut(Out):
    """Something happened, or happened several times before it was read. The page says it in the reader's language."""

    model_config = _example(**_NOTIFICATION)

    id: UUID
    kind: str = Field(examples=["grant.proposed"])
    object: NoticedObject
    count: int = Field(description="How often since it was last read.")
    first_at: Moment
    last_at: Moment
    read_at: Moment | None


class SummaryOut(Out):
    """What the bell shows."""

    model_config = _example(unread=3)

    unread: int


class PreferenceOut(Out):
    """A kind of notification and its switch; a mandatory one stays on."""

    kind: str = Field(examples=["grant.decided"])
    mandatory: bool
    enabled: bool


class PreferencesOut(Out):
    """The kinds that can reach the caller, by name."""

    model_config = _example(items=[{"kind": "grant.decided", "mandatory": False, "enabled": True}])

    items: list[PreferenceOut]


class PreferencesIn(In):
    """The kinds that shall not arrive; all others do."""

    model_config = _example(disabled=["grant.decided"])

    disabled: Annotated[list[Line], Field(max_length=200)]
