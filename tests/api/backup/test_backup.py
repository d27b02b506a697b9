"""Making a backup: whole or not there, apart from keys and data, refused when someone touched it."""

import json
import threading
from pathlib import Path

import pytest

from api.backup.files import Files
from api.backup.manifest import BackupError
from api.core.keys import KeyStore, KeyStoreError
from tests.api.backup.conftest import Place
from tests.world import V1


class TestMake:
    def test_it_holds_database_files_and_destroy_list_but_no_key(self, place: Place) -> None:
        keys = place.keys
        keys.destroy(keys.create_data_key("case"), "order")
        made = place.backup()
        manifest = json.loads((made / "manifest.json").read_text())
        assert {"files/files/ab/photo", "files/note.json", "destroyed.list"} < set(manifest["files"])
        assert manifest["facts"]["revision"]
        assert manifest["files"]["files/note.json"]["size"] == 2
        content = b"".join(path.read_bytes() for path in made.rglob("*") if path.is_file())
        for secret in (keys.vault.master().secret, keys.ledger, keys.csrf, keys.signer("backup").private_bytes_raw()):
            assert secret not in content

    def test_nobody_else_can_read_it(self, place: Place) -> None:
        made = place.backup()
        for path in (made, *made.rglob("*")):
            assert path.stat().st_mode & 0o077 == 0, path

    def test_writers_go_on_meanwhile_and_batches_are_whole(self, place: Place) -> None:
        clerk, stop = place.world.sign_in("section_officer"), threading.Event()
        parent, acknowledged = place.world.unit("district"), list[str]()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                items = [
                    {"parent_id": parent, "name": f"{number}批{n}小学", "type": "primary", "ownership": "public"}
                    for n in range(10)
                ]
                answer = clerk.post(f"{V1}/schools:batch", json={"items": items})
                assert answer.status_code == 201
                acknowledged.extend(item["id"] for item in answer.json()["items"])

        thread = threading.Thread(target=write)
        thread.start()
        while len(acknowledged) < 50:
            pass
        early = set(acknowledged)
        made = place.backup()
        stop.set()
        thread.join()
        late = place.tables()
        place.destroy_database()
        place.restore(made)
        place.open_again()
        back = place.tables()
        assert back["school"] <= late["school"]
        assert back["unit"] <= late["unit"]
        batches = len(back["school"]) - 3
        assert batches % 10 == 0
        assert len(early) <= batches <= len(acknowledged)
        reader = place.world.sign_in("read_only")
        assert all(reader.get(f"{V1}/schools/{school}").status_code == 200 for school in list(early)[:5])

    @pytest.mark.parametrize("where", ["keys", "keys/inner", "data", "data/inner", "."])
    def test_it_does_not_lie_with_keys_or_data(self, place: Place, where: str) -> None:
        place.target = place.world.database.folder / where
        with pytest.raises(KeyStoreError):
            place.backup()

    def test_the_newest_are_kept(self, place: Place) -> None:
        made = [place.backup() for _ in range(3)]
        made.append(place.backup(keep=2))
        assert sorted(path for path in place.target.iterdir() if path.is_dir()) == made[-2:]

    def test_what_a_killed_one_left_is_removed_and_was_never_taken_for_a_backup(self, place: Place) -> None:
        half = place.target / ".qinglian-20260101T000000000000Z.partial"
        half.mkdir(parents=True)
        with pytest.raises(BackupError, match="not a whole backup"):
            place.restore(half)
        place.backup()
        assert not half.exists()

    def test_uploads_under_way_and_files_that_vanish_meanwhile_do_not_matter(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spool = place.settings.data_dir / "files/.spool"
        spool.mkdir()
        (spool / "half").touch()
        monkeypatch.setattr(Files, "_entries", lambda files: iter([files.folder / "files", files.folder / "gone"]))
        (place.settings.data_dir / "files/vanishing").symlink_to(place.settings.data_dir / "nowhere")
        made = place.backup()
        assert [path.name for path in (made / "files").rglob("*") if path.is_file()] == ["photo"]

    def test_a_failure_leaves_no_backup(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("api.backup.files.copy_file", full)
        with pytest.raises(OSError, match="No space"):
            place.backup()
        assert not list(place.target.glob("qinglian-*"))

    def test_entries_taken_out_of_the_destroy_list_show_at_the_next_one(self, place: Place) -> None:
        keys = place.keys
        for number in range(2):
            keys.destroy(keys.create_data_key("case"), f"order {number}")
        place.backup()
        listed = place.settings.keys / "destroyed.list"
        listed.write_bytes(listed.read_bytes().splitlines(keepends=True)[0])
        with pytest.raises(BackupError, match="taken out of the destroy-list"):
            place.backup()


class TestTampering:
    @pytest.fixture
    def made(self, place: Place) -> Path:
        keys = place.keys
        keys.destroy(keys.create_data_key("case"), "order")
        return place.backup()

    def refused(self, place: Place, made: Path, named: str) -> None:
        before = place.tables()
        with pytest.raises((BackupError, KeyStoreError), match=named):
            place.restore(made)
        assert place.tables() == before
        assert place.said == []

    @pytest.mark.parametrize("name", ["database", "photo", "note.json", "destroyed", "manifest.json", "manifest.sig"])
    def test_an_altered_file_is_named(self, place: Place, made: Path, name: str) -> None:
        (path,) = (path for path in made.rglob("*") if path.is_file() and path.name.startswith(name))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        named = {"destroyed": "destroy-list, line 1", "manifest.sig": "manifest.json"}.get(name, path.name)
        self.refused(place, made, named)

    def test_a_missing_file_is_named(self, place: Place, made: Path) -> None:
        (made / "files/note.json").unlink()
        self.refused(place, made, r"note\.json is missing")

    def test_a_file_put_in_is_named(self, place: Place, made: Path) -> None:
        (made / "files/more").touch()
        self.refused(place, made, "more does not belong")

    def test_altering_file_and_manifest_alike_does_not_help(self, place: Place, made: Path) -> None:
        (made / "files/note.json").write_text("[]")
        manifest = json.loads((made / "manifest.json").read_text())
        manifest["files"]["files/note.json"]["sha256"] = "0" * 64
        (made / "manifest.json").write_text(json.dumps(manifest))
        self.refused(place, made, "signed by another key store")

    def test_a_backup_of_another_house_is_refused(self, place: Place, made: Path, tmp_path: Path) -> None:
        other = KeyStore(tmp_path / "other")
        other.publics("destroy-list")
        place.settings = place.settings.model_copy(update={"keys": tmp_path / "other"})
        self.refused(place, made, "another store")
