"""The table of persons that leaves the house, with headings and values in Chinese or English."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.core.context import Context
from api.core.tabular import Column, Table
from api.people import queries
from api.people.schemas import PersonFilter
from api.people.tabular.words import WORDS


def _word(attribute: str) -> Callable[[Any, int], str]:
    return lambda value, language: WORDS[attribute][value][language]


def _titles(titles: Sequence[str], language: int) -> str | None:
    return "、;"[language].join(titles) or None


TABLE = Table(
    ("人员", "Persons"),
    (
        Column("name", ("姓名", "Name")),
        Column("unit", ("单位", "Unit")),
        Column("kind", ("人员类别", "Kind of staff"), _word("kind")),
        Column("status", ("状态", "Status"), _word("status")),
        Column("posts", ("现任职务", "Posts held"), _titles),
        Column("id_kind", ("证件类型", "Identity document"), _word("id_kind")),
        Column("id_masked", ("证件号码后四位", "Last four of its number")),
        Column("registration", ("教师资格注册", "Registration"), _word("registration")),
        Column("registered_to_on", ("注册有效期至", "Registered until")),
        Column("party_standing", ("党员", "Party member"), _word("party_standing")),
        Column("party_joined_on", ("入党日期", "Joined the Party on")),
        Column("party_unit", ("所在党组织的单位", "Unit of the party organization")),
        Column("id", ("编号", "Id"), lambda value, _: str(value)),
    ),
)


def read_rows(ctx: Context, wanted: PersonFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everyone who matches, few at a time; by name where no order is asked for. Errors: `paging.bad_sort`."""
    return queries.stream_persons(ctx, wanted, sort or "name")
