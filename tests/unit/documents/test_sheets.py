"""Tables as XLSX, read back cell by cell."""

import io
from decimal import Decimal
from typing import IO, Any

import openpyxl
import pytest

from api.core.documents import Column, Sheet, Table, write_book
from api.core.errors import Refused
from tests.unit.documents.samples import AS_OF, FORMULA, SCORES

LINES = ("锦岚县教育局 · 截至 2026-11-28 14:05",)
SHEET = Sheet("评分表", "锦岚县第一小学评分表", SCORES, LINES, ("注：空格为未评。",), ("审定（签字）：", "日期："))


def written(*sheets: Sheet) -> IO[bytes]:
    """The sheets as a book."""
    return write_book(sheets, author="锦岚县教育局", as_of=AS_OF)


def opened(*sheets: Sheet) -> Any:
    """The book, read back."""
    return openpyxl.load_workbook(written(*sheets))


@pytest.fixture(scope="module")
def page() -> Any:
    """The score table."""
    return opened(SHEET).active


class TestWriteBook:
    def test_title_lines_table_notes_and_signatures_stand_in_order(self, page: Any) -> None:
        assert [[cell.value or None for cell in row] for row in page.iter_rows()] == [
            ["锦岚县第一小学评分表", None, None, None],
            [LINES[0], None, None, None],
            ["代码", "要点", "得分", None],
            [None, None, "自评", "县级复核"],
            ["A", "责任落实", 5.5, 4],
            [None, FORMULA, None, "未评"],
            ["合计", None, 6, 4.25],
            ["注：空格为未评。", None, None, None],
            [None, None, None, None],
            ["审定（签字）：", None, None, None],
            [None, None, None, None],
            ["日期：", None, None, None],
        ]

    def test_heads_and_titles_are_merged(self, page: Any) -> None:
        merged = {str(area) for area in page.merged_cells.ranges}
        assert {"A1:D1", "A3:A4", "B3:B4", "C3:D3", "A5:A6", "A7:B7", "A10:D10"} <= merged

    def test_no_text_becomes_a_formula_a_link_or_a_number(self, page: Any) -> None:
        assert page["B6"].data_type == "s"
        assert page["B6"].hyperlink is None
        codes = Table((Column(),), (("代码",),), (("007",),))
        assert opened(Sheet("a", "b", codes)).active["A3"].value == "007"

    def test_the_head_stays_on_the_screen_and_comes_again_on_paper(self, page: Any) -> None:
        assert page.freeze_panes == "A5"
        assert page.print_title_rows == "$3:$4"

    def test_names_of_sheets_are_those_that_excel_takes(self) -> None:
        table = Table((Column(),), (("x",),), ())
        book = opened(*(Sheet(name, "t", table) for name in ("A/B:甲", "a", "A", "很长" * 30, "很长" * 30, "[]")))
        assert book.sheetnames == ["AB甲", "a", "A_2", ("很长" * 30)[:31], ("很长" * 30)[:29] + "_2", "1"]

    def test_the_same_sheets_make_the_same_bytes(self) -> None:
        assert written(SHEET).read() == written(SHEET).read()

    def test_too_many_cells_are_refused(self) -> None:
        large = Table((Column(),) * 2, (), (("a", Decimal(1)),) * 100_001)
        with pytest.raises(Refused) as refusal:
            written(Sheet("a", "b", large))
        assert refusal.value.spec.code == "document.too_large"


def test_the_spool_is_rewound() -> None:
    assert isinstance(written(SHEET), io.BytesIO)
    assert written(SHEET).tell() == 0
