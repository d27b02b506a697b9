"""What goes back to whoever sent a file: their own rows, and what is wrong with each."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from api.core.errors import Refused
from api.exchange.reading import Asked, Sent, look, propose, stamp, write_refused
from api.files.cleaning import Limits
from tests.tables import SPEC, read_all, written

NOTES = {3: ["不在可选范围内", "=1+1"], 4: ["必填"]}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("食堂")
        sheet.write(0, 0, "一览表")
        sheet.write_row(1, 0, ["标识码", "名称", "座位数"], made.add_format({"bold": True}))
        sheet.write_row(2, 0, ["2134000001", "=一", "很多"])
        sheet.write_row(3, 0, ["2134000002", "", 300])
        made.add_worksheet("说明").write(0, 0, "留着")
    return path


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestStamping:
    def test_keeps_the_book_and_says_what_is_wrong_beside_each_row(self, book: Path) -> None:
        with stamp(book, ("食堂", 2), NOTES, "zh-CN") as file:
            copy = openpyxl.load_workbook(file)
        sheet = copy["食堂"]
        assert cells(sheet) == [
            ["一览表", None, None, None],
            ["标识码", "名称", "座位数", "错误"],
            ["2134000001", "=一", "很多", "不在可选范围内；=1+1"],
            ["2134000002", None, 300, "必填"],
        ]
        assert sheet["A2"].font.bold
        assert copy["说明"]["A1"].value == "留着"

    def test_never_makes_a_formula(self, book: Path) -> None:
        with stamp(book, ("食堂", 2), {3: ["=HYPERLINK(1)"]}, "en") as file:
            sheet = openpyxl.load_workbook(file)["食堂"]
        assert (sheet["D2"].value, sheet["D3"].data_type, sheet["D3"].value) == ("Errors", "s", "=HYPERLINK(1)")

    def test_what_it_gives_can_be_put_right_and_sent_again(self, book: Path, tmp_path: Path) -> None:
        with stamp(book, ("食堂", 2), NOTES, "zh-CN") as file:
            again = written(tmp_path, file.read(), "again.xlsx")
        assert [column.to for column in propose(look(again, Asked()), SPEC).columns] == ["code", "name", "seats", None]
        assert read_all(again).seen == 2

    def test_what_takes_too_much_is_refused(self, book: Path) -> None:
        with pytest.raises(Refused, match=r"import\.file\.too_costly"):
            stamp(book, ("食堂", 2), NOTES, "zh-CN", Limits(memory=25 * 2**20))


class TestRefusedRows:
    def test_stand_as_they_were_sent_with_their_faults(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,名称,负责人\n2134000001,一,张\n2134000002,=二,李\n2134000003,三,王\n")
        mapping = propose(look(path, Asked()), SPEC).mapping
        with write_refused(Sent(path, Asked(), mapping), {3: ["必填", "太长"]}, "zh-CN") as file:
            assert cells(openpyxl.load_workbook(file).active) == [
                ["行", "标识码", "名称", "负责人", "错误"],
                [3, "2134000002", "'=二", "李", "必填；太长"],
            ]
        with write_refused(Sent(path, Asked(), mapping), {3: ["x"]}, "en", hidden={"manager"}) as file:
            assert cells(openpyxl.load_workbook(file).active)[0] == ["Row", "标识码", "名称", "Errors"]
