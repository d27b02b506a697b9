"""Refusals and their sentences."""

import pytest

from api.core.errors import CATALOG, INVALID, Kind, Refused, Violation, define, refuse_if_any


class TestCatalogue:
    def test_a_code_is_declared_once(self) -> None:
        with pytest.raises(ValueError, match="declared twice"):
            define("input.invalid", Kind.CONFLICT, "…", "…")

    def test_a_sentence_is_said_in_the_language_asked_for(self) -> None:
        spec = CATALOG["request.too_large"]
        assert spec.text("en", {"limit": 5}) == "The request body is over 5 bytes."
        assert "5" in spec.text("zh-CN", {"limit": 5})


class TestRefuseIfAny:
    def test_nothing_wrong_passes(self) -> None:
        refuse_if_any([])

    def test_all_faults_come_at_once(self) -> None:
        faults = [Violation(INVALID, "/a"), Violation(INVALID, "/b")]
        with pytest.raises(Refused) as caught:
            refuse_if_any(faults)
        assert caught.value.violations == tuple(faults)

    def test_a_fault_moves_into_a_larger_document(self) -> None:
        assert Violation(INVALID, "/code").below("/items/3").pointer == "/items/3/code"
