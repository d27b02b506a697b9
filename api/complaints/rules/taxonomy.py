"""The 17 groups of matters and what is below them: shipped data.

A bureau changes labels, tracks and what the portal shows; codes stay. Codes have four digits, groups two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from api.complaints.rules.policy import read
from api.complaints.rules.words import Track


class Flag(StrEnum):
    """What kind of matter it is. `urgent`: injury, sexual harm, food poisoning are reported the same day."""

    INTEGRITY = "integrity"
    CONDUCT = "conduct"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Category:
    """One matter. `fields`: what the reporter is asked beside the text, by code, kind and labels."""

    code: str
    group: str
    zh: str
    en: str
    flags: frozenset[Flag]
    track: Track
    fields: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def integrity(self) -> bool:
        """Whether it belongs to group I: no school handles it."""
        return Flag.INTEGRITY in self.flags

    @property
    def urgent(self) -> bool:
        """Whether somebody is told the same day."""
        return Flag.URGENT in self.flags


@dataclass(frozen=True, slots=True)
class Group:
    """A group of matters."""

    code: str
    zh: str
    en: str
    flags: frozenset[Flag]


def _category(group: Mapping[str, Any], item: Mapping[str, Any]) -> Category:
    flags = frozenset(Flag(flag) for flag in (*group["flags"], *item.get("flags", ())))
    place = (item["code"], group["code"], item["zh"], item["en"])
    return Category(*place, flags, Track(group["track"]), tuple(group["fields"]))


_ROWS = read("categories.json")["groups"]
GROUPS: Mapping[str, Group] = {
    row["code"]: Group(row["code"], row["zh"], row["en"], frozenset(map(Flag, row["flags"]))) for row in _ROWS
}
CATEGORIES: Mapping[str, Category] = {item["code"]: _category(row, item) for row in _ROWS for item in row["items"]}
