"""What differs between two versions, indicator by indicator of the same lineage.

And what that means for sheets that were filled in by the old one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from api.core.points import written
from api.frameworks.rules import codec
from api.frameworks.rules.model import Framework, Indicator, Place, leaves, walk
from api.frameworks.rules.scoring import Inputs, Sheet

TEXTS = ("title", "title_en", "text", "guidance", "note")
_APART = frozenset({*TEXTS, "code", "lineage", "points", "children"})
_SETTINGS = tuple(field.name for field in fields(Indicator) if field.name not in _APART)
_WHOLE = tuple(field.name for field in fields(Framework) if field.name != "indicators")


class ChangeKind(StrEnum):
    """What has happened to an indicator, or to the framework as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RECODED = "recoded"
    POINTS = "points"
    TEXT = "text"
    SETTING = "setting"
    FRAMEWORK = "framework"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are as in the documents; `field` is what differs."""

    kind: ChangeKind
    lineage: str | None
    code: str
    title: str
    field: str | None = None
    before: Any = None
    after: Any = None


def differences(old: Framework, new: Framework) -> list[Change]:
    """Everything that differs: the framework as a whole, then indicators in the order of the new version, then those gone."""
    before, after = (_by_lineage(one) for one in (old, new))
    changes = list(_whole(old, new))
    for lineage, place in after.items():
        if lineage in before:
            changes += _changed(before[lineage], place)
        else:
            changes.append(_change(ChangeKind.ADDED, place.node, None, None, written(place.node.points)))
    gone = (place for lineage, place in before.items() if lineage not in after)
    return changes + [_change(ChangeKind.REMOVED, place.node, None, written(place.node.points)) for place in gone]


def _by_lineage(framework: Framework) -> dict[str, Place]:
    return {place.node.lineage: place for place in walk(framework)}


def _whole(old: Framework, new: Framework) -> Iterator[Change]:
    for name in _WHOLE:
        if getattr(old, name) != getattr(new, name):
            before, after = (codec.write(one).get(name) for one in (old, new))
            yield Change(ChangeKind.FRAMEWORK, None, new.code, new.title, name, before, after)


def _change(kind: ChangeKind, node: Indicator, field: str | None, before: Any = None, after: Any = None) -> Change:
    return Change(kind, node.lineage, node.code, node.title, field, before, after)


def _changed(old: Place, new: Place) -> Iterator[Change]:
    before, after = old.node, new.node
    parents = [place.parent.lineage if place.parent else None for place in (old, new)]
    if parents[0] != parents[1]:
        codes = [place.parent.code if place.parent else None for place in (old, new)]
        yield _change(ChangeKind.MOVED, after, "parent", *codes)
    if before.code != after.code:
        yield _change(ChangeKind.RECODED, after, "code", before.code, after.code)
    if before.points != after.points:
        yield _change(ChangeKind.POINTS, after, "points", written(before.points), written(after.points))
    for kind, names in ((ChangeKind.TEXT, TEXTS), (ChangeKind.SETTING, _SETTINGS)):
        for name in names:
            if getattr(before, name) != getattr(after, name):
                documents = [codec.write(_bare(node)).get(name) for node in (before, after)]
                yield _change(kind, after, name, *documents)


def _bare(node: Indicator) -> Indicator:
    return Indicator(**{**{field.name: getattr(node, field.name) for field in fields(Indicator)}, "children": ()})


# --- Migration of what was entered -----------------------------------------------------------------------------------


class Treatment(StrEnum):
    """What becomes of an entry."""

    KEPT = "kept"  # the same rule and points: entry and score stay
    RESCORED = "rescored"  # the same kind of rule: the entry stays where it still fits, and is scored anew
    REENTER = "reenter"  # another kind of rule: to be entered again
    DROPPED = "dropped"  # no such indicator any more; the old version keeps it
    NEW = "new"  # to be entered for the first time


class Move(NamedTuple):
    """One leaf on its way from a version to the next."""

    treatment: Treatment
    lineage: str
    old_code: str | None
    new_code: str | None
    title: str


def plan(old: Framework, new: Framework) -> list[Move]:
    """What becomes of each leaf, in the order of the new version, then those that are dropped."""
    before = {leaf.lineage: leaf for leaf in leaves(old)}
    after = {leaf.lineage: leaf for leaf in leaves(new)}
    moves = [_move(before.get(lineage), leaf) for lineage, leaf in after.items()]
    gone = (leaf for lineage, leaf in before.items() if lineage not in after)
    return moves + [Move(Treatment.DROPPED, leaf.lineage, leaf.code, None, leaf.title) for leaf in gone]


def _move(old: Indicator | None, new: Indicator) -> Move:
    return Move(_treatment(old, new), new.lineage, old.code if old else None, new.code, new.title)


def _treatment(old: Indicator | None, new: Indicator) -> Treatment:
    if old is None:
        return Treatment.NEW
    if type(old.rule) is not type(new.rule):
        return Treatment.REENTER
    same = (old.rule, old.points, old.cap, old.floor) == (new.rule, new.points, new.cap, new.floor)
    return Treatment.KEPT if same else Treatment.RESCORED


class Carried(NamedTuple):
    """A sheet as the new version takes it, and the indicators that someone has to enter again."""

    sheet: Sheet
    reenter: tuple[str, ...]


def carry(moves: list[Move], sheet: Sheet, new: Framework) -> Carried:
    """Take the entries over whose rules still understand them. The sheet of the old version is not touched."""
    nodes = {leaf.code: leaf for leaf in leaves(new)}
    items: dict[str, Inputs] = {}
    overrides, again = {}, []
    for move in moves:
        if move.old_code is None or move.new_code is None:
            continue
        fits = _fits(nodes[move.new_code], sheet.items.get(move.old_code), move.treatment)
        if fits and move.old_code in sheet.items:
            items[move.new_code] = sheet.items[move.old_code]
        if move.treatment is Treatment.KEPT and move.old_code in sheet.overrides:
            overrides[move.new_code] = sheet.overrides[move.old_code]
        elif not fits or move.old_code in sheet.overrides:
            again.append(move.new_code)
    carried = Sheet(items=items, overrides=overrides, metrics=sheet.metrics)
    return Carried(carried, tuple(again))


def _fits(node: Indicator, given: Mapping[str, Any] | None, treatment: Treatment) -> bool:
    if given is None:
        return True
    if treatment is Treatment.REENTER or node.rule is None:
        return False
    return not node.rule.input_faults(node.points, given)
