"""JSON, line by line and as an array: what is nested, what is broken, how much is taken."""

import hashlib
from pathlib import Path

import orjson
import pytest

from api.core.errors import Refused
from api.exchange.reading import Asked, Format, limits, look
from tests.tables import Fault, mapped, packed, read_all, written

ONE = {"code": "2134000001", "name": "一", "seats": 300, "fee": 12.5, "licensed": True, "meals": ["早餐", "午餐"]}
TWO = {"code": "2134000002", "name": "二", "unit": {"code": "990124", "name": "梅岭"}, "fee": None}


def lines(*records: object) -> bytes:
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


def refusal(path: Path, asked: Asked | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_all(path, asked=asked)
    return caught.value.spec.code


class TestLines:
    def test_are_rows_by_their_number(self, tmp_path: Path) -> None:
        path = written(tmp_path, lines(ONE) + b"\n" + lines(TWO), "rows.txt")
        seen = look(path, Asked())
        assert (seen.format, seen.header_row, seen.headers[-2:]) == (Format.NDJSON, None, ("unit.code", "unit.name"))
        table = read_all(path)
        assert [(row["row"], row["name"], row["seats"], row["fee"]) for row in table.rows] == [
            (1, "一", 300, "12.50"),
            (3, "二", None, None),
        ]
        assert table.column("meals") == [["早餐", "午餐"], None]
        assert table.column("licensed") == [True, None]

    def test_objects_inside_are_named_by_dots(self, tmp_path: Path) -> None:
        columns = [{"from": "code", "to": "code"}, {"from": "unit.code", "to": "unit"}]
        assert read_all(written(tmp_path, lines(ONE, TWO)), mapped(columns)).column("unit") == [None, "990124"]

    def test_that_are_broken_are_named_and_the_others_read(self, tmp_path: Path) -> None:
        table = read_all(written(tmp_path, lines(ONE) + b'{"code": \n[1]\n' + lines(TWO)))
        assert table.found == [Fault(2, None, "import.row.record"), Fault(3, None, "import.row.record")]
        assert [row["row"] for row in table.rows] == [1, 4]

    def test_lists_of_objects_and_numbers_past_precision_are_no_cells(self, tmp_path: Path) -> None:
        path = written(tmp_path, b'{"code": "2134000001", "name": [{"a": 1}], "manager": 99012419900101123456789}\n')
        assert {(fault.field, fault.code) for fault in read_all(path).found} == {
            ("name", "import.cell.nested"),
            ("manager", "import.cell.length"),
            ("manager", "import.cell.precision_lost"),
        }

    def test_may_be_compressed_and_marked(self, tmp_path: Path) -> None:
        assert read_all(packed(tmp_path, b"\xef\xbb\xbf" + lines(ONE))).column("name") == ["一"]

    def test_endless_ones_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "ROW", 2000)
        monkeypatch.setattr(limits, "LOOKED_AT", 1000)
        monkeypatch.setattr(limits, "CHUNK", 500)
        assert refusal(written(tmp_path, b'{"name": "' + b"x" * 100_000)) == "import.file.row_too_long"
        wide = lines({f"f{place}": 1 for place in range(201)})
        monkeypatch.undo()
        assert refusal(written(tmp_path, wide)) == "import.file.too_many_columns"


class TestEnd:
    def test_holds_the_file_to_what_it_says(self, tmp_path: Path) -> None:
        content = lines(ONE, TWO)
        end = {"rows": 2, "sha256": hashlib.sha256(content).hexdigest()}
        assert read_all(written(tmp_path, content + lines({"@end": end}))).seen == 2
        assert refusal(written(tmp_path, lines(TWO) + lines({"@end": end}))) == "import.file.truncated"
        assert refusal(written(tmp_path, content + lines({"@end": end | {"rows": 3}}))) == "import.file.truncated"

    def test_comes_last_and_is_no_row(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        content = lines(ONE)
        end = lines({"@end": {"rows": 1, "sha256": hashlib.sha256(content).hexdigest()}})
        assert "@end" not in str(look(written(tmp_path, content + end), Asked()).headers)
        path = written(tmp_path, content + end + lines(TWO))
        assert refusal(path) == "import.file.truncated"
        monkeypatch.setattr(limits, "CHUNK", len(content + end))
        monkeypatch.setattr(limits, "BLOCK", len(content + end))
        assert refusal(path) == "import.file.truncated"
        assert refusal(written(tmp_path, lines(ONE, ONE) + b'{"@end": \n')) == "import.file.truncated"


class TestArrays:
    def test_are_rows_by_their_place(self, tmp_path: Path) -> None:
        path = written(tmp_path, orjson.dumps([ONE, TWO], option=orjson.OPT_INDENT_2))
        assert look(path, Asked()).format is Format.JSON
        assert [(row["row"], row["name"]) for row in read_all(path).rows] == [(1, "一"), (2, "二")]

    def test_may_stand_inside_an_object(self, tmp_path: Path) -> None:
        path = written(tmp_path, orjson.dumps({"total": 2, "items": [ONE, TWO]}, option=orjson.OPT_INDENT_2))
        assert read_all(path).column("name") == ["一", "二"]

    def test_are_bounded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path, orjson.dumps([ONE] * 20))
        monkeypatch.setattr(limits, "ARRAY_ROWS", 10)
        assert refusal(path) == "import.file.too_many_rows"
        monkeypatch.setattr(limits, "ARRAY_FILE", 100)
        assert refusal(path) == "import.file.too_large"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b'[\n{"name": "x"},\n{"name": }]', "not_json"),
            (b"[]", "empty"),
            (b"[[1, 2]]", "not_records"),
            (b"[{}]", "no_header"),
        ],
    )
    def test_what_is_none_is_refused(self, tmp_path: Path, content: bytes, code: str) -> None:
        assert refusal(written(tmp_path, content)) == f"import.file.{code}"

    def test_a_csv_that_begins_with_a_bracket_is_none(self, tmp_path: Path) -> None:
        path = written(tmp_path, "[01]标识码,名称\n2134000001,一\n")
        assert look(path, Asked()).format is Format.CSV
        assert look(written(tmp_path, lines(ONE, TWO)), Asked(format=Format.NDJSON)).format is Format.NDJSON
