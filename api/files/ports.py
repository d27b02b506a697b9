"""Who may read a file is decided by what uses it. Each domain that holds on to files says so here, beside its tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from api.core.context import Context

Condition = Callable[[Context, Any], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class FileRule:
    """Files used by objects of a type: `readable` and `original` take the column that holds the object's id.

    `readable`: the caller may see that the file is there, and open its cleaned copy. `original`: and the original; of
    a type that has no cleaner, the original is for every reader.
    """

    object_type: str
    readable: Condition
    original: Condition


RULES: dict[str, FileRule] = {}


def define(rule: FileRule) -> FileRule:
    """Declare the rule of a type of objects once."""
    if rule.object_type in RULES:
        raise ValueError(f"who may read files of {rule.object_type} is declared twice")
    RULES[rule.object_type] = rule
    return rule
