"""What a person record may say, and what may be known of an identity number.

The facts of a person are a flat mapping with the names of the wire. Of an identity number the product keeps a keyed
hash and the last four characters (个人信息保护法 第6条: no more than is needed); the number itself is never stored.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from api.core.errors import Violation
from api.people import errors
from api.people.rules.kinds import IdKind, PersonStatus

Facts = Mapping[str, Any]

LAST = 4
_RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)
_FORMS: Mapping[IdKind, re.Pattern[str]] = {
    IdKind.RESIDENT_ID: _RESIDENT,
    IdKind.RESIDENCE_PERMIT: _RESIDENT,
    IdKind.HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII),
    IdKind.TAIWAN_PERMIT: re.compile(r"\d{8}([0-9A-Z]{2})?", re.ASCII),
    IdKind.FOREIGN_RESIDENT_ID: re.compile(r"[A-Z]{3}\d{12}|9\d{17}", re.ASCII),
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,20}", re.ASCII),
}
_CHECKED = frozenset({IdKind.RESIDENT_ID, IdKind.RESIDENCE_PERMIT})
_LAST_FOUR = re.compile(r"[0-9A-Z]{4}", re.ASCII)
# GB 11643-1999, 4.2: ISO 7064 MOD 11-2; the weights are the powers of 2 modulo 11.
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"


def normal_number(number: str) -> str:
    """An identity number in the one form in which it is compared: half-width, capitals, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def resident_check(body: str) -> str:
    """The check character of the first 17 digits of a resident identity number."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


def masked(last_four: str) -> str:
    """What is shown of an identity number."""
    return f"****{last_four}"


def identity_violations(identity: Facts | None) -> Iterator[Violation]:
    """What is wrong with `{kind, number | last_four}`, the number being in its normal form."""
    if identity is None:
        return
    number, last_four = identity.get("number"), identity.get("last_four")
    if (number is None) == (last_four is None):
        yield Violation(errors.NUMBER_OR_LAST_FOUR, "/identity/number")
    elif number is None:
        if not _LAST_FOUR.fullmatch(str(last_four)):
            yield Violation(errors.LAST_FOUR_FORM, "/identity/last_four")
    else:
        yield from (Violation(spec, "/identity/number") for spec in _number_faults(IdKind(identity["kind"]), number))


def _number_faults(kind: IdKind, number: str) -> Iterator[Any]:
    if not _FORMS[kind].fullmatch(number):
        yield errors.NUMBER_FORM
    elif kind in _CHECKED:
        if not _is_day(number[6:14]):
            yield errors.NUMBER_BIRTHDAY
        if resident_check(number[:17]) != number[17]:
            yield errors.NUMBER_CHECK


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def person_violations(facts: Facts, today: date) -> Iterator[Violation]:
    """Everything that is wrong with what a person record says, its identity aside."""
    party = facts["party"]
    if party and party["joined_on"] is not None and party["joined_on"] > today:
        yield Violation(errors.PARTY_JOINED_LATER, "/party/joined_on")


def status_violations(status: str, posts_held: int) -> Iterator[Violation]:
    """Who has retired or left holds no post."""
    if status != PersonStatus.ACTIVE and posts_held:
        yield Violation(errors.HOLDS_POSTS, "/status")


# --- Merging ---------------------------------------------------------------------------------------------------------

TakenOver = Literal["identity", "party"]
TAKEN_OVER: tuple[TakenOver, ...] = ("identity", "party")


@dataclass(frozen=True, slots=True)
class Spell:
    """Something a person held from one day until before another: a post, or membership of a committee."""

    id: Any
    place: tuple[Any, ...]  # what makes two of them the same: unit and kind, or the committee
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge will do. `taken`: facts that the survivor lacks. `twins`: spells that both records have."""

    taken: tuple[TakenOver, ...]
    twins: frozenset[Any]


def merge_violations(merged: Facts, survivor: Facts) -> Iterator[Violation]:
    """Why two records cannot be one person. `number_hash` are keyed hashes, comparable with each other."""
    if merged["id"] == survivor["id"]:
        yield Violation(errors.MERGE_ITSELF, "/survivor_id")
    elif merged["merged_into_id"] or survivor["merged_into_id"]:
        yield Violation(errors.MERGED, "/survivor_id")
    elif identities_differ(merged, survivor):
        yield Violation(errors.IDENTITIES_DIFFER, "/survivor_id")


def identities_differ(one: Facts, other: Facts) -> bool:
    """Whether the numbers are known to differ: documents of one kind with other last characters, or another hash."""
    if one["id_kind"] is None or one["id_kind"] != other["id_kind"]:
        return False
    if one["id_last_four"] != other["id_last_four"]:
        return True
    return None not in (one["id_hash"], other["id_hash"]) and one["id_hash"] != other["id_hash"]


def merge_plan(lacking: Facts, giving: Facts, spells: tuple[list[Spell], list[Spell]]) -> MergePlan:
    """What the survivor (`lacking`, first spells) takes from the merged record (`giving`, second spells)."""
    taken = tuple(name for name in TAKEN_OVER if lacking[name] is None and giving[name] is not None)
    twins = frozenset(
        spell.id for spell in spells[1] if any(own.place == spell.place and overlap(own, spell) for own in spells[0])
    )
    return MergePlan(taken, twins)


def overlap(one: Spell, other: Spell) -> bool:
    """Whether two spells share a day. The last day is the first on which it is not held: an empty spell shares none."""
    starts = max(one.from_on, other.from_on)
    return all(spell.until_on is None or starts < spell.until_on for spell in (one, other))
