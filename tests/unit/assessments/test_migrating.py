"""What becomes of entries and rounds when a campaign moves to a newer version."""

from typing import Any
from uuid import UUID

import pytest

from api.assessments.rules import migrating
from api.assessments.rules.adjustments import AdjustmentKind, Claim
from api.assessments.rules.rounds import Round, RoundState
from api.assessments.rules.scores import Said, leaf_nodes
from api.frameworks.rules.differences import Move, Treatment, plan
from api.frameworks.rules.kinds import Level
from api.frameworks.rules.kinds.entered import Step
from api.frameworks.rules.model import Bonus, BonusLevel, EvidenceSlot, Framework, Veto
from api.frameworks.rules.scoring import Scorer
from tests.unit.frameworks.build import P, framework, leaf, parent

LEVELS = Level(levels=(Step(code="good", title="好", points=P("10")),))
OLD = framework(
    parent("A", "60", leaf("A1", "40", slots=(EvidenceSlot(code="s", title="记录"),)), leaf("A2", "20")),
    leaf("B", "30"),
    leaf("C", "10"),
    vetoes=(Veto(code="V1", title="严重违纪"),),
    bonuses=(Bonus(code="X", title="荣誉", levels=(BonusLevel(code="city", title="市级", points=P("2")),)),),
)
NEW = framework(
    parent("A", "60", leaf("A2", "40", lineage="l-A1"), leaf("A1", "20", lineage="l-A2")),  # they change places
    leaf("B", "20"),
    leaf("C", "10", LEVELS),
    leaf("D", "10", required=False),
    version="2027",
    bonuses=(Bonus(code="X", title="荣誉", levels=(BonusLevel(code="province", title="省级", points=P("2")),)),),
)
NODES = leaf_nodes(Scorer(NEW))
MOVES = {move.old_code: move for move in plan(OLD, NEW) if move.old_code}
SET: dict[str, Any] = {"overridden": P("8"), "override_reason": "现场核查"}


class TestEntries:
    @pytest.mark.parametrize(
        ("code", "said", "kept"),
        [
            ("A1", Said({"score": "38"}, comment="附记录"), True),
            ("A1", Said(**SET), True),
            ("B", Said({"score": "20"}), True),
            ("B", Said({"score": "21"}, comment="附记录"), False),
            ("B", Said({"score": "20"}, **SET), False),
            ("B", Said(not_applicable=True, override_reason="未开办"), True),
            ("C", Said({"score": "10"}, comment="附记录"), False),
            ("C", Said(comment="附记录"), True),
        ],
        ids=[
            *("kept", "kept with its points", "still fits", "fits no more", "points by the old scale"),
            *("does not apply", "another rule", "only a comment"),
        ],
    )
    def test_an_entry_stays_where_it_is_still_understood_and_its_comment_always(
        self, code: str, said: Said, kept: bool
    ) -> None:
        carried = migrating.carry(MOVES[code], said, NODES)
        assert carried is not None
        assert carried.code == {"A1": "A2"}.get(code, code)
        assert carried.cleared is not kept
        assert carried.said == (said if kept else Said(comment=said.comment))

    def test_what_has_no_item_any_more_or_does_not_apply_any_more_is_gone(self) -> None:
        gone = Move(Treatment.DROPPED, "l", "Z", None, "旧项")
        assert migrating.carry(gone, Said({"score": "1"}), NODES) is None
        here = {code: node for code, node in NODES.items() if code != "B"}
        entries = {"B": Said({"score": "1"}), "A2": Said({"score": "1"})}
        found = migrating.carry_all(MOVES, entries, here)
        assert found["B"] is None
        assert found["A2"] is not None
        assert found["A2"].code == "A1"

    def test_only_what_is_required_keeps_a_round_open(self) -> None:
        entries = {"A1": Said({"score": "1"}), "A2": Said(comment="待补"), "B": Said({"score": "1"})}
        assert migrating.open_items(NODES, entries) == ["A2", "C"]


class TestRounds:
    @pytest.mark.parametrize(
        ("lacking", "opened"),
        [
            ([], []),
            ([Round.SELF], [Round.SELF, Round.COUNTY]),
            ([Round.COUNTY], [Round.COUNTY]),
            ([Round.DISTRICT], []),
            (list(Round), [Round.SELF, Round.COUNTY]),
        ],
        ids=["nothing", "the first", "the last", "one that is not signed", "all"],
    )
    def test_a_signed_round_that_lacks_something_opens_again_with_the_later_ones(
        self, lacking: list[Round], opened: list[Round]
    ) -> None:
        states = {
            Round.SELF: RoundState.ACCEPTED,
            Round.DISTRICT: RoundState.IN_PROGRESS,
            Round.COUNTY: RoundState.SUBMITTED,
        }
        assert migrating.reopened(states, lacking) == opened


class TestAround:
    def test_groups_and_items_find_their_new_codes(self) -> None:
        assert migrating.codes_by_lineage(OLD, NEW) == {"A": "A", "A1": "A2", "A2": "A1", "B": "B", "C": "C"}

    def test_only_what_is_as_it_was_stays_finished(self) -> None:
        assert migrating.settled(NEW, MOVES.values()) == {"A", "A1", "A2"}

    def test_a_place_for_evidence_goes_with_its_item_or_is_no_more(self) -> None:
        codes = migrating.codes_by_lineage(OLD, NEW)
        assert migrating.place_of(codes, {("A2", "s")}, ("A1", "s")) == "A2"
        assert migrating.place_of(codes, migrating.places_of(NEW), ("A1", "s")) is None

    def test_what_the_new_version_does_not_know_is_named(self) -> None:
        known = Claim(AdjustmentKind.BONUS, "X", "province")
        unknown = [Claim(AdjustmentKind.BONUS, "X", "city"), Claim(AdjustmentKind.VETO, "V1")]
        assert migrating.unknown_claims(NEW, [known, *unknown]) == unknown
        assert migrating.unknown_claims(OLD, [Claim(AdjustmentKind.VETO, "V1")]) == []


def test_a_preview_is_about_the_plan_and_the_schools_it_touches_in_any_order() -> None:
    moves, schools = plan(OLD, NEW), [(UUID(int=2), ["B"], [Round.SELF]), (UUID(int=1), [], [])]
    one = migrating.preview_document(("a", "b"), moves, schools)
    assert one == migrating.preview_document(("a", "b"), moves, schools[::-1])
    assert one != migrating.preview_document(("a", "b"), moves, schools[:1])
    assert one["moves"][0] == ["kept", "l-A1", "A1", "A2"]


def test_a_version_that_says_the_same_carries_everything() -> None:
    same = Framework(**{name: getattr(OLD, name) for name in OLD.__dataclass_fields__} | {"version": "2026.1"})
    assert {move.treatment for move in plan(OLD, same)} == {Treatment.KEPT}
