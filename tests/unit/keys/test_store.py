"""The key store: made once, wrapped, rotated, destroyed."""

import multiprocessing
import os
import stat
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import orjson
import pytest

from api.core.crypto import Sealer
from api.core.keys import BrokenList, DestroyedKey, KeyStore, KeyStoreError, NotHeld, UnknownKey
from api.core.keys import folder as folder_module
from api.core.keys import store as module
from api.core.keys.store import OPENERS, PORTAL, SECRETS, SIGNERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keys(folder: Path) -> KeyStore:
    return KeyStore(folder)


def _look(folder: Path, results: "multiprocessing.Queue[tuple[bytes, ...]]") -> None:
    keys = KeyStore(folder)
    results.put((keys.csrf, keys.ledger, keys.throttle, keys.signer("ledger-head").private_bytes_raw()))


def _rotate_and_die(folder: Path, after: int) -> None:
    """Rewrap `after` keys under a new master, then vanish as a killed process does."""
    from api.core.keys import vault  # noqa: PLC0415

    write, count = folder_module.write_whole, 0

    def counted(path: Path, content: bytes) -> None:
        nonlocal count
        if count > after:
            os._exit(9)
        count += 1
        write(path, content)

    vault.write_whole = counted  # type: ignore[attr-defined]
    KeyStore(folder).vault.rotate()


class TestFirstStart:
    def test_everything_in_the_folder_is_for_its_owner_only(self, keys: KeyStore, folder: Path) -> None:
        keys.create_data_key("case")
        keys.signer("ledger-head")
        for path in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path

    def test_processes_that_start_together_end_with_the_same_keys(self, folder: Path) -> None:
        context = multiprocessing.get_context("fork")
        results: multiprocessing.Queue[tuple[bytes, ...]] = context.Queue()
        processes = [context.Process(target=_look, args=(folder, results)) for _ in range(8)]
        for process in processes:
            process.start()
        seen = {results.get(timeout=20) for _ in processes}
        for process in processes:
            process.join()
        assert len(seen) == 1

    def test_threads_that_start_together_end_with_the_same_keys(self, keys: KeyStore) -> None:
        found: list[bytes] = []
        threads = [threading.Thread(target=lambda: found.append(keys.csrf)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert len(set(found)) == 1

    def test_no_two_keys_are_alike_and_none_follows_from_the_master(self, tmp_path: Path) -> None:
        master = b"m" * 32
        found = set()
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "master.key").write_bytes(master)
            keys = KeyStore(tmp_path / name)
            found |= {keys.csrf, keys.ledger, keys.throttle}
        assert len(found) == 6

    def test_they_are_the_same_at_the_next_start(self, keys: KeyStore, folder: Path) -> None:
        token = keys.cursor.seal("7", "feed")
        again = KeyStore(folder)
        assert (again.csrf, again.ledger, again.throttle) == (keys.csrf, keys.ledger, keys.throttle)
        assert again.cursor.open(token, "feed") == "7"

    def test_a_missing_master_is_never_made_anew_beside_wrapped_keys(self, keys: KeyStore, folder: Path) -> None:
        assert keys.csrf
        (folder / "master.key").unlink()
        for attempt in (lambda: KeyStore(folder).csrf, lambda: KeyStore(folder).create_data_key("case")):
            with pytest.raises(KeyStoreError, match="qinglian keys recover"):
                attempt()
        assert not (folder / "master.key").exists()

    def test_a_damaged_master_is_refused(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "master.key").write_bytes(b"short")
        with pytest.raises(KeyStoreError, match="32-byte"):
            _ = KeyStore(folder).csrf


class TestWrapping:
    def test_no_key_lies_open_on_the_disk(self, keys: KeyStore, folder: Path) -> None:
        data = keys.open_data_key(keys.create_data_key("case"))
        secrets = (keys.csrf, keys.ledger, keys.throttle, keys.signer("ledger-head").private_bytes_raw(), data)
        files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
        for secret in secrets:
            assert not any(secret in content or secret.hex().encode() in content for content in files)

    def test_an_altered_key_file_is_refused(self, keys: KeyStore, folder: Path) -> None:
        assert keys.csrf
        path = folder / "keys" / "csrf.1.json"
        field = orjson.loads(path.read_bytes())
        path.write_bytes(orjson.dumps(field | {"nonce": "AAAAAAAAAAAAAAAA"}))
        with pytest.raises(KeyStoreError, match="altered"):
            _ = KeyStore(folder).csrf

    def test_a_key_does_not_open_under_another_purpose(self, keys: KeyStore, folder: Path) -> None:
        assert keys.csrf
        field = orjson.loads((folder / "keys/csrf.1.json").read_bytes())
        (folder / "keys/ledger.1.json").write_bytes(orjson.dumps(field | {"purpose": "ledger"}))
        with pytest.raises(KeyStoreError, match="altered"):
            _ = KeyStore(folder).ledger

    def test_nor_under_another_file_name(self, keys: KeyStore, folder: Path) -> None:
        assert keys.csrf
        (folder / "keys/csrf.1.json").rename(folder / "keys/ledger.1.json")
        with pytest.raises(KeyStoreError, match="another key"):
            _ = KeyStore(folder).ledger

    def test_nor_does_a_data_key_under_another_id(self, keys: KeyStore, folder: Path) -> None:
        one, two = keys.create_data_key("case"), keys.create_data_key("case")
        (folder / "data" / f"{one}.json").replace(folder / "data" / f"{two}.json")
        with pytest.raises(KeyStoreError, match="another key"):
            keys.open_data_key(two)

    def test_a_file_that_is_none_is_named(self, keys: KeyStore, folder: Path) -> None:
        assert keys.csrf
        (folder / "keys/csrf.1.json").write_text("{")
        with pytest.raises(KeyStoreError, match=r"csrf\.1\.json"):
            _ = KeyStore(folder).csrf


class TestRotate:
    @pytest.mark.parametrize("purpose", [*SECRETS, *SIGNERS, *OPENERS])
    def test_a_purpose_gets_a_new_generation(self, keys: KeyStore, purpose: str) -> None:
        assert keys.rotate(purpose) == 1
        assert keys.rotate(purpose) == 2
        assert keys.generations() == {purpose: 2}

    def test_seals_of_every_generation_verify_newest_first(self, keys: KeyStore, folder: Path) -> None:
        old = keys.ledger
        keys.rotate("ledger")
        assert keys.ledger_keys() == KeyStore(folder).ledger_keys() == (keys.ledger, old)
        assert keys.ledger != old

    def test_ten_generations_and_more_keep_their_order(self, keys: KeyStore, folder: Path) -> None:
        newest = [keys.ledger] + [keys.ledger for _ in range(11) if keys.rotate("ledger")]
        assert KeyStore(folder).ledger_keys() == tuple(reversed(newest))

    def test_signatures_of_every_generation_verify(self, keys: KeyStore) -> None:
        signature = keys.signer("ledger-head").sign(b"head")
        keys.rotate("ledger-head")
        keys.publics("ledger-head")[1].verify(signature, b"head")
        assert keys.public("ledger-head") == keys.publics("ledger-head")[2]
        assert keys.public("ledger-head") == keys.signer("ledger-head").public_key()

    def test_a_running_process_takes_it_on(self, keys: KeyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        running, old = KeyStore(folder), keys.csrf
        assert running.csrf == old
        keys.rotate("csrf")
        assert running.csrf == old, "within seconds, not at each look"
        later = time.monotonic() + module._LOOK_EVERY + 1
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert running.csrf == keys.csrf != old

    def test_a_running_process_goes_on_when_the_folder_is_in_disorder(
        self, keys: KeyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = keys.csrf
        folder.rename(folder.with_name("away"))
        later = time.monotonic() + module._LOOK_EVERY + 1
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert keys.csrf == old

    def test_what_has_no_purpose_is_refused(self, keys: KeyStore) -> None:
        for attempt in (lambda: keys.rotate("tea"), lambda: keys.signer("csrf"), lambda: keys.public("ledger")):
            with pytest.raises(UnknownKey):
                attempt()


class TestRotateMaster:
    def test_everything_opens_as_before_and_nothing_under_the_old_master(self, keys: KeyStore, folder: Path) -> None:
        case = keys.create_data_key("case")
        old = keys.vault.master()
        secret, csrf = keys.open_data_key(case), keys.csrf
        assert keys.vault.rotate().secret != old.secret
        again = KeyStore(folder)
        assert (again.csrf, again.open_data_key(case)) == (csrf, secret)
        assert not (folder / "master.next").exists()
        assert all(old.fingerprint.hex() not in path.read_text() for path in keys.vault.files())

    def test_a_running_process_goes_on_reading_and_making_keys(self, keys: KeyStore, folder: Path) -> None:
        running, case = KeyStore(folder), keys.create_data_key("case")
        secret = running.open_data_key(case)
        keys.vault.rotate()
        assert running.open_data_key(case) == secret
        made = running.create_data_key("case")
        assert KeyStore(folder).open_data_key(made) == running.open_data_key(made)

    @pytest.mark.parametrize("after", range(7))
    def test_killed_in_the_middle_it_leaves_a_store_that_opens_and_goes_on(self, folder: Path, after: int) -> None:
        keys = KeyStore(folder)
        cases = [keys.create_data_key("case") for _ in range(3)]
        before = [keys.csrf, keys.ledger, *map(keys.open_data_key, cases)]
        process = multiprocessing.get_context("fork").Process(target=_rotate_and_die, args=(folder, after))
        process.start()
        process.join()
        for store in (keys, KeyStore(folder)):
            assert [store.csrf, store.ledger, *map(store.open_data_key, cases)] == before
        made = KeyStore(folder).create_data_key("case")
        KeyStore(folder).vault.rotate()
        finished = KeyStore(folder)
        assert [finished.csrf, finished.ledger, *map(finished.open_data_key, cases)] == before
        assert finished.open_data_key(made) == keys.open_data_key(made)
        assert not (folder / "master.next").exists()

    def test_readers_never_fail_meanwhile(self, keys: KeyStore, folder: Path) -> None:
        cases = [keys.create_data_key("case") for _ in range(20)]
        expected = list(map(keys.open_data_key, cases))
        stop, failures = threading.Event(), list[Exception]()

        def read() -> None:
            while not stop.is_set():
                try:
                    assert list(map(KeyStore(folder).open_data_key, cases)) == expected
                except Exception as error:  # noqa: BLE001 (handed to the test)
                    failures.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        for _ in range(5):
            keys.vault.rotate()
        stop.set()
        thread.join()
        assert failures == []


class TestDestroy:
    def test_the_key_is_gone_and_listed_under_its_order(self, keys: KeyStore, folder: Path) -> None:
        case = keys.create_data_key("case")
        keys.destroy(case, "纪监〔2026〕7号")
        assert not (folder / "data" / f"{case}.json").exists()
        assert [(entry.key, entry.order) for entry in keys.destroyed()] == [(case, "纪监〔2026〕7号")]
        with pytest.raises(DestroyedKey):
            keys.open_data_key(case)

    def test_once_more_does_nothing(self, keys: KeyStore) -> None:
        case = keys.create_data_key("case")
        keys.destroy(case, "first")
        keys.destroy(case, "second")
        assert [entry.order for entry in keys.destroyed()] == ["first"]

    def test_a_key_that_never_was_is_refused(self, keys: KeyStore) -> None:
        with pytest.raises(UnknownKey):
            keys.destroy(uuid4(), "order")
        with pytest.raises(UnknownKey):
            keys.open_data_key(uuid4())

    def test_a_copy_put_back_by_hand_does_not_open(self, keys: KeyStore, folder: Path) -> None:
        case = keys.create_data_key("case")
        path = folder / "data" / f"{case}.json"
        copy = path.read_bytes()
        keys.destroy(case, "order")
        path.write_bytes(copy)
        with pytest.raises(DestroyedKey):
            KeyStore(folder).open_data_key(case)
        keys.destroy(case, "order")
        assert not path.exists()

    @pytest.mark.parametrize("line", [0, 1, 2])
    def test_an_altered_line_is_named(self, keys: KeyStore, folder: Path, line: int) -> None:
        lines = _destroy_three(keys, folder)
        lines[line] = lines[line].replace(b"order", b"0rder")
        (folder / "destroyed.list").write_bytes(b"".join(lines))
        with pytest.raises(BrokenList, match=f"line {line + 1}"):
            keys.destroyed()

    @pytest.mark.parametrize("line", [0, 1])
    def test_a_removed_line_shows(self, keys: KeyStore, folder: Path, line: int) -> None:
        lines = _destroy_three(keys, folder)
        del lines[line]
        (folder / "destroyed.list").write_bytes(b"".join(lines))
        with pytest.raises(BrokenList, match=f"line {line + 1}"):
            keys.destroyed()

    def test_a_list_of_another_store_is_refused(self, keys: KeyStore, folder: Path, tmp_path: Path) -> None:
        _destroy_three(keys, folder)
        other = KeyStore(tmp_path / "other")
        with pytest.raises(BrokenList, match="another store"):
            other.apply_destroyed([keys.destroy_list])

    def test_lines_verify_after_the_signer_was_rotated(self, keys: KeyStore, folder: Path) -> None:
        _destroy_three(keys, folder)
        keys.rotate("destroy-list")
        keys.destroy(keys.create_data_key("case"), "order 4")
        assert len(KeyStore(folder).destroyed()) == 4


def _destroy_three(keys: KeyStore, folder: Path) -> list[bytes]:
    for number in range(3):
        keys.destroy(keys.create_data_key("case"), f"order {number}")
    return (folder / "destroyed.list").read_bytes().splitlines(keepends=True)


class TestApplyDestroyed:
    def test_what_a_copy_knows_is_taken_up_and_its_keys_removed(self, keys: KeyStore, folder: Path) -> None:
        case = keys.create_data_key("case")
        path = folder / "data" / f"{case}.json"
        key = path.read_bytes()
        keys.destroy(case, "order")
        newer = keys.destroy_list
        (folder / "destroyed.list").unlink()
        path.write_bytes(key)
        assert [entry.key for entry in keys.apply_destroyed([newer])] == [case]
        assert keys.destroy_list == newer
        assert not path.exists()

    def test_lists_that_parted_become_one(self, keys: KeyStore, folder: Path) -> None:
        first, second, third = (keys.create_data_key("case") for _ in range(3))
        keys.destroy(first, "1")
        common = keys.destroy_list
        keys.destroy(second, "2")
        elsewhere = keys.destroy_list
        (folder / "destroyed.list").write_bytes(common)
        keys.destroy(third, "3")
        assert {entry.key for entry in keys.apply_destroyed([elsewhere, common])} == {first, second, third}
        assert {entry.key for entry in keys.destroyed()} == {first, second, third}

    def test_a_broken_copy_changes_nothing(self, keys: KeyStore, folder: Path) -> None:
        lines = _destroy_three(keys, folder)
        with pytest.raises(BrokenList):
            keys.apply_destroyed([b"".join(lines[1:])])
        assert keys.destroy_list == b"".join(lines)

    def test_without_any_list_there_is_nothing_to_do(self, keys: KeyStore) -> None:
        assert keys.apply_destroyed() == []


class TestLimited:
    def test_it_holds_keys_of_its_own_for_three_purposes(self, keys: KeyStore, folder: Path) -> None:
        limited = KeyStore(folder, limited=True)
        assert {limited.csrf, limited.throttle}.isdisjoint({keys.csrf, keys.throttle})
        assert limited.cursor.open(keys.cursor.seal("1", "feed"), "feed") is None
        assert set(limited.generations()) == set(PORTAL)
        assert limited.folder == folder / "portal"

    def test_every_other_key_is_refused(self, keys: KeyStore, folder: Path) -> None:
        case, limited = keys.create_data_key("case"), KeyStore(folder, limited=True)
        attempts: list[Callable[[], object]] = [
            lambda: limited.ledger,
            limited.ledger_keys,
            lambda: limited.vault,
            lambda: limited.create_data_key("case"),
            lambda: limited.create_data_key("csrf"),
            lambda: limited.open_data_key(case),
            lambda: limited.destroy(case, "order"),
            limited.apply_destroyed,
            lambda: limited.rotate("ledger"),
            lambda: limited.rotate("receipt"),
            lambda: limited.open_letter(keys.seal_letter("x", "y"), "y"),
            lambda: limited.open_case(keys.seal_case(b"x", "y"), "y"),
            *(partial(limited.signer, purpose) for purpose in SIGNERS),
        ]
        for attempt in attempts:
            with pytest.raises(NotHeld):
                attempt()

    def test_it_has_public_halves_where_they_were_put(self, keys: KeyStore, folder: Path, tmp_path: Path) -> None:
        public = keys.public("ledger-head")
        assert KeyStore(folder, limited=True).public("ledger-head") == public
        with pytest.raises(UnknownKey, match="folder `public`"):
            KeyStore(tmp_path / "elsewhere", limited=True).public("ledger-head")

    def test_it_works_where_the_staff_sides_keys_are_absent(self, tmp_path: Path) -> None:
        assert KeyStore(tmp_path / "own", limited=True).csrf
        assert not (tmp_path / "own" / "master.key").exists()

    def test_the_key_of_receipts_is_the_staff_sides(self, keys: KeyStore, folder: Path) -> None:
        with pytest.raises(UnknownKey, match="folder `portal`"):
            KeyStore(folder, limited=True).receipt_keys()
        keys.publish()
        keys.publish()
        limited = KeyStore(folder, limited=True)
        assert limited.receipt_keys() == keys.receipt_keys()
        keys.rotate("receipt")
        assert len(keys.receipt_keys()) == 2
        assert KeyStore(folder, limited=True).receipt_keys() == keys.receipt_keys()


class TestCases:
    def test_the_public_face_seals_and_only_the_house_opens(self, keys: KeyStore, folder: Path) -> None:
        keys.publish()
        sealed = KeyStore(folder, limited=True).seal_case(b"\0" * 2000, "complaint")
        keys.rotate("case")
        assert keys.open_case(sealed, "complaint") == b"\0" * 2000

    @pytest.mark.parametrize("spoil", ["another context", "altered", "of no key", "nothing"])
    def test_what_was_not_sealed_so_does_not_open(self, keys: KeyStore, spoil: str) -> None:
        sealed = keys.seal_case(b"x", "complaint")
        spoilt = {"altered": sealed[:-1] + b"0", "of no key": b"\7\7" + sealed[2:], "nothing": b""}.get(spoil, sealed)
        with pytest.raises(KeyStoreError, match="does not open"):
            keys.open_case(spoilt, "identity" if spoil == "another context" else "complaint")


class TestLetters:
    def test_the_public_face_seals_and_only_the_house_opens(self, keys: KeyStore, folder: Path) -> None:
        keys.publish()
        letter = KeyStore(folder, limited=True).seal_letter("食堂价格没有公示", "objection")
        assert keys.open_letter(letter, "objection") == "食堂价格没有公示"

    def test_the_same_words_never_look_the_same(self, keys: KeyStore) -> None:
        assert keys.seal_letter("x", "objection") != keys.seal_letter("x", "objection")

    def test_a_letter_sealed_before_a_new_generation_opens_after_it(self, keys: KeyStore) -> None:
        letter = keys.seal_letter("x", "objection")
        keys.rotate("letter")
        assert keys.seal_letter("x", "objection").startswith("2.")
        assert keys.open_letter(letter, "objection") == "x"

    @pytest.mark.parametrize("spoil", ["another context", "altered", "of no key", "not a letter"])
    def test_what_was_not_sealed_so_does_not_open(self, keys: KeyStore, spoil: str) -> None:
        letter = keys.seal_letter("x", "objection")
        spoilt = {"altered": letter[:-6] + "AAAAA=", "of no key": "7" + letter[1:], "not a letter": "x"}.get(
            spoil, letter
        )
        with pytest.raises(KeyStoreError, match="does not open"):
            keys.open_letter(spoilt, "contact" if spoil == "another context" else "objection")

    def test_without_the_public_half_nothing_is_sealed(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownKey, match="folder `public`"):
            KeyStore(tmp_path / "elsewhere", limited=True).seal_letter("x", "objection")


def test_a_sealer_is_made_once(keys: KeyStore) -> None:
    assert isinstance(keys.cursor, Sealer)
    assert keys.cursor is keys.cursor
