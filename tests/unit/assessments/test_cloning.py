"""What a campaign begins with that was cloned: only what a switch asked for."""

import pytest

from api.assessments.rules.cloning import TakenOver, taken_over
from api.assessments.rules.scores import Said, leaf_nodes
from api.frameworks.rules.differences import plan
from api.frameworks.rules.kinds import Derived, Manual
from api.frameworks.rules.scoring import Scorer
from tests.unit.frameworks.build import P, framework, leaf

OLD = framework(
    leaf("A", "40"), leaf("B", "40"), leaf("C", "20", Derived(source="surveys.satisfaction", rule=Manual()))
)
MOVES = {move.old_code: move for move in plan(OLD, OLD) if move.old_code}
NODES = leaf_nodes(Scorer(OLD))
SAID = {
    "A": Said({"score": "30"}, comment="附记录"),
    "B": Said(overridden=P("10"), override_reason="按通报", comment="待整改"),
    "C": Said({"score": "18"}),
}


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [
        ({TakenOver.ENTRIES}, {"A": Said({"score": "30"})}),
        ({TakenOver.COMMENTS}, {"A": Said(comment="附记录"), "B": Said(comment="待整改")}),
        (set(TakenOver), {"A": SAID["A"], "B": Said(comment="待整改")}),
        ({TakenOver.ASSIGNMENTS}, {}),
    ],
    ids=["entries", "comments", "all", "neither"],
)
def test_a_switch_takes_over_its_own_and_nothing_that_was_judged(
    wanted: set[TakenOver], begins: dict[str, Said]
) -> None:
    assert taken_over(wanted, MOVES, SAID, NODES) == begins


def test_what_does_not_apply_any_more_is_left_out() -> None:
    assert taken_over(set(TakenOver), MOVES, SAID, {"B": NODES["B"]}) == {"B": Said(comment="待整改")}
