"""What the columns of several tables have in common."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, String

# Compared byte by byte, whatever the language of the database: sort keys in pinyin order.
Bytewise = String().with_variant(String(collation="C"), "postgresql")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A column that holds one of these words, or nothing."""
    listed = ", ".join(repr(str(value)) for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def not_negative(column: str) -> CheckConstraint:
    """A number of people or of things."""
    return CheckConstraint(f"{column} >= 0", name=column)
