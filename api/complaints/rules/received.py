"""What is known of a complaint when it comes in: coded facts only. What it says is sealed before this is made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How it came 来源渠道."""

    PORTAL = "portal"
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    EMAIL = "email"
    HOTLINE_12345 = "hotline_12345"
    SUPERIOR = "superior"
    MEDIA = "media"
    PATROL = "patrol"
    SELF_FOUND = "self_found"
    SYSTEM = "system"


# What a clerk enters: the others come by themselves.
BY_CLERK = frozenset(Channel) - {Channel.PORTAL, Channel.SYSTEM}
# Where there is somebody who can be given a receipt.
WITH_REPORTER = frozenset({Channel.PORTAL, Channel.PHONE, Channel.LETTER, Channel.VISIT, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Received:
    """A complaint as it is received. `received_at` of the portal is cut to the hour: its legal day is exact.

    `desk` is a unit of whoever enters it, whose bureau takes it where nobody says where it happened.

    `unit_hint` is where the sender says that it happened, `named` whether an identity lies sealed, `child` that it came by
    the path for under-14s, `urgent` that someone may be in danger. A source's own number makes it one case, sent twice.
    """

    id: UUID
    channel: Channel
    received_at: datetime
    data_key_id: UUID
    category: str | None = None
    unit_hint: UUID | None = None
    named: bool = False
    has_files: bool = False
    urgent: bool = False
    child: bool = False
    source_system: str | None = None
    source_no: str | None = None
    language: str = "zh-CN"
    desk: UUID | None = None
