"""The bad day: database, files and keys are lost, and come back; what was destroyed by order does not."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import migrate
from api.backup import restore as module
from api.backup.files import Files
from api.backup.make import store_of
from api.backup.manifest import BackupError
from api.core import clock
from api.core.database import Database, Handle
from api.core.keys import DestroyedKey, KeyStore, KeyStoreError, copies, sheets
from api.core.restoring import Restoring
from api.wiring import wire
from tests.api.backup.conftest import Place
from tests.world import V1

# What a restore itself writes: the sessions end, the ledger gets an epoch and the event of it.
WRITTEN = {"account_session", "ledger_epoch", "ledger_event", "ledger_payload", "ledger_pending", "ledger_head"}


def assert_same(before: dict[str, set[str]], after: dict[str, set[str]]) -> None:
    assert {name: rows for name, rows in after.items() if name not in WRITTEN} == {
        name: rows for name, rows in before.items() if name not in WRITTEN
    }
    for name in WRITTEN - {"account_session", "ledger_pending"}:
        assert before[name] <= after[name], name
    assert len(after["ledger_epoch"]) == max(len(before["ledger_epoch"]), 1) + 1 or before["ledger_epoch"] == set()


class TestDrill:
    def test_a_destroyed_county_comes_back(self, place: Place) -> None:
        made, before = place.backup(), place.tables()
        place.destroy_database()
        shutil.rmtree(place.settings.data_dir)
        place.restore(made)
        assert_same(before, place.tables())
        assert (place.settings.data_dir / "files/ab/photo").read_bytes() == b"photo" * 1000
        place.open_again()
        officer = place.world.sign_in("section_officer")
        assert officer.get(f"{V1}/schools", params={"q": "第一小学"}).json()["total"] == 1
        body = {"parent_id": place.world.unit("district"), "name": "新小学", "type": "primary", "ownership": "public"}
        assert officer.post(f"{V1}/schools", json=body).status_code == 201
        assert place.world.visitor().get("/readyz").status_code == 200

    def test_what_was_done_since_is_gone_and_nothing_else(self, place: Place) -> None:
        made, before = place.backup(), place.tables()
        body = {"parent_id": place.world.unit("district"), "name": "后来小学", "type": "primary", "ownership": "public"}
        assert place.world.sign_in("section_officer").post(f"{V1}/schools", json=body).status_code == 201
        (place.settings.data_dir / "later").touch()
        place.restore(made)
        assert_same(before, place.tables())
        assert not (place.settings.data_dir / "later").exists()

    def test_everybody_logs_in_again(self, place: Place) -> None:
        officer = place.world.sign_in("section_officer")
        made = place.backup()
        place.restore(made)
        place.open_again()
        assert place.tables()["account_session"] == set()
        visitor = place.world.visitor()
        visitor.cookies.update(officer.cookies)
        assert visitor.get(f"{V1}/auth/session").status_code == 401

    def test_the_ledger_tells_of_it(self, place: Place) -> None:
        made = place.backup()
        place.restore(made)
        assert any("restored from the backup" in row for row in place.tables()["ledger_epoch"])
        assert any("0 处不符" in line for line in place.said)

    def test_keys_lost_with_the_rest_come_back_from_copy_and_sheets(self, place: Place, tmp_path: Path) -> None:
        keys = place.keys
        kept, gone = keys.create_data_key("case"), keys.create_data_key("case")
        secret, csrf = keys.open_data_key(kept), keys.csrf
        copy = copies.copy(keys, tmp_path / "key-backups", clock.now())
        printed = sheets.split(keys.vault.master())
        keys.destroy(gone, "纪监〔2026〕7号")
        made, before = place.backup(), place.tables()
        place.destroy_database()
        shutil.rmtree(place.settings.data_dir)
        shutil.rmtree(place.settings.keys)
        with pytest.raises(BackupError, match="no master key"):
            place.restore(made, keys=copy)
        place.keys.vault.recover(sheets.join(*printed))
        assert (place.settings.keys / "data" / f"{gone}.json").exists(), "the older copy still had it"
        place.restore(made, keys=copy)
        assert_same(before, place.tables())
        assert (place.keys.open_data_key(kept), place.keys.csrf) == (secret, csrf)
        with pytest.raises(DestroyedKey):
            place.keys.open_data_key(gone)
        assert not (place.settings.keys / "data" / f"{gone}.json").exists()

    def test_a_list_kept_elsewhere_is_applied_too(self, place: Place, tmp_path: Path) -> None:
        keys = place.keys
        case = keys.create_data_key("case")
        path = place.settings.keys / "data" / f"{case}.json"
        copy, made = path.read_bytes(), place.backup()
        keys.destroy(case, "order")
        elsewhere = tmp_path / "list"
        elsewhere.write_bytes(keys.destroy_list)
        (place.settings.keys / "destroyed.list").unlink()
        path.write_bytes(copy)
        place.restore(made, lists=(elsewhere,))
        assert not path.exists()
        assert [entry.key for entry in place.keys.destroyed()] == [case]


class TestRefusals:
    def test_while_a_server_runs(self, place: Place) -> None:
        made, before = place.backup(), place.tables()
        place.stop()
        with ExitStack() as stack:
            running = Database(Handle(place.settings.database_url.get_secret_value()))
            stack.callback(running.close)
            stack.enter_context(running.served())
            running.ping()
            with pytest.raises(BackupError, match=r"running|connected"):
                module.restore(place.settings, wire(place.settings), module.Plan(made), place.said.append)
        assert place.said == []
        assert place.tables() == before

    def test_a_backup_of_the_other_database(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        made = place.backup()
        monkeypatch.setattr(type(store_of(place.settings)), "kind", "other")
        with pytest.raises(BackupError, match="QINGLIAN_DATABASE_URL"):
            place.restore(made)

    def test_a_backup_of_a_newer_version(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        made = place.backup()
        monkeypatch.setattr("api.migrate.knows", lambda _: False)
        with pytest.raises(BackupError, match="newer version"):
            place.restore(made)

    def test_without_any_key(self, place: Place) -> None:
        made = place.backup()
        shutil.rmtree(place.settings.keys)
        with pytest.raises(BackupError, match="no master key"):
            place.restore(made)
        assert not place.settings.keys.exists() or not list(place.settings.keys.rglob("*.key"))

    def test_with_another_key_store_it_takes_two_words_and_the_faults_are_named(self, place: Place) -> None:
        made = place.backup()
        shutil.rmtree(place.settings.keys)
        with pytest.raises(BackupError, match="does not verify"):
            place.restore(made, other_keys=True)
        assert any(line.startswith("event.forged") for line in place.said)
        place.restore(made, other_keys=True, despite_faults=True)
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 200

    def test_wrapped_keys_without_their_master_are_refused_before_anything_is_touched(self, place: Place) -> None:
        made, before = place.backup(), place.tables()
        (place.settings.keys / "master.key").unlink()
        with pytest.raises(KeyStoreError, match="qinglian keys recover"):
            place.restore(made, other_keys=True)
        assert place.tables() == before

    def test_undo_when_nothing_is_under_way(self, place: Place) -> None:
        place.stop()
        with pytest.raises(BackupError, match="no restore"):
            place.undo()


STEPS: tuple[str, ...] = ("put_aside", "bring", "upgrade", "apply_destroyed", "_begin_anew", "_verify", "finish")


def _killed_at(place: Place, made: Path, step: str) -> None:
    """Restore in a process of its own that vanishes just before `step`."""
    place.stop()
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        return
    try:
        for owner in (module, migrate, KeyStore, Files, type(store_of(place.settings))):
            if hasattr(owner, step):
                setattr(owner, step, lambda *_, **__: os._exit(9))
        place.restore(made)
    finally:
        os._exit(1)


class TestBrokenOff:
    @pytest.mark.parametrize("step", STEPS)
    def test_the_service_stays_closed_and_it_can_be_run_again(self, place: Place, step: str) -> None:
        made, before = place.backup(), place.tables()
        body = {"parent_id": place.world.unit("district"), "name": "后来小学", "type": "primary", "ownership": "public"}
        assert place.world.sign_in("section_officer").post(f"{V1}/schools", json=body).status_code == 201
        _killed_at(place, made, step)
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 503
        with pytest.raises(Restoring, match="qinglian restore"), TestClient(place.world.app):
            pass
        place.restore(made)
        assert_same(before, place.tables())
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 200
        leftovers = [path.name for path in place.world.database.folder.rglob("*") if "replaced" in path.name]
        assert leftovers == []

    @pytest.mark.parametrize("step", STEPS)
    def test_or_everything_replaced_is_put_back(self, place: Place, step: str) -> None:
        made = place.backup()
        body = {"parent_id": place.world.unit("district"), "name": "后来小学", "type": "primary", "ownership": "public"}
        assert place.world.sign_in("section_officer").post(f"{V1}/schools", json=body).status_code == 201
        (place.settings.data_dir / "later").write_text("x")
        before = place.tables()
        _killed_at(place, made, step)
        place.undo()
        assert place.tables() == before
        assert (place.settings.data_dir / "later").read_text() == "x"
        assert (place.settings.data_dir / "files/ab/photo").exists()
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 200

    def test_before_it_begins_nothing_has_happened(self, place: Place) -> None:
        made, before = place.backup(), place.tables()
        _killed_at(place, made, "replace")
        assert place.tables() == before
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 200


class TestFaults:
    @pytest.fixture
    def faulty(self, place: Place) -> Path:
        """A backup whose ledger had been tampered with before it was made."""
        trigger = "DROP TRIGGER ledger_event_no_update" if place.settings.sqlite else "SELECT 1"
        place.stop()
        place.execute(
            trigger,
            "UPDATE ledger_event SET action = 'forged' WHERE id = (SELECT min(CAST(id AS VARCHAR)) FROM ledger_event)"
            if place.settings.sqlite
            else "UPDATE ledger_event SET action = 'forged' WHERE id = (SELECT id FROM ledger_event ORDER BY id LIMIT 1)",
        )
        return place.backup()

    def test_the_service_stays_closed_and_the_fault_is_named(self, place: Place, faulty: Path) -> None:
        with pytest.raises(BackupError, match="does not verify"):
            place.restore(faulty)
        assert any("event" in line for line in place.said)
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 503

    def test_until_someone_opens_it_all_the_same(self, place: Place, faulty: Path) -> None:
        with pytest.raises(BackupError):
            place.restore(faulty)
        place.restore(faulty, despite_faults=True)
        place.open_again()
        assert place.world.visitor().get("/readyz").status_code == 200


def test_no_server_starts_without_the_keys_of_its_history(place: Place) -> None:
    shutil.rmtree(place.settings.keys)
    place.open_again()
    with pytest.raises(KeyStoreError, match="qinglian keys recover"), TestClient(place.world.app):
        pass
    assert not (place.settings.keys / "master.key").exists()


def test_key_copies_of_another_master_are_refused_whole(place: Place, tmp_path: Path) -> None:
    keys = place.keys
    keys.create_data_key("case")
    copy = copies.copy(keys, tmp_path / "copies", clock.now())
    keys.vault.rotate()
    for path in (place.settings.keys / "data").glob("*.json"):
        path.unlink()
    with pytest.raises(KeyStoreError, match="another master"):
        copies.put_back(place.keys, copy)
    assert not list((place.settings.keys / "data").glob("*.json"))
