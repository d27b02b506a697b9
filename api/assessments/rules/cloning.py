"""What a campaign takes over from the one it was cloned from, when it begins: only what a switch asked for."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from api.assessments.rules.migrating import Moves, carry_all
from api.assessments.rules.scores import Said
from api.frameworks.rules.kinds import Derived
from api.frameworks.rules.scoring import Node


class TakenOver(StrEnum):
    """What may be taken over. States, signatures, reviews and points that were set by hand never are."""

    ASSIGNMENTS = "assignments"  # who works on what, where they still may
    ENTRIES = "entries"  # what the school entered itself, as a draft to be put right
    COMMENTS = "comments"


def taken_over(
    wanted: Collection[TakenOver], moves: Moves, entries: Mapping[str, Said], nodes: Mapping[str, Node]
) -> dict[str, Said]:
    """What a school said last time as its entries begin, by new codes; what says nothing is left out."""
    carried = (one for one in carry_all(moves, entries, nodes).values() if one is not None)
    found = {one.code: _begins(wanted, one.said, nodes[one.code]) for one in carried}
    return {code: said for code, said in found.items() if said.entered or said.comment}


def _begins(wanted: Collection[TakenOver], said: Said, node: Node) -> Said:
    """What other domains know is asked for anew, and points that were set by hand are judged anew."""
    comment = said.comment if TakenOver.COMMENTS in wanted else None
    known_elsewhere = isinstance(node.indicator.rule, Derived)
    if TakenOver.ENTRIES not in wanted or known_elsewhere or said.overridden is not None:
        return Said(comment=comment)
    return Said(said.inputs, None, said.not_applicable, said.override_reason, comment)
