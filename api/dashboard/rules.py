"""The arithmetic of the overview. Pure.

Sums are counters over schools; what a school does not know is counted as unknown and never added as zero.
"""

from collections.abc import Container, Mapping
from itertools import accumulate

Sums = Mapping[str, int]


def basis_points(part: int, whole: int) -> int | None:
    """`part` of `whole` in hundredths of a per cent, rounded half up; None where there is no whole to compare with."""
    return (part * 20_000 + whole) // (whole * 2) if whole else None


def known_sum(sums: Sums, field: str) -> int | None:
    """The sum over the schools that know `field`; None where there are schools and none of them knows it."""
    if sums["schools"] and not sums[f"{field}_known"]:
        return None
    return sums[field]


def topmost(path: str, districts: Container[str]) -> str | None:
    """The path of the first of `districts` on the way down to `path`."""
    steps = accumulate(f"{segment}/" for segment in path.split("/")[:-1])
    return next((step for step in steps if step in districts), None)
