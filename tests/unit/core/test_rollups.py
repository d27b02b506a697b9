"""The arithmetic of roll-ups and what a school counts for: no database."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from api.core.rollups import Cell, _rows, _summed
from api.organizations.figures import MEASURES, SCHOOL_FIGURES, WORDS, cell_of
from api.organizations.rules import EXPECTED_FIELDS

PLACE = UUID(int=1)
SCHOOL: dict[str, Any] = {
    **dict.fromkeys(EXPECTED_FIELDS),
    "parent_id": PLACE,
    "type": "primary",
    "ownership": "public",
    "status": "operating",
}
FACTS = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in SCHOOL.items()},
        "type": st.sampled_from(("primary", "special")),
        "pupils": st.none() | st.integers(0, 5000),
        "boarding": st.sampled_from((None, True, False)),
        "canteen": st.sampled_from((None, *WORDS["canteen"])),
        "code": st.sampled_from((None, "2134000001")),
    }
)


def rows(*cells: Cell) -> list[dict[str, Any]]:
    return list(_rows(SCHOOL_FIGURES, _summed(((cell.unit_id, *cell.key), cell.measures) for cell in cells)))


class TestCells:
    def test_what_is_taken_back_leaves_nothing(self) -> None:
        cell = cell_of({**SCHOOL, "pupils": 7})
        assert rows(cell, -cell) == []

    def test_a_change_is_one_row_of_the_difference(self) -> None:
        (row,) = rows(-cell_of({**SCHOOL, "pupils": 7}), cell_of({**SCHOOL, "pupils": 9, "boarding": True}))
        changed = {name: value for name, value in row.items() if name in MEASURES and value}
        assert changed == {"pupils": 2, "values_known": 1, "boarding_true": 1}

    def test_another_key_is_two_rows(self) -> None:
        made = rows(-cell_of(SCHOOL), cell_of({**SCHOOL, "status": "closed"}))
        assert [(row["status"], row["schools"]) for row in made] == [("operating", -1), ("closed", 1)]

    @given(st.lists(FACTS, max_size=12))
    def test_many_are_one_row_for_each_key_with_all_in_it(self, schools: list[dict[str, Any]]) -> None:
        made = rows(*map(cell_of, schools))
        assert len(made) == len({school["type"] for school in schools})
        assert sum(row["schools"] for row in made) == len(schools)
        assert sum(row["pupils"] for row in made) == sum(school["pupils"] or 0 for school in schools)


class TestUnknown:
    def test_is_counted_nowhere_and_adds_nothing(self) -> None:
        counted = {name for name, value in cell_of(SCHOOL).measures.items() if value}
        assert counted == {"schools"}

    def test_zero_is_known(self) -> None:
        measures = cell_of({**SCHOOL, "staff": 0}).measures
        assert (measures["staff"], measures["staff_known"], measures["values_known"]) == (0, 1, 1)

    def test_a_record_is_complete_when_nothing_expected_is_unknown(self) -> None:
        known = {**SCHOOL, **dict.fromkeys(EXPECTED_FIELDS, 1), "boarding": False, "canteen": "none", "area": "town"}
        words = {"party_organization": "branch", "party_coverage": "joint"}
        assert cell_of({**known, **words}).measures["complete"] == 1
        assert cell_of({**known, **words, "address": None}).measures["complete"] == 0
