"""What time does to imports: files, staged rows and reports go, counts stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.core import clock
from api.exchange.imports.models import ImportBlock, ImportFault, ImportOutcome, ImportPart
from tests.api.exchange.steps import begun, ended, put, run, sent
from tests.background import ask, looking, work_off
from tests.things import lines
from tests.world import V1, World

MIXED = lines("0001,甲,1,,", "0002,乙,many,,")
TABLES = (ImportPart, ImportBlock, ImportFault, ImportOutcome)


@contextmanager
def days_later(world: World, days: int) -> Iterator[TestClient]:
    """So many days on, once order was kept; the clerk signs in anew."""
    with time_machine.travel(clock.now() + timedelta(days=days, minutes=1)):
        ask(world, "import.keep")
        work_off(world)
        yield world.sign_in("section_officer", world.unit("county"))


def kept(world: World) -> list[bool]:
    """Whether there is a file, staged rows, faults, outcomes."""
    with looking(world) as session:
        return [bool(session.execute(select(func.count()).select_from(table)).scalar_one()) for table in TABLES]


def stored(world: World) -> int:
    return sum(path.is_file() for path in (world.app.state.settings.data_dir / "files" / "imports").rglob("*"))


def read(client: TestClient, one: dict[str, Any]) -> dict[str, Any]:
    return dict(client.get(f"{V1}/imports/{one['id']}").json())


class TestEnded:
    def test_rows_go_after_a_week_the_file_after_a_month_the_report_after_half_a_year(
        self, things: World, clerk: TestClient
    ) -> None:
        one = ended(things, clerk, run(clerk, MIXED).json())
        assert (one["state"], one["file"]["kept"], one["may"]["rollback"]) == ("completed_with_errors", True, True)
        with days_later(things, 6):
            assert kept(things) == [True, True, True, True]
        with days_later(things, 7) as client:
            assert kept(things) == [True, False, True, True]
            assert not read(client, one)["may"]["rollback"]
            late = client.post(f"{V1}/imports/{one['id']}:rollback")
            assert (late.status_code, late.json()["code"]) == (409, "import.rollback_over")
        with days_later(things, 30) as client:
            assert (kept(things), stored(things)) == ([False, False, True, True], 0)
            assert not read(client, one)["file"]["kept"]
        with days_later(things, 179) as client:
            assert [error["row"] for error in read(client, one)["first_errors"]] == [3]
        with days_later(things, 180) as client:
            found = read(client, one)
            assert kept(things) == [False] * 4
            assert (found["first_errors"], found["error_groups"]) == ([], [])
            assert (found["state"], found["counts"]) == (one["state"], one["counts"])

    def test_a_failed_one_can_be_tried_again_for_a_week(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, run(clerk, MIXED, atomic="all").json())
        with days_later(things, 6) as client:
            assert read(client, one)["may"]["retry"]
        with days_later(things, 7) as client:
            found = read(client, one)
            assert (found["may"]["retry"], found["may"]["start"]) == (False, True)
            gone = client.post(f"{V1}/imports/{one['id']}:retry")
            assert (gone.status_code, gone.json()["code"]) == (409, "import.rows_gone")


class TestLeft:
    def test_an_upload_and_a_check_that_nobody_goes_on_with_expire_and_leave_nothing(
        self, things: World, clerk: TestClient
    ) -> None:
        upload, check = begun(clerk), ended(things, clerk, sent(clerk, MIXED, validate_only=True))
        put(clerk, upload, 1, MIXED)
        with days_later(things, 6) as client:
            assert [read(client, one)["state"] for one in (upload, check)] == ["open", "validated"]
        with days_later(things, 7) as client:
            assert [read(client, one)["state"] for one in (upload, check)] == ["expired", "expired"]
            assert read(client, check)["counts"]["created"] == 1
            assert not any(read(client, check)["may"].values())
            late = client.post(f"{V1}/imports/{check['id']}:apply")
            assert (late.status_code, late.json()["code"]) == (409, "import.wrong_state")
            assert (kept(things), stored(things)) == ([False, False, True, False], 0)
