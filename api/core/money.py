"""Money: whole 分 inside, decimal strings of 元 on the wire and in documents. SQLite would keep a Numeric as a float."""

import re

PATTERN = r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$"
MOST = 10**14

_WRITTEN = re.compile(PATTERN)


def fen(text: str) -> int:
    """The sum of a decimal string in 元, such as `9800` or `-12.5`, in 分. Errors: `ValueError`."""
    if not _WRITTEN.match(text):
        raise ValueError("not a sum of up to two places")
    whole, _, rest = text.lstrip("-").partition(".")
    value = int(whole) * 100 + int(rest.ljust(2, "0"))
    return -value if text.startswith("-") else value


def yuan(value: int) -> str:
    """The sum in 元, always with two places: `9800.00`."""
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02}"


def grouped(value: int) -> str:
    """The sum in 元 as people read it: `-9,800.00`."""
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole:,}.{rest:02}"
