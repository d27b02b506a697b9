"""The limit sends what the product sends."""

import uuid
from datetime import UTC, datetime

import pytest

from tests.bench.limit import Generated, JsonText, filled, positional


class TestPositional:
    def test_names_become_numbers_in_order_of_appearance(self) -> None:
        found = positional("SELECT %(b)s::TEXT, %(a)s::INTEGER", {"a": 1, "b": "x"})
        assert (found.text, found.parameters) == ("SELECT $1::TEXT, $2::INTEGER", ("x", 1))

    def test_a_name_that_appears_twice_is_sent_once(self) -> None:
        found = positional("%(a)s + %(a)s", {"a": 1})
        assert (found.text, found.parameters) == ("$1 + $1", (1,))

    def test_an_escaped_percent_sign_is_one(self) -> None:
        assert positional("LIKE '%%'", {}).text == "LIKE '%'"


class TestFilled:
    def test_a_slot_has_one_value_a_request(self) -> None:
        identity = Generated(0, uuid.uuid4())
        first, second = filled((identity, identity), {})
        assert first == second != identity.sample

    @pytest.mark.parametrize("sample", [uuid.UUID(int=1), b"nonce", datetime(2026, 9, 1, tzinfo=UTC), "abc"])
    def test_a_value_is_of_the_samples_kind(self, sample: object) -> None:
        (value,) = filled((Generated(0, sample),), {})
        assert type(value) is type(sample)

    @pytest.mark.parametrize("sample", ["3134900001", "abc/def", ""])
    def test_a_text_is_as_long_and_digits_stay_digits(self, sample: str) -> None:
        (value,) = filled((Generated(0, sample),), {})
        assert (len(value), value.isdigit()) == (len(sample), sample.isdigit())

    def test_json_stays_as_it_is(self) -> None:
        assert filled((Generated(0, JsonText("{}")),), {}) == ["{}"]
