"""What imports promise about waiting, broken lines, turns and limits."""

from collections.abc import Iterator
from typing import Any

import pytest
from anyio import to_thread
from fastapi.testclient import TestClient
from httpx import Request
from sqlalchemy import func, select

from api import wiring
from api.exchange.imports import intake
from api.exchange.imports.models import Import
from api.exchange.imports.pipeline import applying
from api.exchange.imports.service import steps as service
from tests.api.exchange.steps import begun, ended, put, run, sent
from tests.background import looking, work_off
from tests.databases import Backend
from tests.things import THING, lines
from tests.world import V1, World, settings_for

GOOD = lines("0001,甲,1,,", "0002,乙,2,,", "0003,丙,,,")
WAITING = {"Prefer": "wait=20"}


def change(client: TestClient, one: dict[str, Any], **patch: Any) -> dict[str, Any]:
    answer = client.patch(f"{V1}/imports/{one['id']}", json=patch, headers={"If-Match": f'"{one["revision"]}"'})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def move(client: TestClient, one: dict[str, Any], verb: str) -> Any:
    return client.post(f"{V1}/imports/{one['id']}:{verb}")


def count(world: World) -> int:
    with looking(world) as session:
        return int(session.execute(select(func.count()).select_from(THING)).scalar_one())


class TestWait:
    def test_done_in_time_the_answer_is_the_end_and_nothing_is_held_meanwhile(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held: list[int] = []

        async def sleep(_seconds: float) -> None:
            held.append(things.app.state.database.engine.pool.checkedout())
            await to_thread.run_sync(work_off, things)  # which would wait for ever for a writer's place that is held

        monkeypatch.setattr(intake, "sleep", sleep)
        answer = run(clerk, GOOD, WAITING)
        found = answer.json()
        assert (answer.status_code, found["state"], found["counts"]["created"]) == (200, "completed", 3)
        assert "Retry-After" not in answer.headers
        assert answer.headers["Location"] == f"{V1}/imports/{found['id']}"
        assert held == [0]

    def test_not_in_time_it_is_accepted_and_goes_on(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now, looks = 0.0, 0

        async def sleep(_seconds: float) -> None:
            nonlocal now, looks
            now, looks = now + 7, looks + 1

        monkeypatch.setattr(intake, "sleep", sleep)
        monkeypatch.setattr(intake, "monotonic", lambda: now)
        answer = run(clerk, GOOD, WAITING)
        assert (answer.status_code, answer.json()["state"], looks) == (202, "validating", 3)
        assert answer.headers["Retry-After"] == "1"
        assert ended(things, clerk, answer.json())["state"] == "completed"


def broken_off(world: World, request: Request, after: int) -> int:
    """Send the beginning of a request, then go away; the status that nobody reads."""
    body = request.read()
    first = {"type": "http.request", "body": body[:after], "more_body": True}
    messages: Iterator[dict[str, Any]] = iter([first, {"type": "http.disconnect"}])
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.url.path,
        "raw_path": request.url.raw_path,
        "root_path": "",
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    answered: list[int] = []

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    assert world.loop is not None
    world.loop.call(world.app, scope, receive, send)
    return answered[0]


def stored(world: World) -> int:
    """How many objects lie in the storage of imports, or half of one where they are spooled."""
    return sum(path.is_file() for path in (world.app.state.settings.data_dir / "files").rglob("*"))


class TestBrokenLine:
    def test_the_import_stays_open_with_the_parts_that_came_whole(self, things: World, clerk: TestClient) -> None:
        one = begun(clerk, size=len(GOOD))
        assert put(clerk, one, 1, GOOD[:30]).status_code == 200
        address = f"{V1}/imports/{one['id']}"
        request = clerk.build_request("PUT", f"{address}/parts/2", content=GOOD[30:])
        assert broken_off(things, request, 5) == 400
        now = clerk.get(address).json()
        assert (now["state"], now["file"]["received"], now["may"]["cancel"]) == ("open", 30, True)
        assert [part["number"] for part in clerk.get(f"{address}/parts").json()["items"]] == [1]
        assert stored(things) == 1
        assert put(clerk, one, 2, GOOD[30:]).status_code == 200
        assert ended(things, clerk, move(clerk, one, "start").json())["counts"]["created"] == 3

    def test_of_a_file_at_once_nothing_is_left_and_the_same_key_may_be_used(
        self, things: World, clerk: TestClient
    ) -> None:
        headers = {"Content-Type": "text/csv", "Idempotency-Key": "nightly-2026-11-28"}
        asked = {"params": {"type": "thing"}, "content": GOOD, "headers": headers}
        assert broken_off(things, clerk.build_request("POST", f"{V1}/imports:run", **asked), 40) == 400
        assert (clerk.get(f"{V1}/imports").json()["total"], stored(things)) == (0, 0)
        again = clerk.post(f"{V1}/imports:run", **asked)
        assert (again.status_code, ended(things, clerk, again.json())["state"]) == (202, "completed")


class TestTurns:
    def test_one_is_at_work_whatever_its_type(self, things: World) -> None:
        names = {f"import.{spec.name}" for spec in wiring.ROW_SPECS}
        typed = [kind for kind in wiring.wire(settings_for(things.database)).jobs if kind.name in names]
        assert len(typed) == len(names) > 1
        assert {(kind.group, kind.at_once) for kind in typed} == {("import", 1)}

    def test_a_fifth_waits_outside_and_leaves_nothing(self, things: World, clerk: TestClient) -> None:
        four = [run(clerk, GOOD).json() for _ in range(4)]
        answer = run(clerk, GOOD)
        assert (answer.status_code, answer.json()["code"]) == (429, "import.too_many")
        assert (answer.headers["Retry-After"], stored(things)) == ("30", 4)
        with looking(things) as session:
            assert session.execute(select(func.count()).select_from(Import)).scalar_one() == 4
        assert {ended(things, clerk, one)["state"] for one in four} == {"completed"}
        assert run(clerk, GOOD).status_code == 202


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded database takes two rows in one transaction."""
    for module in (service, applying):
        monkeypatch.setattr(module, "ALL_AT_ONCE_ON_SQLITE", 2)


@pytest.mark.usefixtures("two_at_once")
class TestTooLargeForAll:
    def test_applying_is_refused_on_the_embedded_database_and_row_by_row_works(
        self, things: World, clerk: TestClient, backend: Backend
    ) -> None:
        one = ended(things, clerk, sent(clerk, GOOD, atomic="all", validate_only=True))
        answer = move(clerk, one, "apply")
        if backend == "postgresql":
            assert (ended(things, clerk, answer.json())["state"], count(things)) == ("completed", 3)
            return
        assert (answer.status_code, answer.json()["code"]) == (409, "import.too_large_for_all")
        assert "2" in answer.json()["title"]
        self._row_by_row(things, clerk, one, "validated")

    def test_at_once_it_fails_with_its_rows_kept(self, things: World, clerk: TestClient, backend: Backend) -> None:
        one = ended(things, clerk, run(clerk, GOOD, atomic="all").json())
        if backend == "postgresql":
            assert (one["state"], count(things)) == ("completed", 3)
            return
        assert (one["state"], one["failure"]["code"]) == ("failed", "import.too_large_for_all")
        assert (one["counts"]["total"], one["counts"]["created"], count(things)) == (3, 0, 0)
        self._row_by_row(things, clerk, one, "failed")

    def _row_by_row(self, things: World, clerk: TestClient, one: dict[str, Any], state: str) -> None:
        assert change(clerk, one, atomic="row")["state"] == state
        found = ended(things, clerk, move(clerk, one, "apply").json())
        assert (found["state"], found["counts"]["created"], count(things)) == ("completed", 3, 3)


class TestHistory:
    def test_an_event_tells_what_changed_and_no_more(self, things: World, clerk: TestClient) -> None:
        one = ended(things, clerk, sent(clerk, GOOD, validate_only=True))
        ended(things, clerk, move(clerk, one, "apply").json())
        ended(things, clerk, move(clerk, one, "rollback").json())
        items = clerk.get(f"{V1}/imports/{one['id']}/history").json()["items"]
        told = {item["action"]: {change["field"]: change["before"] for change in item["changes"]} for item in items}
        assert told["import.started"] == {"state": "open"}
        assert told["import.applied"]["state"] == "validated"
        assert told["import.rollback_started"]["state"] == "completed"
        assert all(set(told[f"import.{verb}"]) <= {"state", "counts"} for verb in ("applied", "rollback_started"))
