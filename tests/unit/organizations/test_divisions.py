"""The table of GB/T 2260: the shipped edition is whole, and a faulty edition names every fault."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.organizations.data.divisions import Division, FaultyEdition, parse, shipped

HEADER = "code,name,level,parent_code,type\n"
ANHUI = "340000,安徽省,province,,省\n"
LUAN = "341500,六安市,city,340000,地级市\n"
JINZHAI = "341524,金寨县,county,341500,县\n"


def faults(text: str) -> list[tuple[int, str]]:
    """Line and code of every fault in `text`."""
    with pytest.raises(FaultyEdition) as refused:
        parse(text.encode())
    return [(fault.line, fault.code) for fault in refused.value.faults]


class TestShipped:
    def test_it_has_34_provinces_333_cities_and_2845_counties(self) -> None:
        assert Counter(d.level for d in shipped()) == {"province": 34, "city": 333, "county": 2845}

    def test_32_counties_hang_directly_off_a_province_that_is_no_municipality(self) -> None:
        level = {division.code: division.level for division in shipped()}
        direct = [d for d in shipped() if d.level == "county" and level[d.parent_code or ""] == "province"]
        assert sum(division.code[2:4] == "90" for division in direct) == 32
        assert {d.code[:2] for d in direct if d.code[2:4] != "90"} == {"11", "12", "31", "50"}

    def test_four_cities_have_no_county(self) -> None:
        parents = {division.parent_code for division in shipped()}
        childless = {d.name for d in shipped() if d.level == "city" and d.code not in parents}
        assert childless == {"东莞市", "中山市", "儋州市", "嘉峪关市"}

    def test_parents_come_before_their_children(self) -> None:
        seen: set[str | None] = {None}
        for division in shipped():
            assert division.parent_code in seen
            seen.add(division.code)

    def test_county_names_are_not_unique(self) -> None:
        names = Counter(d.name for d in shipped() if d.level == "county")
        assert names["鼓楼区"] == 4
        assert sum(count > 1 for count in names.values()) == 28


class TestParse:
    def test_rows_are_read_in_any_order_with_or_without_a_byte_order_mark(self) -> None:
        expected = (
            Division("340000", "安徽省", "province", None),
            Division("341500", "六安市", "city", "340000"),
            Division("341524", "金寨县", "county", "341500"),
        )
        assert parse((HEADER + JINZHAI + LUAN + ANHUI).encode("utf-8-sig")) == expected
        assert parse((HEADER + ANHUI + LUAN + JINZHAI).replace("\n", "\r\n").encode()) == expected

    def test_a_county_may_hang_directly_off_a_province(self) -> None:
        assert len(parse(f"{HEADER}420000,湖北省,province,,省\n429004,仙桃市,county,420000,县级市\n".encode())) == 2

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ("341525,霍山县,county\n", "ragged"),
            ("341525, 霍山县,county,341500,县\n", "name"),
            ("341525,,county,341500,县\n", "name"),
            ("34152,霍山县,county,341500,县\n", "code"),
            ("34152x,霍山县,county,341500,县\n", "code"),
            ("３４１５２５,霍山县,county,341500,县\n", "code"),
            ("341500,霍山县,county,340000,县\n", "code"),
            ("341525,霍山县,town,341500,县\n", "level"),
            ("341525,霍山县,county,,县\n", "parent"),
            ("341525,霍山县,county,341600,县\n", "parent"),
            ("341525,霍山县,county,341524,县\n", "parent"),
            ("331525,霍山县,county,341500,县\n", "parent"),
            ("350000,福建省,province,340000,省\n", "parent"),
            ("341524,霍山县,county,341500,县\n", "duplicate"),
        ],
    )
    def test_a_faulty_row_is_named_by_its_line(self, row: str, code: str) -> None:
        assert (5, code) in faults(HEADER + ANHUI + LUAN + JINZHAI + row)

    def test_all_faults_are_named_at_once(self) -> None:
        text = f"{HEADER}{ANHUI}34150,六安市,city,340000,地级市\n341524,,county,341500,县\n"
        assert faults(text) == [(3, "code"), (4, "name"), (4, "parent")]

    @pytest.mark.parametrize(
        ("text", "code"),
        [("", "header"), ("code,name\n", "header"), (HEADER, "empty"), (HEADER.replace("code", "代码", 1), "header")],
    )
    def test_another_file_is_not_taken_for_a_table(self, text: str, code: str) -> None:
        assert faults(text) == [(1, code)]

    def test_a_file_in_gb18030_is_refused_as_a_whole(self) -> None:
        with pytest.raises(FaultyEdition, match="not UTF-8"):
            parse((HEADER + ANHUI).encode("gb18030"))

    @given(st.binary(max_size=300))
    def test_no_content_raises_anything_but_faulty_edition(self, content: bytes) -> None:
        for candidate in (content, HEADER.encode() + content):
            with suppress(FaultyEdition):
                assert parse(candidate)
