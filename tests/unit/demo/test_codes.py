"""The official codes that the demo makes pass the checks of their standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.demo.codes import credit_code, organization_check, school_code
from api.organizations.rules import CREDIT_ALPHABET, credit_check

bodies = st.text(alphabet=CREDIT_ALPHABET, min_size=8, max_size=8)
regions = st.from_regex(r"[1-6][0-9]{5}", fullmatch=True)
ownerships = st.sampled_from(["public", "private"])


class TestCreditCode:
    """GB 32100-2015, with the organization code of GB 11714-1997 inside."""

    @pytest.mark.parametrize(
        "code",
        [
            "91350100M000100Y43",  # the worked example of GB 32100-2015
            "12100000400002259P",  # Peking University, published in the register of institutions
            "12100000400000624D",  # Tsinghua University
        ],
    )
    def test_real_codes_carry_the_check_character_that_we_compute(self, code: str) -> None:
        assert credit_check(code[:17]) == code[17]

    def test_the_organization_code_of_a_real_institution_has_our_check_character(self) -> None:
        assert organization_check("40000062") == "4"

    @given(ownerships, regions, bodies)
    def test_a_weighted_sum_of_all_eighteen_is_a_multiple_of_31(self, ownership: str, region: str, body: str) -> None:
        code = credit_code(ownership, region, body)
        weights = [*(pow(3, place, 31) for place in range(17)), 1]
        assert sum(w * CREDIT_ALPHABET.index(char) for w, char in zip(weights, code, strict=True)) % 31 == 0

    @given(ownerships, regions, bodies, st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET))
    def test_any_single_wrong_character_is_noticed(
        self, ownership: str, region: str, body: str, place: int, wrong: str
    ) -> None:
        code = credit_code(ownership, region, body)
        changed = code[:place] + wrong + code[place + 1 :]
        assert (credit_check(changed[:17]) == changed[17]) == (changed == code)

    @given(ownerships, regions, bodies, st.integers(0, 15))
    def test_two_neighbours_changed_places_are_noticed(
        self, ownership: str, region: str, body: str, place: int
    ) -> None:
        code = credit_code(ownership, region, body)
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert (credit_check(swapped[:17]) == swapped[17]) == (swapped == code)

    def test_public_schools_are_institutions_and_private_ones_non_enterprise_units(self) -> None:
        assert credit_code("public", "990124", "48000000").startswith("12990124")
        assert credit_code("private", "990124", "MJ000000").startswith("52990124")


class TestSchoolCode:
    """The 10-digit 学校标识码: category, province, serial number."""

    @pytest.mark.parametrize(
        ("school_type", "category"),
        [
            ("kindergarten", "11"),
            ("primary", "21"),
            ("junior_secondary", "31"),
            ("nine_year", "31"),
            ("senior_secondary", "34"),
            ("complete_secondary", "34"),
            ("vocational", "36"),
            ("special", "51"),
        ],
    )
    def test_the_category_follows_the_type(self, school_type: str, category: str) -> None:
        assert school_code(school_type, "34", 12) == f"{category}34000012"

    @pytest.mark.parametrize("serial", [0, -1, 1_000_000])
    def test_a_serial_number_of_other_than_six_digits_is_refused(self, serial: int) -> None:
        with pytest.raises(ValueError, match="six digits"):
            school_code("primary", "34", serial)
