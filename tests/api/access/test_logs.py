"""Log lines: JSON, one a line, without a word that a person has typed."""

import io
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest

from api.accounts.queries import people
from api.core import logs
from tests.world import V1, World

SECRET = "planted-secret-7f3a"


@pytest.fixture
def lines(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """What has been logged so far, at the chattiest level."""
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="utf-8", write_through=True))
    logs.configure("debug")
    return lambda: [json.loads(line) for line in output.getvalue().splitlines()]


class TestLogs:
    def test_a_planted_secret_is_in_none(self, world: World, lines: Callable[[], list[dict[str, Any]]]) -> None:
        admin = world.sign_in("platform_admin")
        headers = {"X-Whatever": SECRET, "User-Agent": SECRET, "Referer": f"https://{SECRET}/", "If-Match": SECRET}
        admin.get(f"{V1}/accounts?q={SECRET}", headers=headers)
        admin.get(f"{V1}/accounts?{SECRET}={SECRET}")
        admin.get(f"{V1}/{SECRET}")
        admin.get(f"{V1}/accounts/{SECRET}")
        admin.post(f"{V1}/accounts", json={"username": "zhongyi", "display_name": SECRET})
        admin.post(f"{V1}/accounts", json={"username": "zhongyi", "display_name": SECRET})
        admin.post(f"{V1}/accounts", json={"username": SECRET + "!", "display_name": {SECRET: SECRET}})
        admin.post(f"{V1}/accounts", content=f'{{"{SECRET}')
        world.visitor().post(f"{V1}/auth/login", json={"username": SECRET, "password": SECRET})
        world.visitor().get(f"{V1}/auth/session", headers={"Cookie": f"qinglian_session={SECRET}"})
        written = lines()
        assert len(written) >= 10
        assert SECRET not in json.dumps(written)
        for token in (admin.cookies["qinglian_session"], admin.headers["X-CSRF-Token"]):
            assert token not in json.dumps(written)

    def test_an_internal_error_names_the_place_and_not_the_words(
        self, world: World, lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(*_: Any) -> None:
            raise RuntimeError(SECRET)

        monkeypatch.setattr(people, "list_accounts", crash)
        answer = world.sign_in("platform_admin").get(f"{V1}/accounts")
        written = lines()
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert SECRET not in answer.text + json.dumps(written)
        (error,) = [line for line in written if line["event"] == "internal_error"]
        assert error["error"] == "RuntimeError"
        assert any("test_logs.py" in frame for frame in error["frames"])
        assert error["request_id"] == answer.headers["x-request-id"]

    def test_a_request_is_one_line_with_ids_and_no_names(
        self, world: World, lines: Callable[[], list[dict[str, Any]]]
    ) -> None:
        account = world.account("platform_admin", "county")
        answer = world.sign_in("platform_admin").get(f"{V1}/accounts/{account}?")
        (line,) = [line for line in lines() if line["event"] == "request"]
        assert line["request_id"] == answer.headers["x-request-id"]
        assert line["actor"] == account
        assert (line["method"], line["status"]) == ("GET", 200)
        assert "platform_admin county" not in str(line)

    def test_a_librarys_line_keeps_its_arguments_to_itself(self, lines: Callable[[], list[dict[str, Any]]]) -> None:
        logging.getLogger("library").warning("could not open %s", SECRET)
        try:
            int(SECRET)
        except ValueError:
            logging.getLogger("library").exception("failed on %s", SECRET)
        written = lines()
        assert [line["event"] for line in written] == ["could not open %s", "failed on %s"]
        assert written[1]["error"] == "ValueError"
        assert SECRET not in json.dumps(written)
