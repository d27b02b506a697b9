"""Persons as rows of tables, in and out."""

from datetime import date

from api.people.rules import IdKind, PartyStanding, PersonStatus, Registration, StaffKind
from api.people.tabular import TABLE, WORDS

ROW = {
    "name": "罗建平",
    "unit": "锦岚县第一小学",
    "kind": "teacher",
    "status": "active",
    "posts": ["校长", "党支部副书记"],
    "id_kind": "resident_id",
    "id_masked": "****002X",
    "registration": "valid",
    "registered_to_on": date(2028, 12, 31),
    "party_standing": "full",
    "party_joined_on": None,
    "id": "0198c0de-0000-7000-8000-000000000009",
    "party_unit": None,
}


class TestOut:
    def test_every_word_has_both_languages(self) -> None:
        for name, values in (
            ("kind", StaffKind),
            ("status", PersonStatus),
            ("id_kind", IdKind),
            ("registration", Registration),
            ("party_standing", PartyStanding),
        ):
            assert set(WORDS[name]) >= set(values)

    def test_a_row_speaks_the_language_of_its_reader(self) -> None:
        (chinese,), (english,) = list(TABLE.cells([ROW], "zh-CN")), list(TABLE.cells([ROW], "en"))
        assert chinese[2:5] == ["专任教师", "在职", "校长、党支部副书记"]
        assert english[2:5] == ["Teacher", "Active", "校长;党支部副书记"]

    def test_what_is_unknown_is_an_empty_cell(self) -> None:
        (cells,) = TABLE.cells([ROW | {"posts": []}], "zh-CN")
        assert cells[4] is cells[-2] is None
