"""What happened to a record of the log, as a person reads it: others by their names, sums in 元, a policy by its parts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from api.checks.rules.answers import ids_in
from api.core import money
from api.core.context import Context
from api.core.schemas import Feed
from api.decisions.queries.decisions import load_decision
from api.decisions.queries.meetings import load_meeting
from api.decisions.queries.money import get_contract, get_payment
from api.decisions.queries.policies import get_policy
from api.decisions.queries.records import records_of
from api.decisions.queries.suppliers import get_supplier
from api.ledger import queries as ledger
from api.ledger.schemas import Change, Event

# Who may read a record may know what became of it. By what the ledger calls it: the unit whose record it is.
_READ: Mapping[str, Callable[[Context, UUID], UUID]] = {
    "meeting": lambda ctx, key: load_meeting(ctx, key)[0].unit_id,
    "decision": lambda ctx, key: load_decision(ctx, key).unit_id,
    "payment": lambda ctx, key: get_payment(ctx, key).unit.id,
    "contract": lambda ctx, key: get_contract(ctx, key).unit.id,
    "supplier": lambda ctx, key: get_supplier(ctx, key).unit.id,
    "decision_policy": lambda ctx, key: get_policy(ctx, key).unit.id,
}
_SUMS = frozenset({"amount", "approved_amount", "unit_price"})
_WHOLE = "content"  # of a policy: a document of many parts
Names = Mapping[str, str]


def list_history(ctx: Context, kind: str, key: UUID, cursor: str | None, limit: int) -> Feed[Event]:
    """What happened to a record that the caller may read, newest first. Errors: `not_found`, `paging.bad_cursor`."""
    unit_id = _READ[kind](ctx, key)
    feed = ledger.list_object_events(ctx, kind, key, cursor, limit)
    said = [[change.before, change.after] for event in feed.items for change in event.changes or ()]
    named = {str(one.id): one.label for one in records_of(ctx.session, unit_id, ids_in(said))}
    return Feed(items=[_told(event, named) for event in feed.items], next_cursor=feed.next_cursor)


def _told(event: Event, names: Names) -> Event:
    if event.changes is None:
        return event
    parts = (part for change in event.changes for part in _parts(change))
    return event.model_copy(
        update={
            "changes": [
                Change(
                    field=one.field,
                    before=_shown(one.before, names, one.field),
                    after=_shown(one.after, names, one.field),
                )
                for one in parts
            ]
        }
    )


def _parts(change: Change) -> Iterator[Change]:
    """The change itself; of a document of many parts those that changed."""
    if change.field != _WHOLE:
        yield change
        return
    before, after = change.before or {}, change.after or {}
    for name in sorted({*before, *after}):
        was, now = before.get(name) or None, after.get(name) or None
        if was != now:
            yield Change(field=name, before=was, after=now)


def _shown(value: Any, names: Names, field: str) -> Any:
    if isinstance(value, list):
        return [_shown(one, names, field) for one in value]
    if isinstance(value, dict):
        return {name: _shown(one, names, name) for name, one in value.items()}
    if field in _SUMS and isinstance(value, int):
        return money.yuan(value)
    return names.get(value, value) if isinstance(value, str) else value
