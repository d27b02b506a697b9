"""Server and worker are killed while people write.

What was acknowledged is there, what was not is there whole or not at all, and every job that was accepted is done once.
"""

import contextlib
import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from api.access.guard import COOKIE, CSRF_HEADER
from api.core.jobs.models import Job
from api.core.jobs.rules import after_loss
from api.ledger.models import LedgerEvent, LedgerPending, LedgerSequence
from api.organizations.models import School
from tests.background import looking, until
from tests.bench.servers import Server, product, serving
from tests.databases import Backend, borrowed
from tests.faults.workers import Process, product_worker
from tests.soak import rounds
from tests.world import V1, WORLD, World, inhabited

BATCH = 20
# Seconds. On PostgreSQL the lease of a killed worker must first run out: it is replaced in less than a minute.
REPLACED = 60
# Seconds for each job that is left: how long its work takes is not what is tested here.
DONE = 60


@contextmanager
def killable(world: World) -> Iterator[tuple[Server, Process | None]]:
    """The product as processes of its own on the world's database: server, and worker where it is apart."""
    environment = world.database.environment | {"QINGLIAN_COOKIE_SECURE": "false", "QINGLIAN_SPA_DIR": ""}
    with product_worker(world) as worker, serving(product(), "faults", environment, "/readyz") as server:
        yield server, worker


class Clerk:
    """Registers batches of schools and asks for exports, one after the other, and remembers what was acknowledged."""

    def __init__(self, world: World, name: int) -> None:
        client = world.sign_in("section_officer")
        self.cookies = {COOKIE: client.cookies[COOKIE]}
        self.headers = {CSRF_HEADER: client.headers[CSRF_HEADER]}
        self.parent, self.name = world.unit("district"), name
        self.acknowledged: set[str] = set()
        self.accepted: set[str] = set()

    def work(self, port: int) -> None:
        """Until the server is gone."""
        base = f"http://127.0.0.1:{port}{V1}"
        with (
            httpx.Client(base_url=base, cookies=self.cookies, headers=self.headers, timeout=30) as client,
            contextlib.suppress(httpx.TransportError),
        ):
            for number in itertools.count():
                answer = client.post("/schools:batch", json={"items": self._items(number)})
                assert answer.status_code == 201, answer.text
                self.acknowledged |= {item["id"] for item in answer.json()["items"]}
                self._export(client)

    def _items(self, number: int) -> list[dict[str, Any]]:
        names = (f"{self.name}号{number}批第{place}小学" for place in range(BATCH))
        return [{"parent_id": self.parent, "name": name, "type": "primary", "ownership": "public"} for name in names]

    def _export(self, client: httpx.Client) -> None:
        answer = client.post("/exports", json={"kind": "schools", "format": "csv"})
        assert answer.status_code in (202, 429), answer.text  # 429: five are waiting already
        if answer.status_code == 202:
            self.accepted.add(answer.json()["id"])


class Trial:
    """One county whose processes are killed again and again, and everything it was ever promised."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.before = len(written(world)[0])
        self.acknowledged: set[str] = set()
        self.accepted: set[str] = set()

    def kill(self, server_after: float, worker_after: float) -> None:
        """Start everything, let two clerks write, kill server and worker each at a moment of its own.

        In seconds from the first thing that was acknowledged: before that there is nothing to lose.
        """
        clerks = [Clerk(self.world, name) for name in range(2)]
        with killable(self.world) as (server, worker):
            threads = [threading.Thread(target=clerk.work, args=(server.port,)) for clerk in clerks]
            for thread in threads:
                thread.start()
            until(lambda: any(clerk.acknowledged for clerk in clerks))
            if worker is not None:
                threads.append(threading.Timer(worker_after, worker.kill))
                threads[-1].start()
            time.sleep(server_after)
            server.process.kill()
            for thread in threads:
                thread.join()
        for clerk in clerks:
            self.acknowledged |= clerk.acknowledged
            self.accepted |= clerk.accepted
        self.assert_nothing_lost()

    def assert_nothing_lost(self) -> None:
        """Acknowledged ⊆ written, batches whole, every school with its event, every accepted job there."""
        ids, recorded = written(self.world)
        assert self.acknowledged <= ids
        assert (len(ids) - self.before) % BATCH == 0
        assert recorded == len(ids)
        with looking(self.world) as session:
            assert self.accepted <= {str(job) for job in session.scalars(select(Job.id))}

    def assert_everything_is_done(self) -> None:
        """Started once more and left in peace, no job is left behind, nor given up on."""
        patience = REPLACED + pause_of_the_unluckiest(self.world) + DONE * len(unfinished(self.world))
        with killable(self.world):
            until(lambda: not unfinished(self.world) and not pending(self.world), patience)
        with looking(self.world) as session:
            columns = (Job.id, Job.state, Job.error_code)
            jobs = session.execute(select(*columns).where(Job.kind == "export.schools")).all()
        assert {str(job.id) for job in jobs} >= self.accepted
        assert {(job.state, job.error_code) for job in jobs} == {("succeeded", None)}
        assert self.acknowledged
        assert self.accepted
        assert_sequence_is_whole(self.world)


def pending(world: World) -> int:
    """Events that have no place in the sequence yet."""
    with looking(world) as session:
        return session.execute(select(func.count()).select_from(LedgerPending)).scalar_one()


def assert_sequence_is_whole(world: World) -> None:
    """Every event has one place, and the places are 0, 1, 2 … without a gap."""
    with looking(world) as session:
        places = list(session.scalars(select(LedgerSequence.seq).order_by(LedgerSequence.seq)))
        events = session.execute(select(func.count(func.distinct(LedgerSequence.event_id)))).scalar_one()
        recorded = session.execute(select(func.count()).select_from(LedgerEvent)).scalar_one()
    assert places == list(range(recorded))
    assert events == recorded


def unfinished(world: World) -> list[UUID]:
    """Jobs that have not ended."""
    with looking(world) as session:
        return list(session.scalars(select(Job.id).where(Job.finished_at.is_(None))))


def pause_of_the_unluckiest(world: World) -> float:
    """Seconds that the job waits whose worker was killed most often before the job got on, if that happened once more."""
    with looking(world) as session:
        most = session.scalar(select(func.max(Job.losses)).where(Job.finished_at.is_(None))) or 0
    pause = after_loss(most + 1)
    assert pause is not None, "it would be given up on"
    return pause.total_seconds()


def written(world: World) -> tuple[set[str], int]:
    """The ids of all schools, and how many have their event in the ledger."""
    with looking(world) as session:
        ids = set(session.scalars(select(School.id)))
        recorded = select(func.count()).where(LedgerEvent.action == "school.created", LedgerEvent.object_id.in_(ids))
        return {str(key) for key in ids}, session.execute(recorded).scalar_one()


class TestKill:
    def test_every_acknowledged_school_and_job_survives_and_nothing_is_half_done(self, backend: Backend) -> None:
        moment = random.Random(20261120)  # noqa: S311
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            trial = Trial(world)
            for _ in range(5):
                trial.kill(moment.uniform(0, 1), moment.uniform(0, 2))
            trial.assert_everything_is_done()


KILLS = 100  # on each database, or as many as the time given allows


@pytest.mark.soak
class TestKillOften:
    def test_a_hundred_kills_lose_nothing(self, backend: Backend) -> None:
        moment = random.Random()  # noqa: S311
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            trial = Trial(world)
            for number in rounds(0.17, KILLS):
                # Now and then a worker lives long enough to be given what others were lost with.
                life = 10 if number % 10 == 9 else 1
                trial.kill(moment.uniform(0, life), moment.uniform(0, 2 * life))
            trial.assert_everything_is_done()
