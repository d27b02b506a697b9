"""The administrative divisions of GB/T 2260, read from a dated CSV edition and checked before anything is loaded.

A code has six digits, two each for province, city and county. Counties may hang directly off a province: those of
the four municipalities (01, 02 in the middle) and those administered by a province itself (90, e.g. 仙桃 429004).
A city may have no county at all (东莞, 中山, 儋州, 嘉峪关). Both are normal, not faults.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, NamedTuple, cast, get_args

Level = Literal["province", "city", "county"]

COLUMNS = ("code", "name", "level", "parent_code", "type")
SHIPPED_EDITION = "2026-06"
_ORDER = get_args(Level)
_CODE = re.compile(r"[0-9]{6}")
_SHIPPED_FILE = "cn-divisions-county.csv"
_PARENT_LEVELS: Mapping[str, tuple[str, ...]] = {
    "province": (),
    "city": ("province",),
    "county": ("city", "province"),
}


class Division(NamedTuple):
    """One row of the table; `parent_code` is None for a province."""

    code: str
    name: str
    level: Level
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line of the file (the header is line 1); `code` is stable, `text` is for people."""

    line: int
    code: str
    text: str


class FaultyEdition(ValueError):
    """The file is not a table of divisions; `faults` names every one at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = "; ".join(f"line {fault.line}: {fault.text}" for fault in self.faults[:5])
        super().__init__(f"{len(self.faults)} faults in the table of divisions: {shown}")


def shipped() -> tuple[Division, ...]:
    """The edition that comes with the product (`SHIPPED_EDITION`)."""
    return parse((files(__package__) / _SHIPPED_FILE).read_bytes())


def parse(content: bytes) -> tuple[Division, ...]:
    """Read a UTF-8 CSV file (with or without a byte order mark), parents before children.

    Raises FaultyEdition with every fault found: nothing of a faulty edition may be loaded.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyEdition([Fault(1, "encoding", "the file is not UTF-8")]) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    if tuple(next(reader, ())) != COLUMNS:
        raise FaultyEdition([Fault(1, "header", f"the header must be {','.join(COLUMNS)}")])
    lines = [(reader.line_num, cells) for cells in reader if cells]
    faults = list(_faults(lines))
    if faults:
        raise FaultyEdition(faults)
    divisions = (_division(*cells) for _, cells in lines)
    return tuple(sorted(divisions, key=lambda division: (_ORDER.index(division.level), division.code)))


def _division(code: str, name: str, level: str, parent_code: str, _type: str) -> Division:
    return Division(code, name, cast("Level", level), parent_code or None)


def _faults(lines: Sequence[tuple[int, list[str]]]) -> Iterator[Fault]:
    """Every fault of the table, in the order of its lines."""
    if not lines:
        yield Fault(1, "empty", "the table has no row")
    levels = {cells[0]: cells[2] for _, cells in lines if len(cells) == len(COLUMNS)}
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(COLUMNS):
            yield Fault(line, "ragged", f"{len(COLUMNS)} cells expected, {len(cells)} found")
            continue
        code, name, level, parent_code, _ = cells
        yield from (Fault(line, *fault) for fault in row_faults(code, name, level))
        if level in _PARENT_LEVELS:
            yield from (Fault(line, *fault) for fault in parent_faults(code, level, parent_code, levels))
        if code in seen:
            yield Fault(line, "duplicate", f"the code stands on line {seen[code]} already")
        seen.setdefault(code, line)


def row_faults(code: str, name: str, level: str) -> Iterator[tuple[str, str]]:
    """Faults that one row shows by itself."""
    if not name.strip() or name != name.strip():
        yield "name", "the name is empty or has blanks around it"
    if level not in _PARENT_LEVELS:
        yield "level", f"the level must be one of {', '.join(_PARENT_LEVELS)}"
    elif not _CODE.fullmatch(code):
        yield "code", "the code must have six digits"
    elif _level_of(code) != level:
        yield "code", f"a code of this form belongs to a {_level_of(code)}"


def parent_faults(code: str, level: str, parent_code: str, levels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Faults between a row and its parent."""
    if level == "province":
        if parent_code:
            yield "parent", "a province has no parent"
    elif parent_code not in levels:
        yield "parent", "the parent is not in the table"
    elif levels[parent_code] not in _PARENT_LEVELS[level]:
        yield "parent", f"a {level} cannot stand below a {levels[parent_code]}"
    elif not code.startswith(parent_code[: 2 if levels[parent_code] == "province" else 4]):
        yield "parent", "the code does not begin like that of the parent"


def _level_of(code: str) -> Level:
    """The level that the digits of a well-formed code stand for."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"
