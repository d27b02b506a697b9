"""The vocabulary: where cells stand, what a document says of itself, how much it may hold."""

import dataclasses
from decimal import Decimal

import pytest

from api.core.documents import Cell, Column, Document, Paragraph, Table, model
from api.core.documents.grid import places
from api.core.documents.model import cell, clean
from api.core.errors import Refused
from tests.unit.documents.samples import AS_OF, SCORES, report


def standing(table: Table) -> list[list[tuple[int, str, bool]]]:
    """Column, text and whether it reaches down from above, row by row."""
    return [
        [(place.column, place.cell.text, place.continued) for place in row]
        for row in places(table.rows, len(table.columns))
    ]


class TestPlaces:
    def test_a_cell_that_reaches_down_takes_the_place_below_it(self) -> None:
        assert standing(SCORES)[:2] == [
            [(0, "A", False), (1, "责任落实", False), (2, "5.50", False), (3, "4", False)],
            [(0, "A", True), (1, '=HYPERLINK("http://example.org","x")', False), (2, "", False), (3, "未评", False)],
        ]

    def test_a_cell_over_two_columns_moves_the_next_one(self) -> None:
        assert [column for column, _, _ in standing(SCORES)[2]] == [0, 2, 3]

    def test_a_cell_may_reach_down_and_across_at_once(self) -> None:
        rows = ((Cell("大", across=2, down=2), "1"), ("2",), ("a", "b", "c"))
        assert [[place.column for place in row] for row in places(rows, 3)] == [[0, 2], [0, 2], [0, 1, 2]]

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param((("a",),), id="too few"),
            pytest.param((("a", "b", "c"),), id="too many"),
            pytest.param((("a", Cell("b", across=2)),), id="too wide"),
            pytest.param((("a", Cell("b", down=2)),), id="below the last row"),
        ],
    )
    def test_a_row_that_does_not_fill_the_table_is_refused(self, rows: tuple[model.Row, ...]) -> None:
        with pytest.raises(ValueError, match="row"):
            list(places(rows, 2))


class TestCell:
    @pytest.mark.parametrize(
        ("given", "text"), [(None, ""), ("007", "007"), (12, "12"), (Decimal("0.10"), "0.10"), (Decimal("1E+2"), "100")]
    )
    def test_what_is_given_becomes_a_text(self, given: model.Given, text: str) -> None:
        assert cell(given).text == text

    def test_characters_that_no_document_can_hold_go(self) -> None:
        assert clean("甲\x00\x0b\ud800\uffff乙\n丙\t😀㳇") == "甲乙\n丙\t😀㳇"


class TestDocument:
    def test_the_time_is_told_where_deadlines_are_counted(self) -> None:
        assert report().time == "截至 2026-11-28 14:05"

    def test_its_hash_is_that_of_what_it_says(self) -> None:
        assert report().mark == report().mark
        assert report().mark != report(title="别的报告").mark
        assert len(report().mark) == 64

    def test_a_record_lends_it_its_own_hash(self) -> None:
        assert report(record="ab" * 32).mark == "ab" * 32

    def test_english_words_for_an_english_document(self) -> None:
        english = dataclasses.replace(report(), language="en")
        assert (english.time, english.page_words) == ("As of 2026-11-28 14:05", "Page {page} of {pages}")

    @pytest.mark.parametrize(
        "parts",
        [
            pytest.param((Paragraph("a"),) * 5_001, id="parts"),
            pytest.param((Table((Column(),) * 20, (), (("a",) * 20,) * 10_001),), id="cells"),
        ],
    )
    def test_too_much_is_refused(self, parts: tuple[model.Part, ...]) -> None:
        with pytest.raises(Refused) as refusal:
            Document("t", "b", AS_OF, parts)
        assert refusal.value.spec.code == "document.too_large"
