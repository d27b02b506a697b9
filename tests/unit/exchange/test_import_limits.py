"""How large the next chunk is, and how long the rest takes."""

import pytest

from api.exchange.imports.rules.limits import LEAST_CHUNK, MOST_CHUNK, eta, next_size


@pytest.mark.parametrize(
    ("size", "seconds", "wanted", "expected"),
    [
        (100, 0.06, 0.06, 100),  # just right
        (100, 0.001, 0.06, 400),  # fast: four times as many, no more
        (1000, 6.0, 0.06, 500),  # slow: half as many, no fewer
        (400, 0.12, 0.06, 200),
        (130, 60.0, 0.06, LEAST_CHUNK),
        (4000, 0.001, 1.0, MOST_CHUNK),
        (100, 0.0, 0.06, 400),
    ],
)
def test_chunks_go_towards_their_time(size: int, seconds: float, wanted: float, expected: int) -> None:
    assert next_size(size, size, seconds, wanted) == expected


def test_the_short_end_of_a_block_says_nothing_about_the_next_chunk() -> None:
    assert next_size(1000, 10, 0.001, 0.1) == 1000
    assert next_size(1000, 10, 0.001, 0.5) == 4000


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [(0, 10, 5, None), (5, None, 5, None), (5, 10, 5, 5), (10, 10, 5, 0), (1, 100, 0, None)],
)
def test_the_rest_takes_as_long_as_the_pace_so_far_says(
    done: int, total: int | None, seconds: float, expected: int | None
) -> None:
    assert eta(done, total, seconds) == expected
