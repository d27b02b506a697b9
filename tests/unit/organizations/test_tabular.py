"""The table of schools that leaves the house."""

import csv
import io
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest

from api.organizations import rules, tabular

ROW: dict[str, Any] = {column.field: None for column in tabular.COLUMNS} | {
    "name": "锦岚县第一小学",
    "code": "0134001024",
    "parent_name": "梅岭学区",
    "type": "nine_year",
    "ownership": "public",
    "status": "operating",
    "boarding": False,
    "pupils": 0,
    "longitude": "-15.500000",
    "former_names": ["甲小学", "乙小学"],
}


def table(language: tabular.Language = "zh-CN", **changes: Any) -> dict[str, str]:
    """The only row of the CSV, by heading."""
    rows = tabular.set_aside([SimpleNamespace(**ROW | changes)])
    text = b"".join(tabular.write_table(rows, "csv", language)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    return row


class TestTable:
    def test_headings_and_values_are_chinese(self) -> None:
        row = table()
        assert row["学校名称"] == "锦岚县第一小学"
        assert (row["办学类型"], row["学段"], row["举办者性质"]) == ("九年一贯制学校", "小学、初中", "公办")

    def test_or_english(self) -> None:
        row = table("en")
        assert (row["Type"], row["Stages"]) == ("Nine-year school", "Primary,Junior secondary")

    def test_unknown_is_empty_and_zero_is_zero(self) -> None:
        row = table()
        assert (row["在校学生"], row["教职工"], row["寄宿"], row["食堂"]) == ("0", "", "不寄宿", "")

    def test_a_code_keeps_its_leading_zero(self) -> None:
        assert table()["学校标识码"] == "0134001024"

    def test_a_negative_coordinate_is_a_number_and_a_formula_is_a_text(self) -> None:
        row = table(name="=HYPERLINK(1)", short_name="-1+1", address="@x")
        assert row["经度"] == "-15.500000"
        assert (row["学校名称"], row["简称"], row["地址"]) == ("'=HYPERLINK(1)", "'-1+1", "'@x")

    def test_former_names_stand_in_one_cell(self) -> None:
        assert table()["曾用名"] == "甲小学、乙小学"

    def test_a_workbook_holds_texts_and_numbers(self) -> None:
        rows = tabular.set_aside([SimpleNamespace(**ROW)])
        book = zipfile.ZipFile(io.BytesIO(b"".join(tabular.write_table(rows, "xlsx", "zh-CN"))))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "0134001024" in sheet
        assert "<v>0</v>" in sheet
        assert "<f>" not in sheet

    def test_rows_are_read_at_once_and_given_back_later(self) -> None:
        source = iter([SimpleNamespace(**ROW)] * 3)
        rows = tabular.set_aside(source)
        assert next(source, None) is None
        assert len(list(rows)) == 3

    @pytest.mark.parametrize(
        ("attribute", "values"),
        [
            ("type", rules.SchoolType),
            ("ownership", rules.Ownership),
            ("status", rules.Status),
            ("area", rules.Area),
            ("canteen", rules.Canteen),
            ("party_organization", rules.PartyOrganization),
            ("party_coverage", rules.PartyCoverage),
        ],
    )
    def test_every_value_has_a_word_in_both_languages(self, attribute: str, values: Any) -> None:
        column = next(column for column in tabular.COLUMNS if column.field == attribute)
        words = {(column.cell(value, 0), column.cell(value, 1)) for value in values}
        assert len(words) == len(values)
