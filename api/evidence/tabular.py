"""Evidence as the table that leaves the house: what there is and how it was judged, without the files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.core.context import Context
from api.core.tabular import Column, Table, Words
from api.evidence import queries
from api.evidence.rules import CATEGORIES
from api.evidence.schemas import EvidenceFilter

_STATES: Mapping[str, Words] = {"active": ("在用", "Active"), "withdrawn": ("已撤回", "Withdrawn")}


def _tags(tags: Sequence[str], language: int) -> str | None:
    return "、;"[language].join(tags) or None


def _iso(value: date | datetime, _language: int) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def _category(code: str, language: int) -> str:
    return CATEGORIES[code][1 + language]


def _state(state: str, language: int) -> str:
    return _STATES[state][language]


TABLE = Table(
    ("佐证材料", "Evidence"),
    (
        Column("title", ("标题", "Title")),
        Column("unit", ("单位", "Unit")),
        Column("category", ("类别", "Category"), _category),
        Column("tags", ("标签", "Tags"), _tags),
        Column("period_from", ("所属时段自", "Period from"), _iso),
        Column("period_to", ("所属时段至", "Period to"), _iso),
        Column("state", ("状态", "State"), _state),
        Column("latest", ("版次", "Revision")),
        Column("files", ("文件数", "Files")),
        Column("submitted", ("待审核", "Submitted")),
        Column("accepted", ("审核通过", "Accepted")),
        Column("returned", ("退回", "Returned")),
        Column("created_at", ("提交时间", "Filed at"), _iso),
    ),
)


def read_rows(ctx: Context, wanted: EvidenceFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every item that matches, few at a time; newest first where no order is asked for. Errors: `paging.bad_sort`."""
    return queries.stream_items(ctx, wanted, sort or "-updated_at")
