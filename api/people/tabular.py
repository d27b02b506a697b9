"""Persons as tables: the one that leaves the house, and the row that an import brings in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.core.context import Context
from api.core.tabular import Column, Table, Words
from api.people import queries
from api.people.schemas import PersonFilter

WORDS: Mapping[str, Mapping[str, Words]] = {
    "kind": {
        "teacher": ("专任教师", "Teacher"),
        "administrative": ("行政人员", "Administrative staff"),
        "support": ("教辅人员", "Teaching support"),
        "worker": ("工勤人员", "Worker"),
        "official": ("机关工作人员", "Official"),
        "external": ("校外人员", "From outside"),
    },
    "status": {"active": ("在职", "Active"), "retired": ("退休", "Retired"), "left": ("离开", "Left")},
    "id_kind": {
        "resident_id": ("居民身份证", "Resident identity card"),
        "residence_permit": ("港澳台居民居住证", "Residence permit"),
        "hk_macao_permit": ("港澳居民来往内地通行证", "Hong Kong and Macao permit"),
        "taiwan_permit": ("台湾居民来往大陆通行证", "Taiwan permit"),
        "foreign_resident_id": ("外国人永久居留身份证", "Foreign permanent resident card"),
        "passport": ("护照", "Passport"),
    },
    "registration": {
        "none": ("没有登记", "Not registered"),
        "valid": ("合格", "Valid"),
        "suspended": ("暂缓注册", "Suspended"),
        "refused": ("不予注册", "Refused"),
        "expired": ("已到期", "Expired"),
    },
    "party_standing": {"full": ("正式党员", "Full member"), "probationary": ("预备党员", "Probationary member")},
}


# --- Out -------------------------------------------------------------------------------------------------------------


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
    ),
)


def read_rows(ctx: Context, wanted: PersonFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Everyone who matches, few at a time; by name where no order is asked for. Errors: `paging.bad_sort`."""
    return queries.stream_persons(ctx, wanted, sort or "name")


# --- In --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowField:
    """One column of an import: where it goes in `PersonIn` (a pointer), under which headings it is found, how it is read.

    `read` raises ValueError for a cell that it cannot take.
    """

    pointer: str
    headings: tuple[str, ...]
    read: Callable[[str], Any] = str
    required: bool = False


def _code(attribute: str, *, aliases: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """Reads a word in Chinese or English, or the code itself."""
    words = {word.lower(): code for code, row in WORDS[attribute].items() for word in (*row, code)} | dict(
        aliases or {}
    )

    def read(cell: str) -> str:
        try:
            return words[cell.lower()]
        except KeyError as error:
            raise ValueError(cell) from error

    return read


def _day(cell: str) -> str:
    """2026-9-1, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901 → 2026-09-01."""
    if cell.isdecimal() and len(cell) == len("20260901"):
        return date.fromisoformat(cell).isoformat()
    for mark in "年月/.":
        cell = cell.replace(mark, "-")
    year, month, day = cell.rstrip("日-").split("-")
    return date(int(year), int(month), int(day)).isoformat()


ROW = (
    RowField("/unit", ("单位", "学校", "学校名称", "Unit"), required=True),  # resolved to an id by the import
    RowField("/name", ("姓名", "Name"), required=True),
    RowField(
        "/kind",
        ("人员类别", "类别", "Kind of staff"),
        _code("kind", aliases={"教师": "teacher", "校级领导": "administrative"}),
        required=True,
    ),
    RowField("/status", ("状态", "Status"), _code("status", aliases={"在岗": "active"})),
    RowField(
        "/identity/kind",
        ("证件类型", "身份证件类型", "Identity document"),
        _code("id_kind", aliases={"身份证": "resident_id"}),
    ),
    RowField("/identity/number", ("证件号码", "身份证号", "身份证号码", "身份证件号", "Identity number")),
    RowField("/identity/last_four", ("证件号码后四位", "Last four of its number"), lambda cell: cell.lstrip("*")),
    RowField(
        "/party/standing",
        ("党员", "政治面貌", "Party member"),
        _code("party_standing", aliases={"中共党员": "full", "中共预备党员": "probationary"}),
    ),
    RowField("/party/joined_on", ("入党日期", "入党时间", "Joined the Party on"), _day),
)
# Said in a column of its own kind, and meaning that there is nothing to say.
_NOTHING = frozenset({"", "无", "-", "—", "群众", "共青团员"})


def read_row(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """A row by its headings as the document of a `PersonIn` (with `unit` by name), and pointers to what is wrong.

    A number without a kind is a resident identity number: that is what such columns hold.
    """
    found: dict[str, Any] = {}
    faults: list[str] = []
    for field in ROW:
        cell = next((cells[name].strip() for name in field.headings if cells.get(name)), "")
        if cell in _NOTHING:
            faults += [field.pointer] if field.required else []
            continue
        try:
            _put(found, field.pointer, field.read(cell))
        except ValueError:
            faults.append(field.pointer)
    identity = found.get("identity")
    if identity is not None and identity.keys() == {"kind"}:
        del found["identity"]
    elif identity is not None:
        identity.setdefault("kind", "resident_id")
    if "party" in found:
        found["party"].setdefault("standing", "full")
    return found, faults


def _put(document: dict[str, Any], pointer: str, value: Any) -> None:
    *above, name = pointer.strip("/").split("/")
    for part in above:
        document = document.setdefault(part, {})
    document[name] = value
