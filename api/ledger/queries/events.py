"""Reading events, newest first, always within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select

from api.access import reach
from api.access.providers import providers
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.paging import open_cursor, seal_cursor
from api.core.schemas import Feed, Named
from api.ledger.models import LedgerEvent, LedgerManifest, LedgerPayload, LedgerSequence
from api.ledger.schemas import Change, Event, LedgerEntry


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events; None is no condition."""

    object_type: str | None = None
    object_id: UUID | None = None
    unit: UUID | None = None
    actor: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    object_types: tuple[str, ...] | None = None
    below: str | None = None  # the materialized path of a unit

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        equal = {name: getattr(self, name) for name in ("object_type", "object_id", "action")}
        equal |= {"unit_id": self.unit, "actor_id": self.actor}
        found = [getattr(LedgerEvent, name) == value for name, value in equal.items() if value is not None]
        if self.since is not None:
            found.append(LedgerEvent.at >= self.since)
        if self.until is not None:
            found.append(LedgerEvent.at < self.until)
        if self.object_types is not None:
            found.append(LedgerEvent.object_type.in_(self.object_types))
        if self.below is not None:
            found.append(LedgerEvent.unit_id.in_(providers.units_below([self.below])))
        return found


def list_events(
    ctx: Context, wanted: EventFilter, cursor: str | None = None, limit: int = 50, *, with_unitless: bool = False
) -> Feed[LedgerEntry]:
    """Events of units within reach; `with_unitless` adds those that belong to no unit (log-ins, calendars).

    Errors: `paging.bad_cursor`.
    """
    stmt = _base().add_columns(LedgerSequence.seq)
    stmt = stmt.outerjoin(LedgerSequence, LedgerSequence.event_id == LedgerEvent.id)
    stmt = stmt.where(*wanted.conditions(), _within_reach(ctx, with_unitless=with_unitless))
    rows, next_cursor = _stretch(ctx, stmt, "ledger.events", cursor, limit)
    return Feed(items=[_entry(event, document, seq) for event, document, seq in rows], next_cursor=next_cursor)


def count_events(ctx: Context, wanted: EventFilter, *, with_unitless: bool = False) -> int:
    """How many events `list_events` shows."""
    conditions = (*wanted.conditions(), _within_reach(ctx, with_unitless=with_unitless))
    return ctx.session.execute(select(func.count(LedgerEvent.id)).where(*conditions)).scalar_one()


def require_event(ctx: Context, event_id: UUID) -> None:
    """Go on only if the event is one that `list_events` shows, those without a unit included. Errors: `not_found`."""
    stmt = select(LedgerEvent.id).where(LedgerEvent.id == event_id, _within_reach(ctx, with_unitless=True))
    if ctx.session.execute(stmt).first() is None:
        raise Refused(NOT_FOUND)


def _within_reach(ctx: Context, *, with_unitless: bool) -> ColumnElement[bool]:
    inside = reach.condition(ctx, LedgerEvent.unit_id)
    return inside | LedgerEvent.unit_id.is_(None) if with_unitless else inside


def list_recent_events(ctx: Context, object_types: Sequence[str], below: str, limit: int) -> list[Event]:
    """The newest events about objects of these types at or below the unit with the path `below`.

    The caller has made sure that the unit is within reach. Written so that both databases walk the newest events and
    stop, instead of collecting all of a type, or all units, before they sort: the type is asked of a value that no
    index holds, the unit event by event.
    """
    units = providers.units_below([below])
    (unit,) = units.selected_columns
    about = (LedgerEvent.object_type + "").in_(object_types)
    stmt = _base().where(about, units.where(unit == LedgerEvent.unit_id).exists())
    rows = ctx.session.execute(stmt.order_by(LedgerEvent.id.desc()).limit(limit))
    return [Event(**_said(event, document)) for event, document in rows]


def list_object_events(ctx: Context, object_type: str, object_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """The history of one object, newest first. The caller has made sure that the object itself is within reach."""
    own = select(LedgerEvent.id).where(LedgerEvent.object_type == object_type, LedgerEvent.object_id == object_id)
    stmt = _base().where(_or_in_bulk(own, [object_id]))
    rows, next_cursor = _stretch(ctx, stmt, f"history/{object_id}", cursor, limit)
    return Feed(items=[Event(**_said(event, document)) for event, document in rows], next_cursor=next_cursor)


def list_joint_history(ctx: Context, object_ids: Sequence[UUID], cursor: str | None, limit: int) -> Feed[Event]:
    """The history of something, named first, and of all that belongs to it; what happened at units within reach."""
    # A bulk event is about many: who may see one of them may know that it happened, whatever the event's unit.
    own = select(LedgerEvent.id).where(LedgerEvent.object_id.in_(object_ids), reach.condition(ctx, LedgerEvent.unit_id))
    stmt = _base().where(_or_in_bulk(own, object_ids))
    rows, next_cursor = _stretch(ctx, stmt, f"history/{object_ids[0]}", cursor, limit)
    return Feed(items=[Event(**_said(event, document)) for event, document in rows], next_cursor=next_cursor)


def _or_in_bulk(own: Select[UUID], object_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Events that are `own`, or bulk events whose manifests name one of these; a union lets both go by their indexes."""
    lines = select(LedgerManifest.event_id).where(LedgerManifest.object_id.in_(object_ids))
    return LedgerEvent.id.in_(own.union(lines))


def _base() -> Select[tuple[LedgerEvent, dict[str, Any]]]:
    return select(LedgerEvent, LedgerPayload.document).outerjoin(
        LedgerPayload, LedgerPayload.event_id == LedgerEvent.id
    )


def _stretch(
    ctx: Context, stmt: Select[*tuple[Any, ...]], purpose: str, cursor: str | None, limit: int
) -> tuple[Sequence[Row[*tuple[Any, ...]]], str | None]:
    """One stretch of a feed, newest first, and the cursor behind it."""
    after = open_cursor(ctx, purpose, cursor)
    if after is not None:
        stmt = stmt.where(LedgerEvent.id < after)
    rows = ctx.session.execute(stmt.order_by(LedgerEvent.id.desc()).limit(limit + 1)).all()
    more = len(rows) > limit
    return rows[:limit], seal_cursor(ctx, purpose, rows[limit - 1][0].id) if more else None


def _entry(event: LedgerEvent, document: dict[str, Any] | None, seq: int | None) -> LedgerEntry:
    placed: dict[str, Any] = {
        "state": "pending" if seq is None else "sequenced",
        "seq": seq,
        "object_hash": event.object_hash,
    }
    return LedgerEntry(**_said(event, document), **placed)


def _said(event: LedgerEvent, document: dict[str, Any] | None) -> dict[str, Any]:
    said = document or {"actor": None, "label": None, "changes": []}
    return {
        **{name: getattr(event, name) for name in _SHOWN},
        "object_label": said["label"],
        "actor": Named(id=event.actor_id, name=said["actor"] or "") if event.actor_id else None,
        "changes": [Change(**change) for change in said["changes"]] if document else None,
        "erased": document is None,
    }


_SHOWN = (*("id", "at", "action", "object_type", "object_id", "revision", "unit_id", "reason", "commitment"),)
