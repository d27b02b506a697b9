"""Imports are killed, wherever they are: in the end every row is there once, said once in the ledger, counted once."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from api import wiring
from api.core.jobs.models import Job
from api.core.jobs.rules import JobState
from api.exchange.imports import pipeline
from api.exchange.imports.models import Import, ImportOutcome
from api.exchange.imports.pipeline import applying
from api.exchange.imports.pipeline.work import Step
from api.exchange.imports.rules import RUNNING
from api.ledger.models import LedgerManifest
from tests.api.exchange.bundles import manifest, zipped
from tests.api.exchange.steps import begun, ended, put, run
from tests.api.ledger.steps import faults
from tests.background import looking, make_due, until
from tests.databases import Backend, borrowed
from tests.faults.workers import import_process
from tests.postgres import cluster, superuser
from tests.soak import rounds
from tests.things import SPEC, THING, WITH_THINGS, lines
from tests.world import V1, World, inhabited

ROWS = 2_000


@pytest.fixture
def things(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The county, with things to import."""
    monkeypatch.setattr(wiring, "ROW_SPECS", (SPEC,))
    with borrowed(backend, WITH_THINGS) as copy, inhabited(copy) as place:
        yield place


@pytest.fixture
def clerk(things: World) -> TestClient:
    return things.sign_in("section_officer")


def standing(world: World) -> tuple[str, str | None, int]:
    """State, phase and rows done of the newest import."""
    newest = select(Import.state, Import.phase, Import.rows_done).order_by(Import.id.desc()).limit(1)
    newest = newest.where(Import.bundle_id.is_(None))
    with looking(world) as session:
        row = session.execute(newest).one()
    return row[0], row[1], row[2]


def kill_after(world: World, seconds: float) -> None:
    """Let a worker get on with the import, then kill it."""
    with import_process(world) as process:
        before = standing(world)
        until(lambda: standing(world) != before)
        time.sleep(seconds)
        process.kill()


def finish(world: World) -> None:
    """A last worker that nobody disturbs; leases of the dead run out meanwhile."""
    with import_process(world):
        until(lambda: standing(world)[0] not in RUNNING)


def body(rows: int, series: int = 0) -> bytes:
    return lines(*(f"{series:03}{number:06},物{number},{number},," for number in range(rows)))


def survive(world: World, clerk: TestClient, dice: random.Random, series: int) -> None:
    """Import `ROWS` new things under three kills, and hold what is there to what was sent."""
    one = run(clerk, body(ROWS, series)).json()
    for _ in range(3):
        if standing(world)[0] in RUNNING:
            kill_after(world, dice.uniform(0, 0.6))
    finish(world)
    found = clerk.get(f"{V1}/imports/{one['id']}").json()
    assert (found["state"], found["counts"]["created"], found["counts"]["total"]) == ("completed", ROWS, ROWS)
    assert found["counts"]["unchanged"] == 0
    with looking(world) as session:
        revisions = select(func.count(), func.min(THING.c.revision), func.max(THING.c.revision))
        things = session.execute(revisions.where(THING.c.code.startswith(f"{series:03}"))).one()
        told = select(LedgerManifest.row).where(LedgerManifest.key.startswith(f"{series:03}"))
        rows = session.execute(told.order_by(LedgerManifest.row)).scalars().all()
        outcomes = select(func.sum(ImportOutcome.rows)).where(ImportOutcome.import_id == UUID(one["id"]))
        assert session.execute(outcomes).scalar_one() == ROWS
    assert tuple(things) == (ROWS, 1, 1)
    assert list(rows) == list(range(2, ROWS + 2))


class TestKill:
    def test_killed_anywhere_the_end_is_the_same(self, things: World, clerk: TestClient) -> None:
        survive(things, clerk, random.Random(20261128), 0)  # noqa: S311
        assert faults(things) == []

    @pytest.mark.soak
    def test_killed_often_the_end_is_the_same(self, things: World, clerk: TestClient) -> None:
        dice = random.Random()  # noqa: S311
        for series in rounds(0.07, 30):
            survive(things, clerk, dice, series)
        assert faults(things) == []

    def test_a_rollback_that_is_killed_takes_everything_back_once(self, things: World, clerk: TestClient) -> None:
        one = run(clerk, body(400)).json()
        finish(things)
        assert clerk.post(f"{V1}/imports/{one['id']}:rollback").status_code == 202
        kill_after(things, 0.1)
        finish(things)
        assert standing(things)[0] == "rolled_back"
        with looking(things) as session:
            assert session.execute(select(func.count()).select_from(THING)).scalar_one() == 0
            lines_of_undoing = select(func.count()).where(LedgerManifest.action == "deleted")
            assert session.execute(lines_of_undoing).scalar_one() == 400


class TestBundle:
    ROWS = 300

    def members(self, world: World) -> list[tuple[str, int]]:
        """Where the members of bundles stand."""
        with looking(world) as session:
            stmt = select(Import.state, Import.rows_done).where(Import.bundle_id.is_not(None)).order_by(Import.place)
            return [(row.state, row.rows_done) for row in session.execute(stmt)]

    def kill_at_next_move(self, world: World, seconds: float) -> None:
        with import_process(world) as process:
            before = self.members(world)
            until(lambda: self.members(world) != before)
            time.sleep(seconds)
            process.kill()

    def test_a_bundle_that_is_killed_anywhere_is_opened_once_and_every_member_is_there_once(
        self, things: World, clerk: TestClient
    ) -> None:
        dice = random.Random(20261129)  # noqa: S311
        files: dict[str, str | bytes] = {f"{number}.csv": body(self.ROWS, number) for number in (1, 2)}
        listed = manifest(*({"file": name, "type": "thing"} for name in files))
        one = run(clerk, zipped(files, listed), {"Content-Type": "application/zip"}, type="bundle").json()
        for _ in range(3):
            if standing(things)[0] in RUNNING:
                self.kill_at_next_move(things, dice.uniform(0, 0.2))
        finish(things)
        found = clerk.get(f"{V1}/imports/{one['id']}").json()
        assert (found["state"], found["counts"]["created"], found["counts"]["total"]) == ("completed", 600, 600)
        assert [member["counts"]["created"] for member in found["members"]] == [300, 300]
        assert found["counts"]["unchanged"] == 0
        with looking(things) as session:
            revisions = select(func.count(), func.min(THING.c.revision), func.max(THING.c.revision))
            assert tuple(session.execute(revisions).one()) == (600, 1, 1)
        assert faults(things) == []


class TestNamedStates:
    def test_a_file_that_cannot_be_reached_fails_by_name_and_starts_again(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = run(clerk, body(10)).json()
        with monkeypatch.context() as down:
            down.setattr("api.files.storage.Storage.fetched", _Unreachable)
            failed = ended(things, clerk, one)
        assert (failed["state"], failed["failure"]["code"]) == ("failed", "import.storage_down")
        assert clerk.post(f"{V1}/imports/{one['id']}:start").status_code == 202
        assert ended(things, clerk, one)["counts"]["created"] == 10

    def test_a_full_disk_refuses_a_part_by_name_and_the_same_part_is_taken_later(
        self, clerk: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = begun(clerk)
        full = tmp_path / "full"
        full.symlink_to("/dev/full")
        with monkeypatch.context() as down:
            down.setattr("api.files.storage.Storage.new_path", lambda _: full)
            refused = put(clerk, one, 1, body(10))
        assert (refused.status_code, refused.json()["code"]) == (503, "file.no_space")
        assert clerk.get(f"{V1}/imports/{one['id']}/parts").json()["items"] == []
        assert put(clerk, one, 1, body(10)).status_code == 200

    def test_a_database_that_gives_out_in_a_chunk_costs_that_chunk_alone(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = run(clerk, body(4000)).json()
        monkeypatch.setattr(applying, "FIRST_CHUNK", 1000)
        monkeypatch.setattr(applying, "next_size", lambda size, *_: size)
        judge, calls = applying.judge, iter(range(10))

        def judged(step: Step, *given: Any, **more: Any) -> None:
            if next(calls) == 2:
                give_out(step.ctx.session)
            judge(step, *given, **more)

        with monkeypatch.context() as down:
            down.setattr(applying, "judge", judged)
            stopped = ended(things, clerk, one)
        assert (stopped["state"], stopped["progress"]["rows_done"]) == ("applying", 2000)
        make_due(things)
        found = ended(things, clerk, one)
        assert (found["state"], found["counts"]["created"], found["counts"]["unchanged"]) == ("completed", 4000, 0)
        assert faults(things) == []

    def test_one_whose_job_gave_up_is_settled_and_goes_on_where_it_stopped(
        self, things: World, clerk: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = run(clerk, body(100)).json()
        monkeypatch.setattr(applying, "FIRST_CHUNK", 40)
        monkeypatch.setattr(applying, "next_size", lambda size, *_: size)
        judge, calls = applying.judge, iter(range(10))
        with monkeypatch.context() as full:
            full.setattr(applying, "judge", lambda *a, **k: _full_disk() if next(calls) else judge(*a, **k))
            stopped = ended(things, clerk, one)
        assert (stopped["state"], stopped["progress"]["rows_done"]) == ("applying", 40)
        with things.host() as ctx:
            ctx.session.execute(
                update(Job).where(Job.id == UUID(one["job_id"])).values(state=JobState.FAILED, error_code="x", key=None)
            )
            assert pipeline.settle(ctx.session, ctx.now) == 1
        failed = clerk.get(f"{V1}/imports/{one['id']}").json()
        assert (failed["state"], failed["may"]["retry"]) == ("failed", True)
        assert clerk.post(f"{V1}/imports/{one['id']}:retry").status_code == 202
        found = ended(things, clerk, one)
        assert (found["state"], found["counts"]["created"], found["counts"]["unchanged"]) == ("completed", 100, 0)


def give_out(session: Session) -> None:
    """From now on this transaction cannot be finished: its connection is cut, or the disk is full."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA max_page_count = 1"))  # no more pages than there are
        return
    (own,) = session.execute(text("SELECT pg_backend_pid()")).one()
    with psycopg.connect(cluster().dsn("postgres", superuser()), autocommit=True) as operator:
        operator.execute("SELECT pg_terminate_backend(%s)", (own,))


class _Unreachable:
    """A file that is being fetched from a bucket which does not answer."""

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> None:
        raise ConnectionError

    def __exit__(self, *_: object) -> None: ...


def _full_disk() -> None:
    raise OSError(28, "No space left on device")
