"""Notices to people: the port through which any floor speaks, and `notifications` delivers.

Non-interference. Nothing within a school's reach may change because a complaint about it exists. A notice about a
complaint, its clocks or its case therefore never goes to an account that is bound to a school or below, whatever it
holds; only a package or outcome that the bureau has formally sent to the school may be announced there. Whoever calls
`notify` for a complaint chooses `to` by that rule; nobody else can.

A notice carries a kind and an object, never prose: what it says is a text of the reader's page, in the reader's
language. The label may name a person and is shown only to who can still reach the object.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from api.core.context import Context

NO_QUIET = timedelta(0)


class Occasion(Protocol):
    """Where and when something is told: a context, or what a part of the ground has of one."""

    @property
    def session(self) -> Session:
        """The caller's transaction."""

    @property
    def now(self) -> datetime:
        """When it happens."""

    @property
    def hourly(self) -> bool:
        """Whether `now` is an hour, and no row may tell more."""


class At(NamedTuple):
    """An occasion without a context."""

    session: Session
    now: datetime
    hourly: bool = False


class Subject(Protocol):
    """What a notice is about; the ledger's own subjects will do. Without a unit it is nobody's but the reader's."""

    @property
    def type(self) -> str:
        """`school`, `grant`, `job`, …"""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def unit_id(self) -> UUID | None:
        """The unit it belongs to."""


@dataclass(frozen=True, slots=True)
class About:
    """A subject of one's own making."""

    type: str
    id: UUID
    label: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. A mandatory one cannot be switched off; `permission` is what its readers hold, if anything."""

    name: str
    mandatory: bool = False
    permission: str | None = None


KINDS: dict[str, Kind] = {}


def define(name: str, *, mandatory: bool = False, permission: str | None = None) -> str:
    """Declare a kind once, beside who sends it; its texts are in the page's locales under `notifications.kinds`."""
    if name in KINDS:
        raise ValueError(f"kind of notice {name} is declared twice")
    KINDS[name] = Kind(name, mandatory, permission)
    return name


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be delivered. Who had the same within `quiet` does not get it again."""

    kind: Kind
    subject: Subject
    quiet: timedelta


class Told(NamedTuple):
    """One of many objects that are told of at once, and the accounts that are."""

    to: Collection[UUID]
    subject: Subject


class _Ports:
    """Given by notifications. A process without it says nothing, and does not fail."""

    deliver: Callable[[Occasion, Collection[UUID], Message], None] | None = None
    deliver_each: Callable[[Occasion, Kind, Sequence["Told"]], None] | None = None
    settle: Callable[[Occasion, Collection[str], Subject], None] | None = None
    # By type of object: whether one of that id is closed to the caller, so that what was told of it is not there either.
    closed: dict[str, Callable[[Context, Any], ColumnElement[bool]]]

    def __init__(self) -> None:
        self.closed = {}


ports = _Ports()


def notify(ctx: Occasion, to: Collection[UUID], kind: str, subject: Subject, *, quiet: timedelta = NO_QUIET) -> None:
    """Tell the accounts `to` that `kind` happened to `subject`, in the caller's transaction.

    An unread notice of the same kind and object counts up instead of repeating. A reminder says by `quiet` for how
    long it does not repeat itself, read or not: run twice, it reminds once. Errors: `KeyError` for a kind that nobody
    has defined.
    """
    message = Message(KINDS[kind], subject, quiet)
    if to and ports.deliver is not None:
        ports.deliver(ctx, frozenset(to), message)


def notify_each(ctx: Occasion, kind: str, told: Sequence[Told]) -> None:
    """The same for many objects at once, with as many statements as for one. Errors: as of `notify`."""
    wanted = [each for each in told if each.to]
    if wanted and ports.deliver_each is not None:
        ports.deliver_each(ctx, KINDS[kind], wanted)


def settle(ctx: Occasion, kinds: Collection[str], subject: Subject) -> None:
    """What notices of `kinds` asked for is done: nobody needs to read them any more."""
    if ports.settle is not None:
        ports.settle(ctx, kinds, subject)
