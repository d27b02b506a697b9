"""What an event commits to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ledger import rules

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


class Colour(StrEnum):
    RED = "red"


class TestPlain:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Decimal("10033.33"), "10033.33"),
            (date(2026, 11, 20), "2026-11-20"),
            (datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC), "2026-11-20T01:02:03Z"),
            (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
            (Colour.RED, "red"),
            ({"b", "a"}, ["a", "b"]),
            ((1, None, True), [1, None, True]),
        ],
    )
    def test_values_take_their_canonical_form(self, value: object, expected: object) -> None:
        assert rules.plain(value) == expected

    def test_a_float_has_none(self) -> None:
        with pytest.raises(TypeError):
            rules.plain(0.1)


class TestChanges:
    def test_only_what_differs_is_named_in_order(self) -> None:
        changed = rules.changes({"b": 1, "a": 1, "same": 2}, {"b": 2, "same": 2, "new": date(2026, 1, 1)})
        assert changed == [
            {"field": "a", "before": 1, "after": None},
            {"field": "b", "before": 1, "after": 2},
            {"field": "new", "before": None, "after": "2026-01-01"},
        ]


class TestCommitment:
    @given(JSON)
    def test_the_same_payload_and_nonce_commit_alike_whatever_the_order_of_keys(self, value: object) -> None:
        left = rules.commitment(b"n" * 32, {"a": value, "b": 1})
        right = rules.commitment(b"n" * 32, {"b": 1, "a": value})
        assert left == right

    def test_another_nonce_or_payload_commits_otherwise(self) -> None:
        document = rules.payload("周敏", "一中", [])
        assert rules.commitment(b"a" * 32, document) != rules.commitment(b"b" * 32, document)
        assert rules.commitment(b"a" * 32, document) != rules.commitment(b"a" * 32, rules.payload("周敏", "二中", []))

    def test_the_first_schema_keeps_its_bytes(self) -> None:
        changed = [{"field": "pupils", "before": None, "after": 3}]
        golden = '{"actor":"周敏","changes":[{"after":3,"before":null,"field":"pupils"}],"label":"一中","schema":1}'
        assert rules.canonical(rules.payload("周敏", "一中", changed)).decode() == golden


class TestSeal:
    def test_a_seal_covers_every_column_and_needs_the_key(self) -> None:
        header = {"id": UUID(int=1), "at": datetime(2026, 1, 1, tzinfo=UTC), "unit_id": None}
        sealed = rules.seal(b"k", header)
        assert sealed == rules.seal(b"k", dict(reversed(header.items())))
        assert sealed != rules.seal(b"x", header)
        assert sealed != rules.seal(b"k", header | {"unit_id": UUID(int=2)})
