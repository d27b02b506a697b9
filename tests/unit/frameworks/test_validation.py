"""What keeps a framework from being published, and what people are merely told."""

from dataclasses import replace
from typing import Any

import pytest

from api.core.errors import ErrorSpec
from api.frameworks import errors
from api.frameworks.rules.kinds import CountGain, Gain, Level, Manual, Step
from api.frameworks.rules.model import (
    Aggregate,
    Applicability,
    Asked,
    Band,
    Bonus,
    Clause,
    Condition,
    Deduction,
    Demand,
    EvidenceSlot,
    Fact,
    Framework,
    Scale,
    Veto,
    VetoEffect,
)
from api.frameworks.rules.validation import MAX_DEPTH, check
from tests.unit.frameworks.build import P, framework, leaf, parent

FINE = framework(parent("1", "10", leaf("1.1", "6"), leaf("1.2", "4")), leaf("2", "5"))


def primary(fact: Fact = Fact.TYPE, *values: str) -> Clause:
    return Clause(all_of=(Asked(fact=fact, any_of=values or ("primary",)),))


def bands(*minima: str, **first: Any) -> Scale:
    made = [Band(code=f"B{at}", title=f"等{at}", min=P(low)) for at, low in enumerate(minima)]
    return Scale(code="grade", title="等次", bands=(replace(made[0], **first), *made[1:]) if first else tuple(made))


def deep(levels: int) -> Framework:
    node = leaf("x", "5")
    for at in range(levels):
        node = parent(f"p{at}", "5", node)
    return framework(node)


class TestFaults:
    def test_a_sound_framework_has_none(self) -> None:
        assert check(FINE) == ((), ())

    @pytest.mark.parametrize(
        ("made", "spec", "pointer"),
        [
            (framework(), errors.EMPTY, "/indicators"),
            (replace(FINE, version=" "), errors.NAME_MISSING, "/version"),
            (replace(FINE, version="9" * 41), errors.CODE_SPELLING, "/version"),
            (framework(leaf("a", "5", lineage="x" * 65)), errors.CODE_SPELLING, "/indicators/0/lineage"),
            (replace(FINE, title=""), errors.NAME_MISSING, "/code"),
            (replace(FINE, title="长" * 201), errors.TITLE_TOO_LONG, "/title"),
            (replace(FINE, effective_from="2026-9-1"), errors.NOT_A_DAY, "/effective_from"),
            (
                replace(FINE, effective_from="2026-09-01", effective_to="2026-08-31"),
                errors.EFFECTIVE_REVERSED,
                "/effective_to",
            ),
            (framework(leaf("a b", "5")), errors.CODE_SPELLING, "/indicators/0/code"),
            (framework(leaf("a", "5"), leaf("a", "5", lineage="other")), errors.CODE_TWICE, "/indicators/1/code"),
            (framework(leaf("a", "5"), leaf("b", "5", lineage="l-a")), errors.LINEAGE_TWICE, "/indicators/1/lineage"),
            (framework(replace(leaf("a", "5"), rule=None)), errors.LEAF_WITHOUT_RULE, "/indicators/0/rule"),
            (framework(parent("1", "5", leaf("a", "5"), rule=Manual())), errors.RULE_ON_PARENT, "/indicators/0/rule"),
            (framework(leaf("a", "5.005")), errors.POINTS_TOO_FINE, "/indicators/0/points"),
            (framework(leaf("a", "5", cap=P("1"), floor=P("2"))), errors.CAP_BELOW_FLOOR, "/indicators/0/cap"),
            (framework(leaf("a", "5", Manual(step=P("0")))), errors.NOT_POSITIVE, "/indicators/0/rule/step"),
            (deep(MAX_DEPTH), errors.TOO_DEEP, "/indicators/0" + "/children/0" * MAX_DEPTH),
            (
                framework(parent("1", "5", leaf("a", "5", weight=P("0")), aggregate=Aggregate.WEIGHTED_MEAN)),
                errors.WEIGHTS_MISSING,
                "/indicators/0/children",
            ),
            (
                framework(leaf("a", "5", applies=Applicability(include=(primary(Fact.STAGE, "university"),)))),
                errors.FACT_VALUE,
                "/indicators/0/applies/include/0/all_of/0/any_of",
            ),
            (replace(FINE, scales=(bands("90", "90"),)), errors.BANDS_OVERLAP, "/scales/0/bands"),
            (
                replace(FINE, scales=(bands("9", "0", conditions=(Condition(demand=Demand.NODE, code="9"),)),)),
                errors.NODE_UNKNOWN,
                "/scales/0/bands/0/conditions/0/code",
            ),
            (
                replace(FINE, vetoes=(Veto(code="V", title="否决", effect=VetoEffect.ZERO_NODE, node="9"),)),
                errors.NODE_UNKNOWN,
                "/vetoes/0/node",
            ),
            (
                replace(FINE, vetoes=(Veto(code="V", title="否决", effect=VetoEffect.CAP_GRADE, band="B"),)),
                errors.BAND_UNKNOWN,
                "/vetoes/0/band",
            ),
            (
                replace(FINE, bonuses=(Bonus(code="X", title="加分", levels=()),)),
                errors.RULE_EMPTY,
                "/bonuses/0/levels",
            ),
            (
                replace(FINE, deductions=(Deduction(code="D", title="扣分", per=P("0")),)),
                errors.NOT_POSITIVE,
                "/deductions/0/per",
            ),
        ],
    )
    def test_each_is_found_at_its_place(self, made: Framework, spec: ErrorSpec, pointer: str) -> None:
        assert (spec, pointer) in [(fault.spec, fault.pointer) for fault in check(made).faults]


class TestWarnings:
    def warned(self, made: Framework) -> list[tuple[ErrorSpec, str | None, dict[str, Any]]]:
        checked = check(made)
        assert checked.faults == ()
        return [(one.spec, one.pointer, dict(one.params)) for one in checked.warnings]

    def test_a_rule_that_gives_more_than_the_points(self) -> None:
        rule = Level(levels=(Step(code="a", title="好", points=P("7")),))
        both = {"most": "7", "points": "5"}
        assert self.warned(framework(leaf("1", "5", rule))) == [
            (errors.RULE_MOST_DIFFERS, "/indicators/0/points", both)
        ]

    def test_a_band_that_nobody_can_reach(self) -> None:
        found = self.warned(replace(FINE, scales=(bands("90", "0"),)))
        assert found == [(errors.BAND_UNREACHABLE, "/scales/0/bands/0/min", {"most": "15", "min": "90"})]

    def test_a_gain_without_an_end_reaches_every_band(self) -> None:
        rule = CountGain(steps=(Gain(at=1, points=P("5")),), each_more=P("1"))
        assert self.warned(framework(leaf("1", "5", rule), scales=(bands("90", "0"),))) == []

    def test_a_lowest_band_that_asks_for_something(self) -> None:
        assert self.warned(replace(FINE, scales=(bands("9", "6"),))) == [(errors.BAND_GAP, "/scales/0/bands/1", {})]

    def test_a_type_of_school_without_any_indicator(self) -> None:
        only = Applicability(exclude=(primary(Fact.TYPE, "special"),))
        found = self.warned(framework(leaf("1", "5", applies=only)))
        assert found == [(errors.NOTHING_APPLIES, "/indicators", {"type": "special"})]

    def test_conditions_that_exclude_every_school(self) -> None:
        never = Applicability(include=(primary(),), exclude=(primary(),))
        found = self.warned(framework(leaf("1", "5", applies=never), leaf("2", "5")))
        assert found == [(errors.NEVER_APPLIES, "/indicators/0/applies", {})]

    def test_evidence_is_numbered_after_its_indicator(self) -> None:
        slots = (EvidenceSlot(code="1.1", title="记录"), EvidenceSlot(code="7.1", title="清单"))
        found = self.warned(framework(leaf("1", "5", slots=slots)))
        assert found == [(errors.SLOT_CODE_STRAY, "/indicators/0/slots/1/code", {"code": "1"})]
