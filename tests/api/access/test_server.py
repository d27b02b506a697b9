"""The server as a process: one on SQLite, as many as wanted on PostgreSQL."""

import socket
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from tests.api.access.live import credentials, served
from tests.world import V1, World


class TestSecondServer:
    def test_sqlite_refuses_it_and_postgresql_takes_it(self, settings: Settings) -> None:
        with TestClient(create_app(settings)) as first:
            second = TestClient(create_app(settings))
            if settings.sqlite:
                with pytest.raises(RuntimeError, match="another server is running"):
                    second.__enter__()
            else:
                with second:
                    assert second.get("/readyz").status_code == 200
            assert first.get("/readyz").status_code == 200

    def test_the_next_one_starts_when_the_first_has_stopped(self, settings: Settings) -> None:
        for _ in range(2):
            with TestClient(create_app(settings)) as client:
                assert client.get("/livez").status_code == 200


class TestConnection:
    """On the wire: head and body of a reply leave together, and nothing stays behind."""

    def test_what_is_asked_in_one_breath_is_answered_in_order(self, house: World) -> None:
        answers = _exchange(house, _get("/livez"), _get("/nowhere"), _get("/livez", "Connection: close"))
        assert [answer.split(b" ")[1] for answer in answers.split(b"HTTP/1.1")[1:]] == [b"200", b"404", b"200"]
        assert answers.endswith(b"\r\n\r\nok")

    def test_a_reply_without_a_body_arrives(self, world: World) -> None:
        head = _get("/livez", "Connection: close").replace(b"GET", b"HEAD")
        assert b" 405 " in _exchange(world, head)
        headers = [f"{name}: {value}" for name, value in credentials(world, "section_officer").items()]
        logout = _get(f"{V1}/auth/logout", *headers, "Connection: close").replace(b"GET", b"POST")
        assert _exchange(world, logout).startswith(b"HTTP/1.1 204 ")

    def test_who_waits_to_send_a_body_is_told_to_go_on(self, house: World) -> None:
        lines = ("Expect: 100-continue", "Content-Type: application/json", "Content-Length: 2", "Connection: close")
        answers = _exchange(house, _get(f"{V1}/auth/login", *lines).replace(b"GET", b"POST"), b"{}")
        assert answers.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 422 ")
        assert answers.endswith(b"}")


def _get(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: there", *headers, "", "")).encode()


def _exchange(world: World, *pieces: bytes) -> bytes:
    """Everything that the server says until it closes; the first piece that asks leave waits for an answer."""
    with served(world) as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=30) as line:
            said = b""
            for piece in pieces:
                line.sendall(piece)
                if b"Expect:" in piece:
                    said += line.recv(1000)
            while block := line.recv(65536):
                said += block
    return said
