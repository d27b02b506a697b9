"""Exact decimals: points, percentages and weights as integers of 1/10,000.

SQLite keeps Numeric as a floating number, so that a sum of 10,033.33 comes back as 10033.330000018848; an integer stays
what it is on both databases and in every language. On the wire and in documents it is a decimal string.
"""

import re
from typing import NewType

Points = NewType("Points", int)

ONE = 10_000
CENT = 100  # what totals are rounded to: 0.01
ZERO = Points(0)
MOST = Points(1_000_000 * ONE)
PATTERN = r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?$"

_WRITTEN = re.compile(PATTERN)


def points(text: str | int) -> Points:
    """The exact value of a decimal string without sign, such as `2.5`. Errors: `ValueError`."""
    if isinstance(text, int):
        return Points(text * ONE)
    if not _WRITTEN.match(text):
        raise ValueError("not a decimal of up to four places")
    whole, _, rest = text.partition(".")
    return Points(int(whole) * ONE + int(rest.ljust(4, "0")))


def written(value: Points) -> str:
    """The shortest decimal string: `6`, `2.5`, `-0.25`."""
    whole, rest = divmod(abs(value), ONE)
    text = f"{whole}.{rest:04}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if value < 0 else text


def rounded(value: int) -> Points:
    """To two places, half up."""
    return Points((value + CENT // 2) // CENT * CENT)


def share(numerator: int, denominator: int) -> Points:
    """Numerator ÷ denominator to two places, half up, rounded once. `denominator` > 0."""
    return Points((2 * numerator + CENT * denominator) // (2 * CENT * denominator) * CENT)
