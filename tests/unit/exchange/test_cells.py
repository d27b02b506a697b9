"""What people write in cells, and what becomes of it: values, or faults with what was meant."""

from pathlib import Path
from typing import Any

import pytest

from api.core.errors import CATALOG, Refused
from api.core.intake import How, Mode
from tests.tables import CREATE, SPEC, UPSERT, Fault, Table, mapped, read_all, written


def read_cells(folder: Path, field: str, cells: list[str], column: dict[str, Any] | None = None) -> Table:
    """A file of one column (and codes beside it), each cell in marks."""
    lines = [f'21340000{place:02d},"{cell}"' for place, cell in enumerate(cells)]
    path = written(folder, "标识码,甲\n" + "\n".join(lines) + "\n")
    return read_all(path, mapped([{"from": 0, "to": "code"}, {"from": 1, "to": field} | (column or {})]))


class TestText:
    def test_is_trimmed_of_every_kind_of_blank_and_composed(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "name", ["\u3000 第一食堂\u00a0", "Cafe\u0301", "（东）校区", "  "])
        assert table.column("name") == ["第一食堂", "Caf\u00e9", "（东）校区", None]

    def test_has_a_length_in_characters(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "name", ["食" * 20, "食" * 21])
        assert table.column("name") == ["食" * 20]
        assert (table.found, table.faults[0]["params"]) == ([Fault(3, "name", "import.cell.length")], {"longest": 20})

    def test_that_is_damaged_or_no_text_is_refused(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "name", ["第\ufffd食堂", "第一\x00食堂", "好"])
        assert [fault.code for fault in table.found] == ["import.cell.damaged_text", "import.cell.control"]
        assert table.column("name") == ["好"]

    def test_what_looks_like_a_formula_stays_what_it_is(self, tmp_path: Path) -> None:
        assert read_cells(tmp_path, "name", ["=1+1", "@SUM", "-5"]).column("name") == ["=1+1", "@SUM", "-5"]


class TestCode:
    def test_keeps_its_zeros_and_loses_its_width(self, tmp_path: Path) -> None:
        assert read_cells(tmp_path, "area_code", ["0564", "０５６４", "0564.0"]).column("area_code") == ["0564"] * 3

    def test_that_lost_its_zeros_is_told_apart_from_a_wrong_one(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,区号\n34000001,564\n213400000X,\n2.134E+09,0564\n")
        table = read_all(path)
        assert table.found == [
            Fault(2, "code", "import.cell.zeros_lost"),
            Fault(2, "area_code", "import.cell.zeros_lost"),
            Fault(3, "code", "import.cell.pattern"),
            Fault(4, "code", "import.cell.code_as_float"),
        ]
        assert [fault["suggestions"] for fault in table.faults] == [["0034000001"], [], [], []]

    def test_is_fitted_as_a_whole(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, "标识码,名称\n12134000001,甲\n2134000001,乙\n"))
        assert (table.found, table.column("name")) == ([Fault(2, "code", "import.cell.pattern")], ["乙"])


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ("12.5", "12.50"),
            (" 27,275.25 ", "27275.25"),
            ("-0.00", "0.00"),
            ("1,234", "1234.00"),
            ("￥12.30", "12.30"),
            ("12.3元", "12.30"),
            ("(500.00)", "-500.00"),
            ("１２．５", "12.50"),
            ("12.500", "12.50"),
            (".5", "0.50"),
            ("12.", "12.00"),
            ("0012.50", "12.50"),
            ("+3", "3.00"),
        ],
    )
    def test_decimals_are_read_in_every_clear_form(self, tmp_path: Path, cell: str, value: str) -> None:
        table = read_cells(tmp_path, "fee", [cell])
        assert (table.found, table.column("fee")) == ([], [value])

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("12.345", "places"),
            ("1,23", "decimal"),
            ("12万", "decimal"),
            ("12,34.5", "decimal"),
            ("1e3", "decimal"),
            ("-1000.01", "least"),
            ("9" * 40, "decimal"),
            ("1.2.3", "decimal"),
        ],
    )
    def test_decimals_are_not_guessed(self, tmp_path: Path, cell: str, code: str) -> None:
        assert read_cells(tmp_path, "fee", [cell]).found == [Fault(2, "fee", f"import.cell.{code}")]

    @pytest.mark.parametrize(
        ("field", "values"), [("seats", [7, None, 0, None, 12]), ("fee", ["7.00", None, "0.00", None, "12.00"])]
    )
    def test_words_that_the_mapping_translates_are_numbers_or_none(
        self, tmp_path: Path, field: str, values: list[Any]
    ) -> None:
        meaning = {"z": "", "none": "0", "closed": "__NULL__", "dozen": "12"}
        table = read_cells(tmp_path, field, ["7", "z", "None", "closed", "dozen"], {"values": meaning})
        assert (table.found, table.column(field), table.column("nulls")) == ([], values, [[], [], [], [field], []])

    def test_decimals_are_read_as_the_mapping_says(self, tmp_path: Path) -> None:
        column = {"decimal": ",", "thousands": "."}
        table = read_cells(tmp_path, "fee", ["1.234,5", "12,50", "1.000", "7"], column)
        assert table.column("fee") == ["1234.50", "12.50", "1000.00", "7.00"]

    def test_integers_are_whole_and_in_bounds(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "seats", ["12", "1,200", "12.0", "３", "1.5", "5001", "-1", "很多"])
        assert table.column("seats") == [12, 1200, 12, 3]
        codes = ["integer", "most", "least", "integer"]
        assert table.found == [
            Fault(row, "seats", f"import.cell.{code}") for row, code in zip(range(6, 10), codes, strict=True)
        ]


class TestDates:
    @pytest.mark.parametrize(
        "cell",
        [
            "2024-03-01",
            "2024年3月1日",
            "2024 年 03 月 01 日",
            "2024/3/1",
            "2024.03.01",
            "20240301",
            "01-Mar-24",
            "1 March 2024",
            "45352",
            "2024-03-01 00:00:00",
            "２０２４年３月１日",
        ],
    )
    def test_are_read_in_every_form_that_has_one_meaning(self, tmp_path: Path, cell: str) -> None:
        assert read_cells(tmp_path, "opened_on", [cell]).column("opened_on") == ["2024-03-01"]

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("2023-02-29", "date"),
            ("2024年13月1日", "date"),
            ("03/04/2024", "date_ambiguous"),
            ("2024-03-01 13:45", "date"),
            ("昨天", "date"),
            ("0024-03-01", "date"),
        ],
    )
    def test_are_not_guessed(self, tmp_path: Path, cell: str, code: str) -> None:
        assert read_cells(tmp_path, "opened_on", [cell]).found == [Fault(2, "opened_on", f"import.cell.{code}")]

    def test_are_read_as_the_mapping_says(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "opened_on", ["03/04/2024", "2024-04-03"], {"date": "%d/%m/%Y"})
        assert table.column("opened_on") == ["2024-04-03", "2024-04-03"]

    def test_of_a_column_that_shows_it_are_told_apart_by_the_proposal(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,启用日期\n2134000001,03/04/2024\n2134000002,25/04/2024\n")
        assert read_all(path).column("opened_on") == ["2024-04-03", "2024-04-25"]


class TestChoices:
    def test_are_known_by_every_word_and_by_the_stored_value(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "run_by", ["自营", "The School", "contractor", " 委托 经营 ", "__NULL__"])
        assert table.column("run_by") == ["school", "school", "contractor", "contractor", None]

    def test_near_ones_are_suggested(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "run_by", ["委托", "学校自营", "xyz"])
        assert table.found == [Fault(row, "run_by", "import.cell.choice") for row in (2, 3, 4)]
        assert [fault["suggestions"][:1] for fault in table.faults] == [["委托经营"], ["自营"], []]
        said = [CATALOG["import.cell.choice"].text(language, table.faults[0]["params"]) for language in ("zh-CN", "en")]
        assert said[0].endswith("自营、委托经营、无食堂。")
        assert said[1].isascii()

    def test_may_be_named_by_the_mapping(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "run_by", ["外包", "自营"], {"values": {"外包": "contractor"}})
        assert table.column("run_by") == ["contractor", "school"]

    def test_yes_and_no_have_many_words(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "licensed", ["是", "否", "√", "TRUE", "0", "也许"])
        assert table.column("licensed") == [True, False, True, True, False]
        assert table.found == [Fault(7, "licensed", "import.cell.boolean")]

    def test_lists_are_divided_where_people_divide_them(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "meals", ["早餐、午餐", "早餐, 午餐;晚餐", "早餐", ""])
        assert table.column("meals") == [["早餐", "午餐"], ["早餐", "午餐", "晚餐"], ["早餐"], None]


class TestRow:
    def test_every_fault_of_a_row_is_named_and_none_of_it_is_handed_on(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,座位数,经营方式,启用日期\n1,x,y,z\n2134000001,1,自营,20240301\n")
        table = read_all(path)
        assert [fault.field for fault in table.found] == ["code", "seats", "run_by", "opened_on"]
        assert [row["row"] for row in table.rows] == [3]
        assert (table.seen, {fault["sheet"] for fault in table.faults}) == (2, {None})

    def test_personal_values_are_not_repeated(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "manager", ["一个太长太长太长太长的名字"])
        assert [fault["value"] for fault in table.faults] == ["***"]

    def test_long_values_are_shown_in_part(self, tmp_path: Path) -> None:
        assert len(read_cells(tmp_path, "name", ["长" * 500]).faults[0]["value"]) == 100

    def test_cleared_fields_are_named(self, tmp_path: Path) -> None:
        table = read_cells(tmp_path, "name", ["__NULL__", "", "甲"])
        assert [(row["name"], row["nulls"]) for row in table.rows] == [(None, ["name"]), (None, []), ("甲", [])]

    def test_required_fields_are_asked_for_where_everything_is_new(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,名称\n2134000001,\n")
        assert read_all(path).found == []
        assert read_all(path, how=CREATE).found == [Fault(2, "name", "import.cell.required")]
        with pytest.raises(Refused) as refused:
            read_all(written(tmp_path, "标识码\n2134000001\n"), how=How(Mode.CREATE, "code", {}, write=True))
        assert [fault.params for fault in refused.value.violations] == [{"field": "name"}]

    def test_constants_and_parts_of_cells_fill_fields(self, tmp_path: Path) -> None:
        path = written(tmp_path, "学校,其他\n[2134000001]第一食堂,甲\n2134000002,乙\n")
        split = {"pattern": r"^\[(?P<code>\d+)\](?P<name>.+)$"}
        mapping = mapped([{"from": "学校", "split": split}], constants={"opened_on": "2024年9月1日"})
        table = read_all(path, mapping)
        assert table.rows == [
            {"row": 2, "code": "2134000001", "name": "第一食堂", "opened_on": "2024-09-01", "nulls": []}
        ]
        assert table.found == [Fault(3, "code", "import.cell.split")]

    def test_a_constant_that_does_not_suit_is_refused(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码\n2134000001\n")
        with pytest.raises(Refused) as refused:
            read_all(path, mapped([{"from": 0, "to": "code"}], constants={"seats": "许多"}))
        assert [fault.pointer for fault in refused.value.violations] == ["/constants/seats"]

    @pytest.mark.parametrize("pattern", [r"(?=甲)甲", "((x{1,1000}){1,1000}){1,1000}"])
    def test_expressions_that_cannot_be_run_in_linear_time_are_refused(self, tmp_path: Path, pattern: str) -> None:
        path = written(tmp_path, "标识码,名称\n2134000001,甲\n")
        columns = [{"from": "标识码", "to": "code"}]
        split = {"from": "名称", "split": {"pattern": f"(?P<name>{pattern})"}}
        for mapping in (mapped(columns, skip=[{"matches": pattern}]), mapped([*columns, split])):
            with pytest.raises(Refused) as refused:
                read_all(path, mapping)
            assert [fault.spec.code for fault in refused.value.violations] == ["import.file.pattern_bad"]

    def test_fields_are_filled_once_and_exist(self, tmp_path: Path) -> None:
        columns = [{"from": 0, "to": "code"}, {"from": 1, "to": "code"}, {"from": 2, "to": "colour"}]
        with pytest.raises(Refused) as refused:
            read_all(written(tmp_path, "甲,乙,丙\n1,2,3\n"), mapped(columns))
        assert [(fault.spec.code, fault.pointer) for fault in refused.value.violations] == [
            ("import.file.field_twice", "/columns/0/to"),
            ("import.file.field_twice", "/columns/1/to"),
            ("import.file.field_unknown", "/columns/2/to"),
        ]

    def test_a_mapping_for_another_type_is_refused(self, tmp_path: Path) -> None:
        mapping = mapped([{"from": 0, "to": "code"}], type="school")
        with pytest.raises(Refused, match=r"import\.file\.mapping_type"):
            read_all(written(tmp_path, "甲\n1\n"), mapping, spec=SPEC, how=UPSERT)
