"""The demo's old register: whole months, enough in each for a trend, the same every time."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from api.complaints.rules.policy import SUPPRESS_BELOW
from api.complaints.rules.taxonomy import CATEGORIES
from api.demo.register import _rows

SCHOOLS = [UUID(int=number) for number in range(40)]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 11, 29), date(2028, 2, 29)])
def test_each_track_has_enough_in_each_month_that_is_over(today: date) -> None:
    rows = [row.values for row in _rows(today, SCHOOLS)]
    months = Counter((row["track"], row["received_on"][:7]) for row in rows)
    assert len(months) == 4 * 14
    assert min(months.values()) >= SUPPRESS_BELOW
    assert max(month for _, month in months) < today.isoformat()[:7]
    assert all(row["received_on"] <= row["concluded_on"] <= today.isoformat() for row in rows)
    assert {row["category"] for row in rows} <= CATEGORIES.keys()
    assert len({row["source_no"] for row in rows}) == len(rows)
    assert rows == [row.values for row in _rows(today, SCHOOLS)]
