"""Tables that leave the house."""

import csv
import io
import zipfile

import pytest

from api.core import tabular


class TestCsv:
    @pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\tx", "\rx"])
    def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(self, text: str) -> None:
        assert tabular.safe_cell(text) == f"'{text}"

    @pytest.mark.parametrize("value", ["石桥铺", "", None, -3, 1.5])
    def test_everything_else_stays(self, value: object) -> None:
        assert tabular.safe_cell(value) == value

    def test_the_file_has_a_mark_for_excel_and_reads_back(self) -> None:
        raw = b"".join(tabular.blocks(tabular.write_csv(["名称", "人数"], [["一中\n校区", 3], ['"引号"', None]])))
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
        assert rows == [["名称", "人数"], ["一中\n校区", "3"], ['"引号"', ""]]


class TestXlsx:
    def test_codes_stay_text_and_no_formula_is_made(self) -> None:
        file = tabular.write_xlsx("学校", ["标识码", "名称"], [["0321012345", "=HYPERLINK(1)"]])
        with zipfile.ZipFile(io.BytesIO(b"".join(tabular.blocks(file)))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "0321012345" in sheet
