"""An unfinished campaign on its way to a newer version of its framework: what becomes of each entry and each round.

What schools have entered stays as far as the new version still understands it. What it does not is to be entered again,
and a round that was signed without it opens again. Nothing of what was before is lost: it is kept beside.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from api.assessments.rules.adjustments import Claim, claim_faults
from api.assessments.rules.rounds import HANDED_IN, ORDER, Round, RoundState
from api.assessments.rules.scores import Said
from api.frameworks.rules.differences import Move, Treatment
from api.frameworks.rules.model import Framework, leaves, walk
from api.frameworks.rules.scoring import Node

Changed = tuple[UUID, Collection[str], Sequence[Round]]  # enrolment, items that do not apply, rounds that open again
Entries = Mapping[str, Said]
Moves = Mapping[str, Move]  # by the old code of a leaf


class Carried(NamedTuple):
    """An entry of an old item under its new code. `cleared`: only its comment is left, and it is to be entered again."""

    code: str
    said: Said
    cleared: bool


def carry(move: Move, said: Said, nodes: Mapping[str, Node]) -> Carried | None:
    """An entry as the new version takes it; None where it has no place for it.

    Points that were set instead of the rule's were judged by the old scale: under another they are judged anew.
    """
    if move.new_code is None:
        return None
    if move.treatment is Treatment.KEPT or not said.entered:
        return Carried(move.new_code, said, cleared=False)
    if move.treatment is Treatment.RESCORED and said.overridden is None and _understood(nodes[move.new_code], said):
        return Carried(move.new_code, said, cleared=False)
    return Carried(move.new_code, Said(comment=said.comment), cleared=True)


def _understood(node: Node, said: Said) -> bool:
    rule, full = node.indicator.rule, node.indicator.points
    return not said.inputs or (rule is not None and not any(rule.input_faults(full, said.inputs)))


def carry_all(moves: Moves, entries: Entries, nodes: Mapping[str, Node]) -> dict[str, Carried | None]:
    """The entries of a round, by their old codes. `nodes`: the new items that apply to the school."""
    return {
        code: carry(moves[code], said, nodes) if code in moves and moves[code].new_code in nodes else None
        for code, said in entries.items()
    }


def open_items(nodes: Mapping[str, Node], entries: Entries) -> list[str]:
    """The items without which a round cannot be signed and that have no entry."""
    return [
        code
        for code, node in nodes.items()
        if node.indicator.required and not (code in entries and entries[code].entered)
    ]


def reopened(states: Mapping[Round, RoundState], lacking: Collection[Round]) -> list[Round]:
    """The signed rounds that open again: the first that lacks something, and every later one, which judged it."""
    held = [one for one in ORDER if states.get(one) in HANDED_IN]
    first = next((index for index, one in enumerate(held) if one in lacking), len(held))
    return held[first:]


def codes_by_lineage(old: Framework, new: Framework) -> dict[str, str | None]:
    """The new code of every old indicator, groups included; None where it is gone."""
    after = {place.node.lineage: place.node.code for place in walk(new)}
    return {place.node.code: after.get(place.node.lineage) for place in walk(old)}


def settled(new: Framework, moves: Iterable[Move]) -> set[str]:
    """The new indicators below which every item is what it was: who had finished them has."""
    kept = {move.new_code for move in moves if move.treatment is Treatment.KEPT}
    found: set[str] = set()
    for place in reversed(list(walk(new))):  # children before their parents
        node = place.node
        if all(child.code in found for child in node.children) if node.children else node.code in kept:
            found.add(node.code)
    return found


def places_of(framework: Framework) -> set[tuple[str, str]]:
    """The places for evidence that a version has."""
    return {(leaf.code, slot.code) for leaf in leaves(framework) for slot in leaf.slots}


def place_of(
    codes: Mapping[str, str | None], places: Collection[tuple[str, str]], place: tuple[str, str]
) -> str | None:
    """The new code of the item whose place this is; None where there is no such place any more."""
    code = codes.get(place[0])
    return code if code is not None and (code, place[1]) in places else None


def unknown_claims(new: Framework, claims: Iterable[Claim]) -> list[Claim]:
    """Bonuses, deductions and vetoes that the new version does not know.

    They block: to drop a veto in passing is nobody's intention. Whoever means it withdraws or lifts it first.
    """
    return [one for one in claims if any(fault.pointer in {"/code", "/level"} for fault in claim_faults(new, one))]


def preview_document(versions: tuple[str, str], moves: Sequence[Move], schools: Iterable[Changed]) -> dict[str, Any]:
    """What somebody agrees to who migrates by a preview: the plan, what stops applying where, what opens again.

    Entries that are typed meanwhile follow the same plan; a round that is signed meanwhile and would open again is
    something else, and is looked at first.
    """
    return {
        "old": versions[0],
        "new": versions[1],
        "moves": [[move.treatment.value, move.lineage, move.old_code, move.new_code] for move in moves],
        "schools": sorted([str(key), sorted(absent), [one.value for one in opened]] for key, absent, opened in schools),
    }
