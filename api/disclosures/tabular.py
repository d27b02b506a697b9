"""Notices as the table that leaves the house: what there is and where it stands, without what it says."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.core.context import Context
from api.core.tabular import Column, Table, Words
from api.disclosures import queries
from api.disclosures.rules import KINDS
from api.disclosures.schemas.notices import NoticeFilter

_STATES: Mapping[str, Words] = {
    "draft": ("草稿", "Draft"),
    "checked": ("待发布", "Checked"),
    "released": ("已发布", "Released"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "discarded": ("已放弃", "Discarded"),
}
_PHASES: Mapping[str, Words] = {
    "running": ("公示中", "Running"),
    "ended": ("公示期满", "Ended"),
    "standing": ("公开中", "Standing"),
    "expired": ("公开到期", "Expired"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
_YES: Words = ("是", "Yes")


def _iso(value: date, _language: int) -> str:
    return value.isoformat()


def _kind(code: str, language: int) -> str:
    kind = KINDS[code]
    return (kind.zh, kind.en)[language]


TABLE = Table(
    ("公示公开", "Notices"),
    (
        Column("number", ("编号", "Number")),
        Column("title", ("标题", "Title")),
        Column("unit", ("单位", "Unit")),
        Column("kind", ("类别", "Kind"), _kind),
        Column("state", ("状态", "State"), lambda value, language: _STATES[value][language]),
        Column("phase", ("现状", "Now"), lambda value, language: _PHASES[value][language]),
        Column("edition", ("版次", "Edition")),
        Column("due_on", ("应公开日期", "Due on"), _iso),
        Column("starts_on", ("公示开始", "From"), _iso),
        Column("ends_on", ("公示结束", "To"), _iso),
        Column("overdue", ("逾期", "Overdue"), lambda value, language: _YES[language] if value else None),
        Column("objections", ("意见", "Objections")),
        Column("open_objections", ("待答复", "Unanswered")),
    ),
)
_PLAIN = (
    *("number", "title", "kind", "state", "phase", "edition", "due_on", "starts_on", "ends_on", "overdue"),
    *("objections", "open_objections"),
)


def read_rows(ctx: Context, wanted: NoticeFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every notice that matches, few at a time. Errors: `paging.bad_sort`."""
    for row in queries.stream_notices(ctx, wanted, sort or "-updated_at"):
        yield {**{name: getattr(row, name) for name in _PLAIN}, "unit": row.unit.name}
