"""What the columns of several tables have in common."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, String

# Compared byte by byte, whatever the language of the database.
Bytewise = String().with_variant(String(collation="C"), "postgresql")


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The column holds one of `values`."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)
