"""Which round speaks for an item."""

from typing import Any

import pytest

from api.assessments.rules.adjustments import Adjusted
from api.assessments.rules.campaigns import RoundPolicy
from api.assessments.rules.combining import Given, combine
from api.assessments.rules.rounds import Round
from api.assessments.rules.sheets import Outside, sheet_of
from api.core.points import Points, written
from api.frameworks.rules.scoring import Scorer
from tests.unit.frameworks.build import P, framework, leaf

S, D, C, A = Round.SELF, Round.DISTRICT, Round.COUNTY, Round.APPEAL


def given(score: str, **settings: Any) -> Given:
    return Given({"score": score}, P(score), **settings)


ROUNDS = {
    S: {"1": given("10"), "2": given("8"), "3": given("5")},
    D: {"1": given("9"), "2": given("7")},
    C: {"1": given("6")},
}


def scores(policy: RoundPolicy, rounds: Any = ROUNDS, weights: Any = None) -> dict[str, tuple[str, Round]]:
    found = combine(policy, rounds, weights)
    points = {code: inputs["score"] for code, inputs in found.items.items()}
    points |= {code: written(one.points) for code, one in found.overrides.items()}
    return {code: (points[code], found.sources[code]) for code in points}


class TestPolicies:
    def test_the_county_has_the_last_word_and_the_only_one(self) -> None:
        assert scores(RoundPolicy.COUNTY_FINAL) == {"1": ("6", C)}

    def test_the_last_round_that_has_an_item_speaks_for_it(self) -> None:
        assert scores(RoundPolicy.LAST_VALID) == {"1": ("6", C), "2": ("7", D), "3": ("5", S)}

    def test_weights_count_what_every_round_has(self) -> None:
        rounds = {S: {"1": given("10"), "2": given("8")}, C: {"1": given("6")}}
        found = combine(RoundPolicy.WEIGHTS, rounds, {S: P("20"), D: P("30"), C: P("80")})
        assert found.overrides["1"] == (P("6.8"), "自评 10 × 20 + 县级复核 6 × 80")
        assert "2" not in found.items

    def test_a_mean_is_rounded_half_up(self) -> None:
        rounds = {S: {"1": given("0.01")}, C: {"1": given("0.02")}}
        assert scores(RoundPolicy.WEIGHTS, rounds, {S: P("1"), C: P("1")})["1"][0] == "0.02"

    def test_no_weights_no_scores(self) -> None:
        assert scores(RoundPolicy.WEIGHTS, ROUNDS, {}) == {}

    @pytest.mark.parametrize("policy", list(RoundPolicy))
    def test_an_appeal_speaks_before_all(self, policy: RoundPolicy) -> None:
        rounds = ROUNDS | {A: {"1": given("7.5")}}
        assert scores(policy, rounds, {S: P("50"), C: P("50")})["1"] == ("7.5", A)

    @pytest.mark.parametrize("policy", list(RoundPolicy))
    def test_nothing_comes_of_nothing(self, policy: RoundPolicy) -> None:
        assert combine(policy, {}).sources == {}


class TestWhatAnItemCarries:
    def test_points_that_were_set_keep_their_reason(self) -> None:
        found = combine(RoundPolicy.COUNTY_FINAL, {C: {"1": Given({"score": "10"}, P("4"), "实地查看不符")}})
        assert found.overrides == {"1": (P("4"), "实地查看不符")}

    def test_what_the_assessor_found_not_to_apply_does_not(self) -> None:
        found = combine(RoundPolicy.COUNTY_FINAL, {C: {"1": Given(None, None, "没有食堂", applies=False)}})
        assert found.not_applicable == {"1"}
        assert not found.items
        assert not found.overrides

    def test_a_round_with_nothing_to_score_takes_no_part(self) -> None:
        rounds = {S: {"1": given("10")}, C: {"1": Given({"numerator": 0}, None)}}
        found = combine(RoundPolicy.WEIGHTS, rounds, {S: P("20"), C: P("80")})
        assert found.overrides["1"].points == P("10")
        nowhere = {S: rounds[C], C: rounds[C]}
        kept = combine(RoundPolicy.WEIGHTS, nowhere, {S: P("20"), C: P("80")})
        assert (kept.overrides, kept.items) == ({}, {"1": {"numerator": 0}})


def test_a_sheet_holds_no_entry_of_what_does_not_apply() -> None:
    made = framework(leaf("1", "10"), leaf("2", "10"), leaf("3", "10"))
    rounds = {C: {"1": given("6"), "2": given("9"), "3": Given(None, None, "无", applies=False)}}
    nothing = Adjusted((), {}, frozenset())
    sheet = sheet_of(combine(RoundPolicy.COUNTY_FINAL, rounds), frozenset({"2"}), nothing, Outside({}))
    assert set(sheet.items) == {"1"}
    assert sheet.not_applicable == {"2", "3"}
    assert Scorer(made).score(sheet).total == Points(P("18"))  # 6 of 10, rescaled to 30
