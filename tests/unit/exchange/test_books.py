"""Workbooks: what a spreadsheet makes of codes, what merged cells hide, what is no workbook at all."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from api.core.errors import Refused
from api.exchange.reading import Asked, books, limits, look
from api.exchange.reading.containers import format_of
from api.exchange.types.templates import write_xlsx_template
from api.files.cleaning import Limits
from tests.tables import SPEC, Fault, mapped, read_all, to_names, written

Write = Callable[[Any, Any], None]


def book(folder: Path, *writes: Write, hidden: int = 0) -> Path:
    """A workbook with a sheet for each function that writes one; the first ones hidden."""
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        for number, write in enumerate(writes):
            sheet = made.add_worksheet(f"表{number + 1}")
            write(sheet, made)
            if number < hidden:
                sheet.hide()
            elif number == hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return path


def rows(*lines: list[Any]) -> Write:
    def write(sheet: Any, _: Any) -> None:
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)

    return write


def refusal(path: Path, asked: Asked | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_all(path, asked=asked)
    return caught.value.spec.code


HEAD = ["标识码", "名称", "启用日期", "座位数", "伙食费"]


class TestCells:
    def test_numbers_dates_and_truths_are_what_people_see(self, tmp_path: Path) -> None:
        def write(sheet: Any, made: Any) -> None:
            sheet.write_row(0, 0, [*HEAD, "有许可证"])
            day = made.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(1, 0, [2134000001, " 一 ", "", 300, 12.5, True])
            sheet.write_datetime(1, 2, dt.datetime(2024, 3, 1), day)  # noqa: DTZ001
            sheet.write_row(2, 0, ["2134000002", "Cafe\u0301", 45352, "1,200", 0.1 + 0.2, "否"])

        assert read_all(book(tmp_path, write)).rows == [
            {
                "row": 2,
                "code": "2134000001",
                "name": "一",
                "opened_on": "2024-03-01",
                "seats": 300,
                "fee": "12.50",
                "licensed": True,
                "nulls": [],
            },
            {
                "row": 3,
                "code": "2134000002",
                "name": "Caf\u00e9",
                "opened_on": "2024-03-01",
                "seats": 1200,
                "fee": "0.30",
                "licensed": False,
                "nulls": [],
            },
        ]

    def test_codes_that_a_number_could_not_hold_are_refused(self, tmp_path: Path) -> None:
        path = book(tmp_path, rows(["标识码", "区号", "名称"], [990124199001011234, 564, "一"], [34000001, "0564", 2]))
        table = read_all(path)
        assert {(fault.row, fault.field, fault.code) for fault in table.found} == {
            (2, "code", "import.cell.pattern"),
            (2, "code", "import.cell.precision_lost"),
            (2, "area_code", "import.cell.zeros_lost"),
            (3, "code", "import.cell.zeros_lost"),
        }
        assert [fault["suggestions"] for fault in table.faults if fault["row"] == 3] == [["0034000001"]]
        assert {fault["sheet"] for fault in table.faults} == {"表1"}

    def test_formulas_count_with_the_result_that_was_saved(self, tmp_path: Path) -> None:
        def write(sheet: Any, _: Any) -> None:
            sheet.write_row(0, 0, HEAD)
            for row in range(1, 4):
                sheet.write_row(row, 0, [f"213400000{row}", "一"])
            sheet.write_formula(1, 3, "=100+200", None, 300)
            sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
            sheet.write_formula(3, 3, "=A1", None, "")

        table = read_all(book(tmp_path, write))
        assert table.column("seats") == [300]
        assert table.found == [Fault(3, "seats", "import.cell.formula_error"), Fault(4, "seats", "import.cell.formula")]

    def test_a_table_may_begin_anywhere(self, tmp_path: Path) -> None:
        def write(sheet: Any, _: Any) -> None:
            sheet.write(0, 2, "食堂一览表")
            sheet.write_row(3, 2, ["标识码", "名称"])
            sheet.write_row(4, 2, ["2134000001", "一"])
            sheet.write_row(6, 2, ["2134000002", "二"])
            sheet.write_row(7, 2, ["合计", 2])

        path = book(tmp_path, write)
        assert look(path, Asked()).header_row == 4
        table = read_all(path)
        assert ([row["row"] for row in table.rows], table.skipped) == ([5, 7], 1)


class TestMerged:
    def test_headings_stand_above_each_of_their_columns(self, tmp_path: Path) -> None:
        def write(sheet: Any, _: Any) -> None:
            sheet.merge_range(0, 0, 1, 0, "标识码")
            sheet.merge_range(0, 1, 0, 2, "座位")
            sheet.write_row(1, 1, ["数", "面积"])
            sheet.write_row(2, 0, ["2134000001", 300, 12])

        path = book(tmp_path, write)
        seen = look(path, Asked())
        assert (seen.headers, seen.second_header) == (("标识码", "座位 数", "座位 面积"), True)
        assert to_names(seen)[:2] == ["code", "seats"]
        assert read_all(path).rows == [{"row": 3, "code": "2134000001", "seats": 300, "nulls": []}]

    def test_cells_are_named_or_filled(self, tmp_path: Path) -> None:
        def write(sheet: Any, _: Any) -> None:
            sheet.write_row(0, 0, ["标识码", "学区"])
            for row in range(1, 4):
                sheet.write(row, 0, f"213400000{row}")
            sheet.merge_range(1, 1, 3, 1, "梅岭学区")

        path = book(tmp_path, write)
        named = read_all(path)
        assert named.found == [Fault(3, "unit", "import.cell.merged"), Fault(4, "unit", "import.cell.merged")]
        columns = [{"from": "标识码", "to": "code"}, {"from": "学区", "to": "unit"}]
        filled = read_all(path, mapped(columns, merged="fill"))
        assert (filled.found, filled.column("unit")) == ([], ["梅岭学区"] * 3)


class TestSheets:
    def test_the_first_that_can_be_seen_and_holds_something_is_read(self, tmp_path: Path) -> None:
        path = book(tmp_path, rows(["甲"], ["乙"]), rows(), rows(HEAD, ["2134000001", "一"]), hidden=1)
        seen = look(path, Asked())
        assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in seen.sheets] == [
            ("表1", True, 2),
            ("表2", False, 0),
            ("表3", False, 2),
        ]
        assert seen.sheet == "表3"
        assert read_all(path).column("name") == ["一"]

    def test_another_is_named_by_the_caller(self, tmp_path: Path) -> None:
        path = book(tmp_path, rows(HEAD, ["2134000001", "一"]), rows(["名称"], ["二"]))
        assert read_all(path, asked=Asked(sheet="表2")).column("name") == ["二"]
        assert refusal(path, Asked(sheet="表9")) == "import.file.no_sheet"
        assert refusal(book(tmp_path, rows(HEAD, ["1"]), rows()), Asked(sheet="表2")) == "import.file.sheet_empty"
        assert refusal(book(tmp_path, rows(HEAD))) == "import.file.header_only"

    def test_the_template_is_read_back_as_it_is_filled_in(self, tmp_path: Path) -> None:
        with write_xlsx_template(SPEC, "zh-CN") as file:
            path = written(tmp_path, file.read(), "template.xlsx")
        table = read_all(path)
        assert (table.seen, table.skipped) == (0, 2)


class TestLimits:
    def test_too_many_rows_and_columns_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert (
            refusal(book(tmp_path, rows([f"列{place}" for place in range(201)], [1]))) == "import.file.too_many_columns"
        )
        monkeypatch.setattr(limits, "BOOK_ROWS", 5)
        path = book(tmp_path, rows(["名称"], *([f"第{row}"] for row in range(6))))
        assert refusal(path) == "import.file.too_many_rows"

    def test_one_cell_at_the_far_end_costs_the_child_its_life_and_nothing_else(self, tmp_path: Path) -> None:
        def write(sheet: Any, _: Any) -> None:
            sheet.write_row(0, 0, HEAD)
            sheet.write(1_048_575, 16_383, "远")

        path = book(tmp_path, write)
        assert refusal(path) in ("import.file.too_costly", "import.file.too_many_columns")

    def test_a_child_that_needs_too_much_ends_by_itself(self, tmp_path: Path) -> None:
        path = book(tmp_path, rows(HEAD, *([f"21{row:08d}", "名" * 50] for row in range(20_000))))
        bounds = Limits(memory=32 * 2**20)
        with pytest.raises(Refused, match=r"import\.file\.too_costly"), books.opened(path, None, bounds) as opened:
            list(opened.blocks)
        # By itself: at most a library in Rust aborts. None writes to address 0 (orjson does where memory is short), and
        # none waits for itself (Rust does that is to say where memory was short).
        spent, most = (
            f"[{bounds.memory}, {bounds.seconds}, {bounds.written}]",
            f"[{limits.COLUMNS}, {limits.CELL}, 10000]",
        )
        command = [sys.executable, "-m", "api.exchange.workbooks.child", str(path), "", spent, most]
        told = {**os.environ, "RUST_BACKTRACE": "1"}
        ended = subprocess.run(command, env=told, capture_output=True, timeout=60, check=False)  # noqa: S603 (our own)
        assert ended.returncode in (1, -signal.SIGABRT)
        reason = b'{"failure":"import.file.too_costly"}'
        assert (ended.returncode == 1) == (ended.stdout.splitlines()[-1:] == [reason])


def archive(folder: Path, parts: dict[str, bytes], name: str = "x.xlsx") -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for part, body in parts.items():
            made.writestr(part, body)
    return written(folder, content.getvalue(), name)


BOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


class TestContainers:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
            (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "web_page"),
            (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<table>", "web_page"),
            (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml"),
            (b"%PDF-1.7\n", "pdf"),
            (b"Rar!\x1a\x07", "archive"),
            (b"\x89PNG\r\n\x1a\n", "not_a_table"),
            (b"", "empty"),
        ],
    )
    def test_what_is_no_table_is_called_by_its_name(self, tmp_path: Path, content: bytes, code: str) -> None:
        path = written(tmp_path, content, "table.xls")
        with pytest.raises(Refused) as refused:
            format_of(path)
        assert refused.value.spec.code == f"import.file.{code}"

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            (BOOK | {"xl/vbaProject.bin": b"x"}, "macros"),
            ({"xl/workbook.bin": b"x"}, "binary_excel"),
            ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"x"}, "open_document"),
            ({"word/document.xml": b"x"}, "archive"),
            (BOOK | {f"xl/{number}": b"" for number in range(1000)}, "too_many_parts"),
            (BOOK | {"xl/sheet.xml": b" " * (11 * 2**20)}, "bomb"),
            (BOOK, "damaged"),
        ],
    )
    def test_archives_are_judged_by_their_parts(self, tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
        assert refusal(archive(tmp_path, parts, "table.csv")) == f"import.file.{code}"

    def test_half_a_workbook_is_damaged(self, tmp_path: Path) -> None:
        whole = book(tmp_path, rows(HEAD, ["2134000001", "一"])).read_bytes()
        assert refusal(written(tmp_path, whole[: len(whole) // 2], "half.xlsx")) == "import.file.damaged"
