"""Keys and sealed texts."""

import stat
import threading
from pathlib import Path

import pytest

from api.core.crypto import KeyStore, Sealer


class TestKeyStore:
    def test_the_first_start_makes_a_key_only_the_owner_can_read(self, tmp_path: Path) -> None:
        KeyStore(tmp_path / "keys").derive("x")
        mode = (tmp_path / "keys" / "master.key").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600

    def test_purposes_have_different_keys_that_stay_the_same(self, tmp_path: Path) -> None:
        first, second = KeyStore(tmp_path), KeyStore(tmp_path)
        assert first.derive("a") == second.derive("a")
        assert first.derive("a") != first.derive("b")

    def test_processes_that_start_together_end_with_one_key(self, tmp_path: Path) -> None:
        keys: list[bytes] = []
        threads = [threading.Thread(target=lambda: keys.append(KeyStore(tmp_path).derive("x"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(keys) == 8
        assert len(set(keys)) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["master.key"]

    def test_a_damaged_key_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "master.key").write_bytes(b"short")
        with pytest.raises(RuntimeError, match="key backup"):
            KeyStore(tmp_path).derive("x")


class TestSealer:
    def test_what_was_sealed_opens_under_its_own_context_only(self) -> None:
        sealer = Sealer(b"k" * 32)
        token = sealer.seal("0198", "feed/a")
        assert "0198" not in token
        assert sealer.open(token, "feed/a") == "0198"
        assert sealer.open(token, "feed/b") is None

    @pytest.mark.parametrize("token", ["", "x", "not base64 ü", "A" * 60])
    def test_a_forged_token_does_not_open(self, token: str) -> None:
        assert Sealer(b"k" * 32).open(token, "feed") is None
