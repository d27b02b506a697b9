"""Tables as counties write them, cell by cell."""

from itertools import count
from typing import Any

import pytest

from api.core.errors import Refused
from api.core.points import written
from api.frameworks import errors
from api.frameworks.rules.kinds import CountDeduct, Manual
from api.frameworks.rules.model import walk
from api.frameworks.rules.tables import HEADER, Read, find_header, known_lineages, read_table, write_table
from tests.unit.frameworks.build import framework, leaf, parent


def read(*rows: list[Any], header: list[Any] | None = None) -> Read:
    numbers = count(1)
    return read_table([header or list(HEADER), *rows], {}, lambda: f"n{next(numbers)}")


def tree(found: Read) -> list[tuple[str, str, str]]:
    made = framework(*found.indicators)
    return [(place.node.code, place.node.title, written(place.node.points)) for place in walk(made)]


class TestHeader:
    def test_it_is_found_below_a_title_and_under_other_names(self) -> None:
        grid: list[list[Any]] = [["2026 年考核表", None], [], ["考核项目", " 考核 内容", "分 值", "评分标准"]]
        assert find_header(grid) == (2, {"first": 0, "second": 1, "points": 2, "guidance": 3})

    def test_a_table_without_one_is_refused(self) -> None:
        with pytest.raises(Refused) as refused:
            read(["学校", "得分"], header=["a", "b"])
        assert refused.value.spec is errors.TABLE_NO_HEADER


class TestRows:
    def test_an_empty_first_cell_goes_on_with_the_one_above(self) -> None:
        found = read(["组织（5分）", "机构", "", 2], ["", "计划", "", 3.0], ["宣传", "", "每月一次", "4 分"])
        assert tree(found) == [("1", "组织", "5"), ("1.1", "机构", "2"), ("1.2", "计划", "3"), ("2", "宣传", "4")]
        assert found.indicators[1].text == "每月一次"

    def test_several_points_of_one_indicator_are_its_parts(self) -> None:
        found = read(["组织", "责任", "有清单", 2], ["", "", "有分工", 1.5])
        assert tree(found) == [
            ("1", "组织", "3.5"),
            ("1.1", "责任", "3.5"),
            ("1.1.1", "有清单", "2"),
            ("1.1.2", "有分工", "1.5"),
        ]

    def test_totals_and_empty_rows_are_passed_over(self) -> None:
        found = read(["组织", "", "", 2], [None, None, None, None], ["合计", "", "", 2], ["", "总分", "", 2])
        assert (found.rows, len(found.indicators)) == (1, 1)

    def test_points_that_cannot_be_read_are_told_with_their_row(self) -> None:
        found = read(["组织", "机构", "", "若干"], ["", "计划", "", 3])
        assert [(note.spec, dict(note.params)) for note in found.notes] == [(errors.TABLE_POINTS, {"row": 2})]
        assert tree(found)[1] == ("1.1", "机构", "0")

    def test_a_sentence_becomes_a_rule_and_is_kept(self) -> None:
        found = read(["组织", "", "", 2, "缺一项扣0.5分"], ["宣传", "", "", 2, "听取汇报"])
        first, second = found.indicators
        assert isinstance(first.rule, CountDeduct)
        assert first.guidance == "缺一项扣0.5分"
        assert [one.row for one in found.sentences] == [2]
        assert second.rule == Manual()
        assert [(note.spec, dict(note.params)) for note in found.notes] == [(errors.TABLE_NO_RULE, {"row": 3})]

    def test_evidence_is_one_slot_a_line(self) -> None:
        slots = read(["组织", "", "", 2, "", "清单；照片\n记录", "全年"]).indicators[0].slots
        assert [(slot.code, slot.title) for slot in slots] == [("1.1", "清单"), ("1.2", "照片"), ("1.3", "记录")]


class TestAgain:
    def test_what_is_written_is_read_as_it_was(self) -> None:
        made = framework(
            parent(
                "1", "10", leaf("1.1", "6", text="要点", note="注"), parent("1.2", "4", leaf("a", "1"), leaf("b", "3"))
            ),
            leaf("2", "5"),
        )
        rows = list(write_table(made))
        found = read_table([list(HEADER), *rows], known_lineages(made), lambda: "new")
        assert list(write_table(framework(*found.indicators))) == rows
        assert {place.node.lineage for place in walk(framework(*found.indicators))} == {
            place.node.lineage for place in walk(made)
        }
