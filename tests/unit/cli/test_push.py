"""What `qinglian push` leaves out of a file, what it remembers, what it makes of a bad line, and its exit codes."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.cli.pushing import course, known, rows
from api.cli.pushing.known import Known, Taken
from api.cli.pushing.line import PAUSES, Credentials, Denied, Line, Unreachable
from api.cli.pushing.rows import Kind

HEAD = "学校名称,学校标识码\r\n".encode()
ONE, TWO = "一小,1\r\n".encode(), '"二\n小",2\r\n'.encode()
FILE = HEAD + ONE + TWO
NOW = datetime(2026, 11, 28, tzinfo=UTC)
ASKED = {"type": "school", "mode": "upsert"}


def ended(**changes: Any) -> dict[str, Any]:
    """An import as the server tells of it."""
    counts = {"rejected": 0}
    read = {"format": "csv", "header_row": 1, "encoding": "utf-8", "delimiter": ",", "mapping": None}
    stood = {"id": "a", "state": "completed", "failure": None, "rollback_until": "2026-12-05T00:00:00.000Z"}
    return {"counts": counts} | read | stood | changes


class TestRows:
    def test_a_line_end_in_quotation_marks_ends_no_row(self) -> None:
        assert list(rows.split(FILE, Kind.CSV)) == [(1, HEAD), (2, ONE), (3, TWO)]

    def test_a_mark_in_json_is_no_quotation_mark_of_a_table(self) -> None:
        assert list(rows.split(b'{"a": 1}\n"\n{}', Kind.NDJSON)) == [(1, b'{"a": 1}\n'), (2, b'"\n'), (3, b"{}")]

    @pytest.mark.parametrize(
        ("suffix", "content", "kind"),
        [
            (".CSV", FILE, Kind.CSV),
            (".jsonl", b"{}", Kind.NDJSON),
            (".xlsx", b"PK", None),
            (".csv", b"\x1f\x8b\x08", None),
            (".csv", "名".encode("utf-16"), None),
            (".csv", "a,b".encode("utf-16-le"), None),
        ],
    )
    def test_only_where_rows_can_be_told_apart(self, suffix: str, content: bytes, kind: Kind | None) -> None:
        assert rows.kind_of(suffix, content) is kind

    def test_titles_and_a_second_header_stay_above(self) -> None:
        assert rows.head_of(b"title\n" + HEAD + b"name,code\n" + ONE, Kind.CSV, 2, second=True) == (
            b"title\n" + HEAD + b"name,code\n"
        )
        assert rows.head_of(b"\xef\xbb\xbf{}\n", Kind.NDJSON, 1) == b"\xef\xbb\xbf"

    def test_what_is_left_out_leaves_its_lines_so_that_numbers_stay(self) -> None:
        new = "三小,3\r\n".encode()
        left = rows.without(FILE + new, Kind.CSV, HEAD, {rows.digest(ONE), rows.digest(TWO)})
        assert left == HEAD + b"\n" + b"\n\n" + new

    def test_nothing_is_left_where_all_is_known(self) -> None:
        assert rows.without(FILE + b"\r\n", Kind.CSV, HEAD, set(rows.digests(FILE, Kind.CSV, HEAD))) == b""

    def test_refused_rows_are_named_by_their_line(self) -> None:
        assert list(rows.digests(FILE, Kind.CSV, HEAD, {3})) == [rows.digest(ONE)]

    def test_the_last_line_of_an_export_goes_when_it_is_true(self) -> None:
        records = b'{"name":"a"}\n{"name":"b"}\n'
        end = b'{"@end":{"rows":2,"sha256":"%s"}}\n' % hashlib.sha256(records).hexdigest().encode()
        first = {rows.digest(b'{"name":"a"}')}
        assert rows.without(records + end, Kind.NDJSON, b"", first) == b'\n{"name":"b"}\n'
        cut = records[:13] + end
        assert rows.without(cut, Kind.NDJSON, b"", first) == cut


class TestKnown:
    @pytest.fixture
    def past(self) -> Known:
        made = Known()
        made.add(ended(), FILE, Kind.CSV, (), ASKED)
        return made

    def test_it_is_kept_for_this_user_only(self, past: Known, tmp_path: Path) -> None:
        path = tmp_path / "push" / "one.json"
        known.save(path, past)
        assert known.load(path) == past
        assert path.stat().st_mode & 0o077 == 0
        path.write_text("{")
        assert known.load(path) == Known()

    def test_a_server_a_type_a_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        places = {known.place(*of) for of in (("a", "b", "c"), ("x", "b", "c"), ("a", "x", "c"), ("a", "b", "x"))}
        assert len(places) == 4
        assert all(path.is_relative_to(tmp_path) for path in places)

    @pytest.mark.parametrize(
        ("content", "asked", "fits"),
        [
            (FILE + ONE, ASKED, True),
            (FILE.replace("学校名称".encode(), b"name"), ASKED, False),
            (FILE, ASKED | {"mode": "delete"}, False),
            (HEAD + "三小".encode("gb18030"), ASKED, False),
        ],
    )
    def test_it_holds_for_the_same_head_options_and_encoding(
        self, past: Known, content: bytes, asked: dict[str, str], fits: bool
    ) -> None:
        assert past.fits(content, Kind.CSV, asked) is fits

    def test_a_row_that_is_changed_and_changed_back_is_sent_again(self, past: Known) -> None:
        past.keep_only(HEAD + TWO, Kind.CSV)
        assert past.rows == {rows.digest(TWO)}
        past.keep_only(HEAD, Kind.CSV)
        assert past.imports == {}

    def test_rows_of_an_import_that_was_taken_back_are_forgotten(self, past: Known) -> None:
        past.imports["old"] = Taken("2026-11-27T00:00:00.000Z", ["x"])
        past.forget(NOW, {"a": False, "old": False}.__getitem__)
        assert list(past.imports) == ["old"]

    def test_another_head_begins_anew(self, past: Known) -> None:
        past.add(ended(id="b"), b"name,code\n" + ONE, Kind.CSV, (), ASKED)
        assert list(past.imports) == ["b"]


class TestLine:
    @staticmethod
    def line(answers: Iterator[httpx.Response | Exception], credentials: Credentials) -> tuple[Line, list[Any]]:
        told: list[Any] = []

        def answer(request: httpx.Request) -> httpx.Response:
            told.append((request.url.path, request.headers.get("Authorization")))
            found = next(answers)
            if isinstance(found, Exception):
                raise found
            return found

        http = httpx.Client(base_url="http://server/api/v1", transport=httpx.MockTransport(answer))
        return Line(http, credentials, told.append), told

    def test_a_broken_line_and_a_busy_server_are_waited_for(self) -> None:
        busy = httpx.Response(503, headers={"Retry-After": "7"})
        line, told = self.line(iter([httpx.ReadError("x"), busy, httpx.Response(200, json={})]), Credentials("t"))
        assert line.json("GET", "/imports") == {}
        assert [one for one in told if not isinstance(one, tuple)] == [1, 7, 2]

    def test_one_that_stays_away_is_given_up(self) -> None:
        line, told = self.line(iter([httpx.ConnectError("x")] * 99), Credentials("t"))
        with pytest.raises(Unreachable):
            line.call("GET", "/imports")
        assert [one for one in told if not isinstance(one, tuple)] == list(PAUSES)

    def test_a_token_that_ran_out_is_had_anew(self) -> None:
        tokens = (httpx.Response(200, json={"access_token": token}) for token in "ab")
        answers = [next(tokens), httpx.Response(401), next(tokens), httpx.Response(200, json={})]
        line, told = self.line(iter(answers), Credentials("", "id", "secret"))
        line.call("GET", "/imports")
        assert [one[1] for one in told] == [None, "Bearer a", None, "Bearer b"]

    def test_a_refusal_is_told_with_its_code(self) -> None:
        problem = {"code": "import.type_unknown", "detail": "No such type.", "errors": []}
        line, _ = self.line(iter([httpx.Response(422, json=problem)]), Credentials("t"))
        with pytest.raises(Denied, match=r"import\.type_unknown: No such type\."):
            line.call("POST", "/imports")


class TestCourse:
    def test_parts_are_of_eight_megabytes(self) -> None:
        content = bytes(course.PART + 1)
        assert [(number, len(part)) for number, part in course.parts_of(content)] == [(1, course.PART), (2, 1)]

    @pytest.mark.parametrize(
        ("one", "code"),
        [
            (ended(), 0),
            (ended(state="validated"), 0),
            (ended(state="validated", counts={"rejected": 1}), 1),
            (ended(state="completed_with_errors", counts={"rejected": 2}), 1),
            (ended(state="failed", failure={"code": "import.has_errors"}), 1),
            (ended(state="failed", failure={"code": "import.file.empty"}), 2),
            (ended(state="failed", failure={"code": "import.storage_down"}), 3),
            (ended(state="cancelled"), 3),
        ],
    )
    def test_the_exit_code_says_how_it_ended(self, one: dict[str, Any], code: int) -> None:
        assert course.exit_code(one) == code
