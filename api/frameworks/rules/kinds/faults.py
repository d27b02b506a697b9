"""What is wrong with the parameters of a rule, by pointer into the rule."""

from collections.abc import Sequence

from api.core.errors import Violation
from api.core.points import Points
from api.frameworks import errors
from api.frameworks.rules.sentences import Exact, Label, Line, line
from api.frameworks.rules.titled import Titled


def exact(value: Points) -> Exact:
    """A number for a sentence."""
    return Exact(value)


def truth_line(zh: str, en: str, amount: Points, *, holds: bool) -> Line:
    """What a yes-or-no rule says."""
    return line("condition_true" if holds else "condition_false", amount, title=Label(zh, en))


def codes(listed: Sequence[Titled], pointer: str, *, empty: bool = False) -> list[Violation]:
    """At least one entry (unless `empty` will do), each with a code of its own and a name."""
    if not listed and not empty:
        return [Violation(errors.RULE_EMPTY, pointer)]
    found, seen = [], set()
    for index, one in enumerate(listed):
        if not one.code or not one.title:
            found.append(Violation(errors.NAME_MISSING, f"{pointer}/{index}"))
        elif one.code in seen:
            found.append(Violation(errors.CODE_TWICE, f"{pointer}/{index}/code"))
        seen.add(one.code)
    return found


def positive(value: int | None, pointer: str) -> list[Violation]:
    """More than 0, or not said."""
    return [Violation(errors.NOT_POSITIVE, pointer)] if value is not None and value <= 0 else []


def each_positive(listed: Sequence[object], name: str, pointer: str) -> list[Violation]:
    """The same for one field of each entry."""
    return [
        fault for index, one in enumerate(listed) for fault in positive(getattr(one, name), f"{pointer}/{index}/{name}")
    ]


def ordered(fine: bool, pointer: str) -> list[Violation]:  # noqa: FBT001 (the answer itself)
    """In order."""
    return [] if fine else [Violation(errors.OUT_OF_ORDER, pointer)]


def said(text: str, pointer: str) -> list[Violation]:
    """Not empty."""
    return [] if text.strip() else [Violation(errors.NAME_MISSING, pointer)]
