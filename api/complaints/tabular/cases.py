"""The list of cases and the figures as files. No identity, no text: what stands there is coded."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.complaints.queries import cases, statistics
from api.complaints.rules.statistics import Dimension
from api.complaints.schemas.cases import CaseFilter
from api.complaints.schemas.statistics import ComplaintTable, FiguresFilter, WordOfSide
from api.complaints.tabular.words import CHANNELS, FINDINGS, FORMS, SEVERITIES, STATES, TRACKS, YES, category
from api.core.context import Context
from api.core.tabular import Column, Table, Words


def _iso(value: date, _language: int) -> str:
    return value.isoformat()


def _yes(value: object, language: int) -> str | None:
    return YES[language] if value else None


def _word(words: Mapping[str, Words]) -> Any:
    return lambda code, language: words[code][language]


CASES = Table(
    ("举报件清单", "Complaints"),
    (
        Column("number", ("编号", "Number")),
        Column("received_on", ("收到日期", "Received on"), _iso),
        Column("channel", ("来源", "Channel"), _word(CHANNELS)),
        Column("category", ("类别", "Matter"), category),
        Column("track", ("办理轨道", "Track"), _word(TRACKS)),
        Column("state", ("状态", "State"), _word(STATES)),
        Column("severity", ("程度", "Severity"), _word(SEVERITIES)),
        Column("named", ("是否实名", "Named"), _yes),
        Column("units", ("涉及单位", "Units named")),
        Column("handler", ("承办人", "Handler")),
        Column("due_on", ("最近时限", "Next day"), _iso),
        Column("withdrawn", ("是否撤回", "Withdrawn"), _yes),
        Column("legacy", ("是否历史件", "Imported"), _yes),
    ),
)
FIGURES = Table(
    ("举报统计", "Figures of complaints"),
    (
        Column("year", ("年度", "Year")),
        Column("row", ("行", "Row")),
        Column("column", ("列", "Column")),
        Column("number", ("件数", "Cases")),
    ),
)
_WITHHELD: Words = ("不显示", "withheld")
_TOTAL: Words = ("合计", "Total")
_WORDS: Mapping[Dimension, Mapping[str, Words]] = {
    Dimension.TRACK: TRACKS,
    Dimension.CHANNEL: CHANNELS,
    Dimension.OUTCOME: FINDINGS,
    Dimension.FORM: FORMS,
}


def read_cases(ctx: Context, wanted: CaseFilter, sort: str) -> Iterator[Mapping[str, Any]]:
    """Every case that matches, few at a time. Errors: `paging.bad_sort`."""
    return cases.stream_cases(ctx, wanted, sort or "-received_on")


def side_word(dimension: Dimension, word: WordOfSide, language: int) -> str:
    """What a row or column is called."""
    if word.label is not None:
        return word.label
    words = _WORDS.get(dimension, {})
    unknown = ("未指明", "Not named") if word.code == "none" else (word.code, word.code)
    return words[word.code][language] if word.code in words else unknown[language]


def count_figures(ctx: Context, wanted: FiguresFilter) -> int:
    """How many cells a table has."""
    table = statistics.get_table(ctx, wanted)
    return len(table.rows) * (len(table.columns) + 1) + 1


def read_figures(ctx: Context, wanted: FiguresFilter, _sort: str) -> Iterator[Mapping[str, Any]]:
    """Every cell of a table, withheld ones said to be; as on the screen, so that nothing is lost or gained."""
    language = 1 if ctx.language == "en" else 0
    table = statistics.get_table(ctx, wanted)
    for row, figures in zip(table.rows, table.figures, strict=True):
        name = side_word(table.by, row, language)
        for column, number in zip(table.columns, figures.cells, strict=True):
            yield _cell(table, name, side_word(table.across or table.by, column, language), number, language)
        yield _cell(table, name, _TOTAL[language], figures.total, language)
    yield _cell(table, _TOTAL[language], _TOTAL[language], table.total, language)


def _cell(table: ComplaintTable, row: str, column: str, number: int | None, language: int) -> dict[str, Any]:
    said: int | str = _WITHHELD[language] if number is None else number
    return {"year": table.year, "row": row, "column": column, "number": said}
