"""The table of ledger events that leaves the house; what an event says is on its own page, and can be erased."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from api.core.context import Context
from api.core.tabular import Column, Table
from api.ledger import queries
from api.ledger.schemas import LedgerFilter

_STRETCH = 200


def _moment(value: datetime, _language: int) -> str:
    return value.isoformat(timespec="milliseconds")


def _text(value: Any, _language: int) -> str:
    return str(value)


TABLE = Table(
    ("变动记录", "Ledger events"),
    (
        Column("seq", ("序号", "Place")),
        Column("at", ("时间", "At"), _moment),
        Column("action", ("动作", "Action")),
        Column("object_type", ("对象类型", "Kind of object")),
        Column("object_label", ("对象", "Object")),
        Column("actor", ("操作人", "Actor")),
        Column("revision", ("版本", "Revision")),
        Column("reason", ("理由", "Reason")),
        Column("unit_id", ("单位编号", "Unit"), _text),
        Column("object_id", ("对象编号", "Object id"), _text),
        Column("object_hash", ("对象摘要", "Hash of the object")),
        Column("commitment", ("承诺值", "Commitment")),
        Column("id", ("编号", "Id"), _text),
    ),
)


def read_rows(ctx: Context, wanted: LedgerFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Events within reach and those that belong to no unit, newest first."""
    asked, cursor = queries.EventFilter(**wanted.model_dump()), None
    while True:
        feed = queries.list_events(ctx, asked, cursor, _STRETCH, with_unitless=True)
        for event in feed.items:
            shown = event.model_dump(exclude={"changes"})
            yield shown | {"actor": event.actor.name if event.actor else None}
        cursor = feed.next_cursor
        if cursor is None:
            return


def count_rows(ctx: Context, wanted: LedgerFilter) -> int:
    """How many events match."""
    return queries.count_events(ctx, queries.EventFilter(**wanted.model_dump()), with_unitless=True)
