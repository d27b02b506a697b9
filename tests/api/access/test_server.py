"""The server as a process: one on SQLite, as many as wanted on PostgreSQL."""

import pytest
from fastapi.testclient import TestClient

from api.main import create_app
from api.settings import Settings


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
