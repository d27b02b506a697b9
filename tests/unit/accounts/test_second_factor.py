"""Codes of an authenticator, recovery codes, their sealing."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.accounts import second_factor as factor

# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
           (2000000000, "279037"), (20000000000, "353130")]  # fmt: skip
ACCOUNT, OTHER = UUID(int=1), UUID(int=2)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class TestCodes:
    @pytest.mark.parametrize(("seconds", "code"), VECTORS)
    def test_those_of_the_rfc(self, seconds: int, code: str) -> None:
        assert factor.step_of(SECRET, code, at(seconds), after=-1) == seconds // 30

    @pytest.mark.parametrize(("late", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
    def test_one_step_early_or_late_is_taken(self, late: int, taken: bool) -> None:
        found = factor.step_of(SECRET, "005924", at(1234567890 + late), after=-1)
        assert found == (1234567890 // 30 if taken else None)

    def test_a_code_is_good_once(self) -> None:
        step = 1234567890 // 30
        assert factor.step_of(SECRET, "005924", at(1234567890), after=step - 1) == step
        assert factor.step_of(SECRET, "005924", at(1234567890), after=step) is None

    @pytest.mark.parametrize("typed", ["005 924", "005-924", " 005924 "])
    def test_blanks_and_hyphens_do_not_matter(self, typed: str) -> None:
        assert factor.plain(typed) == "005924"

    @pytest.mark.parametrize(
        ("code", "kind"), [("005924", True), ("00592", False), ("٠٠٥٩٢٤", False), ("7x3k9wqdhm4tycn8", False)]
    )
    def test_a_recovery_code_is_told_apart(self, code: str, kind: bool) -> None:
        assert factor.is_totp(code) is kind


class TestSetUp:
    def test_the_secret_has_160_bits(self) -> None:
        assert len(factor.new_secret()) == 32
        assert len({factor.new_secret() for _ in range(100)}) == 100

    def test_the_address_names_product_and_account(self) -> None:
        address = factor.address(SECRET, "zhongyi", "Qinglian")
        assert address == f"otpauth://totp/Qinglian:zhongyi?secret={SECRET}&issuer=Qinglian"

    def test_the_picture_is_an_svg_without_a_script(self) -> None:
        picture = factor.picture("otpauth://totp/x")
        assert picture.startswith("data:image/svg+xml")
        assert "script" not in picture


class TestRecovery:
    def test_there_are_ten_and_no_two_alike(self) -> None:
        assert len(set(factor.recovery_codes())) == factor.RECOVERY_CODES == 10

    def test_it_may_be_typed_in_capitals_and_without_hyphens(self) -> None:
        (code, *_) = factor.recovery_codes()
        assert factor.recovery_hash(code.upper().replace("-", " ")) == factor.recovery_hash(code)


class TestSealing:
    def test_it_opens_for_its_account_only_with_the_key_it_was_sealed_under(self) -> None:
        keys = {1: b"a" * 32, 2: b"b" * 32}
        sealed, number = factor.seal(SECRET, ACCOUNT, keys)
        assert number == 2
        assert SECRET not in sealed
        assert factor.unseal(sealed, 2, ACCOUNT, keys) == SECRET
        assert factor.unseal(sealed, 2, OTHER, keys) is None
        assert factor.unseal(sealed, 1, ACCOUNT, keys) is None
        assert factor.unseal(sealed, 3, ACCOUNT, keys) is None

    def test_one_sealed_before_a_rotation_still_opens(self) -> None:
        sealed, number = factor.seal(SECRET, ACCOUNT, {1: b"a" * 32})
        assert factor.unseal(sealed, number, ACCOUNT, {1: b"a" * 32, 2: b"b" * 32}) == SECRET


def test_a_step_is_half_a_minute() -> None:
    assert timedelta(seconds=factor.STEP) == timedelta(minutes=0.5)
