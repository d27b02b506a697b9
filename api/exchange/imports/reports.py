"""Reports of an import as tables: what was refused, and what became of the rest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.core.tabular import Column, Table
from api.exchange.imports.rules.bundles import BUNDLE

ERRORS = Table(
    ("导入错误", "Import errors"),
    (
        Column("row", ("行", "Row")),
        Column("sheet", ("工作表", "Sheet")),
        Column("column", ("列", "Column")),
        Column("field", ("字段", "Field")),
        Column("value", ("值", "Value")),
        Column("message", ("错误", "Error")),
        Column("suggestions", ("建议", "Suggestions"), lambda found, _: " | ".join(found)),
        Column("code", ("代码", "Code")),
    ),
)
_ERRORS_OF_BUNDLE = Table(ERRORS.title, (Column("member", ("文件", "File")), *ERRORS.columns))
RESULTS = ("row", "action", "id", "key")


def errors_of(type_: str) -> Table:
    """The table of an import's errors; that of a bundle names the file of each."""
    return _ERRORS_OF_BUNDLE if type_ == BUNDLE else ERRORS


def result_lines(outcomes: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Lines of the results, as `RESULTS` names their cells."""
    return ([outcome.get(name) for name in RESULTS] for outcome in outcomes)
