"""Sealed texts."""

import pytest

from api.core.crypto import Sealer


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
