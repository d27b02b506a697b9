"""Between the classes of `model` and JSON, made from the types of their fields.

Points are decimal strings, a rule or an operation is told by its `kind`, a field that holds its default is left out.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, NamedTuple, Union, get_args, get_origin, get_type_hints

from api.core.errors import Violation
from api.core.points import MOST, Points, points, written
from api.frameworks import errors

LONGEST = 4_000
LARGEST = 1_000_000
# Control characters but line breaks and tabs, and halves of pairs, which cannot be encoded.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WRONG = object()  # what could not be read; the fault is in the list

Faults = list[Violation]
Writer = Callable[[Any], Any]
Reader = Callable[[Any, str, Faults], Any]


class _Field(NamedTuple):
    name: str
    default: Any
    write: Writer
    read: Reader


def write(value: Any) -> dict[str, Any]:
    """The JSON object of a dataclass."""
    return _object(value)


def read(hint: Any, document: Any, faults: Faults, pointer: str = "") -> Any:
    """The value of type `hint` that JSON describes; None, with every fault at once in `faults`, where it cannot be."""
    value = _reader(hint)(document, pointer, faults)
    return None if value is _WRONG else value


@cache
def _fields(cls: Any) -> tuple[_Field, ...]:
    hints = get_type_hints(cls)
    return tuple(
        _Field(one.name, one.default, _writer(hints[one.name]), _reader(hints[one.name]))
        for one in fields(cls)
        if get_origin(hints[one.name]) is not ClassVar
    )


@cache
def _names(cls: Any) -> frozenset[str]:
    """What may stand in its object."""
    own = {field.name for field in _fields(cls)}
    return frozenset(own | ({"kind"} if isinstance(getattr(cls, "kind", None), str) else set()))


def _members(hint: Any) -> tuple[Any, ...]:
    """The alternatives of a union, nested ones taken apart."""
    return get_args(hint) if isinstance(hint, types.UnionType) or get_origin(hint) is Union else ()


# --- Writing ---------------------------------------------------------------------------------------------------------


@cache
def _writer(hint: Any) -> Writer:
    if hint is Points:
        return written
    if get_origin(hint) is tuple:
        one = _deferred(get_args(hint)[0])
        return lambda values: [one(value) for value in values]
    if members := _members(hint):
        kinds = [member for member in members if member is not type(None)]
        plain = _writer(kinds[0]) if len(kinds) == 1 else _object
        return lambda value: None if value is None else plain(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value: value.value
    return _object if hasattr(hint, "__dataclass_fields__") else lambda value: value


def _deferred(hint: Any) -> Writer:
    """Looked up when it is first used, for an indicator holds indicators."""
    return lambda value: _writer(hint)(value)  # noqa: PLW0108 (calling it now would never end)


def _object(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    kind = getattr(cls, "kind", None)
    document: dict[str, Any] = {"kind": kind} if isinstance(kind, str) else {}
    for field in _fields(cls):
        given = getattr(value, field.name)
        if given != field.default:
            document[field.name] = field.write(given)
    return document


# --- Reading ---------------------------------------------------------------------------------------------------------


@cache
def _reader(hint: Any) -> Reader:
    if hint is Points:
        return _read_points
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint)[0])
    if members := _members(hint):
        return _read_union([member for member in members if member is not type(None)], type(None) in members)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _read_enum(hint)
    if hasattr(hint, "__dataclass_fields__"):
        return lambda value, pointer, faults: _read_object(hint, value, pointer, faults)
    return _SCALARS[hint]


def _fault(faults: Faults, pointer: str, expected: str) -> Any:
    faults.append(Violation(errors.DOCUMENT_VALUE, pointer, params={"expected": expected}))
    return _WRONG


def _read_points(value: Any, pointer: str, faults: Faults) -> Any:
    try:
        exact = points(value) if isinstance(value, str) else None
    except ValueError:
        exact = None
    return exact if exact is not None and exact <= MOST else _fault(faults, pointer, "“2.5”")


def _read_text(value: Any, pointer: str, faults: Faults) -> Any:
    fits = isinstance(value, str) and len(value) <= LONGEST and _printable(value)
    return value if fits else _fault(faults, pointer, f"text ≤ {LONGEST}")


def _printable(value: str) -> bool:
    """No control characters but line breaks and tabs; nothing that cannot be encoded."""
    return _UNPRINTABLE.search(value) is None


def _read_whole(value: Any, pointer: str, faults: Faults) -> Any:
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
    return value if fits else _fault(faults, pointer, f"0–{LARGEST}")


def _read_truth(value: Any, pointer: str, faults: Faults) -> Any:
    return value if isinstance(value, bool) else _fault(faults, pointer, "true, false")


_SCALARS: Mapping[Any, Reader] = {str: _read_text, int: _read_whole, bool: _read_truth}


def _read_tuple(hint: Any) -> Reader:
    def _read(value: Any, pointer: str, faults: Faults) -> Any:
        if not isinstance(value, list):
            return _fault(faults, pointer, "[…]")
        one = _reader(hint)
        found = [one(item, f"{pointer}/{index}", faults) for index, item in enumerate(value)]
        return _WRONG if _WRONG in found else tuple(found)

    return _read


def _read_enum(hint: type[StrEnum]) -> Reader:
    known = {str(member): member for member in hint}

    def _read(value: Any, pointer: str, faults: Faults) -> Any:
        found = known.get(value) if isinstance(value, str) else None
        return found if found is not None else _fault(faults, pointer, ", ".join(known))

    return _read


def _read_union(members: list[Any], optional: bool) -> Reader:  # noqa: FBT001
    kinds = {member.kind: member for member in members if hasattr(member, "kind")}

    def _read(value: Any, pointer: str, faults: Faults) -> Any:
        if value is None and optional:
            return None
        if len(members) == 1:
            return _reader(members[0])(value, pointer, faults)
        member = (
            kinds.get(value.get("kind")) if isinstance(value, Mapping) and isinstance(value.get("kind"), str) else None
        )
        if member is None:
            return _fault(faults, f"{pointer}/kind", ", ".join(sorted(kinds)))
        return _read_object(member, value, pointer, faults)

    return _read


def _read_object(cls: type, value: Any, pointer: str, faults: Faults) -> Any:
    if not isinstance(value, Mapping):
        return _fault(faults, pointer, "{…}")
    known, names = _fields(cls), _names(cls)
    if not value.keys() <= names:
        faults.append(Violation(errors.DOCUMENT_FIELD, pointer, params={"allowed": ", ".join(sorted(names))}))
        return _WRONG
    given: dict[str, Any] = {}
    for field in known:
        if field.name in value:
            given[field.name] = field.read(value[field.name], f"{pointer}/{field.name}", faults)
        elif field.default is MISSING:
            faults.append(Violation(errors.DOCUMENT_MISSING, pointer, params={"name": field.name}))
            given[field.name] = _WRONG
    return _WRONG if any(one is _WRONG for one in given.values()) else cls(**given)
