"""The same on a bucket: a server that speaks S3, and a storage told by settings only."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from api.files.storage import Storage, content_key, part_key
from api.settings import Settings
from tests import samples
from tests.api.files.steps import begin, digest, send, uploaded, work_off
from tests.databases import Backend, borrowed
from tests.world import V1, WORLD, World, inhabited

KEY, SECRET, BUCKET = "test-key", "test-secret", "qinglian-files"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an S3 server with our bucket in it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    # Its objects belong to the process: one that ran a part of this module before has our bucket already.
    httpx.post(f"{address}/moto-api/reset").raise_for_status()
    client = boto3.client(
        "s3", endpoint_url=address, region_name="cn-test", aws_access_key_id=KEY, aws_secret_access_key=SECRET
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "cn-test"})
    yield address
    server.stop()


def told(settings: Settings, address: str) -> Settings:
    """Settings that say where the bucket is."""
    where = {"files_url": f"s3://{BUCKET}/jinlan", "files_endpoint": address, "files_region": "cn-test"}
    return settings.model_copy(update={**where, "files_key_id": KEY, "files_secret": SecretStr(SECRET)})


@pytest.fixture
def storage(bucket: str, tmp_path: Path) -> Storage:
    """A storage on the bucket."""
    return Storage(told(Settings(_env_file=None, data_dir=tmp_path), bucket))


@pytest.fixture
def world(backend: Backend, bucket: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world of the other tests, whose files lie in the bucket."""
    for name, value in (("URL", f"s3://{BUCKET}/{backend}"), ("ENDPOINT", bucket), ("REGION", "cn-test")):
        monkeypatch.setenv(f"QINGLIAN_FILES_{name}", value)
    monkeypatch.setenv("QINGLIAN_FILES_KEY_ID", KEY)
    monkeypatch.setenv("QINGLIAN_FILES_SECRET", SECRET)
    with borrowed(backend, WORLD) as copy, inhabited(copy) as place:
        yield place


def spooled(storage: Storage, content: bytes) -> Path:
    """A file of the spool."""
    path = storage.new_path()
    path.write_bytes(content)
    return path


class TestStorage:
    def test_an_object_is_there_whole_and_in_ranges(self, storage: Storage) -> None:
        content = bytes(range(256)) * 40_000  # more than one part of S3's
        key = content_key(hashlib.sha256(content).hexdigest())
        storage.put(key, spooled(storage, content))
        assert storage.size(key) == len(content)
        assert b"".join(storage.read(key)) == content
        assert b"".join(storage.read(key, 1000, 2000)) == content[1000:2000]
        with storage.fetched(key) as path:
            assert path.read_bytes() == content
        assert list(storage.spool.iterdir()) == []

    def test_what_is_not_there_is_said(self, storage: Storage) -> None:
        key = content_key("f" * 64)
        assert storage.size(key) is None
        storage.delete([key])
        with pytest.raises(FileNotFoundError):
            list(storage.read(key))

    def test_objects_are_listed_by_what_they_are(self, storage: Storage) -> None:
        part, content = part_key("upload"), content_key("a" * 64)
        for key in (part, content):
            storage.put(key, spooled(storage, b"x"))
        assert part in {stored.key for stored in storage.uploads()}
        assert content in {stored.key for stored in storage.contents()}
        storage.delete([part, content])
        assert part not in {stored.key for stored in storage.uploads()}


class TestBucket:
    def test_files_come_in_are_cleaned_and_go_out(self, world: World) -> None:
        clerk = world.sign_in("school_clerk", "school")
        photograph = samples.photograph()
        file = uploaded(clerk, "合影.jpg", photograph)
        work_off(world)
        assert clerk.get(f"{V1}/files/{file['id']}/content").content == photograph
        clean = clerk.get(f"{V1}/files/{file['id']}/content", params={"copy": "clean"})
        assert clean.status_code == 200
        assert b"PhoneMaker" not in clean.content
        assert not (world.app.state.settings.data_dir / "files").exists()

    def test_parts_are_put_together(self, world: World) -> None:
        clerk = world.sign_in("school_clerk", "school")
        content = samples.video(7 * 2**20)
        address = begin(clerk, "公开课.mp4", content)
        send(clerk, address, 0, content[: 3 * 2**20])
        send(clerk, address, 3 * 2**20, content[3 * 2**20 :])
        answer = clerk.post(f"{address}:complete")
        assert answer.json()["sha256"] == digest(content)
        part = clerk.get(f"{V1}/files/{answer.json()['id']}/content", headers={"Range": "bytes=7000000-7000009"})
        assert part.content == content[7_000_000:7_000_010]
        assert list(world.app.state.storage.uploads()) == []
