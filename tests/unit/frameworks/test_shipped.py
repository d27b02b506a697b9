"""The frameworks that are shipped: complete, sound, and never changed under the same version."""

from dataclasses import replace
from typing import Any

import pytest

from api.core.points import Points, written
from api.frameworks.data import NAMES, named, shipped, shipped_crosswalks
from api.frameworks.rules.applicability import decide
from api.frameworks.rules.crosswalks import gaps
from api.frameworks.rules.documents import content_hash
from api.frameworks.rules.explaining import explain
from api.frameworks.rules.grading import Standing, grade
from api.frameworks.rules.kinds import Derived, Presence
from api.frameworks.rules.model import Demand, Fact, Framework, Kind, VetoEffect, leaves, walk
from api.frameworks.rules.recognition import recognize
from api.frameworks.rules.scoring import Award, Scorer, Sheet
from api.frameworks.rules.validation import check

BY_NAME = dict(zip(NAMES, shipped(), strict=True))
REFERENCE = BY_NAME["reference-100"]
# A released version is what counties have adopted: another content is another version.
HASHES = {
    "reference-100": "54c7d83ae585b2e827a77a8336d11704edcb4cd9db6b68691443f90bbeb14549",
    "party-grading": "9edfee1f4854870a18774aecbb9531c424eb3322ec4c2649feefc28313ed2ac8",
    "party-star-rating": "7475c5696bcc066544d59191b77374c51aa6f378780664b5ca96260b299a86b1",
    "teacher-ethics-negative-list": "2cefdf2096f7d357a8c2f3f7fd4dccb8d6270c1b9460ae3b0ddfbe6b5b559419",
    "fee-governance": "c537c784c9b05f674a59c780d0b9308ae689edb994911049b654a2d48c8b1c31",
    "materials-first-edition": "bffce5c81be98771d6326f0dfdf6e78b27319ebf821d569e08d40e47c7471985",
    "materials-second-edition": "93e386698b9fee4b2c4fa91753641b5a01bf7bdf73c916397d42a2d2642d8f68",
    "materials-third-edition": "590dade888871881649fc162cc85757a006b978f46abef36fa6bf8748eeb2d3b",
}


class TestAll:
    @pytest.mark.parametrize("name", NAMES)
    def test_it_is_sound_and_adds_up(self, name: str) -> None:
        assert check(BY_NAME[name]) == ((), ())

    @pytest.mark.parametrize("name", NAMES)
    def test_its_content_is_that_of_its_version(self, name: str) -> None:
        assert content_hash(BY_NAME[name]) == HASHES[name]

    @pytest.mark.parametrize("name", NAMES)
    def test_it_says_where_it_comes_from_and_has_both_languages(self, name: str) -> None:
        made = BY_NAME[name]
        assert made.provenance
        assert [place.node.code for place in walk(made) if not place.node.title_en] == []


class TestEditions:
    @pytest.mark.parametrize(
        ("name", "parts", "total"),
        [
            ("first", [52, 117, 65, 61, 86], 381),
            ("second", [22, 12, 28, 37, 20, 19, 39, 7, 10, 30, 6, 5], 235),
            ("third", [177, 23, 159, 59, 23], 441),
        ],
    )
    def test_every_part_has_its_number_of_materials(self, name: str, parts: list[int], total: int) -> None:
        made = BY_NAME[f"materials-{name}-edition"]
        assert made.kind is Kind.MATERIALS
        assert [written(node.points) for node in made.indicators] == [str(number) for number in parts]
        assert written(made.declared_total) == str(total)
        expected = [leaf.rule.expected for leaf in leaves(made) if isinstance(leaf.rule, Presence)]
        assert sum(expected) == total

    def test_the_third_has_sixteen_items(self) -> None:
        made = BY_NAME["materials-third-edition"]
        numbers = [[int(written(child.points)) for child in part.children] for part in made.indicators]
        assert numbers == [[27, 56, 40, 45, 9], [16, 7], [16, 35, 25, 36, 47], [19, 40], [19, 4]]

    def test_what_is_present_is_counted_of_what_is_expected(self) -> None:
        made = BY_NAME["materials-first-edition"]
        sheet = Sheet(items={"1": {"present": 50}, "2": {"present": 130}, "3": {"present": 0}})
        assert written(Scorer(made).score(sheet).total) == "167"  # 50 + 117 of 381; more than expected adds nothing


class TestPartyOrganizations:
    def test_the_star_rating_has_8_areas_52_standards_and_8_removals(self) -> None:
        made = BY_NAME["party-star-rating"]
        assert len(made.indicators) == 8
        assert len(list(leaves(made))) == 52
        assert [veto.effect for veto in made.vetoes] == [VetoEffect.REVOKE_AWARD] * 8
        met = {leaf.code: {"holds": True} for leaf in list(leaves(made))[:47]}
        assert written(Scorer(made).score(Sheet(items=met)).total) == "90.38"  # 47 of 52

    def test_low_satisfaction_keeps_a_full_score_from_the_best_grades(self) -> None:
        made = BY_NAME["party-grading"]
        assert [written(node.points) for node in made.indicators] == ["20"] * 5
        sheet = Sheet(items={leaf.code: {"score": written(leaf.points)} for leaf in leaves(made)})
        for satisfaction, band in (("90", "good"), ("89", "average")):
            rated = replace(sheet, metrics={"satisfaction": Points(int(satisfaction) * 10_000)})
            found = grade(made, made.scales[0], Standing.of(Scorer(made).score(rated), rated))
            assert found.band is not None
            assert found.band.code == band


BEST: dict[str, Any] = {
    **{code: {"counts": {}} for code in "A1 A2 B2 B3 B4 B5 B6 C3 C4 C5 D4".split()},
    "A3": {"level": "good"},
    "B1": {"level": "full"},
    "D2": {"level": "own"},
    "A4": {"held": [2]},
    "D1": {"held": [2, 2]},
    "D3": {"held": [1, 1]},
    "E1": {"value": "96"},
    "E3": {"states": {}},
    "C2": {"numerator": 80, "denominator": 80},
    "E2": {"numerator": 4, "denominator": 4},
    "A5": {"ticked": "enrolment teaching review charging procurement canteen".split()},
    "C1": {"ticked": "rules pledges public channel".split()},
}


class TestReference:
    def facts(self, kind: str, stage: str, canteen: str) -> dict[Fact, frozenset[str]]:
        return {Fact.TYPE: frozenset({kind}), Fact.STAGE: frozenset({stage}), Fact.CANTEEN: frozenset({canteen})}

    def test_it_has_23_items_and_100_points_in_five_areas(self) -> None:
        assert len(list(leaves(REFERENCE))) == 23
        assert [written(node.points) for node in REFERENCE.indicators] == ["25", "25", "20", "15", "15"]
        assert REFERENCE.issuer == "Qinglian 清廉校园"
        assert "不是任何机关的正式标准" in REFERENCE.provenance

    @pytest.mark.parametrize(
        ("kind", "stage", "canteen", "gone"),
        [
            ("primary", "primary", "self_run", set()),
            ("primary", "primary", "none", {"B4"}),
            ("kindergarten", "preschool", "self_run", {"C3", "D4"}),
            ("vocational", "senior", "contracted", {"C3"}),
        ],
    )
    def test_a_school_without_fault_has_100_whatever_applies(
        self, kind: str, stage: str, canteen: str, gone: set[str]
    ) -> None:
        applied = decide(REFERENCE, self.facts(kind, stage, canteen))
        assert applied.not_applicable == gone
        sheet = Sheet(items=BEST, not_applicable=applied.not_applicable)
        score = Scorer(REFERENCE).score(sheet)
        assert written(score.total) == "100"
        found = grade(REFERENCE, REFERENCE.scales[0], Standing.of(score, sheet))
        assert found.band is not None
        assert found.band.code == "model"

    def test_a_school_scored_by_hand(self) -> None:
        """A 5 + 6 + 2 + 3 + 2.5 = 18.5; B without canteen 21 × 25 ÷ 21; C 3 + 3.9 + 3 + 4 + 4; D 15; E 5 + 3 + 3.75."""
        items = BEST | {
            "A1": {"counts": {"study": 1}},
            "A2": {"counts": {"minutes": 2}},
            "A3": {"level": "partly"},
            "A4": {"held": [1]},
            "A5": {"ticked": ["enrolment", "teaching", "review", "charging", "procurement"]},
            "C2": {"numerator": 78, "denominator": 80},
            "C3": {"counts": {"case": 1}},
            "E1": {"numerator": 940, "denominator": 1000},
            "E2": {"numerator": 3, "denominator": 4},
            "E3": {"states": {"done": 5, "begun": 2, "none": 1}},
        }
        awards = (Award("X", "city", "清廉学校示范点"),)
        sheet = Sheet(items=items, not_applicable=frozenset({"B4"}), awards=awards)
        score = Scorer(REFERENCE).score(sheet)
        found = {code: written(score.values[code] or Points(0)) for code in "ABCDE"}
        assert found == {"A": "18.5", "B": "25", "C": "17.9", "D": "15", "E": "11.75"}
        assert written(score.total) == "90.15"
        assert explain(Scorer(REFERENCE), sheet).added_up() == score.total

    def test_its_veto_fails_and_its_model_asks_for_more_than_a_score(self) -> None:
        scale = REFERENCE.scales[0]
        demands = {condition.demand for condition in scale.bands[0].conditions}
        assert demands == {Demand.NODE, Demand.NO_OPEN_SERIOUS_FINDING, Demand.NO_VETO}
        sheet = Sheet(items=BEST, vetoes=frozenset({"V6"}))
        found = grade(REFERENCE, scale, Standing.of(Scorer(REFERENCE).score(sheet), sheet))
        assert found.band is not None
        assert found.band.code == "failed"

    def test_figures_of_other_parts_are_asked_for_by_name(self) -> None:
        sources = {leaf.code: leaf.rule.source for leaf in leaves(REFERENCE) if isinstance(leaf.rule, Derived)}
        assert sources == {
            "A2": "decisions.procedure",
            "E1": "surveys.satisfaction",
            "E2": "complaints.on_time",
            "E3": "rectifications.progress",
        }

    def test_most_of_its_own_sentences_would_be_recognized(self) -> None:
        read = [leaf for leaf in leaves(REFERENCE) if recognize(leaf.guidance, leaf.points).rule is not None]
        assert len(read) >= 16


class TestCrosswalks:
    def test_they_lead_from_the_reference_to_every_other(self) -> None:
        targets = {crosswalk.target for crosswalk in shipped_crosswalks()}
        others = {named(made) for made in shipped()} - {named(REFERENCE)}
        assert targets == others

    @pytest.mark.parametrize("at", range(7))
    def test_each_tells_its_gaps(self, at: int) -> None:
        crosswalk = shipped_crosswalks()[at]
        target = next(made for made in shipped() if named(made) == crosswalk.target)
        found = gaps(crosswalk, REFERENCE, target)
        assert found.source.mapped
        assert set(found.target.mapped) | set(found.target.unmapped) == {leaf.code for leaf in leaves(target)}


def test_another_kind_of_framework_each() -> None:
    kinds: list[Framework] = list(shipped())
    assert {made.kind for made in kinds} == {Kind.SCORING, Kind.GRADED, Kind.NEGATIVE_LIST, Kind.MATERIALS}
