"""Imports end to end: a file comes in, rows go where they belong, and nothing is written twice."""

import base64
import csv
import gzip
import hashlib
import io
from dataclasses import replace
from typing import Any

import openpyxl
import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from api import wiring
from api.core.jobs.models import Job
from api.exchange.imports.models import ImportBlock
from api.ledger.models import LedgerEvent, LedgerManifest
from tests.api.exchange.steps import begun, ended, put, run, sent
from tests.background import looking, work_off
from tests.things import SPEC, THING, lines
from tests.world import V1, World

GOOD = lines("0001,甲,1,,", "0002,乙,2,,", "0003,丙,,,")


def names(world: World) -> dict[str, str | None]:
    """What there is, by code."""
    with looking(world) as session:
        return {row.code: row.name for row in session.execute(select(THING).order_by(THING.c.code))}


class TestRun:
    def test_a_file_at_once_becomes_rows_counts_and_one_event(self, things: World, clerk: TestClient) -> None:
        started = run(clerk, GOOD)
        assert (started.status_code, started.json()["state"]) == (202, "validating")
        assert started.headers["Location"] == f"{V1}/imports/{started.json()['id']}"
        found = ended(things, clerk, started.json())
        assert (found["state"], found["failure"], found["first_errors"]) == ("completed", None, [])
        expected = {"total": 3, "created": 3, "updated": 0, "unchanged": 0, "deleted": 0, "rejected": 0, "skipped": 0}
        assert found["counts"] == expected
        assert names(things) == {"0001": "甲", "0002": "乙", "0003": "丙"}
        with looking(things) as session:
            (event,) = session.execute(select(LedgerEvent).where(LedgerEvent.action == "thing.imported")).scalars()
            manifest = session.execute(select(LedgerManifest).order_by(LedgerManifest.row)).scalars().all()
        assert [(line.event_id, line.row, line.key, line.action) for line in manifest] == [
            (event.id, 2, "0001", "created"),
            (event.id, 3, "0002", "created"),
            (event.id, 4, "0003", "created"),
        ]

    def test_run_again_it_changes_nothing_and_says_nothing(self, things: World, clerk: TestClient) -> None:
        ended(things, clerk, run(clerk, GOOD).json())
        again = ended(things, clerk, run(clerk, GOOD).json())
        assert (again["state"], again["counts"]["unchanged"], again["counts"]["created"]) == ("completed", 3, 0)
        with looking(things) as session:
            events = select(func.count()).where(LedgerEvent.action == "thing.imported")
            assert session.execute(events).scalar_one() == 1
            assert session.execute(select(func.max(THING.c.revision))).scalar_one() == 1

    def test_good_rows_are_written_beside_bad_ones(self, things: World, clerk: TestClient) -> None:
        rows = ("0001,甲,many,,", "0002,乙,2,,云屏县教育局", "0003,丙,3,,", "0004,,,,")
        found = ended(things, clerk, run(clerk, lines(*rows)).json())
        assert (found["state"], found["counts"]["created"], found["counts"]["rejected"]) == (
            "completed_with_errors",
            1,
            3,
        )
        assert [(error["row"], error["code"], error["field"]) for error in found["first_errors"]] == [
            (2, "import.cell.integer", "number"),
            (3, "import.right.outside_reach", "unit"),
            (5, "import.row.field_missing", "name"),
        ]
        assert found["first_errors"][1]["column"] == "单位"
        assert names(things) == {"0003": "丙"}

    def test_rows_with_one_key_are_all_refused_and_name_each_other(self, things: World, clerk: TestClient) -> None:
        found = ended(things, clerk, run(clerk, lines("0001,甲,,,", "0002,乙,,,", "0001,丁,,,")).json())
        assert [(error["row"], error["code"], error["params"]) for error in found["first_errors"]] == [
            (2, "import.row.duplicate", {"row": 4}),
            (4, "import.row.duplicate", {"row": 2}),
        ]
        assert "第 4 行" in found["first_errors"][0]["message"]
        assert names(things) == {"0002": "乙"}

    def test_a_key_of_several_fields_is_compared_as_a_whole(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        by_both = replace(SPEC, key_fields={"code": ("number", "code")})
        monkeypatch.setattr(wiring, "ROW_SPECS", (by_both,))
        one = run(clerk, lines("0001,甲,1,,", "0001,乙,2,,", "0003,丙,3,,", "0003,丁,3,,"), validate_only=True).json()
        found = ended(things, clerk, one)
        assert [(error["row"], error["code"]) for error in found["first_errors"]] == [
            (4, "import.row.duplicate"),
            (5, "import.row.duplicate"),
        ]

    def test_what_may_not_be_kept_is_nowhere_and_its_file_goes(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def hide(_keys: Any, values: Any) -> dict[str, Any]:
            return {**values, "phone": "hidden"} if "phone" in values else dict(values)

        monkeypatch.setattr(wiring, "ROW_SPECS", (replace(SPEC, conceal=hide),))
        found = ended(things, clerk, run(clerk, lines("0001,甲,1,13912345678,", "0002,乙,2,,")).json())
        assert (found["state"], found["file"]["kept"]) == ("completed", False)
        with looking(things) as session:
            phones = session.execute(select(THING.c.phone).order_by(THING.c.code)).scalars().all()
            staged = session.execute(select(ImportBlock.content)).scalars().all()
        assert phones == ["hidden", None]
        assert all(b"13912345678" not in content for content in staged)
        folder = things.database.folder / "data" / "files" / "imports"
        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_rows_that_the_mapping_skips_are_counted(self, things: World, clerk: TestClient) -> None:
        found = ended(things, clerk, run(clerk, lines("0001,甲,1,,", "合计,,1,,")).json())
        assert (found["counts"]["created"], found["counts"]["skipped"], found["state"]) == (1, 1, "completed")

    def test_personal_values_are_in_no_report(self, things: World, clerk: TestClient) -> None:
        started = run(clerk, lines("0001,甲," + "x,13912345678,"))
        found = ended(things, clerk, started.json())
        assert found["counts"]["rejected"] == 1
        assert "13912345678" not in str(found)

    def test_the_same_key_makes_one_import(self, things: World, clerk: TestClient) -> None:
        headers = {"Idempotency-Key": "nightly-2026-11-28"}
        first, second = run(clerk, GOOD, headers=headers), run(clerk, GOOD, headers=headers)
        assert first.json()["id"] == second.json()["id"]
        other = run(clerk, GOOD + b"0004,x,,,\n", headers=headers)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")
        with looking(things) as session:
            assert session.execute(select(func.count()).where(Job.kind == "import.thing")).scalar_one() == 1

    @pytest.mark.parametrize(
        ("asked", "status", "code"),
        [
            ({"type": "castle"}, 422, "import.type_unknown"),
            ({"mode": "delete"}, 422, "import.mode_not_allowed"),
            ({"id_scheme": "uscc"}, 422, "import.scheme_unknown"),
            ({"references": "colour=code"}, 422, "import.reference_unknown"),
            ({"mode": "wish"}, 400, "input.not_a_choice"),
        ],
    )
    def test_what_cannot_be_asked_is_refused(
        self, clerk: TestClient, asked: dict[str, Any], status: int, code: str
    ) -> None:
        answer = run(clerk, GOOD, **asked)
        assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (status, [code])

    def test_who_may_not_is_refused(self, things: World) -> None:
        reader, teacher = things.sign_in("read_only"), things.sign_in("school_clerk", "school")
        assert [run(one, GOOD).json()["code"] for one in (reader, teacher)] == ["access.denied"] * 2


class TestParts:
    def test_parts_in_any_order_zipped_or_not_make_the_file(self, things: World, clerk: TestClient) -> None:
        one = begun(clerk, size=len(GOOD))
        packed = gzip.compress(GOOD[:20])
        assert put(clerk, one, 2, GOOD[20:]).status_code == 200
        assert put(clerk, one, 1, packed, {"Content-Encoding": "gzip"}).status_code == 200
        parts = clerk.get(f"{V1}/imports/{one['id']}/parts").json()["items"]
        digest = hashlib.sha256(GOOD[20:]).hexdigest()
        assert [(part["number"], part["size"]) for part in parts] == [(1, 20), (2, len(GOOD) - 20)]
        assert parts[1]["sha256"] == digest
        now = clerk.get(f"{V1}/imports/{one['id']}").json()
        assert (now["state"], now["file"]["received"], now["may"]["start"]) == ("uploaded", len(GOOD), True)
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:start").json())
        assert (found["state"], found["counts"]["created"]) == ("completed", 3)
        assert found["file"]["sha256"] == hashlib.sha256(GOOD).hexdigest()

    def test_a_part_that_was_spoilt_on_the_way_is_refused(self, clerk: TestClient) -> None:
        one = begun(clerk)
        digest = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
        answer = put(clerk, one, 1, GOOD, {"Content-Digest": f"sha-256=:{digest}:"})
        assert (answer.status_code, answer.json()["code"]) == (422, "import.digest_mismatch")
        assert clerk.get(f"{V1}/imports/{one['id']}/parts").json() == {"items": []}

    def test_a_gap_and_a_wrong_size_keep_it_from_starting(self, clerk: TestClient) -> None:
        one = begun(clerk)
        put(clerk, one, 3, GOOD)
        answer = clerk.post(f"{V1}/imports/{one['id']}:start")
        assert (answer.status_code, answer.json()["code"]) == (409, "import.parts_missing")
        assert "1, 2" in answer.json()["title"]

    def test_more_than_was_announced_is_refused(self, clerk: TestClient) -> None:
        answer = put(clerk, begun(clerk, size=5), 1, GOOD)
        assert (answer.status_code, answer.json()["code"]) == (413, "import.file_too_large")

    def test_a_gzip_bomb_is_refused(self, clerk: TestClient) -> None:
        bomb = gzip.compress(b"\0" * 40_000_000)
        answer = put(clerk, begun(clerk), 1, bomb, {"Content-Encoding": "gzip"})
        assert (answer.status_code, answer.json()["code"]) == (422, "import.coding_broken")


class TestPreview:
    def test_it_shows_the_first_rows_and_proposes_a_mapping(self, clerk: TestClient) -> None:
        one = begun(clerk)
        put(clerk, one, 1, GOOD.decode().encode("gb18030"))
        seen = clerk.get(f"{V1}/imports/{one['id']}/preview", params={"delimiter": ","})
        assert seen.status_code == 200, seen.text
        found = seen.json()
        assert (found["format"], found["encoding"], found["header_row"]) == ("csv", "gb18030", 1)
        assert found["sample"][0] == ["0001", "甲", "1", "", ""]
        assert [(column["to"], column["confidence"]) for column in found["proposed"]][:2] == [
            ("code", "sure"),
            ("name", "sure"),
        ]
        assert found["mapping"]["columns"][0] == {"from": "编号", "to": "code"}

    def test_without_a_file_there_is_nothing_to_see(self, clerk: TestClient) -> None:
        answer = clerk.get(f"{V1}/imports/{begun(clerk)['id']}/preview")
        assert (answer.status_code, answer.json()["code"]) == (409, "import.no_file")


class TestCheckFirst:
    def test_validated_then_applied_without_uploading_again(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, sent(clerk, GOOD, validate_only=True))
        assert (one["state"], one["counts"]["created"], names(things)) == ("validated", 3, {})
        assert one["may"]["apply"]
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:apply").json())
        assert (found["state"], found["counts"]["created"]) == ("completed", 3)

    def test_a_saved_mapping_is_copied_into_the_import(self, things: World, clerk: TestClient) -> None:
        document = {"type": "thing", "columns": [{"from": "编号", "to": "code"}, {"from": "电话", "to": "name"}]}
        saved = clerk.post(f"{V1}/imports/mappings", json={"name": "电话当名称", "document": document}).json()
        one = ended(things, clerk, run(clerk, lines("0001,甲,1,110,"), mapping_id=saved["id"]).json())
        assert (one["state"], one["mapping"], names(things)) == ("completed", document, {"0001": "110"})
        other = run(clerk, GOOD, mapping_id="0198c0de-0000-7000-8000-00000000dead")
        assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "import.mapping_unknown")

    def test_a_change_of_mapping_checks_it_anew(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, sent(clerk, GOOD, validate_only=True))
        mapping = {"type": "thing", "columns": [{"from": "编号", "to": "code"}, {"from": "电话", "to": "name"}]}
        change = {"json": {"mapping": mapping}, "headers": {"If-Match": f'"{one["revision"]}"'}}
        changed = clerk.patch(f"{V1}/imports/{one['id']}", **change).json()
        assert (changed["state"], changed["counts"]["created"]) == ("uploaded", 0)
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:start").json())
        assert found["counts"]["rejected"] == 3

    def test_all_or_nothing_writes_nothing_when_a_row_is_bad(self, things: World, clerk: TestClient) -> None:
        bad = lines("0001,甲,1,,", "0002,,2,,")
        one = ended(things, clerk, sent(clerk, bad, atomic="all"))
        assert (one["state"], one["failure"]["code"], names(things)) == ("failed", "import.has_errors", {})
        assert one["counts"]["created"] == 0
        change = {"json": {"atomic": "row"}, "headers": {"If-Match": f'"{one["revision"]}"'}}
        assert clerk.patch(f"{V1}/imports/{one['id']}", **change).json()["state"] == "failed"
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:apply").json())
        assert (found["state"], names(things)) == ("completed_with_errors", {"0001": "甲"})
        assert [error["row"] for error in found["first_errors"]] == [3]

    def test_all_or_nothing_writes_all_when_every_row_is_good(self, things: World, clerk: TestClient) -> None:
        found = ended(things, clerk, sent(clerk, GOOD, atomic="all"))
        assert (found["state"], found["counts"]["created"], len(names(things))) == ("completed", 3, 3)


class TestStop:
    def test_cancelled_it_writes_nothing_more(self, things: World, clerk: TestClient) -> None:
        one = sent(clerk, GOOD)
        answer = clerk.post(f"{V1}/imports/{one['id']}:cancel")
        assert answer.json()["state"] == "cancelled"
        assert ended(things, clerk, one)["state"] == "cancelled"
        assert names(things) == {}

    def test_what_cannot_be_done_now_names_what_can(self, clerk: TestClient) -> None:
        answer = clerk.post(f"{V1}/imports/{begun(clerk)['id']}:apply")
        assert (answer.status_code, answer.json()["code"]) == (409, "import.wrong_state")
        assert "upload, change, start, cancel" in answer.json()["title"]

    def test_a_file_without_rows_fails_with_its_reason_and_can_be_replaced(
        self, things: World, clerk: TestClient
    ) -> None:
        one = ended(things, clerk, sent(clerk, "编号,名称\n".encode()))
        assert (one["state"], one["failure"]["code"]) == ("failed", "import.file.header_only")
        assert one["may"]["start"]

    def test_a_heading_that_stands_twice_is_picked_by_nobody(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, sent(clerk, "编号,名称,名称\n0001,甲,乙\n".encode()))
        assert (one["state"], one["failure"]["code"]) == ("failed", "import.file.headers_alike")
        assert "名称" in one["failure"]["message"]


class TestRollback:
    def test_everything_is_taken_back(self, things: World, clerk: TestClient) -> None:
        ended(things, clerk, run(clerk, lines("0001,甲,1,,")).json())
        one = ended(things, clerk, run(clerk, lines("0001,改,1,,", "0002,乙,,,")).json())
        assert one["may"]["rollback"]
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:rollback").json())
        assert (found["state"], names(things)) == ("rolled_back", {"0001": "甲"})

    def test_what_was_changed_since_is_kept_and_listed(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, GOOD).json())
        with things.host() as ctx:
            ctx.session.execute(update(THING).where(THING.c.code == "0002").values(name="新", revision=2))
        found = ended(things, clerk, clerk.post(f"{V1}/imports/{one['id']}:rollback").json())
        assert (found["state"], names(things)) == ("partly_rolled_back", {"0002": "新"})
        assert [(error["row"], error["code"]) for error in found["first_errors"]] == [(3, "import.apply.changed_since")]


class TestReports:
    def test_errors_by_stretches_and_as_files(self, things: World, clerk: TestClient) -> None:
        bad = lines(*(f"{number:04},甲,x,," for number in range(120)))
        one = ended(things, clerk, run(clerk, bad, max_errors=100).json())
        (group,) = one["error_groups"]
        assert (group["count"], group["first_rows"], group["value"]) == (120, [2, 3, 4, 5, 6], "x")
        first = clerk.get(f"{V1}/imports/{one['id']}/errors", params={"limit": 60}).json()
        second = clerk.get(
            f"{V1}/imports/{one['id']}/errors", params={"limit": 60, "cursor": first["next_cursor"]}
        ).json()
        rows = [error["row"] for error in first["items"] + second["items"]]
        assert (rows, second["next_cursor"]) == (list(range(2, 102)), None)
        text = clerk.get(f"{V1}/imports/{one['id']}/errors.csv").content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) == 101
        english = clerk.get(f"{V1}/imports/{one['id']}/errors.ndjson", headers={"Accept-Language": "en"})
        *told, end = [orjson.loads(line) for line in english.content.splitlines()]
        assert (len(told), end["@end"]["rows"]) == (100, 100)

    def test_the_file_comes_back_with_its_faults_and_can_be_sent_again(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, lines("0001,甲,x,,", "0002,乙,2,,"), filename="东西.csv").json())
        started = clerk.post(f"{V1}/imports/{one['id']}/errors.xlsx")
        assert started.status_code == 202, started.text
        work_off(things)
        job = clerk.get(f"{V1}/jobs/{started.json()['id']}").json()
        assert job["output"]["filename"] == "东西_导入错误.xlsx"
        book = clerk.get(f"{V1}/jobs/{job['id']}/output").content
        rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.values)
        assert [row[:4] for row in rows] == [("行", "编号", "名称", "数量"), (2, "0001", "甲", "x")]
        assert rows[1][-1].startswith("数量: ")
        media = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        again = ended(things, clerk, run(clerk, book, headers=media).json())
        assert [(error["row"], error["code"]) for error in again["first_errors"]] == [(2, "import.cell.integer")]

    def test_without_errors_there_is_no_workbook_of_them(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, GOOD).json())
        answer = clerk.post(f"{V1}/imports/{one['id']}/errors.xlsx")
        assert (answer.status_code, answer.json()["code"]) == (409, "import.no_report")

    def test_results_give_ids(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, GOOD).json())
        text = clerk.get(f"{V1}/imports/{one['id']}/results.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        with looking(things) as session:
            known = {row.code: str(row.id) for row in session.execute(select(THING))}
        assert [(row["row"], row["action"], row["key"]) for row in rows] == [
            ("2", "created", "0001"),
            ("3", "created", "0002"),
            ("4", "created", "0003"),
        ]
        assert {row["key"]: row["id"] for row in rows} == known

    def test_the_ledger_tells_its_life(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, GOOD).json())
        events = clerk.get(f"{V1}/imports/{one['id']}/history").json()["items"]
        assert [event["action"] for event in reversed(events)] == [
            "import.created",
            "import.started",
            "thing.imported",
            "import.completed",
        ]
        work_off(things)
