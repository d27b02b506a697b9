"""Short ways to say what tests of notifications do."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient

from api.core import notices
from api.core.notices import About
from tests.world import V1, World

URL = f"{V1}/notifications"
# A kind that every account can get; the product's own, so that nothing of a test stays behind.
KIND = "grant.decided"


def tell(
    world: World, seat: tuple[str, str], subject: About | None = None, kind: str = KIND, quiet: timedelta | None = None
) -> About:
    """Someone is told about something."""
    subject = subject or thing(world)
    with world.host() as ctx:
        quietly = {"quiet": quiet} if quiet else {}
        notices.notify(ctx, [UUID(world.account(*seat))], kind, subject, **quietly)
    return subject


def thing(world: World, unit: str | None = None, label: str = "一件事") -> About:
    """Something to be told about."""
    return About("school", uuid4(), label, UUID(world.unit(unit)) if unit else None)


def inbox(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    """The first stretch of the feed."""
    reply = client.get(URL, params=params)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def kinds(client: TestClient) -> list[str]:
    """The kinds of what is in the feed, newest first."""
    return [item["kind"] for item in inbox(client)]


def unread(client: TestClient) -> int:
    """What the bell shows."""
    count: int = client.get(f"{URL}/summary").json()["unread"]
    return count


def empty(*clients: TestClient) -> None:
    """What has arrived so far is read."""
    for client in clients:
        assert client.post(f"{URL}:read-all").status_code == 200
