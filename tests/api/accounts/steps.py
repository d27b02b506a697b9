"""What the tests of accounts do again and again."""

from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from tests.world import V1, World

PASSWORD = "三月-Spring-27"
NEW_PASSWORD = "九月-Autumn-28"


def log_in(world: World, username: str, password: str) -> tuple[TestClient, Response]:
    """A new browser tries to log in; it has the page token if that worked."""
    client = world.visitor()
    answer = client.post(f"{V1}/auth/login", json={"username": username, "password": password})
    if answer.status_code == 200:
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client, answer


def create(admin: TestClient, username: str = "zhongyi", display_name: str = "钟毅") -> dict[str, Any]:
    """A new account without a role, and its initial password under `initial_password`."""
    answer = admin.post(f"{V1}/accounts", json={"username": username, "display_name": display_name})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()["account"] | {"initial_password": answer.json()["initial_password"]}
    return made


def settle(world: World, account: dict[str, Any], password: str = PASSWORD) -> TestClient:
    """Its owner logs in for the first time and changes the initial password."""
    client, answer = log_in(world, account["username"], account["initial_password"])
    assert answer.status_code == 200, answer.text
    change = {"current_password": account["initial_password"], "new_password": password}
    assert client.post(f"{V1}/auth/password", json=change).status_code == 204
    return client


def propose(admin: TestClient, account_id: str, role: str, unit_id: str) -> Response:
    """An admin gives, or proposes, a role."""
    answer: Response = admin.post(f"{V1}/accounts/{account_id}/grants", json={"role": role, "unit_id": unit_id})
    return answer


def decide(client: TestClient, grant_id: str, verb: str) -> Response:
    """Someone approves, refuses or revokes."""
    answer: Response = client.post(f"{V1}/grants/{grant_id}:{verb}")
    return answer


def code(answer: Response) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, answer.json()["code"]


def faults(answer: Response) -> set[tuple[str, str]]:
    """Pointer and code of every fault in a problem."""
    return {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]}


def events(world: World, *actions: str, reason: str | None = None) -> list[dict[str, Any]]:
    """What the ledger says of these actions, oldest first; without what the world itself was set up with."""
    items = world.sign_in("auditor").get(f"{V1}/ledger/events?limit=200").json()["items"]
    return [event for event in reversed(items) if event["action"] in actions and event["reason"] == reason]


def changed(event: dict[str, Any]) -> dict[str, Any]:
    """The new values of an event."""
    return {change["field"]: change["after"] for change in event["changes"]}
