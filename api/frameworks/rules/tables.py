"""Framework tables as counties send and want them: one row an item, in the official column order.

一级指标, 二级指标, 要点, 分值, 评分办法, 佐证材料, 备注. A first cell that is empty continues the one above, as merged cells
do. Several rows of one 二级指标 are its parts; a scoring sentence becomes a rule where it says enough.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from api.core.errors import Refused, Violation
from api.core.points import ONE, ZERO, Points, points, rounded, written
from api.frameworks import errors
from api.frameworks.rules.kinds import Manual, Rule
from api.frameworks.rules.model import EvidenceSlot, Framework, Indicator
from api.frameworks.rules.recognition import Recognized, Sureness, recognize

HEADER = ("一级指标", "二级指标", "要点", "分值", "评分办法", "佐证材料", "备注")
MAX_ROWS = 10_000
_HEADER_WITHIN = 20
_NAMES: Mapping[str, frozenset[str]] = {
    "first": frozenset({"一级指标", "项目", "考核项目", "评价项目"}),
    "second": frozenset({"二级指标", "内容", "考核内容", "评价内容", "考核指标"}),
    "text": frozenset({"要点", "考核要点", "评价要点", "观测点", "主要观测点", "指标说明"}),
    "points": frozenset({"分值", "分数", "满分", "标准分"}),
    "guidance": frozenset({"评分办法", "评分标准", "计分办法", "评分细则", "考核方法", "扣分标准"}),
    "evidence": frozenset({"佐证材料", "佐证", "支撑材料", "台账资料", "证明材料"}),
    "note": frozenset({"备注", "说明"}),
}
_TOTAL = re.compile(r"^(合计|总计|总分|小计)")
_WORTH = re.compile(r"[（(]\s*(\d{1,5}(?:\.\d{1,2})?)\s*分\s*[）)]$")
_NUMBER = re.compile(r"^(\d{1,6}(?:\.\d{1,4})?)\s*分?$")
_BETWEEN = re.compile(r"[\n；;]+")
_LONGEST = 200

Grid = Sequence[Sequence[Any]]
Known = Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A scoring sentence that became a rule."""

    row: int
    code: str
    title: str
    recognized: Recognized


@dataclass(frozen=True, slots=True)
class Read:
    """What a table says. `notes` name rows as people see them, from 1."""

    indicators: tuple[Indicator, ...]
    rows: int
    sentences: tuple[Sentence, ...]
    notes: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    first: str
    second: str
    text: str
    points: Points
    guidance: str
    evidence: str
    note: str


@dataclass(slots=True)
class _Reading:
    """What is gathered on the way. `known` gives lineages by the titles from the top."""

    known: Known
    new_lineage: Callable[[], str]
    sentences: list[Sentence] = field(default_factory=list)
    notes: list[Violation] = field(default_factory=list)

    def lineage(self, *titles: str) -> str:
        """That of the indicator which stood at the same place under the same names, else a new one."""
        return self.known.get(titles) or self.new_lineage()

    def rule(self, row: _Row, code: str, title: str) -> Rule:
        """The rule of a scoring sentence; judgement where it says too little."""
        found = recognize(row.guidance, row.points)
        if found.rule is None:
            if row.guidance:
                self.notes.append(Violation(errors.TABLE_NO_RULE, params={"row": row.number}))
            return Manual()
        if found.sureness is Sureness.PART:
            self.notes.append(Violation(errors.TABLE_PART_RULE, params={"row": row.number}))
        self.sentences.append(Sentence(row.number, code, title, found))
        return found.rule


def known_lineages(framework: Framework) -> Known:
    """The lineages of a framework's indicators by the titles from the top."""
    return dict(_titles(framework.indicators, ()))


def _titles(nodes: Sequence[Indicator], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for node in nodes:
        here = (*above, node.title)
        yield here, node.lineage
        yield from _titles(node.children, here)


def find_header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row with the headings, and the column of each."""
    for number, row in enumerate(grid[:_HEADER_WITHIN]):
        cells = [re.sub(r"\s+", "", _text(cell)) for cell in row]
        columns: dict[str, int] = {}
        for name, spellings in _NAMES.items():
            at = next((index for index, cell in enumerate(cells) if cell in spellings), None)
            if at is not None:
                columns[name] = at
        if {"first", "points"} <= columns.keys():
            return number, columns
    return None


def read_table(grid: Grid, known: Known, new_lineage: Callable[[], str]) -> Read:
    """The tree that a table describes. Errors: `framework.table_no_header`, `framework.table_too_large`."""
    header = find_header(grid)
    if header is None:
        raise Refused(errors.TABLE_NO_HEADER)
    if len(grid) > MAX_ROWS:
        raise Refused(errors.TABLE_TOO_LARGE, limit=MAX_ROWS)
    reading = _Reading(known, new_lineage)
    rows = list(_rows(grid, *header, reading))
    groups = groupby(rows, key=lambda row: row.first)
    indicators = tuple(_area(str(at), title, list(group), reading) for at, (title, group) in enumerate(groups, 1))
    return Read(indicators, len(rows), tuple(reading.sentences), tuple(reading.notes))


def _rows(grid: Grid, header: int, columns: Mapping[str, int], reading: _Reading) -> Iterator[_Row]:
    first = second = ""
    for number, cells in enumerate(grid[header + 1 :], header + 2):
        said = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if not any(said.values()) or _TOTAL.match(said["first"] or said.get("second", "")):
            continue
        if said["first"] and said["first"] != first:
            first, second = said["first"], ""
        second = said.get("second") or (second if said.get("text") else "")
        if not first:
            reading.notes.append(Violation(errors.TABLE_NO_NAME, params={"row": number}))
            continue
        worth = _points(said["points"])
        if worth is None:
            reading.notes.append(Violation(errors.TABLE_POINTS, params={"row": number}))
        texts = {name: said.get(name, "") for name in ("text", "guidance", "evidence", "note")}
        yield _Row(number=number, first=first, second=second, points=worth or ZERO, **texts)


def _text(cell: Any) -> str:
    """A cell as text; whole numbers without the point that spreadsheets give them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _points(text: str) -> Points | None:
    match = _NUMBER.match(text)
    return rounded(points(_plain(match[1]))) if match else None


def _plain(number: str) -> str:
    whole, _, rest = number.partition(".")
    return f"{int(whole)}.{rest}" if rest else str(int(whole))


def _area(code: str, title: str, rows: list[_Row], reading: _Reading) -> Indicator:
    name, declared = _named(title)
    if len(rows) == 1 and not rows[0].second:
        return _leaf(code, (name,), rows[0], rows[0].text, reading)
    groups = [(second, list(group)) for second, group in groupby(rows, key=lambda row: row.second)]
    children = tuple(
        _item(f"{code}.{at}", name, second, group, reading) for at, (second, group) in enumerate(groups, 1)
    )
    return _parent(code, (name,), declared, children, reading)


def _item(code: str, area: str, title: str, rows: list[_Row], reading: _Reading) -> Indicator:
    if len(rows) == 1:
        name, _ = _named(title or rows[0].text)
        return _leaf(code, (area, name), rows[0], rows[0].text if title else "", reading)
    name, declared = _named(title or area)
    children = tuple(
        _leaf(f"{code}.{at}", (area, name, row.text[:_LONGEST] or f"{name} {at}"), row, "", reading)
        for at, row in enumerate(rows, 1)
    )
    return _parent(code, (area, name), declared, children, reading)


def _named(title: str) -> tuple[str, Points | None]:
    """`组织领导（10分）` is a name and its points."""
    match = _WORTH.search(title)
    if match is None:
        return title[:_LONGEST], None
    return title[: match.start()].strip()[:_LONGEST], points(_plain(match[1]))


def _parent(
    code: str, titles: tuple[str, ...], declared: Points | None, children: tuple[Indicator, ...], reading: _Reading
) -> Indicator:
    total = Points(sum(child.points for child in children))
    lineage = reading.lineage(*titles)
    return Indicator(code=code, title=titles[-1], lineage=lineage, points=declared or total, children=children)


def _leaf(code: str, titles: tuple[str, ...], row: _Row, text: str, reading: _Reading) -> Indicator:
    evidence = [part.strip()[:_LONGEST] for part in _BETWEEN.split(row.evidence) if part.strip()]
    return Indicator(
        code=code,
        title=titles[-1],
        lineage=reading.lineage(*titles),
        points=row.points,
        rule=reading.rule(row, code, titles[-1]),
        text=text,
        guidance=row.guidance,
        note=row.note,
        slots=tuple(EvidenceSlot(code=f"{code}.{at}", title=name) for at, name in enumerate(evidence, 1)),
    )


# --- Writing ---------------------------------------------------------------------------------------------------------


def write_table(framework: Framework) -> Iterator[list[str | float]]:
    """The rows of a framework below `HEADER`; what lies deeper than two levels stands under its 二级指标 as 要点."""
    for root in framework.indicators:
        for place, leaf in _leaves(root, ()):
            first, second = _heading(root), _heading(place[1]) if len(place) > 1 else ""
            text = leaf.title if len(place) > 2 else leaf.text  # noqa: PLR2004 (below the second level)
            evidence = "\n".join(slot.title for slot in leaf.slots)
            yield [first, second, text, leaf.points / ONE, leaf.guidance, evidence, leaf.note]


def _leaves(node: Indicator, above: tuple[Indicator, ...]) -> Iterator[tuple[tuple[Indicator, ...], Indicator]]:
    here = (*above, node)
    if not node.children:
        yield here, node
    for child in node.children:
        yield from _leaves(child, here)


def _heading(node: Indicator) -> str:
    return f"{node.title}（{written(node.points)}分）" if node.children else node.title
