"""The table of schools that leaves the house, with headings and values in Chinese or English."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, Literal

import orjson

from api.core import tabular
from api.organizations.rules import STAGES, SchoolType

Language = Literal["zh-CN", "en"]
Format = Literal["csv", "xlsx"]
Words = tuple[str, str]

_WORDS: Mapping[str, Mapping[Any, Words]] = {
    "type": {
        "kindergarten": ("幼儿园", "Kindergarten"),
        "primary": ("小学", "Primary school"),
        "junior_secondary": ("初级中学", "Junior secondary school"),
        "nine_year": ("九年一贯制学校", "Nine-year school"),
        "senior_secondary": ("高级中学", "Senior secondary school"),
        "complete_secondary": ("完全中学", "Complete secondary school"),
        "vocational": ("中等职业学校", "Vocational school"),
        "special": ("特殊教育学校", "Special school"),
    },
    "stage": {
        "preschool": ("学前", "Preschool"),
        "primary": ("小学", "Primary"),
        "junior": ("初中", "Junior secondary"),
        "senior": ("高中", "Senior secondary"),
    },
    "ownership": {"public": ("公办", "Public"), "private": ("民办", "Private")},
    "boarding": {True: ("寄宿", "Boarding"), False: ("不寄宿", "Day")},
    "canteen": {
        "none": ("无", "None"),
        "self_run": ("自营", "Run by the school"),
        "contracted": ("承包", "Contracted"),
        "delivered": ("配送", "Delivered meals"),
    },
    "area": {"urban": ("城区", "Urban"), "town": ("镇区", "Town"), "rural": ("乡村", "Rural")},
    "party_organization": {
        "none": ("无", "None"),
        "joint_branch": ("联合党支部", "Joint branch"),
        "branch": ("党支部", "Branch"),
        "general_branch": ("党总支", "General branch"),
        "committee": ("党委", "Committee"),
    },
    "party_coverage": {
        "independent": ("单独组建", "Own organization"),
        "joint": ("联合组建", "Joint organization"),
        "dispatched": ("选派指导员", "Instructor sent"),
        "none": ("未覆盖", "Not covered"),
    },
    "status": {
        "operating": ("在办", "Operating"),
        "suspended": ("停办", "Suspended"),
        "closed": ("撤销", "Closed"),
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: heading in both languages, and the cell made of a stored value. Null is an empty cell."""

    field: str
    heading: Words
    cell: Callable[[Any, int], Any] = lambda value, _: value


def _word(attribute: str) -> Callable[[Any, int], str]:
    return lambda value, language: _WORDS[attribute][value][language]


def _stages(school_type: str, language: int) -> str:
    return "、,"[language].join(_WORDS["stage"][stage][language] for stage in STAGES[SchoolType(school_type)])


def _number(degrees: str, _language: int) -> Decimal:
    return Decimal(degrees)


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
)
_SHEET = ("学校", "Schools")


def set_aside(rows: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Read all of `rows` now, to disk, and give them back one by one later: the session can be closed meanwhile."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the last row has been given back)
    fields = {column.field for column in COLUMNS}
    for row in rows:
        spool.write(orjson.dumps({field: getattr(row, field) for field in fields}) + b"\n")
    spool.seek(0)
    return _read_back(spool)


def _read_back(spool: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    with spool:
        for line in spool:
            yield orjson.loads(line)


def write_table(rows: Iterable[Mapping[str, Any]], form: Format, language: Language) -> Iterator[bytes]:
    """The table as a file, in blocks; it is made when the first block is asked for."""
    index = 1 if language == "en" else 0
    header = [column.heading[index] for column in COLUMNS]
    cells = ([_cell(column, row[column.field], index) for column in COLUMNS] for row in rows)
    make = tabular.write_csv(header, cells) if form == "csv" else tabular.write_xlsx(_SHEET[index], header, cells)
    yield from tabular.blocks(make)


def _cell(column: Column, value: Any, language: int) -> Any:
    return None if value is None else column.cell(value, language)
