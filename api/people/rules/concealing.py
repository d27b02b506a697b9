"""An identity number in a row, in the one form in which it may be kept (个人信息保护法 第六条: no more than is needed).

A text in the place of the number: its keyed hashes and its last four characters, or what was wrong with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.core.errors import ErrorSpec
from api.people import errors
from api.people.rules.kinds import IdKind
from api.people.rules.persons import LAST, identity_violations, normal_number

_SOUND, _FAULTY = "hash:", "fault:"
_FAULTS: Mapping[str, ErrorSpec] = {
    spec.code: spec for spec in (errors.NUMBER_FORM, errors.NUMBER_BIRTHDAY, errors.NUMBER_CHECK)
}


@dataclass(frozen=True, slots=True)
class Concealed:
    """What is left of a number: its hashes, that of the newest key first, and its end; or its faults."""

    hashes: tuple[str, ...] = ()
    last_four: str | None = None
    faults: tuple[ErrorSpec, ...] = ()


def conceal_number(values: Mapping[str, Any], hashed: Callable[[str], tuple[str, ...]]) -> dict[str, Any]:
    """The values of a row with the number (`id_number`, of `id_kind`) made unreadable; `hashed` gives its hashes.

    A number without a kind is a resident identity number: that is what such columns hold.
    """
    number = values.get("id_number")
    if number is None or number.startswith((_SOUND, _FAULTY)):
        return dict(values)
    kind, number = values.get("id_kind") or IdKind.RESIDENT_ID.value, normal_number(number)
    faults = [fault.spec.code for fault in identity_violations({"kind": kind, "number": number, "last_four": None})]
    text = (
        f"{_FAULTY}{','.join(faults)}" if faults else f"{_SOUND}{','.join(hashed(f'{kind}:{number}'))}:{number[-LAST:]}"
    )
    return {**values, "id_number": text}


def concealed(text: str) -> Concealed:
    """What `conceal_number` left."""
    if text.startswith(_FAULTY):
        return Concealed(faults=tuple(_FAULTS[code] for code in text.removeprefix(_FAULTY).split(",")))
    hashes, _, last_four = text.removeprefix(_SOUND).partition(":")
    return Concealed(tuple(hashes.split(",")), last_four)
