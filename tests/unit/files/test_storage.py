"""Objects in a folder: whole or not at all."""

import errno
from pathlib import Path

import pytest

from api.core.errors import Refused
from api.files import errors, storage
from api.files.storage import Storage, content_key, full_disk_refused, part_key
from api.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    """A storage in a folder."""
    return Storage(Settings(_env_file=None, data_dir=tmp_path, keys=tmp_path.parent / "keys"))


def spooled(folder: Storage, content: bytes) -> Path:
    """A file of the spool."""
    path = folder.new_path()
    path.write_bytes(content)
    return path


class TestFolder:
    def test_an_object_is_there_whole_and_in_ranges(self, folder: Storage) -> None:
        content, key = bytes(range(256)) * 10_000, content_key("b" * 64)
        path = spooled(folder, content)
        folder.put(key, path)
        assert not path.exists()
        assert folder.size(key) == len(content)
        assert b"".join(folder.read(key)) == content
        assert b"".join(folder.read(key, 5, 500)) == content[5:500]
        assert b"".join(folder.read(key, 2_559_990)) == content[2_559_990:]
        with folder.fetched(key) as found:
            assert found.read_bytes() == content

    def test_what_is_not_there_is_said(self, folder: Storage) -> None:
        assert folder.size(content_key("c" * 64)) is None
        folder.delete([content_key("c" * 64)])
        with pytest.raises(FileNotFoundError):
            list(folder.read(content_key("c" * 64)))

    def test_objects_are_listed_by_what_they_are_and_empty_folders_go(self, folder: Storage, tmp_path: Path) -> None:
        part, content = part_key("upload"), content_key("d" * 64)
        for key in (part, content):
            folder.put(key, spooled(folder, b"x"))
        assert [stored.key for stored in folder.uploads()] == [part]
        assert [(stored.key, stored.size) for stored in folder.contents()] == [(content, 1)]
        folder.delete([part, content])
        assert not (tmp_path / "files" / part).parent.exists()

    def test_nobody_else_on_the_machine_reads_it(self, folder: Storage, tmp_path: Path) -> None:
        folder.put(content_key("e" * 64), spooled(folder, b"x"))
        assert (tmp_path / "files").stat().st_mode & 0o077 == 0


class TestFullDisk:
    def test_it_is_a_refusal_that_says_so(self) -> None:
        with pytest.raises(Refused) as refused, full_disk_refused():
            raise OSError(errno.ENOSPC, "no space")
        assert refused.value.spec is errors.NO_SPACE

    def test_another_fault_stays_what_it_is(self) -> None:
        with pytest.raises(PermissionError), full_disk_refused():
            raise PermissionError

    def test_an_upload_that_would_fill_it_does_not_begin(
        self, folder: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.refuse_without_space(1)
        monkeypatch.setattr(storage, "_RESERVE", 2**70)
        with pytest.raises(Refused):
            folder.refuse_without_space(1)
