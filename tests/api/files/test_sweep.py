"""What nobody needs goes away, and what somebody needs does not."""

import os
import time
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import update

from api.core import clock
from api.core.jobs.requests import enqueue
from api.files.models import StoredFile, Upload
from tests import samples
from tests.api.files.steps import begin, send, uploaded, work_off
from tests.world import V1, World


def attach(world: World, client: TestClient, file_id: str) -> None:
    """Let an item of evidence hold on to the file."""
    body = {"unit_id": world.unit("school"), "title": "收费公示", "category": "disclosure", "file_ids": [file_id]}
    answer = client.post(f"{V1}/evidence", json=body)
    assert answer.status_code == 201, answer.text


def a_week_and_a_day_later(world: World) -> None:
    """For what is there, and the objects on the disk."""
    before = clock.now() - timedelta(days=8)
    with world.host() as ctx:
        ctx.session.execute(update(Upload).values(touched_at=before))
        ctx.session.execute(update(StoredFile).values(created_at=before))
    for path in stored(world):
        os.utime(path, (time.time() - 8 * 86400,) * 2)


def stored(world: World) -> list[Path]:
    """Everything that lies in the storage."""
    return [path for path in (world.app.state.settings.data_dir / "files").rglob("*") if path.is_file()]


def sweep(world: World) -> None:
    """Both sweeps at once."""
    with world.host() as ctx:
        enqueue(ctx, "files.sweep", arguments={"strays": True})
    work_off(world)


class TestSweep:
    def test_uploads_given_up_and_files_unused_go_after_a_week(self, world: World, clerk: TestClient) -> None:
        content = samples.video(1000)
        address = begin(clerk, "a.mp4", content)
        send(clerk, address, 0, content[:500])
        unused, used = uploaded(clerk, "b.txt", "通知".encode()), uploaded(clerk, "c.txt", "公示".encode())
        attach(world, clerk, used["id"])
        work_off(world)
        sweep(world)
        assert clerk.get(address).status_code == 200
        a_week_and_a_day_later(world)
        sweep(world)
        assert clerk.get(address).status_code == 404
        assert clerk.get(f"{V1}/files/{unused['id']}").status_code == 404
        assert clerk.get(f"{V1}/files/{used['id']}/content").content == "公示".encode()
        assert len(stored(world)) == 2, "the original that is used, and its cleaned copy"

    def test_objects_that_no_row_knows_go_after_a_day(self, world: World, clerk: TestClient) -> None:
        uploaded(clerk)
        work_off(world)
        known, root = set(stored(world)), world.app.state.settings.data_dir / "files"
        strays = [root / "sha256/aa/bb" / ("aabb" + "0" * 60), root / "uploads/x/y", root / ".spool/z"]
        for path in strays:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"left by a crash")
        sweep(world)
        assert set(stored(world)) == known | set(strays)
        for path in strays:
            os.utime(path, (time.time() - 2 * 86400,) * 2)
        sweep(world)
        assert set(stored(world)) == known

    def test_content_is_kept_while_one_of_its_files_is(self, world: World, clerk: TestClient) -> None:
        content = "公示".encode()
        one, other = uploaded(clerk, "a.txt", content), uploaded(clerk, "b.txt", content)
        work_off(world)
        clerk.delete(f"{V1}/files/{one['id']}")
        sweep(world)
        assert clerk.get(f"{V1}/files/{other['id']}/content").content == content
        clerk.delete(f"{V1}/files/{other['id']}")
        sweep(world)
        assert stored(world) == []
