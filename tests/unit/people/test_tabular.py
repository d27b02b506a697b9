"""Persons as rows of tables, in and out."""

from datetime import date

import pytest

from api.people.rules import IdKind, PartyStanding, PersonStatus, Registration, StaffKind
from api.people.tabular import TABLE, WORDS, read_row

ROW = {
    "name": "罗建平",
    "unit": "金寨县第一小学",
    "kind": "teacher",
    "status": "active",
    "posts": ["校长", "党支部副书记"],
    "id_kind": "resident_id",
    "id_masked": "****002X",
    "registration": "valid",
    "registered_to_on": date(2028, 12, 31),
    "party_standing": "full",
    "party_joined_on": None,
    "party_unit": None,
}


class TestOut:
    def test_every_word_has_both_languages(self) -> None:
        for name, values in (
            ("kind", StaffKind),
            ("status", PersonStatus),
            ("id_kind", IdKind),
            ("registration", Registration),
            ("party_standing", PartyStanding),
        ):
            assert set(WORDS[name]) >= set(values)

    def test_a_row_speaks_the_language_of_its_reader(self) -> None:
        (chinese,), (english,) = list(TABLE.cells([ROW], "zh-CN")), list(TABLE.cells([ROW], "en"))
        assert chinese[2:5] == ["专任教师", "在职", "校长、党支部副书记"]
        assert english[2:5] == ["Teacher", "Active", "校长;党支部副书记"]

    def test_what_is_unknown_is_an_empty_cell(self) -> None:
        (cells,) = TABLE.cells([ROW | {"posts": []}], "zh-CN")
        assert cells[4] is cells[-1] is None


class TestIn:
    def test_a_row_as_counties_have_it(self) -> None:
        found, faults = read_row(
            {
                "学校": "金寨县第一小学",
                "姓名": " 罗建平 ",
                "类别": "教师",
                "身份证号": "11010519491231002X",
                "政治面貌": "中共党员",
                "入党时间": "2009年7月1日",
            }
        )
        assert faults == []
        assert found == {
            "unit": "金寨县第一小学",
            "name": "罗建平",
            "kind": "teacher",
            "identity": {"kind": "resident_id", "number": "11010519491231002X"},
            "party": {"standing": "full", "joined_on": "2009-07-01"},
        }

    def test_our_own_export_reads_back(self) -> None:
        header = TABLE.header("zh-CN")
        (cells,) = TABLE.cells([ROW], "zh-CN")
        found, faults = read_row(
            {name: str(cell) for name, cell in zip(header, cells, strict=True) if cell is not None}
        )
        assert faults == []
        assert found["identity"] == {"kind": "resident_id", "last_four": "002X"}
        assert found["kind"] == "teacher"

    def test_what_cannot_be_read_is_pointed_at(self) -> None:
        found, faults = read_row({"单位": "某校", "姓名": "张三", "人员类别": "飞行员", "入党日期": "2009-13-01"})
        assert faults == ["/kind", "/party/joined_on"]
        assert found == {"unit": "某校", "name": "张三"}

    def test_what_must_be_there_is_missed(self) -> None:
        assert read_row({})[1] == ["/unit", "/name", "/kind"]

    @pytest.mark.parametrize("word", ["群众", "无", "—", ""])
    def test_not_being_a_member_is_nothing_to_write_down(self, word: str) -> None:
        found, faults = read_row({"单位": "某校", "姓名": "张三", "类别": "teacher", "政治面貌": word})
        assert (faults, "party" in found) == ([], False)

    @pytest.mark.parametrize("day", ["2009-7-1", "2009/07/01", "2009.7.1", "20090701", "2009年7月1日"])
    def test_days_are_read_as_people_write_them(self, day: str) -> None:
        found, _ = read_row({"单位": "某校", "姓名": "张三", "类别": "教师", "入党日期": day})
        assert found["party"] == {"joined_on": "2009-07-01", "standing": "full"}
