"""What tests of files do: upload at once, upload in parts, let the background work."""

import hashlib
from typing import Any

from fastapi.testclient import TestClient

from api.wiring import wire
from api.worker import Worker
from tests import samples
from tests.world import V1, World, settings_for

PART = {"Content-Type": "application/partial-upload"}


def upload(client: TestClient, name: str = "会议记录.pdf", content: bytes | None = None, **query: Any) -> Any:
    """Send a file in one request."""
    body = samples.pdf() if content is None else content
    params = {"purpose": "evidence", "name": name} | query
    return client.post(f"{V1}/files", params=params, content=body, headers={"Content-Type": "application/octet-stream"})


def uploaded(
    client: TestClient, name: str = "会议记录.pdf", content: bytes | None = None, **query: Any
) -> dict[str, Any]:
    """The file that was made of it."""
    answer = upload(client, name, content, **query)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def begin(client: TestClient, name: str, content: bytes, **more: Any) -> str:
    """Announce a file in parts; its address."""
    body = {"purpose": "evidence", "name": name, "size": len(content)} | more
    answer = client.post(f"{V1}/uploads", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def send(client: TestClient, address: str, offset: int, content: bytes) -> Any:
    """Send one part."""
    return client.patch(address, content=content, headers={**PART, "Upload-Offset": str(offset)})


def work_off(world: World) -> None:
    """Let the background do what is due."""
    settings = settings_for(world.database)
    worker = Worker(settings, wire(settings), beside=world.app.state.database)
    try:
        worker.prepare()
        worker.work_off()
    finally:
        worker.bench.database.close()


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()
