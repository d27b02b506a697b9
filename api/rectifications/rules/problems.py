"""What a problem may say of itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.core.errors import Violation
from api.rectifications import errors
from api.rectifications.rules.policy import CAUSES, KINDS, SOURCES

_WORDS: Mapping[str, Mapping[str, Any]] = {"/source/type": SOURCES, "/kind": KINDS, "/cause": CAUSES}


def problem_violations(facts: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """Everything that is wrong with the facts of a problem, all at once."""
    given = {"/source/type": facts["source_type"], "/kind": facts["kind"], "/cause": facts["cause"]}
    for pointer, words in _WORDS.items():
        if given[pointer] not in words:
            yield Violation(errors.WORD_UNKNOWN, pointer, params={"allowed": ", ".join(words)})
    if facts["found_on"] > today:
        yield Violation(errors.FOUND_FUTURE, "/found_on")


def due_violations(
    due_on: date, today: date, pointer: str = "/due_on", latest: date | None = None
) -> Iterator[Violation]:
    """A time limit that is over already, or that lies after the one it serves."""
    if due_on < today:
        yield Violation(errors.DUE_PAST, pointer)
    if latest is not None and due_on > latest:
        yield Violation(errors.DUE_AFTER_PROBLEM, pointer)


def number_of(year: int, serial: int) -> str:
    """The number under which a unit knows a problem. Units count for themselves: a gap tells nothing of others."""
    return f"{year}-{serial:03}"
