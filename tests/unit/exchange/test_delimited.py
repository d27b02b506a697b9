"""CSV as counties and other offices send it: lines, quotation marks, heads, rows that do not fit."""

import csv
import io
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core.errors import Refused
from api.exchange.reading import Asked, delimited, limits, look, propose, read
from api.exchange.reading.containers import chunks
from api.exchange.reading.lines import Lines, cut, last_row_end, pieces
from tests.tables import SPEC, UPSERT, Fault, mapped, packed, read_all, to_names, written

HEAD = "标识码,名称,座位数\n"


def refusal(path: Path, asked: Asked | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        read_all(path, asked=asked)
    return caught.value


class TestRows:
    def test_are_numbered_by_the_physical_line_they_begin_in(self, tmp_path: Path) -> None:
        text = HEAD + '2134000001,"上下\n两行",1\n\n2134000002,二,2\n"2134000003","三","3"\n'
        table = read_all(written(tmp_path, text))
        assert [(row["row"], row["seats"]) for row in table.rows] == [(2, 1), (5, 2), (6, 3)]
        assert table.rows[0]["name"] == "上下\n两行"

    def test_are_the_same_whichever_way_lines_end(self, tmp_path: Path) -> None:
        lines = [HEAD.strip(), "2134000001,一,1", '2134000002,"二",2', "2134000003,三,"]
        endings = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}
        read_in = [read_all(written(tmp_path, end.join(lines), name)).rows for end, name in endings.items()]
        mixed = lines[0] + "\r\n" + lines[1] + "\n" + lines[2] + "\r\n" + lines[3] + "\n"
        assert read_in[0] == read_in[1] == read_in[2] == read_all(written(tmp_path, mixed)).rows
        assert [row["row"] for row in read_in[0]] == [2, 3, 4]

    def test_that_are_blank_count_for_nothing(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, HEAD + ',,\n2134000001,一,1\n  ,"",\n\n'))
        assert (table.seen, table.skipped, [row["row"] for row in table.rows]) == (1, 0, [3])

    def test_that_are_too_short_end_in_blank_cells(self, tmp_path: Path) -> None:
        assert read_all(written(tmp_path, HEAD + "2134000001,一\n")).column("seats") == [None]

    def test_that_are_longer_than_the_head_are_named_and_the_others_read(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, HEAD + "2134000001,一,1,\n2134000002,二,三,4\n2134000003,三,3\n"))
        assert [row["row"] for row in table.rows] == [2, 4]
        assert table.found == [Fault(3, "seats", "import.cell.integer"), Fault(3, None, "import.row.ragged")]
        assert table.faults[1]["params"] == {"found": 4, "expected": 3}

    def test_with_marks_in_odd_places_are_read_as_they_stand(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, HEAD + '2134000001,5" 管,1\n2134000002,二 "新" 堂,2\n'))
        assert table.column("name") == ['5" 管', '二 "新" 堂']

    def test_a_mark_that_is_never_closed_is_refused_with_its_line(self, tmp_path: Path) -> None:
        refused = refusal(written(tmp_path, HEAD + '2134000001,一,1\n2134000002,"二,2\n2134000003,三,3\n'))
        assert (refused.spec.code, refused.params) == ("import.file.quotes", {"row": 3})

    def test_total_rows_are_left_out(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, HEAD + "2134000001,一,1\n合计,,1\n"))
        assert (table.seen, table.skipped, table.found) == (1, 1, [])

    def test_rules_leave_out_what_they_name(self, tmp_path: Path) -> None:
        text = HEAD + "2134000001,一,1\n2134000002,（停用）二,2\n2134000003,三(示例),3\n"
        columns = [{"from": "标识码", "to": "code"}, {"from": "名称", "to": "name"}]
        skip = [{"column": "名称", "starts": "（停用）"}, {"matches": "示例"}]
        table = read_all(written(tmp_path, text), mapped(columns, skip=skip))
        assert (table.column("name"), table.skipped) == (["一"], 2)


class TestHead:
    def test_is_found_below_titles(self, tmp_path: Path) -> None:
        text = "云屏县学校食堂一览表,,\n填报日期：2024年3月,,\n\n" + HEAD + "2134000001,一,1\n"
        seen = look(written(tmp_path, text), Asked())
        assert (seen.header_row, seen.headers, seen.sample_rows) == (4, ("标识码", "名称", "座位数"), (5,))
        assert read_all(written(tmp_path, text)).rows[0]["row"] == 5

    def test_is_the_row_that_the_caller_names(self, tmp_path: Path) -> None:
        path = written(tmp_path, "甲,乙,丙\n" + HEAD + "2134000001,一,1\n")
        assert look(path, Asked(header_row=2)).headers == ("标识码", "名称", "座位数")
        assert refusal(path, Asked(header_row=9)).spec.code == "import.file.no_header"

    def test_may_hold_a_mark_blanks_and_line_ends(self, tmp_path: Path) -> None:
        text = '\ufeff" 标识码 ","名\n称 ", 座位数 *\n2134000001,一,1\n'
        seen = look(written(tmp_path, text), Asked())
        assert (seen.headers, seen.encoding, to_names(seen)) == (
            ("标识码", "名 称", "座位数 *"),
            "utf-8",
            ["code", "name", "seats"],
        )
        assert read_all(written(tmp_path, text)).rows[0]["row"] == 3

    def test_may_be_followed_by_a_second_one(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, HEAD + "code,name,seats\n2134000001,一,1\n"))
        assert (table.found, [row["row"] for row in table.rows]) == ([], [3])

    def test_without_data_below_is_refused(self, tmp_path: Path) -> None:
        assert refusal(written(tmp_path, HEAD)).spec.code == "import.file.header_only"
        assert refusal(written(tmp_path, "\n\n ")).spec.code == "import.file.empty"
        assert refusal(written(tmp_path, "")).spec.code == "import.file.empty"

    def test_columns_without_a_name_or_with_the_same_are_named_by_place(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,,备注,备注\n2134000001,一,甲,乙\n")
        by_place = mapped([{"from": 0, "to": "code"}, {"from": 1, "to": "name"}, {"from": 3, "to": "manager"}])
        assert read_all(path, by_place).rows[0]["manager"] == "乙"
        with pytest.raises(Refused) as refused:
            read_all(path, mapped([{"from": "备注", "to": "name"}, {"from": "无", "to": "code"}]))
        assert [(fault.spec.code, fault.pointer) for fault in refused.value.violations] == [
            ("import.file.header_duplicate", "/columns/0/from"),
            ("import.file.header_missing", "/columns/1/from"),
        ]

    def test_the_same_twice_is_picked_for_nobody(self, tmp_path: Path) -> None:
        path = written(tmp_path, "名称,标识码,旁注, 名称 ,旁注\n甲,2134000001,一,乙,二\n")
        proposal = propose(look(path, Asked()), SPEC)
        assert proposal.alike == ("名称",)
        assert [(column.to, column.confidence.value) for column in proposal.columns[:2]] == [
            ("name", "unsure"),
            ("code", "sure"),
        ]


class TestDelimiter:
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_is_found_with_the_others_inside_marks(self, tmp_path: Path, delimiter: str) -> None:
        rows = [["标识码", "名称", "备注"], ["2134000001", "一,二;三\t四", "甲,乙"], ["2134000002", "五;六;七", "丙"]]
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = written(tmp_path, text.getvalue())
        assert (look(path, Asked()).delimiter, read_all(path).column("name")) == (
            delimiter,
            ["一,二;三\t四", "五;六;七"],
        )

    def test_is_the_one_that_the_caller_names(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码;名称,座位数\n2134000001;一,1\n")
        assert look(path, Asked(delimiter=";")).headers == ("标识码", "名称,座位数")
        assert refusal(path, Asked(delimiter="^")).spec.code == "import.file.delimiter"

    def test_one_column_needs_none(self, tmp_path: Path) -> None:
        assert read_all(written(tmp_path, "名称\n一\n\n二\n")).column("name") == ["一", "二"]


class TestBlocks:
    def test_end_where_a_row_ends_and_never_inside_marks(self) -> None:
        text = b'a,"x\ny"\nb,"""\n"\nc,d\n"e\n'
        assert text[: last_row_end(text, quoted=True)] == b'a,"x\ny"\nb,"""\n"\nc,d\n'
        assert last_row_end(text, quoted=False) == len(text)
        assert last_row_end(b'"a\nb', quoted=True) == 0

    def test_together_are_the_file_whatever_their_size(self) -> None:
        draw = random.Random(20)  # noqa: S311
        cells = ["", "一", '"x\ny"', '"say ""so"""', "12", '"a,b"']
        text = "".join(",".join(draw.choices(cells, k=3)) + "\n" for _ in range(400)).encode()
        whole = list(csv.reader(io.StringIO(text.decode(), newline="")))
        for size in (1, 7, 64, 1000, 10**6):
            stream = ((text[at : at + 13], at) for at in range(0, len(text), 13))
            blocks = list(cut(stream, quoted=True, size=size))
            assert b"".join(block.content for block in blocks) == text
            rows = [list(csv.reader(io.StringIO(block.content.decode(), newline=""))) for block in blocks]
            assert list(itertools.chain(*rows)) == whole
            assert all(block.line == text[: block.offset].count(b"\n") + 1 for block in blocks)

    def test_are_the_same_read_by_the_column_and_row_by_row(self) -> None:
        draw = random.Random(4)  # noqa: S311
        cells = ["", "一", '"x\ny"', '"say ""so"""', "12", '"a,b"', " b "]
        for _ in range(200):
            rows = [",".join(draw.choices(cells, k=3)) for _ in range(draw.randint(1, 9))]
            block = Lines(("\n".join(rows) + "\n").encode(), 0, 7, 0)
            fast = delimited.regular(block, 3, ",")
            slow, marks = delimited.irregular(block, 3, ",")
            assert fast is not None
            assert marks == ()
            assert fast.fill_null("").to_dicts() == slow.fill_null("").to_dicts()

    def test_of_short_rows_below_a_wide_head_are_parsed_in_pieces(self) -> None:
        block = Lines(b"\n" * 100_000, 0, 5, 0)
        parts = list(pieces(block, 200))
        assert max(len(part.content) for part in parts) * 200 <= 2 * limits.CELLS
        assert b"".join(part.content for part in parts) == block.content
        assert [part.line for part in parts[:2]] == [5, 5 + len(parts[0].content)]

    def test_a_row_without_end_is_refused_early(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "ROW", 4000)
        taken = itertools.count()
        endless = ((b'"' * (index == 0) + b"x\n" * 500, next(taken)) for index in range(10**6))
        with pytest.raises(Refused, match=r"import\.file\.row_too_long"):
            list(cut(endless, quoted=True, size=2000))
        assert next(taken) < 10


class TestLimits:
    def test_endless_rows_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "TEXT_ROWS", 1000)
        monkeypatch.setattr(limits, "BLOCK", 4000)
        path = written(tmp_path, HEAD + "2134000001,一,1\n" * 100_000)
        seen: list[int] = []
        with pytest.raises(Refused, match=r"import\.file\.too_many_rows"):
            seen.extend(_blocks(path))
        assert sum(seen) <= 1000

    def test_ten_thousand_columns_are_refused(self, tmp_path: Path) -> None:
        text = ",".join(f"c{place}" for place in range(10_000)) + "\n" + "," * 9_999 + "1\n"
        assert refusal(written(tmp_path, text)).spec.code == "import.file.too_many_columns"

    def test_a_cell_of_a_gigabyte_costs_its_first_megabytes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "large.csv"
        with path.open("wb") as file:
            file.write((HEAD + '2134000001,"').encode())
            file.truncate(2**30)
        assert refusal(path).spec.code == "import.file.too_large"
        monkeypatch.setattr(limits, "TEXT_FILE", 2**31)
        stream = chunks(path)
        with pytest.raises(Refused, match=r"import\.file\.row_too_long"):
            list(cut(stream, quoted=True))
        assert next(stream)[1] <= limits.ROW + 3 * limits.CHUNK

    def test_a_row_without_end_below_the_head_is_no_head_alone(self, tmp_path: Path) -> None:
        assert (
            refusal(written(tmp_path, HEAD + "x" * (limits.ROW + 2 * limits.MB))).spec.code
            == "import.file.row_too_long"
        )

    def test_a_first_row_longer_than_a_look_is_read(self, tmp_path: Path) -> None:
        rows = HEAD + '2134000001,"' + "一" * limits.MB + '",1\n'
        assert look(written(tmp_path, rows), Asked()).sample_rows == (2,)

    def test_rows_that_never_fit_are_no_table(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MARKS", 10)
        refused = refusal(written(tmp_path, HEAD + "1,2,3,4\n" * 100))
        assert (refused.spec.code, refused.params) == ("import.file.ragged", {"row": 2})

    def test_what_unpacks_without_measure_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert read_all(packed(tmp_path, (HEAD + "2134000001,一,1\n").encode())).seen == 1
        monkeypatch.setattr(limits, "RATIO_FROM", 10_000)
        bomb = packed(tmp_path, (HEAD + "2134000001,一,1\n" * 100_000).encode())
        assert refusal(bomb).spec.code == "import.file.bomb"
        damaged = written(tmp_path, b"\x1f\x8b\x08junk")
        assert refusal(damaged).spec.code == "import.file.damaged"


def _blocks(path: Path) -> Iterator[int]:
    columns = mapped([{"from": "标识码", "to": "code"}])
    return (block.seen for block in read(path, Asked(), columns, SPEC, UPSERT))
