"""Trees of meetings that name schools and persons by name: where the names stand, and the ids in their place. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.decisions.rules.words import ADVISERS

# A name may stand under the first, the id under the second.
PERSONS: Mapping[str, str] = {
    "chair": "chair_id",
    "recorder": "recorder_id",
    "person": "person_id",
    "proposer": "proposer_id",
    "counted_by": "counted_by_id",
    "responsible_person": "responsible_person_id",
    "decided_by": "decided_by_id",
}
PERSON_LISTS: Mapping[str, str] = {"concerned_persons": "concerned_person_ids"}
SUPPLIERS: Mapping[str, str] = {"approved_supplier": "approved_supplier_id"}
SUPPLIER_LISTS: Mapping[str, str] = {"concerned_suppliers": "concerned_supplier_ids"}

Resolve = Callable[[str, str, str], Any]  # kind, name, pointer → id


def resolved(given: Any, resolve: Resolve, at: str = "") -> Any:
    """The same tree with ids where it has names. `resolve` gives the id of a name, or notes a fault."""
    if isinstance(given, list):
        return [resolved(each, resolve, f"{at}/{place}") for place, each in enumerate(given)]
    if not isinstance(given, dict):
        return given
    return dict(_fields(given, resolve, at))


def _fields(given: Mapping[str, Any], resolve: Resolve, at: str) -> Iterator[tuple[str, Any]]:
    ones = {**dict.fromkeys(PERSONS, "person"), **dict.fromkeys(SUPPLIERS, "supplier")}
    lists = {**dict.fromkeys(PERSON_LISTS, "person"), **dict.fromkeys(SUPPLIER_LISTS, "supplier")}
    ids = {**PERSONS, **PERSON_LISTS, **SUPPLIERS, **SUPPLIER_LISTS}
    for name, value in given.items():
        pointer = f"{at}/{name}"
        if name in ones and isinstance(value, str):
            yield ids[name], resolve(ones[name], value, pointer)
        elif name in lists and isinstance(value, list) and all(isinstance(each, str) for each in value):
            kind = lists[name]
            yield ids[name], [resolve(kind, each, f"{pointer}/{place}") for place, each in enumerate(value)]
        else:
            yield name, resolved(value, resolve, pointer)


def names_in(given: Any) -> Iterator[tuple[str, str]]:
    """Every name of the tree with its kind."""
    found: list[tuple[str, str]] = []

    def _note(kind: str, name: str, _pointer: str) -> None:
        found.append((kind, name))

    resolved(given, _note)
    yield from found


# --- Who sat in, as a text -------------------------------------------------------------------------------------------

_SEAT = re.compile(r"([^()（）]{1,200}?)\s*(?:[(（]([^()（）]+)[)）])?")
_OFFICES = {word: code for code, words in ADVISERS.items() for word in (code, *words)}


class Seated(NamedTuple):
    """Somebody who sat in, and as what adviser."""

    name: str
    adviser: str | None

    def as_attendance(self) -> dict[str, Any]:
        """The same as a line of the attendance, which names the person by name."""
        return {"person": self.name, "role": "sit_in", "adviser": self.adviser}


def seats_in(texts: Sequence[str]) -> list[Seated | None]:
    """Who each of these texts means: a name, or a name with an office in brackets; None for what is neither."""
    return [_seat(text.strip()) for text in texts]


def _seat(text: str) -> Seated | None:
    found = _SEAT.fullmatch(text)
    if found is None or not found[1].strip():
        return None
    office = found[2].strip() if found[2] else None
    if office is not None and office not in _OFFICES:
        return None
    return Seated(found[1].strip(), _OFFICES[office] if office else None)
