"""The server is killed while people write: what was acknowledged is there, what was not is there whole or not at all."""

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.access.guard import COOKIE, CSRF_HEADER
from api.ledger.models import LedgerEvent
from api.organizations.models import School
from tests.bench.servers import Server, product, serving
from tests.databases import Backend, borrowed
from tests.world import V1, WORLD, World, inhabited

BATCH = 20


@contextmanager
def killable(world: World) -> Iterator[Server]:
    """The product as a process of its own on the world's database."""
    environment = world.database.environment | {"QINGLIAN_COOKIE_SECURE": "false", "QINGLIAN_SPA_DIR": ""}
    with serving(product(), "faults", environment, "/readyz") as server:
        yield server


class Clerk:
    """Registers batches of schools, one after the other, and remembers what was acknowledged."""

    def __init__(self, world: World, name: int) -> None:
        client = world.sign_in("section_officer")
        self.cookies = {COOKIE: client.cookies[COOKIE]}
        self.headers = {CSRF_HEADER: client.headers[CSRF_HEADER]}
        self.parent, self.name = world.unit("district"), name
        self.acknowledged: set[str] = set()

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

    def _items(self, number: int) -> list[dict[str, Any]]:
        names = (f"{self.name}号{number}批第{place}小学" for place in range(BATCH))
        return [{"parent_id": self.parent, "name": name, "type": "primary", "ownership": "public"} for name in names]


def kill_while_writing(world: World, after: float) -> set[str]:
    """Start the server, let two clerks write, kill it after `after` seconds; returns the acknowledged ids."""
    clerks = [Clerk(world, name) for name in range(2)]
    with killable(world) as server:
        threads = [threading.Thread(target=clerk.work, args=(server.port,)) for clerk in clerks]
        for thread in threads:
            thread.start()
        time.sleep(after)
        server.process.kill()
        for thread in threads:
            thread.join()
    return set.union(*(clerk.acknowledged for clerk in clerks))


def written(world: World) -> tuple[set[str], int]:
    """The ids of all schools, and how many have their event in the ledger."""
    with world.host() as ctx:
        ids = set(ctx.session.scalars(select(School.id)))
        recorded = select(func.count()).where(LedgerEvent.action == "school.created", LedgerEvent.object_id.in_(ids))
        return {str(key) for key in ids}, ctx.session.execute(recorded).scalar_one()


def assert_nothing_lost(world: World, acknowledged: set[str], before: int) -> None:
    """Acknowledged ⊆ written, batches whole, every school with its event."""
    ids, recorded = written(world)
    assert acknowledged <= ids
    assert (len(ids) - before) % BATCH == 0
    assert recorded == len(ids)


class TestKill:
    def test_every_acknowledged_school_survives_and_no_batch_is_half_written(self, backend: Backend) -> None:
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            acknowledged: set[str] = set()
            before = len(written(world)[0])
            for after in (0.3, 0.55, 0.8, 1.05, 1.3):
                acknowledged |= kill_while_writing(world, after)
                assert_nothing_lost(world, acknowledged, before)
            assert acknowledged


# 200 kills over both databases, or as many as the time given allows.
KILLS = 100
SECONDS = float(os.environ.get("QINGLIAN_SOAK_MINUTES", "50")) * 60 * 0.4


@pytest.mark.soak
class TestKillOften:
    def test_a_hundred_kills_lose_nothing(self, backend: Backend) -> None:
        end = time.monotonic() + SECONDS
        with borrowed(backend, WORLD) as database, inhabited(database) as world:
            acknowledged: set[str] = set()
            before = len(written(world)[0])
            for kill in itertools.takewhile(lambda _: time.monotonic() < end, range(KILLS)):
                acknowledged |= kill_while_writing(world, 1.3 - (kill % 20) * 0.05)
                assert_nothing_lost(world, acknowledged, before)
            assert acknowledged
