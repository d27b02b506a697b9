"""The page of benchmarks keeps its sentences and gets new tables."""

from datetime import date

import pytest

from tests.bench.page import with_tables
from tests.bench.rows import Row

MACHINE = {"cpu": "a", "cores": 2, "memory_mb": 1, "kernel": "k", "python": "p", "postgresql": "g", "sqlite": "s"}
FACTS = MACHINE | {"load": 0.25}
DAY = date(2026, 11, 22)


def test_a_table_is_replaced_and_what_stands_around_it_is_kept() -> None:
    rows = [Row("house", "one", 2.04, "ms", 0.5, 0.245, ">=", 0.2).as_json(), Row("house", "idle", 151, "MB").as_json()]
    page = with_tables("before\n<!-- house -->\nold\n<!-- end -->\nafter\n", FACTS, rows, DAY)
    assert page.startswith("before\n<!-- house -->\nMeasured 2026-11-22 on: a, 2 cores")
    assert (
        "| one | 2.04 ms | 0.5 | 0.245 | >= 0.2 | met |\n| idle | 151 MB |  |  |  |  |\n<!-- end -->\nafter\n" in page
    )
    assert "old" not in page


def test_a_missed_goal_is_said() -> None:
    row = Row("house", "one", 4.0, "ms", 0.5, 0.125, ">=", 0.2).as_json()
    assert "**missed**" in with_tables("<!-- house -->\n<!-- end -->", FACTS, [row], DAY)


def test_an_area_without_a_place_on_the_page_is_refused() -> None:
    with pytest.raises(SystemExit, match="ground"):
        with_tables("<!-- house -->\n<!-- end -->", FACTS, [Row("ground", "x", 1, "s").as_json()], DAY)
