"""What an event commits to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from api.ledger import rules

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


# What the documents of this house are made of: keys are names of fields.
DOCUMENTS = st.dictionaries(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=5), inner, max_size=3
            )
        ),
        max_leaves=8,
    ),
    max_size=6,
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


class TestCanonical:
    @given(DOCUMENTS)
    def test_documents_take_the_bytes_of_rfc_8785(self, document: dict[str, Any]) -> None:
        assert rules.canonical(document) == rfc8785.dumps(document)

    @given(st.datetimes(timezones=st.just(UTC)), st.uuids(), st.dates(), st.decimals(allow_nan=False))
    def test_other_values_take_their_plain_form(self, at: datetime, id_: UUID, day: date, number: Decimal) -> None:
        document = {"at": at, "id": id_, "day": day, "number": number, "colour": Colour.RED, "set": {"b", "a"}}
        assert rules.canonical(document) == rfc8785.dumps(rules.plain(document))

    def test_an_integer_that_others_would_round_has_no_canonical_form(self) -> None:
        with pytest.raises(TypeError):
            rules.canonical({"n": 2**53})


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

    def test_the_hash_of_a_document_is_covered_and_cannot_be_taken_away(self) -> None:
        header = {"id": UUID(int=1), "object_hash": None}
        assert rules.seal(b"k", header) == rules.seal(b"k", {"id": UUID(int=1)})
        assert rules.seal(b"k", header) != rules.seal(b"k", header | {"object_hash": "0" * 64})


class TestPlaceSeal:
    def test_it_covers_the_place_the_event_and_the_leaf(self) -> None:
        sealed = rules.place_seal(b"k", 1, UUID(int=1), b"l" * 32)
        others = [(b"x", 1, 1, b"l" * 32), (b"k", 2, 1, b"l" * 32), (b"k", 1, 2, b"l" * 32), (b"k", 1, 1, b"m" * 32)]
        assert all(sealed != rules.place_seal(key, seq, UUID(int=event), leaf) for key, seq, event, leaf in others)
