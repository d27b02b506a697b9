"""Aggregates, what does not apply, overrides, bonuses, vetoes: small trees scored by hand."""

from dataclasses import replace

import pytest

from api.core.points import written
from api.frameworks.rules.applicability import decide
from api.frameworks.rules.explaining import explain
from api.frameworks.rules.kinds import Empty, Ratio
from api.frameworks.rules.model import (
    Aggregate,
    Applicability,
    Asked,
    Clause,
    Fact,
    NaPolicy,
    Veto,
    VetoEffect,
)
from api.frameworks.rules.scoring import Override, Scorer, Sheet
from tests.unit.frameworks.build import P, framework, leaf, manual, parent


def only(**facts: str) -> Clause:
    return Clause(all_of=tuple(Asked(fact=Fact(name), any_of=tuple(values.split())) for name, values in facts.items()))


class TestAggregates:
    @pytest.mark.parametrize(
        ("aggregate", "total"),
        [(Aggregate.SUM, "15"), (Aggregate.MEAN, "15"), (Aggregate.MIN, "10"), (Aggregate.WEIGHTED_MEAN, "17")],
    )
    def test_a_parent_takes_its_children_so(self, aggregate: Aggregate, total: str) -> None:
        children = leaf("a", "10", weight=P("70")), leaf("b", "10", weight=P("30"))
        made = framework(parent("1", "20", *children, aggregate=aggregate))
        assert written(Scorer(made).score(Sheet(items=manual(a="10", b="5"))).total) == total

    def test_parts_by_weight_with_parts_of_their_own(self) -> None:
        """70 % basic, half of it daily records and half appraisal by leaders; 30 % development."""
        basic = parent(
            "1", "100", leaf("1.1", "50"), leaf("1.2", "20"), aggregate=Aggregate.WEIGHTED_MEAN, weight=P("70")
        )
        made = framework(basic, leaf("2", "40", weight=P("30")), total="100", aggregate=Aggregate.WEIGHTED_MEAN)
        score = Scorer(made).score(Sheet(items=manual(**{"1.1": "45", "1.2": "15", "2": "30"})))
        # 45 of 50 and 15 of 20 are 82.5; × 0.7 + 75 × 0.3
        assert (written(score.values["1"] or P("0")), written(score.total)) == ("82.5", "80.25")


class TestNotApplicable:
    def made(self, policy: NaPolicy = NaPolicy.EXCLUDE_RESCALE) -> Scorer:
        return Scorer(framework(parent("1", "10", leaf("a", "6"), leaf("b", "4", na_policy=policy)), leaf("2", "5")))

    @pytest.mark.parametrize(
        ("policy", "first", "total"),
        [(NaPolicy.EXCLUDE_RESCALE, "7.5", "10"), (NaPolicy.FULL, "8.5", "11"), (NaPolicy.ZERO, "4.5", "7")],
    )
    def test_each_policy(self, policy: NaPolicy, first: str, total: str) -> None:
        sheet = Sheet(items=manual(a="4.5") | {"2": {"score": "2.5"}}, not_applicable=frozenset({"b"}))
        score = self.made(policy).score(sheet)
        assert (written(score.values["1"] or P("0")), written(score.total)) == (first, total)

    def test_the_explanation_names_what_was_left_out(self) -> None:
        sheet = Sheet(items=manual(a="4.5"), not_applicable=frozenset({"b"}))
        node = explain(self.made(), sheet).children[0]
        assert [one.text("zh-CN") for one in node.lines] == ["1 项不适用，按其余 6 分折算到 10 分"]
        assert [one.text("en") for one in node.children[1].lines] == ["Not applicable"]

    def test_a_parent_without_children_that_apply_is_left_out_itself(self) -> None:
        sheet = Sheet(items={"2": {"score": "4"}}, not_applicable=frozenset({"a", "b"}))
        score = self.made().score(sheet)
        assert score.values["1"] is None
        assert written(score.total) == "12"

    def test_a_rule_that_has_nothing_to_count_does_not_apply(self) -> None:
        made = framework(leaf("a", "4", Ratio(empty=Empty.NA)), leaf("b", "6"))
        sheet = Sheet(items=manual(b="3") | {"a": {"numerator": 0, "denominator": 0}})
        assert written(Scorer(made).score(sheet).total) == "5"


class TestApplicability:
    MADE = framework(
        parent(
            "1", "10", leaf("a", "6"), leaf("b", "4"), applies=Applicability(include=(only(stage="primary junior"),))
        ),
        leaf("2", "5", applies=Applicability(exclude=(only(canteen="none", boarding="no"),))),
    )

    @pytest.mark.parametrize(
        ("facts", "gone"),
        [
            ({"stage": "primary", "canteen": "self_run", "boarding": "no"}, set()),
            ({"stage": "preschool", "canteen": "none", "boarding": "no"}, {"1", "a", "b", "2"}),
            ({"stage": "senior", "canteen": "none", "boarding": "yes"}, {"1", "a", "b"}),
        ],
    )
    def test_facts_decide(self, facts: dict[str, str], gone: set[str]) -> None:
        found = decide(self.MADE, {Fact(name): frozenset({value}) for name, value in facts.items()})
        assert found.not_applicable == gone
        assert found.unknown == {}

    def test_who_leaves_a_fact_out_does_not_escape(self) -> None:
        found = decide(self.MADE, {Fact.CANTEEN: frozenset({"none"})})
        assert found.not_applicable == frozenset()
        assert found.unknown == {"1": {Fact.STAGE}, "2": {Fact.BOARDING}}

    def test_one_fact_that_is_known_may_settle_it(self) -> None:
        found = decide(self.MADE, {Fact.STAGE: frozenset({"junior"}), Fact.CANTEEN: frozenset({"self_run"})})
        assert "2" not in found.not_applicable


class TestOverrides:
    def test_a_result_may_be_set_with_a_reason(self) -> None:
        made = framework(leaf("a", "4", Ratio()))
        inputs = {"a": {"numerator": 1, "denominator": 2}}
        sheet = Sheet(items=inputs, overrides={"a": Override(P("3"), "现场核实")})
        node = explain(Scorer(made), sheet).children[0]
        assert written(node.value or P("0")) == "3"
        assert node.lines[-1].text("zh-CN") == "改定为 3 分：现场核实"
        assert [written(one.amount) for one in node.lines] == ["2", "1"]

    def test_it_stays_within_the_cap(self) -> None:
        made = framework(leaf("a", "4"))
        sheet = Sheet(overrides={"a": Override(P("9"), "")})
        assert written(Scorer(made).score(sheet).total) == "4"
        assert Scorer(made).score(sheet).missing == ()


class TestMissing:
    def test_what_was_not_entered_counts_nothing_and_is_named(self) -> None:
        made = framework(parent("1", "10", leaf("a", "6"), leaf("b", "4")))
        score = Scorer(made).score(Sheet(items=manual(a="6")))
        assert (written(score.total), score.missing) == ("6", ("b",))


class TestVetoes:
    def test_an_indicator_may_be_set_to_nothing(self) -> None:
        veto = Veto(code="V1", title="乱收费", effect=VetoEffect.ZERO_NODE, node="1")
        made = framework(parent("1", "10", leaf("a", "6"), leaf("b", "4")), leaf("2", "5"), vetoes=(veto,))
        sheet = Sheet(items=manual(a="6", b="4") | {"2": {"score": "5"}})
        assert written(Scorer(made).score(sheet).total) == "15"
        vetoed = replace(sheet, vetoes=frozenset({"V1"}))
        top = explain(Scorer(made), vetoed)
        assert written(top.value or P("0")) == "5"
        assert [one.text("en") for one in top.children[0].lines] == ["No points because of “乱收费”"]
