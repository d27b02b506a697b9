"""Uploads to a real server: lines break, the server is killed, bodies are far larger than its memory."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import httpx
import psutil
import pytest

from api.access.guard import COOKIE, CSRF_HEADER
from tests import samples
from tests.bench.servers import Server, product, serving
from tests.databases import Backend, borrowed
from tests.soak import MINUTES
from tests.world import V1, WORLD, World, inhabited

MIB = 2**20
# What a body may add to a server that has served one before, whatever its size.
MOST_ADDED = 40.0


@contextmanager
def running(world: World) -> Iterator[Server]:
    """The product as a process of its own on the world's database."""
    environment = world.database.environment | {"QINGLIAN_COOKIE_SECURE": "false", "QINGLIAN_SPA_DIR": ""}
    with serving(product(), "uploads", environment, "/readyz") as server:
        yield server


@contextmanager
def browser(world: World, server: Server) -> Iterator[httpx.Client]:
    """The clerk of a school at that server."""
    signed_in = world.sign_in("school_clerk", "school")
    with httpx.Client(
        base_url=f"http://127.0.0.1:{server.port}{V1}",
        cookies={COOKIE: signed_in.cookies[COOKIE]},
        headers={CSRF_HEADER: signed_in.headers[CSRF_HEADER]},
        timeout=600,
    ) as client:
        yield client


@pytest.fixture
def place(backend: Backend) -> Iterator[World]:
    """A world whose people talk to a server of its own."""
    with borrowed(backend, WORLD) as database, inhabited(database) as world:
        yield world


def begin(client: httpx.Client, size: int) -> str:
    """Announce a film; its path."""
    answer = client.post("/uploads", json={"purpose": "evidence", "name": "公开课.mp4", "size": size})
    assert answer.status_code == 201, answer.text
    return f"/uploads/{answer.json()['id']}"


def film(size: int, start: int = 0) -> Iterator[bytes]:
    """A film of any size, in blocks: every mebibyte is another."""
    head = samples.video(64)
    for number in range(start // MIB, -(-size // MIB)):
        block = (head if number == 0 else b"") + number.to_bytes(8, "big") * (MIB // 8)
        block = block[:MIB] if number * MIB + MIB <= size else block[: size - number * MIB]
        yield block[start % MIB :] if number == start // MIB else block


def send(client: httpx.Client, path: str, size: int, start: int = 0) -> httpx.Response:
    """Send everything from `start` on in one part."""
    headers = {"Upload-Offset": str(start), "Content-Length": str(size - start)}
    return client.patch(path, content=film(size, start), headers=headers)


def complete(client: httpx.Client, path: str, size: int) -> None:
    """Complete, and compare with what was sent."""
    answer = client.post(f"{path}:complete")
    assert answer.status_code == 200, answer.text
    digest = hashlib.sha256()
    for block in film(size):
        digest.update(block)
    assert (answer.json()["sha256"], answer.json()["size"]) == (digest.hexdigest(), size)


def break_off(world: World, server: Server, path: str, size: int, after: int) -> None:
    """Send `after` bytes of a part that was announced whole, then hang up."""
    signed_in = world.sign_in("school_clerk", "school")
    head = (
        f"PATCH {V1}{path} HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: {size}\r\n"
        f"Cookie: {COOKIE}={signed_in.cookies[COOKIE]}\r\n{CSRF_HEADER}: {signed_in.headers[CSRF_HEADER]}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(head.encode())
        sent = 0
        for block in film(size):
            line.sendall(block[: after - sent])
            sent += min(len(block), after - sent)
            if sent >= after:
                time.sleep(0.5)  # what lies in the line is not lost with it
                return


def offset_of(client: httpx.Client, path: str, least: int) -> int:
    """Where the upload stands, once the server has put away what arrived."""
    offset = 0
    for _ in range(100):
        offset = int(client.head(path).headers["upload-offset"])
        if offset >= least:
            break
        time.sleep(0.1)
    return offset


class TestLine:
    def test_a_broken_line_costs_nothing_that_arrived(self, place: World) -> None:
        size, after = 30 * MIB, 11 * MIB + 12345
        with running(place) as server, browser(place, server) as client:
            path = begin(client, size)
            break_off(place, server, path, size, after)
            offset = offset_of(client, path, after - MIB)
            # uvicorn drops what it holds in hand when the line breaks, at most 64 KiB.
            assert after - 128 * 1024 <= offset <= after
            assert send(client, path, size, offset).headers["upload-offset"] == str(size)
            complete(client, path, size)


class TestKill:
    def test_a_killed_server_costs_at_most_the_chunk_on_its_way(self, place: World) -> None:
        size = 60 * MIB
        with running(place) as server, browser(place, server) as client:
            path = begin(client, size)

            def slow() -> Iterator[bytes]:
                for block in film(size):
                    yield block
                    time.sleep(0.02)

            def push() -> None:
                with pytest.raises(httpx.TransportError):
                    client.patch(path, content=slow(), headers={"Upload-Offset": "0", "Content-Length": str(size)})

            thread = threading.Thread(target=push)
            thread.start()
            with browser(place, server) as onlooker:
                while int(onlooker.head(path).headers["upload-offset"]) < 16 * MIB:
                    time.sleep(0.05)
            server.process.kill()
            thread.join()
        with running(place) as server, browser(place, server) as client:
            offset = int(client.head(path).headers["upload-offset"])
            assert 16 * MIB <= offset < size
            send(client, path, size, offset)
            complete(client, path, size)


class _Watch:
    """The highest resident memory of a process, looked at twenty times a second."""

    def __init__(self, process: psutil.Process) -> None:
        self._process, self._ended = process, threading.Event()
        self.highest = self.now()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def now(self) -> float:
        """Resident memory now, in MB."""
        return float(self._process.memory_info().rss / 1e6)

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            self.highest = max(self.highest, self.now())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def added_by(place: World, size: int) -> float:
    """How many MB a film of `size`, up and down again, adds to a server that has seen a small one."""
    with running(place) as server, browser(place, server) as client:
        up_and_down(client, 9 * MIB)
        before = server.resident_mb()
        with _Watch(server.process) as watch:
            up_and_down(client, size)
        return watch.highest - before


def up_and_down(client: httpx.Client, size: int) -> None:
    """A film of `size` comes in as one part, is completed, and goes out again."""
    path = begin(client, size)
    assert send(client, path, size).status_code == 204
    complete(client, path, size)
    file_id = client.post(f"{path}:complete").json()["id"]
    with client.stream("GET", f"/files/{file_id}/content") as answer:
        assert sum(map(len, answer.iter_raw())) == size


@pytest.mark.slow
class TestMemory:
    def test_two_hundred_megabytes_leave_memory_flat(self, place: World) -> None:
        added = added_by(place, 200 * MIB)
        assert added < MOST_ADDED, f"{added:.0f} MB"


@pytest.mark.soak
class TestMemoryForLong:
    def test_two_gigabytes_leave_memory_flat(self, place: World) -> None:
        """Two, where there are fifty minutes; a few hundred megabytes in ten."""
        added = added_by(place, min(2048, int(40 * MINUTES)) * MIB)
        assert added < MOST_ADDED, f"{added:.0f} MB"
