"""The tables of units, divisions and groups of schools that leave the house."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from api.core.context import Context
from api.core.paging import every
from api.core.tabular import Column, Table
from api.organizations import queries, rules
from api.organizations.schemas import GroupFilter, RegionFilter, UnitFilter
from api.organizations.tabular.words import WORDS


def _word(attribute: str) -> Callable[[Any, int], str]:
    return lambda value, language: WORDS[attribute][value][language]


def _text(value: Any, _language: int) -> str:
    return str(value)


def _ids(external_ids: list[str], language: int) -> str | None:
    return "、;"[language].join(external_ids) or None


def _group_kind(kind: str, language: int) -> str:
    return rules.group_kinds()[kind][language]


UNITS = Table(
    ("单位", "Units"),
    (
        Column("name", ("单位名称", "Name")),
        Column("kind", ("单位类别", "Kind"), _word("kind")),
        Column("parent", ("上级单位", "Parent unit")),
        Column("short_name", ("简称", "Short name")),
        Column("code", ("单位代码", "Unit code")),
        Column("status", ("状态", "Status"), _word("status")),
        Column("external_ids", ("其他系统编号", "Ids in other systems"), _ids),
        Column("id", ("编号", "Id"), _text),
    ),
)
REGIONS = Table(
    ("行政区划", "Administrative divisions"),
    (
        Column("code", ("行政区划代码", "Division code")),
        Column("name", ("行政区划名称", "Division")),
        Column("level", ("级别", "Level"), _word("kind")),
        Column("parent_code", ("上级代码", "Parent code")),
        Column("edition", ("版本", "Edition")),
    ),
)
GROUPS = Table(
    ("学校集团", "Groups of schools"),
    (
        Column("name", ("名称", "Name")),
        Column("kind", ("类别", "Kind"), _group_kind),
        Column("unit", ("管理单位", "Unit that looks after it")),
        Column("head", ("牵头学校", "Head")),
        Column("members", ("学校数", "Schools")),
        Column("from_on", ("成立日期", "Since"), _text),
        Column("until_on", ("结束日期", "Until"), _text),
        Column("id", ("编号", "Id"), _text),
    ),
)


def read_units(ctx: Context, wanted: UnitFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Units within reach, those above first, so that each comes in again below what is there."""
    return queries.stream_units(ctx, wanted)


def read_regions(ctx: Context, wanted: RegionFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """The divisions of GB/T 2260 by code."""
    return (region.model_dump() for region in every(lambda page: queries.list_regions(ctx, wanted, page)))


def read_groups(ctx: Context, wanted: GroupFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Groups of schools as of a day."""
    for group in every(lambda page: queries.list_groups(ctx, wanted, page)):
        flat = {"unit": group.unit.name, "head": group.head.name if group.head else None}
        yield group.model_dump() | flat
