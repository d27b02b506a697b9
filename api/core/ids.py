"""Identifiers are made in the application and bound; no database default makes one."""

import secrets
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

import uuid_utils
from uuid_utils.compat import uuid7

__all__ = ["ordered", "ordered_by", "ordered_hex", "random", "token"]


def ordered() -> UUID:
    """A UUIDv7: sorts by time of making. For everything whose time of making may be known."""
    return uuid7()


class Moment(Protocol):
    """When something happens: a context, or what a part of the ground has of one."""

    @property
    def now(self) -> datetime:
        """The present moment; the hour of it, where no more may be told."""

    @property
    def hourly(self) -> bool:
        """Whether no more than the hour may be told: of what a reporter does."""


def ordered_by(moment: Moment) -> UUID:
    """A UUIDv7 that tells no more than the moment may: of an hour, nothing but the hour."""
    if not moment.hourly:
        return uuid7()
    version, variant = 0x7 << 76, 0b10 << 62  # RFC 9562, 5.7: milliseconds, then nothing but chance
    milliseconds = int(moment.now.timestamp()) * 1000
    return UUID(int=milliseconds << 80 | version | secrets.randbits(12) << 64 | variant | secrets.randbits(62))


def ordered_hex() -> str:
    """The same in 32 hex digits, for rows by the thousand: an object for each costs six times as much."""
    return uuid_utils.uuid7().hex


def random() -> UUID:
    """A UUIDv4: for complaints, reporters' messages and survey answers, whose time would un-mask a person."""
    return uuid4()


def token() -> str:
    """An opaque secret of 256 bits, URL-safe."""
    return secrets.token_urlsafe(32)
