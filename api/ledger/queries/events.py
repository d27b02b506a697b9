"""Reading the ledger, newest first, always within reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from api.access import reach
from api.access.providers import providers
from api.core.context import Context
from api.core.paging import open_cursor, seal_cursor
from api.core.schemas import Feed, Named
from api.ledger.models import LedgerEvent, LedgerPayload
from api.ledger.schemas import Change, Event


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
    object_ids: tuple[UUID, ...] | None = None  # of something and all that belongs to it
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
        if self.object_ids is not None:
            found.append(LedgerEvent.object_id.in_(self.object_ids))
        if self.below is not None:
            found.append(LedgerEvent.unit_id.in_(providers.units_below([self.below])))
        return found


def list_events(
    ctx: Context, wanted: EventFilter, cursor: str | None = None, limit: int = 50, *, with_unitless: bool = False
) -> Feed[Event]:
    """Events of units within reach; `with_unitless` adds those that belong to no unit (log-ins, calendars).

    Errors: `paging.bad_cursor`.
    """
    stmt = _base().where(*wanted.conditions())
    inside = reach.condition(ctx, LedgerEvent.unit_id)
    stmt = stmt.where(inside | LedgerEvent.unit_id.is_(None)) if with_unitless else stmt.where(inside)
    return _feed(ctx, stmt, "ledger.events", cursor, limit)


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
    return [_event(event, document) for event, document in rows]


def list_object_events(ctx: Context, object_type: str, object_id: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """The history of one object, newest first. The caller has made sure that the object itself is within reach."""
    stmt = _base().where(LedgerEvent.object_type == object_type, LedgerEvent.object_id == object_id)
    return _feed(ctx, stmt, f"history/{object_id}", cursor, limit)


def _base() -> Select[tuple[LedgerEvent, dict[str, Any]]]:
    return select(LedgerEvent, LedgerPayload.document).outerjoin(
        LedgerPayload, LedgerPayload.event_id == LedgerEvent.id
    )


def _feed(
    ctx: Context, stmt: Select[tuple[LedgerEvent, dict[str, Any]]], purpose: str, cursor: str | None, limit: int
) -> Feed[Event]:
    after = open_cursor(ctx, purpose, cursor)
    if after is not None:
        stmt = stmt.where(LedgerEvent.id < after)
    rows = ctx.session.execute(stmt.order_by(LedgerEvent.id.desc()).limit(limit + 1)).all()
    events = [_event(event, document) for event, document in rows[:limit]]
    more = len(rows) > limit
    return Feed(items=events, next_cursor=seal_cursor(ctx, purpose, events[-1].id) if more else None)


def _event(event: LedgerEvent, document: dict[str, Any] | None) -> Event:
    said = document or {"actor": None, "label": None, "changes": []}
    return Event(
        id=event.id,
        at=event.at,
        action=event.action,
        object_type=event.object_type,
        object_id=event.object_id,
        object_label=said["label"],
        revision=event.revision,
        unit_id=event.unit_id,
        actor=Named(id=event.actor_id, name=said["actor"] or "") if event.actor_id else None,
        reason=event.reason,
        changes=[Change(**change) for change in said["changes"]] if document else None,
        erased=document is None,
        commitment=event.commitment,
    )
