"""Search tokens and queries, tried on SQLite's own FTS5 in memory (PostgreSQL: tests/api/organizations)."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core import search

NAMES = {
    1: ("澜溪县石桥铺九年一贯制学校", "石桥铺学校", "lxxsqpjnygzxx", "3133014127"),
    2: ("澜溪县第三中学", "三中", "lxxdszx", "3133014128"),
    3: ("流云㘭镇中心小学", "流云㘭小学", "lbdzzxxx", "2134005678"),
    4: ("Mahinda Vidyalaya", None, "", "census 00123"),
}


def found(query: str) -> set[int]:
    """Ids of NAMES that the query meets."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE school (id INTEGER PRIMARY KEY, search_tokens TEXT)")
    for statement in search.SearchIndex("school", "search_tokens").sqlite_ddl():
        connection.execute(statement)
    for key, (name, short, initials, code) in NAMES.items():
        tokens = search.tokens([name, short, code], [initials] if initials else [])
        connection.execute("INSERT INTO school VALUES (?, ?)", (key, tokens))
    wanted = search.ftsquery(query)
    rows = connection.execute("SELECT rowid FROM school_fts WHERE school_fts MATCH ?", (wanted,)) if wanted else []
    return {row[0] for row in rows}


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("石桥", {1}),
            ("桥铺", {1}),
            ("三中", {2}),
            ("澜溪", {1, 2}),
            ("㘭", {3}),
            ("小学", {3}),
            ("三", {2}),
            ("澜溪 三中", {2}),
            ("sqp", {1}),
            ("dszx", {2}),
            ("31330", {1, 2}),
            ("3133014128", {2}),
            ("mahinda", {4}),
            ("MAHIN", {4}),
            ("00123", {4}),
            ("桥石", set()),
            ("", set()),
            ("!!! ' \" *", set()),
        ],
    )
    def test_a_query_meets_the_names_that_hold_it(self, query: str, expected: set[int]) -> None:
        assert found(query) == expected

    @given(st.text(max_size=80))
    def test_no_text_breaks_the_query_language(self, query: str) -> None:
        found(query)

    def test_only_the_first_64_characters_of_a_query_are_used(self) -> None:
        assert search.ftsquery("学" * 64) == search.ftsquery("学" * 5000)


class TestTokens:
    @given(st.text(alphabet="石桥铺九年一贯制学校", min_size=2, max_size=20))
    def test_every_two_neighbouring_characters_can_be_found(self, name: str) -> None:
        stored = set(search.tokens([name]).split())
        assert {name[at : at + 2] for at in range(len(name) - 1)} <= stored

    def test_missing_texts_leave_no_trace(self) -> None:
        assert search.tokens([None, ""]) == ""
