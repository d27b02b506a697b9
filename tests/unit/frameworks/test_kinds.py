"""What inputs each rule takes, what it refuses, and what it says."""

from typing import Any

import pytest

from api.core.points import Points, points, rounded, share, written
from api.frameworks import errors
from api.frameworks.rules.kinds import (
    Bands,
    Checklist,
    CountDeduct,
    CountGain,
    Derived,
    Empty,
    FixedIf,
    Frequency,
    Gain,
    Level,
    Manual,
    Part,
    Presence,
    Proportional,
    RangeParts,
    Ratio,
    Rule,
    State,
    Step,
    Threshold,
    ZeroIf,
)
from tests.unit.frameworks.build import P, entry, titled

FULL = P("6")
BANDS = Bands(thresholds=tuple(Threshold(min=P(low), points=P(worth)) for low, worth in (("95", "6"), ("90", "5"))))
STATES = Proportional(states=(State(code="done", title="完成", factor=P("1")),), empty=Empty.NA)
DEDUCT = CountDeduct(entries=(entry("a", "0.5"),))


class TestPoints:
    @pytest.mark.parametrize(("text", "value"), [("0", 0), ("2.5", 25_000), ("0.0001", 1), ("1000", 10_000_000)])
    def test_a_decimal_string_is_exact(self, text: str, value: int) -> None:
        assert points(text) == value
        assert written(Points(value)) == text

    @pytest.mark.parametrize("text", ["", "-1", "1,5", "1.", "01", "1.00001", "１", "1e3", " 1"])
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="decimal"):
            points(text)

    def test_rounding_is_half_up_and_happens_once(self) -> None:
        assert rounded(149) == 100
        assert rounded(150) == 200
        assert share(10 * 10_000, 3) == 33_300
        # 0.00499999… is not 0.005 first and 0.01 then.
        assert share(49_999_999, 1_000_000) == 0


class TestScores:
    @pytest.mark.parametrize(
        ("rule", "given", "score"),
        [
            (Manual(), {"score": "5.5"}, "5.5"),
            (Checklist(items=titled("a", "b", "c")), {"ticked": ["a", "c"]}, "4"),
            (Checklist(items=titled("a", "b"), all_or_nothing=True), {"ticked": ["a"]}, "0"),
            (FixedIf(condition="有方案"), {"holds": True}, "6"),
            (ZeroIf(condition="一年不足一次"), {"holds": True}, "0"),
            (Frequency(required=2, per_missing=P("1"), periods=2), {"held": [5, 1]}, "5"),
            (Frequency(required=4, per_missing=P("2")), {"held": [0]}, "0"),
            (Ratio(), {"numerator": 40, "denominator": 52}, "4.62"),
            (Ratio(), {"numerator": 60, "denominator": 52}, "6"),
            (BANDS, {"value": "94.99"}, "5"),
            (BANDS, {"numerator": 19, "denominator": 20}, "6"),
            (BANDS, {"numerator": 899, "denominator": 1000}, "0"),
            (Presence(expected=52), {"present": 60}, "6"),
            (Presence(expected=7), {"present": 3}, "2.57"),
            (Derived(source="complaints.on_time", rule=Ratio()), {"numerator": 1, "denominator": 2}, "3"),
            (CountDeduct(entries=(entry("a", "0.005"),)), {"counts": {"a": 1}}, "6"),
            (CountDeduct(entries=(entry("a", "4"),), floor=P("2")), {"counts": {"a": 2}}, "2"),
        ],
    )
    def test_a_value_by_hand(self, rule: Rule, given: dict[str, Any], score: str) -> None:
        assert rule.input_faults(FULL, given) == []
        found = rule.score(FULL, given)
        assert found is not None
        assert written(found) == score

    @pytest.mark.parametrize(("policy", "score"), [(Empty.FULL, FULL), (Empty.ZERO, P("0")), (Empty.NA, None)])
    def test_nothing_to_take_a_share_of(self, policy: Empty, score: Points | None) -> None:
        nothing = {"numerator": 0, "denominator": 0}
        for rule in (Ratio(empty=policy), Bands(thresholds=BANDS.thresholds, empty=policy)):
            assert rule.score(FULL, nothing) == score
        assert Proportional(states=STATES.states, empty=policy).score(FULL, {"states": {}}) == score


class TestInputs:
    @pytest.mark.parametrize(
        ("rule", "given", "spec", "pointer"),
        [
            (Manual(), {}, errors.INPUT_MISSING, "/score"),
            (Manual(), {"score": "6.01"}, errors.INPUT_OVER, "/score"),
            (Manual(step=P("0.5")), {"score": "1.2"}, errors.INPUT_STEP, "/score"),
            (Manual(), {"score": 3}, errors.INPUT_NOT_DECIMAL, "/score"),
            (Manual(), {"score": "-1"}, errors.INPUT_NOT_DECIMAL, "/score"),
            (Manual(), {"score": "1", "bonus": "9"}, errors.INPUT_UNKNOWN, ""),
            (
                RangeParts(parts=(Part(code="a", title="甲", max=P("2")),)),
                {"parts": {"a": "3"}},
                errors.INPUT_OVER,
                "/parts/a",
            ),
            (
                RangeParts(parts=(Part(code="a", title="甲", max=P("2")),)),
                {"parts": {"z": "1"}},
                errors.INPUT_UNKNOWN,
                "/parts",
            ),
            (Level(levels=(Step(code="a", title="好", points=FULL),)), {"level": "z"}, errors.INPUT_UNKNOWN, "/level"),
            (Level(levels=(Step(code="a", title="好", points=FULL),)), {"level": []}, errors.INPUT_UNKNOWN, "/level"),
            (Checklist(items=titled("a")), {"ticked": ["a", "a"]}, errors.INPUT_TWICE, "/ticked"),
            (Checklist(items=titled("a")), {"ticked": "a"}, None, None),
            (FixedIf(condition="有"), {"holds": "yes"}, errors.INPUT_NOT_TRUTH, "/holds"),
            (DEDUCT, {"counts": {"a": -1}}, errors.INPUT_NOT_WHOLE, "/counts/a"),
            (DEDUCT, {"counts": {"a": True}}, errors.INPUT_NOT_WHOLE, "/counts/a"),
            (DEDUCT, {"counts": {"a": 10**9}}, errors.INPUT_OVER, "/counts/a"),
            (DEDUCT, {"counts": ["a"]}, errors.INPUT_UNKNOWN, "/counts"),
            (Frequency(required=1, per_missing=FULL, periods=2), {"held": [1]}, errors.INPUT_LENGTH, "/held"),
            (CountGain(steps=(Gain(at=1, points=FULL),)), {"count": 1.5}, errors.INPUT_NOT_WHOLE, "/count"),
            (Ratio(), {"numerator": 1}, errors.INPUT_MISSING, "/denominator"),
            (BANDS, {"value": "abc"}, errors.INPUT_NOT_DECIMAL, "/value"),
            (STATES, {"states": {"half": 1}}, errors.INPUT_UNKNOWN, "/states"),
            (Presence(expected=1), {"present": None}, errors.INPUT_MISSING, "/present"),
        ],
    )
    def test_what_does_not_fit_is_named(
        self, rule: Rule, given: dict[str, Any], spec: Any, pointer: str | None
    ) -> None:
        found = [(fault.spec, fault.pointer) for fault in rule.input_faults(FULL, given)]
        assert found == ([(spec, pointer)] if spec else [(errors.INPUT_UNKNOWN, "/ticked")])


class TestParameters:
    @pytest.mark.parametrize(
        ("rule", "pointer"),
        [
            (Manual(step=P("0")), "/step"),
            (RangeParts(parts=()), "/parts"),
            (Level(levels=(Step(code="a", title="", points=FULL),)), "/levels/0"),
            (Checklist(items=titled("a", "a")), "/items/1/code"),
            (FixedIf(condition=" "), "/condition"),
            (CountDeduct(entries=(entry("a", "0"),)), "/entries/0/per"),
            (CountDeduct(entries=(entry("a", "1"),), floor=P("7")), "/floor"),
            (Frequency(required=0, per_missing=FULL), "/required"),
            (CountGain(steps=()), "/steps"),
            (CountGain(steps=(Gain(at=2, points=FULL), Gain(at=1, points=FULL))), "/steps"),
            (Bands(thresholds=BANDS.thresholds[::-1]), "/thresholds"),
            (Proportional(states=(State(code="a", title="甲", factor=P("1.5")),)), "/states/0/factor"),
            (Presence(expected=0), "/expected"),
            (Derived(source="x", rule=Presence(expected=0)), "/rule/expected"),
        ],
    )
    def test_what_cannot_work_is_a_fault(self, rule: Rule, pointer: str) -> None:
        assert [fault.pointer for fault in rule.faults(FULL)] == [pointer]
