"""A row is judged by its ratio where it has one, else by its value."""

import pytest

from tests.bench.rows import Row, Sign


@pytest.mark.parametrize(
    ("value", "ratio", "sign", "bound", "passed"),
    [
        (4.0, 0.5, ">=", 0.5, True),
        (4.0, 0.49, ">=", 0.5, False),
        (140.0, None, "<=", 150, True),
        (151.0, None, "<=", 150, False),
        (151.0, None, None, None, True),
    ],
)
def test_a_goal_is_met_or_missed(
    value: float, ratio: float | None, sign: Sign | None, bound: float | None, passed: bool
) -> None:
    assert Row("house", "x", value, "ms", ratio=ratio, sign=sign, bound=bound).passed is passed


def test_the_json_has_the_agreed_keys() -> None:
    row = Row("house", "x", 2.0, "ms CPU", 1.0, 0.5, ">=", 0.5).as_json()
    assert list(row) == ["area", "name", "value", "unit", "limit", "ratio", "goal", "pass"]
    assert (row["goal"], row["pass"]) == (">= 0.5", True)
