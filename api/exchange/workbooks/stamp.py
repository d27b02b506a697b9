"""The child process that writes faults into a copy of somebody's workbook.

`python -m api.exchange.workbooks.stamp SOURCE TARGET LIMITS`, and on standard input, as JSON: the sheet, the row of the
head, the heading of the new column, and what is to be said of each row. The rest of the book stays as far as openpyxl
knows it: formats, formulas, other sheets; pictures and charts do not.
"""

import json
import sys

from api.core.limited import limit

_WRONG = "FFFDE2E2"
_WIDTH = 60


def main() -> int:
    """Write the copy; 0 when it is there."""
    source, target, bounds = sys.argv[1:]
    limit(*json.loads(bounds))
    asked = json.load(sys.stdin)
    try:
        _stamp(source, target, asked)
    except Exception:  # noqa: BLE001 (whatever a file makes the library do, the parent hears of it in the same way)
        return 1
    return 0


def _stamp(source: str, target: str, asked: dict[str, object]) -> None:
    import openpyxl  # noqa: PLC0415 (under the limits)
    from openpyxl.styles import Alignment, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = openpyxl.load_workbook(source)
    sheet = book[str(asked["sheet"])]
    column = sheet.max_column + 1
    sheet.cell(int(str(asked["head"])), column, str(asked["heading"]))
    notes = asked["notes"]
    assert isinstance(notes, dict)
    for row, note in notes.items():
        cell = sheet.cell(int(row), column)
        cell.value, cell.data_type = note, "s"  # text, whatever it begins with
        cell.fill, cell.alignment = PatternFill("solid", _WRONG), Alignment(wrap_text=True)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    book.save(target)


if __name__ == "__main__":
    sys.exit(main())
