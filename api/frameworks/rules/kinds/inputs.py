"""What is wrong with the inputs of a rule, by pointer into the inputs. A rule may be scored only where nothing is."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.core.errors import Violation
from api.core.points import Points, points, written
from api.frameworks import errors

Inputs = Mapping[str, Any]
LARGEST = 1_000_000  # of anything that is counted


def only(inputs: Inputs, *names: str) -> list[Violation]:
    """No other names than these."""
    allowed = ", ".join(names)
    unknown = [name for name in inputs if name not in names]
    return [Violation(errors.INPUT_UNKNOWN, "", params={"allowed": allowed})] if unknown else []


def decimal(inputs: Inputs, name: str, most: Points | None = None, step: Points | None = None) -> list[Violation]:
    """A decimal string from 0 to `most`, a multiple of `step`."""
    return decimal_value(inputs.get(name), f"/{name}", most, step)


def decimal_value(value: Any, pointer: str, most: Points | None, step: Points | None = None) -> list[Violation]:
    """The same for a value at any place."""
    if value is None:
        return [Violation(errors.INPUT_MISSING, pointer)]
    try:
        read = points(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None:
        return [Violation(errors.INPUT_NOT_DECIMAL, pointer)]
    if most is not None and read > most:
        return [Violation(errors.INPUT_OVER, pointer, params={"most": written(most)})]
    if step and read % step:
        return [Violation(errors.INPUT_STEP, pointer, params={"step": written(step)})]
    return []


def whole(inputs: Inputs, name: str, most: int = LARGEST) -> list[Violation]:
    """A count from 0 to `most`."""
    return whole_value(inputs.get(name), f"/{name}", most)


def whole_value(value: Any, pointer: str, most: int = LARGEST) -> list[Violation]:
    """The same for a value at any place."""
    if value is None:
        return [Violation(errors.INPUT_MISSING, pointer)]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return [Violation(errors.INPUT_NOT_WHOLE, pointer)]
    return [Violation(errors.INPUT_OVER, pointer, params={"most": most})] if value > most else []


def truth(inputs: Inputs, name: str) -> list[Violation]:
    """True or false."""
    if isinstance(inputs.get(name), bool):
        return []
    return [Violation(errors.INPUT_MISSING if name not in inputs else errors.INPUT_NOT_TRUTH, f"/{name}")]


def choice(inputs: Inputs, name: str, codes: Iterable[str]) -> list[Violation]:
    """One of `codes`."""
    if inputs.get(name) is None:
        return [Violation(errors.INPUT_MISSING, f"/{name}")]
    allowed = list(codes)
    return [] if inputs[name] in allowed else [_not_among(f"/{name}", allowed)]


def choices(inputs: Inputs, name: str, codes: Iterable[str]) -> list[Violation]:
    """Any of `codes`, each once."""
    chosen = inputs.get(name)
    if chosen is None:
        return [Violation(errors.INPUT_MISSING, f"/{name}")]
    allowed = list(codes)
    if not isinstance(chosen, list | tuple) or any(code not in allowed for code in chosen):
        return [_not_among(f"/{name}", allowed)]
    return [] if len(set(chosen)) == len(chosen) else [Violation(errors.INPUT_TWICE, f"/{name}")]


def named(inputs: Inputs, name: str, codes: Iterable[str]) -> tuple[Mapping[str, Any], list[Violation]]:
    """An object whose names are among `codes`, and what is wrong with it as a whole."""
    given, allowed = inputs.get(name), list(codes)
    if given is None:
        return {}, [Violation(errors.INPUT_MISSING, f"/{name}")]
    if not isinstance(given, Mapping) or any(code not in allowed for code in given):
        return {}, [_not_among(f"/{name}", allowed)]
    return given, []


def _not_among(pointer: str, codes: Iterable[str]) -> Violation:
    return Violation(errors.INPUT_UNKNOWN, pointer, params={"allowed": ", ".join(codes) or "–"})


def wrong_length(pointer: str, length: int) -> Violation:
    """A list that must have so many entries."""
    return Violation(errors.INPUT_LENGTH, pointer, params={"length": length})


def nothing(pointer: str) -> Violation:
    """A list of a rule that must not be empty."""
    return Violation(errors.RULE_EMPTY, pointer)
