"""Deltas, totals, rebuilding: nothing is lost and nothing counts twice while others write."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from api.core import rollups
from api.core.context import Context
from api.core.database import Database
from api.core.transaction import repeat_transient, transaction
from api.organizations import service
from api.organizations.figures import SCHOOL_FIGURES
from api.organizations.schemas import SchoolIn
from tests.api.rollups.steps import change, differences, fold, found, read, rebuild, school
from tests.world import V1, World

DELTA, TOTAL = SCHOOL_FIGURES.delta, SCHOOL_FIGURES.total


def rows(world: World, table: Any) -> int:
    """How many rows a table has."""
    with world.host() as ctx:
        return ctx.session.execute(select(func.count()).select_from(table)).scalar_one()


def schools(world: World) -> int:
    """How many schools the roll-up knows of."""
    total: int = read(world.sign_in("read_only"), "/schools/facets")["total"]
    return total


@pytest.fixture
def folded(world: World) -> World:
    """A world without deltas."""
    fold(world)
    return world


class TestDeltas:
    def test_one_school_is_one_row(self, folded: World) -> None:
        found(folded.sign_in("section_officer"), school(folded))
        assert rows(folded, DELTA) == 1

    def test_a_batch_is_one_row_for_each_key(self, folded: World) -> None:
        items = [school(folded, type=kind) for kind in ("primary", "special") * 20]
        folded.sign_in("section_officer").post(f"{V1}/schools:batch", json={"items": items})
        assert rows(folded, DELTA) == 2

    def test_a_change_under_the_same_key_is_one_row_and_one_of_nothing_counted_none(self, folded: World) -> None:
        officer = folded.sign_in("section_officer")
        change(officer, folded.unit("school"), {"pupils": 12})
        assert rows(folded, DELTA) == 1
        change(officer, folded.unit("school"), {"name": "改名小学"})
        assert rows(folded, DELTA) == 1
        change(officer, folded.unit("school"), {"status": "suspended"})
        assert rows(folded, DELTA) == 3

    def test_what_is_refused_leaves_none(self, folded: World) -> None:
        reply = folded.sign_in("section_officer").post(f"{V1}/schools", json=school(folded, code="2134000001"))
        assert reply.status_code == 409
        assert rows(folded, DELTA) == 0


class TestFolding:
    def test_moves_the_oldest_first_and_says_how_many(self, world: World) -> None:
        before = rows(world, DELTA)
        assert before > 1
        assert fold(world, 1) == 1
        assert rows(world, DELTA) == before - 1
        assert fold(world) == before - 1
        assert fold(world) == 0
        assert differences(world) == []

    def test_the_follower_is_due_until_all_is_folded(self, world: World) -> None:
        follower = rollups.FOLLOWER
        with world.host() as ctx:
            assert follower.due(ctx.session)
            assert not follower.step(ctx)
            assert not follower.due(ctx.session)

    def test_a_fold_that_fails_changes_nothing(self, world: World) -> None:
        before = rows(world, DELTA)

        def fail(session: Session) -> None:
            rollups.fold(session, SCHOOL_FIGURES)
            raise RuntimeError

        with pytest.raises(RuntimeError), transaction(world.app.state.database) as session:
            fail(session)
        assert (rows(world, DELTA), rows(world, TOTAL)) == (before, 0)


class TestRebuilding:
    def test_mends_what_was_altered(self, folded: World) -> None:
        with folded.host() as ctx:
            ctx.session.execute(update(TOTAL).values(pupils=TOTAL.c.pupils + 7))
        assert {difference.measure for difference in differences(folded)} == {"pupils"}
        rebuild(folded)
        assert differences(folded) == []

    def test_takes_up_what_is_not_folded(self, world: World) -> None:
        rebuild(world)
        assert rows(world, DELTA) == 0
        assert schools(world) == 2

    def test_a_database_of_before_is_found_unfilled(self, world: World) -> None:
        with world.host() as ctx:
            assert rollups.unfilled(ctx.session) == []
            ctx.session.execute(DELTA.delete())
            assert rollups.unfilled(ctx.session) == [SCHOOL_FIGURES]
        rebuild(world)
        assert schools(world) == 2


@contextmanager
def _open(database: Database) -> Iterator[Session]:
    """A transaction that is committed by hand."""
    with Session(database.engine, expire_on_commit=False) as session:
        session.connection().exec_driver_sql(database.begin_writing)
        yield session


def _register(world: World, session: Session) -> None:
    with world.host() as host:
        ctx = Context(session=session, now=host.now, trace="test", path="", keys=host.keys)
    service.create_school(ctx, SchoolIn.model_validate(school(world)))


class TestRebuildingWhileOthersWrite:
    """On SQLite there is one writer at a time; here the others are in the middle of it."""

    @pytest.fixture(autouse=True)
    def _only_postgresql(self, backend: str) -> None:
        if backend == "sqlite":
            pytest.skip("one writer at a time")

    def test_who_commits_after_the_snapshot_is_counted_once(self, world: World) -> None:
        database = world.app.state.database
        with _open(database) as writer, _open(database) as rebuilding:
            _register(world, writer)
            rollups.rebuild(rebuilding, SCHOOL_FIGURES)
            writer.commit()  # between the snapshot and the end of the rebuild
            rebuilding.commit()
        assert rows(world, DELTA) == 1
        assert differences(world) == []

    def test_who_commits_after_the_rebuild_is_counted_once(self, world: World) -> None:
        database = world.app.state.database
        with _open(database) as writer:
            _register(world, writer)
            rebuild(world)
            writer.commit()
        assert differences(world) == []

    def test_readers_and_writers_do_not_wait_for_it(self, world: World) -> None:
        with _open(world.app.state.database) as rebuilding:
            rollups.rebuild(rebuilding, SCHOOL_FIGURES)
            rebuilding.execute(text("SELECT 1"))
            assert schools(world) == 2
            found(world.sign_in("section_officer"), school(world))
            assert schools(world) == 3
            rebuilding.commit()
        assert schools(world) == 3

    def test_a_fold_waits_for_it_and_takes_what_came_since(self, world: World) -> None:
        with _open(world.app.state.database) as rebuilding, ThreadPoolExecutor(1) as pool:
            rollups.rebuild(rebuilding, SCHOOL_FIGURES)
            found(world.sign_in("section_officer"), school(world))
            folding = pool.submit(fold, world)
            rebuilding.commit()
            assert folding.result(timeout=90) == 1
        assert differences(world) == []


class TestManyAtOnce:
    def test_writers_folds_and_rebuilds_agree_in_the_end_and_at_each_moment(self, world: World) -> None:
        done, each, writers = threading.Event(), 12, 4

        def write(number: int) -> None:
            officer = world.sign_in("section_officer")
            for turn in range(each):
                made = found(officer, school(world, ("district", "bureau")[turn % 2], pupils=number))
                change(officer, made, {"pupils": turn, "status": ("suspended", "operating")[turn % 2]})

        def again(work: Callable[[World], Any]) -> None:
            turns = 0
            while turns < 3 or not done.is_set():
                repeat_transient(lambda: work(world))
                turns += 1
                done.wait(0.02)

        def look(_: World) -> None:
            assert differences(world) == []

        world.sign_in("section_officer")
        with ThreadPoolExecutor(writers + 4) as pool:
            others = [pool.submit(again, work) for work in (fold, fold, rebuild, look)]
            for writer in [pool.submit(write, number) for number in range(writers)]:
                writer.result(timeout=120)
            done.set()
            for other in others:
                other.result(timeout=120)
        assert differences(world) == []
        assert schools(world) == 2 + writers * each
