"""The table of schools that leaves the house, with headings and values in Chinese or English."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import IO, Any, Literal

import orjson

from api.core import tabular
from api.core.context import Context
from api.core.tabular import Column, Language, Table
from api.organizations import queries
from api.organizations.rules import STAGES, SchoolType
from api.organizations.schemas import SchoolFilter
from api.organizations.tabular.words import WORDS

__all__ = ["COLUMNS", "TABLE", "Format", "Language", "read_rows", "set_aside", "write_table"]

Format = Literal["csv", "xlsx"]


def _word(attribute: str) -> Callable[[Any, int], str]:
    return lambda value, language: WORDS[attribute][value][language]


def _stages(school_type: str, language: int) -> str:
    return "、,"[language].join(WORDS["stage"][stage][language] for stage in STAGES[SchoolType(school_type)])


def _number(degrees: str, _language: int) -> Decimal:
    return Decimal(degrees)


def _text(value: Any, _language: int) -> str:
    return str(value)


def _names(names: list[str], language: int) -> str:
    return "、;"[language].join(names)


COLUMNS = (
    Column("name", ("学校名称", "Name")),
    Column("short_name", ("简称", "Short name")),
    Column("code", ("学校标识码", "School code")),
    Column("credit_code", ("统一社会信用代码", "Unified social credit code")),
    Column("parent_name", ("上级单位", "Parent unit")),
    Column("type", ("办学类型", "Type"), _word("type")),
    Column("type", ("学段", "Stages"), _stages),
    Column("ownership", ("举办者性质", "Ownership"), _word("ownership")),
    Column("status", ("状态", "Status"), _word("status")),
    Column("area", ("城乡", "Area"), _word("area")),
    Column("pupils", ("在校学生", "Pupils")),
    Column("staff", ("教职工", "Staff")),
    Column("boarding", ("寄宿", "Boarding"), _word("boarding")),
    Column("boarders", ("寄宿生", "Boarders")),
    Column("canteen", ("食堂", "Canteen"), _word("canteen")),
    Column("party_members", ("党员", "Party members")),
    Column("party_organization", ("党组织", "Party organization"), _word("party_organization")),
    Column("party_coverage", ("党的工作覆盖", "Party coverage"), _word("party_coverage")),
    Column("address", ("地址", "Address")),
    Column("longitude", ("经度", "Longitude"), _number),
    Column("latitude", ("纬度", "Latitude"), _number),
    Column("former_names", ("曾用名", "Former names"), _names),
    Column("id", ("编号", "Id"), _text),
)
TABLE = Table(("学校", "Schools"), COLUMNS)


def read_rows(ctx: Context, wanted: SchoolFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every school that matches, few at a time; by name where no order is asked for. Errors: `paging.bad_sort`."""
    for row in queries.stream_schools(ctx, wanted, sort or "name"):
        yield row._asdict()


def set_aside(rows: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Read all of `rows` now, to disk, and give them back one by one later: the session can be closed meanwhile."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the last row has been given back)
    for row in rows:
        spool.write(orjson.dumps({field: getattr(row, field) for field in TABLE.fields}) + b"\n")
    spool.seek(0)
    return _read_back(spool)


def _read_back(spool: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    with spool:
        for line in spool:
            yield orjson.loads(line)


def write_table(rows: Iterable[Mapping[str, Any]], form: Format, language: Language) -> Iterator[bytes]:
    """The table as a file, in blocks; it is made when the first block is asked for."""
    header, cells = TABLE.header(language), TABLE.cells(rows, language)
    make = (
        tabular.write_csv(header, cells) if form == "csv" else tabular.write_xlsx(TABLE.named(language), header, cells)
    )
    yield from tabular.blocks(make)
